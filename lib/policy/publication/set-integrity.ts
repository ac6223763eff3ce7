/** What can be said of a set whatever kernel reads it: its files, their metadata and their hashes. */
import * as z from "zod";
import {
  type Data,
  fileOf,
  isData,
  readSet,
  SET_FILES,
  type SetData,
  type SetFault,
  type SetNumber,
  type SetTexts,
} from "./set-files";
import { contentHash } from "./set-hash";

const metadata = {
  id: z.string().min(1),
  version: z.string().regex(/^\d+\.\d+\.\d+$/, "expected a version such as 1.0.0"),
  created_at: z.iso.datetime({ precision: 0 }),
  scope: z.strictObject({
    trace_id: z.string().min(1),
    domain: z.string().min(1),
    publication_set: z.string().min(1),
  }),
  invariants: z.array(z.string().min(1)).min(1),
  hash: z.string().regex(/^sha256:[0-9a-f]{64}$/, "expected sha256: and 64 hexadecimal digits"),
};
const envelope = z.looseObject(metadata);
const registrySchema = z.looseObject({
  artifacts: z.array(
    z.strictObject({
      file: z.string(),
      id: metadata.id,
      type: z.string().min(1),
      version: metadata.version,
      hash: metadata.hash,
      created_at: metadata.created_at.optional(),
      scope: metadata.scope.optional(),
      invariants: metadata.invariants.optional(),
    }),
  ),
});

/** One shape: what a check of the set finds. They run in their order, and all of them run. */
export type SetCheck = (data: SetData) => SetFault[];

export const INTEGRITY: readonly SetCheck[] = [checkEnvelopes, checkRegistry, checkHashes];

/** The integrity of a set alone: what a release of an older kernel must still pass. */
export function verifyIntegrity(texts: SetTexts): {
  readonly data: SetData;
  readonly faults: readonly SetFault[];
} {
  const { data, faults } = readSet(texts);
  return { data, faults: faults.length > 0 ? faults : INTEGRITY.flatMap((check) => check(data)) };
}

export const at = (number: SetNumber, path: string, message: string): SetFault => ({
  file: fileOf(number),
  path,
  message,
});

export function issuesOf(number: SetNumber, error: z.ZodError): SetFault[] {
  return error.issues.map(({ path, message }) => at(number, pathText(path), message));
}

export function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`))
    .join("")
    .replace(/^\./, "");
}

function checkEnvelopes(data: SetData): SetFault[] {
  return SET_FILES.filter(({ form }) => form !== "text").flatMap(({ number }) => {
    const parsed = envelope.safeParse(data[number]);
    return parsed.success ? [] : issuesOf(number, parsed.error);
  });
}

/** The registry lists the other ten, each as its file says; README.md has its metadata there. */
function checkRegistry(data: SetData): SetFault[] {
  const parsed = registrySchema.safeParse(data["00"]);
  if (!parsed.success) return issuesOf("00", parsed.error);
  const { artifacts } = parsed.data;
  const listed = artifacts.flatMap((entry, index) => {
    const path = `artifacts[${index}]`;
    const known = SET_FILES.find(({ file }) => file === entry.file);
    if (known === undefined || known.number === "00")
      return [at("00", `${path}.file`, "no file that the registry lists")];
    if (known.form === "text") {
      return (["created_at", "scope", "invariants"] as const)
        .filter((key) => entry[key] === undefined)
        .map((key) => at("00", `${path}.${key}`, "expected the metadata of README.md here"));
    }
    const document = data[known.number] as Data;
    return (["id", "version", "hash"] as const)
      .filter((key) => document[key] !== entry[key])
      .map((key) => at("00", `${path}.${key}`, `expected what ${entry.file} says: ${document[key]}`));
  });
  const absent = SET_FILES.slice(1)
    .filter(({ file }) => artifacts.filter((entry) => entry.file === file).length !== 1)
    .map(({ file }) => at("00", "artifacts", `expected ${file} exactly once`));
  return [...listed, ...absent];
}

function checkHashes(data: SetData): SetFault[] {
  const registry = data["00"] as Data;
  const artifacts = Array.isArray(registry.artifacts) ? registry.artifacts : [];
  return SET_FILES.flatMap(({ file, number, form }) => {
    const expected = contentHash(data[number]);
    const index = artifacts.findIndex((entry) => isData(entry) && entry.file === file);
    const stated = form === "text" ? artifacts[index]?.hash : (data[number] as Data).hash;
    if (stated === expected) return [];
    return [
      { file, path: form === "text" ? "" : "hash", message: `the content is not the one that was published` },
    ];
  });
}
