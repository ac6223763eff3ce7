/**
 * A company's policy as a whole publication set in one file, and back. The files 01 to 07 and the README are the
 * published ones to the byte, because every company's policy is read under them; 08 carries the company's four
 * artifacts, and 00 and 09 follow from the others. So a set that comes in is compared with the one that would go out,
 * and no byte of any file goes unseen, comments and spaces included.
 */
import { parseDocument } from "yaml";
import type { Artifacts } from "./active-policy";
import { completeSet } from "./publication/complete-set";
import { firstDifference } from "./publication/first-difference";
import { readableJson } from "./publication/readable-json";
import { archiveOf, openArchive } from "./publication/release";
import {
  type Data,
  faultText,
  isData,
  parseSetFile,
  SET_FILES,
  type SetFault,
  type SetFileName,
  type SetTexts,
} from "./publication/set-files";
import { contentHash } from "./publication/set-hash";
import { verifySet } from "./publication/verify-set";
import { publishedSet, trustedSet } from "./published-set";

export type ReadCompanySet =
  | { readonly ok: true; readonly artifacts: Artifacts; readonly version: string }
  | { readonly ok: false; readonly faults: readonly SetFault[] };

/** Well over what four artifacts of 1 MB come to once they are indented and quoted; more is somebody's mistake. */
const ARCHIVE_CHARACTERS = 8_000_000;
/** Far deeper than any artifact, far short of what would exhaust the stack. */
const DEEPEST = 100;
const REGISTRY = "00_master_registry.yaml";
const BUNDLE = "08_outcome_contract.json";
const OWN_FILES: readonly SetFileName[] = [REGISTRY, BUNDLE, "09_design_conformance_report.yaml"];

/** All eleven files as one text, with the version of the policy in the registry and in 08. */
export function companySet(artifacts: Artifacts, version: string): string {
  return archiveOf(textsOf(trustedSet().texts, artifacts, version), version);
}

/** What the kernel, the checklist (07) and the reference graph (05) find in the set that such a policy would make. */
export function companySetFaults(artifacts: Artifacts, version: string): readonly SetFault[] {
  return verifySet(textsOf(trustedSet().texts, artifacts, version)).faults;
}

/** Takes a set in, or says of each fault in which file and where. Nothing is mended. */
export function readCompanySet(text: string): ReadCompanySet {
  const published = publishedSet();
  if (!published.ok) return published;
  if (text.length > ARCHIVE_CHARACTERS) return refused("archive", "is larger than any policy set");
  if (text.startsWith("PK")) return refused("archive", "is a ZIP archive; a policy set is one JSON file");
  const opened = openArchive(text);
  if (!opened.ok) return opened;
  const { texts, version } = opened;
  const strange = Object.keys(texts).find((name) => !SET_FILES.some(({ file }) => file === name));
  if (strange !== undefined) return refused(strange, "no file of the set; the registry lists eleven");
  const foreign = SET_FILES.filter(({ file }) => !OWN_FILES.includes(file)).flatMap(
    ({ file }) => firstDifference(file, texts[file], published.set.texts[file] ?? "") ?? [],
  );
  if (foreign.length > 0) return { ok: false, faults: foreign };
  const bundle = readBundle(texts[BUNDLE]);
  if ("fault" in bundle) return { ok: false, faults: [bundle.fault] };
  const expected = textsOf(published.set.texts, bundle.artifacts, version);
  const own = OWN_FILES.flatMap((file) => firstDifference(file, texts[file], expected[file] ?? "") ?? []);
  return own.length > 0 ? { ok: false, faults: own } : { ok: true, artifacts: bundle.artifacts, version };
}

function refused(file: string, message: string): ReadCompanySet {
  return { ok: false, faults: [{ file, path: "", message }] };
}

/** The artifacts of file 08, once its own hash is right: what differs from it was changed after it was written. */
function readBundle(text: string | undefined): { artifacts: Artifacts } | { fault: SetFault } {
  const fault = (path: string, message: string) => ({ fault: { file: BUNDLE, path, message } });
  if (text === undefined) return fault("", "the file is missing");
  const parsed = parseSetFile("json", text);
  if ("fault" in parsed) return fault(parsed.fault.path, parsed.fault.message);
  if (!isData(parsed.value)) return fault("", "expected an object");
  const flaw = flawOf(parsed.value);
  if (flaw !== null) return fault("", flaw);
  const { bundle, hash } = parsed.value;
  if (!isData(bundle)) return fault("bundle", "expected the four artifacts");
  if (hash !== contentHash(parsed.value))
    return fault("hash", "the content is not the one that was published");
  return { artifacts: bundle };
}

/** What no hash can be written for. Walked without recursion, because that is what data nested without end would exhaust. */
function flawOf(value: unknown): string | null {
  let level: unknown[] = [value];
  for (let depth = 0; depth <= DEEPEST; depth += 1) {
    if (level.some((each) => typeof each === "number" && !Number.isFinite(each)))
      return "holds a number too large to be read";
    level = level.flatMap((each) => (typeof each === "object" && each !== null ? Object.values(each) : []));
    if (level.length === 0) return null;
  }
  return `is nested over ${DEEPEST} deep`;
}

/** The published texts with a company's artifacts and version in them, completed. */
function textsOf(published: SetTexts, artifacts: Artifacts, version: string): SetTexts {
  const parsed = parseSetFile("json", published[BUNDLE] ?? "");
  if ("fault" in parsed || !isData(parsed.value)) throw new Error("a verified set has a bundle");
  const completed = completeSet({
    ...published,
    [REGISTRY]: registryOf(published[REGISTRY] ?? "", version),
    [BUNDLE]: readableJson({ ...parsed.value, version, bundle: artifacts }),
  });
  if (!completed.ok) throw new Error(completed.faults.map(faultText).join("\n"));
  return completed.texts;
}

function registryOf(text: string, version: string): string {
  const registry = parseDocument(text);
  const entries = registry.toJS().artifacts as Data[];
  registry.setIn(["version"], version);
  registry.setIn(["artifacts", entries.findIndex(({ file }) => file === BUNDLE), "version"], version);
  return registry.toString({ lineWidth: 0 });
}
