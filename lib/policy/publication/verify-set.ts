/** Verifies a published policy set: every fault with its file and path. */
import * as z from "zod";
import {
  type CompiledPolicy,
  compile,
  DEFAULT_PROFILE,
  dataDifferences,
  derivedParts,
  ENFORCEMENT_MODES,
  findingText,
  REASON_CODES,
  readCompatibility,
  readProfile,
  statementFault,
} from "../../../kernel/enforcement";
import { conformanceDocument } from "./complete-set";
import {
  type Data,
  faultText,
  isData,
  readSet,
  SET_FILES,
  type SetData,
  type SetFault,
  type SetNumber,
  type SetTexts,
} from "./set-files";
import { at, INTEGRITY, issuesOf, pathText, type SetCheck } from "./set-integrity";

export interface VerifiedSet {
  readonly data: SetData;
  readonly faults: readonly SetFault[];
  /** The bundle compiled under the set's own profile; null when either could not be read. */
  readonly policy: CompiledPolicy | null;
}

/** What this kernel says of it. */
const AGREEMENT: readonly SetCheck[] = [
  checkProfile,
  checkCoverage,
  checkFailClosed,
  checkCompatibilityPolicy,
  checkTaxonomy,
  checkDerivedParts,
  checkConformance,
  checkBundle,
];

/** Every fault of a set: its own integrity, its agreement with the kernel, and its conformance. */
export function verifySet(texts: SetTexts): VerifiedSet {
  const { data, faults } = readSet(texts);
  if (faults.length > 0) return { data, faults, policy: null };
  const found = [...INTEGRITY, ...AGREEMENT].flatMap((check) => check(data));
  return { data, faults: onceEach(found), policy: policyOf(data) };
}

/** Two checks may meet the same fault; it is told once. */
function onceEach(faults: readonly SetFault[]): SetFault[] {
  return [...new Map(faults.map((fault) => [faultText(fault), fault])).values()];
}

/** The four artifacts of a set. */
export function artifactsOf(data: SetData): Data {
  const bundle = isData(data["08"]) ? data["08"].bundle : null;
  return isData(bundle) ? bundle : {};
}

function policyOf(data: SetData): CompiledPolicy {
  const profile = readProfile(data["01"]);
  return compile(artifactsOf(data), profile.ok ? profile.profile : DEFAULT_PROFILE);
}

function checkProfile(data: SetData): SetFault[] {
  const read = readProfile(data["01"]);
  if (!read.ok) return read.issues.map(({ path, message }) => at("01", path, message));
  const forms = z
    .looseObject({
      threshold_forms: z.array(
        z.strictObject({ form: z.string(), accepts: z.array(z.string()), refuses: z.array(z.string()) }),
      ),
    })
    .safeParse(data["01"]);
  if (!forms.success) return issuesOf("01", forms.error);
  return forms.data.threshold_forms.flatMap(({ accepts, refuses }, form) => [
    ...accepts.flatMap((text, index) => {
      const fault = statementFault(text, read.profile);
      return fault === null ? [] : [at("01", `threshold_forms[${form}].accepts[${index}]`, fault)];
    }),
    ...refuses.flatMap((text, index) =>
      statementFault(text, read.profile) === null
        ? [at("01", `threshold_forms[${form}].refuses[${index}]`, "is accepted")]
        : [],
    ),
  ]);
}

function differences(number: SetNumber, path: string, actual: unknown, expected: unknown): SetFault[] {
  return dataDifferences(expected, actual, path).map((found) =>
    at(number, found.path, `expected ${brief(found.before)}, found ${brief(found.after)}`),
  );
}

function brief(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

function checkCoverage(data: SetData): SetFault[] {
  const expected = SET_FILES.map(({ file, form }) => ({
    file,
    form,
    covered: ["*"],
    left_out: form === "text" ? [] : ["hash"],
  }));
  return differences("02", "files", (data["02"] as Data).files, expected);
}

/** Every code with the outcome, clause and enforcement that the kernel's table gives it; the words are the file's. */
function checkFailClosed(data: SetData): SetFault[] {
  const { conditions, enforcement_modes } = data["03"] as Data;
  const entries = z
    .array(
      z.strictObject({
        clause: z.string(),
        when: z.string().min(1),
        code: z.string(),
        outcome: z.string(),
        enforcement: z.string(),
      }),
    )
    .safeParse(conditions);
  if (!entries.success)
    return entries.error.issues.map(({ path, message }) =>
      at("03", pathText(["conditions", ...path]), message),
    );
  const faults = differences("03", "enforcement_modes", enforcement_modes, ENFORCEMENT_MODES);
  const table = REASON_CODES.map(({ code, clause, outcome, enforcement }) => ({
    clause,
    code,
    outcome,
    enforcement,
  }));
  const stated = entries.data.map(({ clause, code, outcome, enforcement }) => ({
    clause,
    code,
    outcome,
    enforcement,
  }));
  return [...faults, ...differences("03", "conditions", stated, table)];
}

function checkCompatibilityPolicy(data: SetData): SetFault[] {
  const read = readCompatibility(data["04"]);
  return read.ok ? [] : read.issues.map(({ path, message }) => at("04", path, message));
}

/** Each file has the roots of its package type. */
function checkTaxonomy(data: SetData): SetFault[] {
  const types = z
    .array(z.strictObject({ type: z.string(), holds: z.string(), roots: z.array(z.string()) }))
    .safeParse((data["06"] as Data).package_types);
  if (!types.success)
    return types.error.issues.map(({ path, message }) =>
      at("06", pathText(["package_types", ...path]), message),
    );
  const entries = (data["00"] as { artifacts?: unknown }).artifacts;
  return (Array.isArray(entries) ? entries.filter(isData) : []).flatMap((entry) => {
    const known = SET_FILES.find(({ file }) => file === entry.file);
    const found = types.data.find(({ type }) => type === entry.type);
    if (known === undefined || found === undefined) return [];
    return found.roots
      .filter((root) => rootIn(data[known.number], root) === undefined)
      .map((root) => at(known.number, root, `expected this root of a ${found.type}`));
  });
}

function rootIn(document: unknown, root: string): unknown {
  return root
    .split(".")
    .reduce<unknown>(
      (value, key) => (isData(value) && Object.hasOwn(value, key) ? value[key] : undefined),
      document,
    );
}

function checkDerivedParts(data: SetData): SetFault[] {
  const bundle = data["08"] as Data;
  return Object.entries(derivedParts()).flatMap(([part, expected]) =>
    differences("08", part, bundle[part], expected),
  );
}

/** Runs 07 and 05, and holds 09 to what they say. */
function checkConformance(data: SetData): SetFault[] {
  const judged = conformanceDocument(data);
  if (!judged.ok) return [...judged.faults];
  const results = [judged.document.checklist, judged.document.references].flat() as {
    id: string;
    faults?: { path: string; message: string }[];
  }[];
  const failed = results.flatMap(({ id, faults = [] }) =>
    faults.map(({ path, message }) => {
      const [number = "", ...rest] = path.split(".");
      return at(number as SetNumber, rest.join("."), `${message} (${id})`);
    }),
  );
  const { hash: _, ...stated } = data["09"] as Data;
  const { hash: __, ...expected } = judged.document;
  return [...failed, ...differences("09", "", stated, expected)];
}

function checkBundle(data: SetData): SetFault[] {
  return policyOf(data).findings.map((finding) =>
    at("08", `bundle.${finding.path}`, `${finding.code}: ${findingText(finding)}`),
  );
}
