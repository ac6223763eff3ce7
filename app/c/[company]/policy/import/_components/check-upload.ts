/** Judges chosen files in the browser as the editor judges a draft. Loaded on demand, with the kernel. */
import type { PolicyImportView } from "@/lib/queries/policy-import";
import { judgeDraft } from "../../versions/[bundleId]/edit/_components/judge-draft";
import { type ChosenFile, readArtifactFiles, readSetUpload } from "./read-upload";
import type { UploadChecked } from "./upload-verdict";

export function checkUpload(
  kind: "set" | "files",
  files: readonly ChosenFile[],
  { published, inForce }: PolicyImportView,
): UploadChecked {
  const [first] = files;
  const read = kind === "set" && first ? readSetUpload(first) : readArtifactFiles(files);
  const { artifacts, sources } = read;
  if (artifacts === null) return { ...read, change: null };
  const { findings, change } = judgeDraft(artifacts, published, inForce);
  const faults = findings.map(({ artifact, pathText, position, code, message, remedy }) => ({
    file: sources[artifact] ?? "",
    path: position === null ? pathText : `${pathText}, character ${position}`,
    message: `${code}: ${message}`,
    remedy,
  }));
  return { artifacts, sources, faults, change };
}
