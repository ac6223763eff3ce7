/** What somebody chose, read in the browser: which artifact lies in which file, and which file cannot be used. */
import { ARTIFACT_NAMES } from "@/kernel/enforcement";

export type ChosenFile = { name: string; text: string };

export type UploadFault = { file: string; path: string; message: string; remedy: string | null };

export type ReadUpload = {
  /** Null when there is not enough to judge. */
  artifacts: Record<string, unknown> | null;
  /** Artifact to the file that it was found in. */
  sources: Record<string, string>;
  faults: UploadFault[];
};

const BUNDLE_FILE = "08_outcome_contract.json";

/** The four artifacts inside the one file of a whole set. The server verifies every byte; here the policy is read. */
export function readSetUpload({ name, text }: ChosenFile): ReadUpload {
  const parsed = parse(name, text);
  if ("fault" in parsed) return unusable(parsed.fault);
  const files = objectIn(parsed.value, "files");
  if (files === null)
    return unusable({
      file: name,
      path: "files",
      message: "this is no policy set",
      remedy: "Choose the file that “Export the set” gave; the four artifacts alone are uploaded as files.",
    });
  const contract = Object.hasOwn(files, BUNDLE_FILE) ? files[BUNDLE_FILE] : undefined;
  if (typeof contract !== "string")
    return unusable({
      file: BUNDLE_FILE,
      path: "",
      message: "the file is missing from the set",
      remedy: "Export the set again and choose it as it is.",
    });
  const read = parse(BUNDLE_FILE, contract);
  if ("fault" in read) return unusable(read.fault);
  const bundle = objectIn(read.value, "bundle");
  if (bundle === null)
    return unusable({
      file: BUNDLE_FILE,
      path: "bundle",
      message: "expected the four artifacts here",
      remedy: "Export the set again and choose it as it is.",
    });
  const sources = Object.fromEntries(ARTIFACT_NAMES.map((artifact) => [artifact, BUNDLE_FILE]));
  return { artifacts: bundle, sources, faults: [] };
}

/** The four artifacts in four files, each under its own root; or one file that holds them under four keys. */
export function readArtifactFiles(files: readonly ChosenFile[]): ReadUpload {
  const artifacts: Record<string, unknown> = {};
  const sources: Record<string, string> = {};
  const faults: UploadFault[] = [];
  for (const { name, text } of files) {
    const parsed = parse(name, text);
    if ("fault" in parsed) {
      faults.push(parsed.fault);
      continue;
    }
    const found = artifactsIn(parsed.value);
    if (found.length === 0)
      faults.push(objectIn(parsed.value, "files") === null ? noArtifact(name) : wholeSet(name));
    for (const [artifact, content] of found) {
      const other = sources[artifact];
      if (other !== undefined) faults.push(twice(name, artifact, other));
      artifacts[artifact] = content;
      sources[artifact] = name;
    }
  }
  // Where no file could be used at all, each of them says why; that all four are missing follows from it.
  if (faults.length === 0 || Object.keys(sources).length > 0) faults.push(...missingFrom(sources));
  return { artifacts: faults.length === 0 ? artifacts : null, sources, faults };
}

/** A file is `{ trigger_spec: {…} }`, or has several artifacts, each of them with its own root inside. */
function artifactsIn(value: unknown): [string, unknown][] {
  return ARTIFACT_NAMES.flatMap((artifact): [string, unknown][] => {
    const content = objectIn(value, artifact);
    if (content === null) return [];
    return [[artifact, Object.hasOwn(content, artifact) ? content : { [artifact]: content }]];
  });
}

function objectIn(value: unknown, key: string): Record<string, unknown> | null {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return null;
  const found = (value as Record<string, unknown>)[key];
  return typeof found === "object" && found !== null && !Array.isArray(found)
    ? (found as Record<string, unknown>)
    : null;
}

function parse(name: string, text: string): { value: unknown } | { fault: UploadFault } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return {
      fault: {
        file: name,
        path: "",
        message: `this is no JSON: ${error.message}`,
        remedy: "Save the file as JSON and choose it again.",
      },
    };
  }
}

const unusable = (fault: UploadFault): ReadUpload => ({ artifacts: null, sources: {}, faults: [fault] });

const noArtifact = (file: string): UploadFault => ({
  file,
  path: "",
  message: "holds none of the four artifacts",
  remedy: `An artifact's file has one of these as its root: ${ARTIFACT_NAMES.join(", ")}.`,
});

const wholeSet = (file: string): UploadFault => ({
  file,
  path: "",
  message: "this is a whole policy set",
  remedy: "Import it under “A whole set” instead: there each of its files is verified.",
});

const missingFrom = (sources: Record<string, string>): UploadFault[] =>
  ARTIFACT_NAMES.filter((artifact) => sources[artifact] === undefined).map((artifact) => ({
    file: "",
    path: artifact,
    message: "no file holds this artifact",
    remedy: `Add a file whose root is “${artifact}”.`,
  }));

const twice = (file: string, artifact: string, other: string): UploadFault => ({
  file,
  path: artifact,
  message: `${other} holds this artifact as well`,
  remedy: "Choose one file for each artifact.",
});
