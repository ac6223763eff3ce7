/**
 * The published policy set of the project's folder, read once per process. The aliases, windows, codes and weights by
 * which every company's policy is read are those of this set; when it is not the one that was released, nothing may be
 * decided, and the sentence says which file and which place in it.
 */
import { basename } from "node:path";
import { DEFAULT_PROFILE, readProfile } from "../../kernel/enforcement";
import { canonicalJson } from "../canonical-json";
import { policyReleasesFolder, policySetFolder } from "../env";
import { abort } from "../failures";
import { compatibilityFaults, type ReadArchive, spellingFaults } from "./publication/release";
import { faultText, type SetData, type SetFault, type SetTexts } from "./publication/set-files";
import { lastRelease, readSetFolder } from "./publication/set-folder";
import { at } from "./publication/set-integrity";
import { verifySet } from "./publication/verify-set";

type Verified =
  | { readonly ok: true; readonly set: ReadArchive }
  | { readonly ok: false; readonly faults: readonly SetFault[] };

const verifiedByFolder = new Map<string, Verified>();

/** The set of the folder that the settings name, with every fault that keeps it from being trusted. */
export function publishedSet(folder: string = policySetFolder()): Verified {
  const known = verifiedByFolder.get(folder);
  if (known !== undefined) return known;
  const verified = verify(folder);
  verifiedByFolder.set(folder, verified);
  return verified;
}

/** What people are told when the set cannot be trusted; null when it can. */
export function publishedSetRefusal(folder: string = policySetFolder()): string | null {
  const verified = publishedSet(folder);
  return verified.ok ? null : refusalOf(verified.faults);
}

/** The set that everything is decided under. Aborts with POLICY_UNTRUSTED when it is not the one that was released. */
export function trustedSet(): ReadArchive {
  const verified = publishedSet();
  return verified.ok ? verified.set : abort("POLICY_UNTRUSTED", refusalOf(verified.faults));
}

function refusalOf([fault]: readonly SetFault[]): string {
  const what = fault === undefined ? "it cannot be read" : faultText(fault);
  return `The published policy set is not the one that was released: ${what.replace(/\.$/, "")}. Nothing is decided until it is put right.`;
}

function verify(folder: string): Verified {
  const texts = textsIn(folder);
  if (typeof texts === "string")
    return { ok: false, faults: [{ file: basename(folder), path: "", message: texts }] };
  const { data, faults, policy } = verifySet(texts);
  if (policy === null) return { ok: false, faults };
  const found = [...faults, ...builtInFaults(data), ...releaseFaults(texts, data)];
  if (found.length > 0) return { ok: false, faults: found };
  return { ok: true, set: { version: String((data["00"] as { version: unknown }).version), texts, data } };
}

/** The files, or why there are none. A folder that cannot be read is a set that cannot be trusted, and no crash. */
function textsIn(folder: string): SetTexts | string {
  try {
    return readSetFolder(folder);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : null;
    if (code === null) throw error;
    return code === "ENOENT" ? "there is no such folder" : `the folder cannot be read (${code})`;
  }
}

/** The kernel was built with a profile; one that lies in the folder beside it would only seem to be in force. */
function builtInFaults(data: SetData): SetFault[] {
  const read = readProfile(data["01"]);
  if (!read.ok || canonicalJson(read.profile) === canonicalJson(DEFAULT_PROFILE)) return [];
  return [at("01", "", "is not the profile that this kernel was built with: build the application anew")];
}

/** Whoever can write a file can write its hash: only the release says what was published under a version. */
function releaseFaults(texts: SetTexts, data: SetData): SetFault[] {
  const { archive, faults } = lastRelease(policyReleasesFolder());
  if (faults.length > 0) return faults;
  if (archive === null)
    return [{ file: "releases", path: "", message: "no release is there to compare with" }];
  return [...compatibilityFaults(data, archive), ...spellingFaults(texts, data, archive)];
}
