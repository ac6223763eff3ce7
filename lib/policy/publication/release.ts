/**
 * A set as one file, and the check of a set against the last one that was released: what is released never
 * changes, and what changes carries the version that the compatibility policy (file 04) demands.
 */
import * as z from "zod";
import {
  type ChangeClass,
  classifyChange,
  compareVersions,
  dataDifferences,
  readCompatibility,
  requiredVersion,
} from "../../../kernel/enforcement";
import { firstDifference } from "./first-difference";
import { readableJson } from "./readable-json";
import {
  type Data,
  isData,
  SET_FILES,
  type SetData,
  type SetFault,
  type SetNumber,
  type SetTexts,
} from "./set-files";
import { contentHash } from "./set-hash";
import { verifyIntegrity } from "./set-integrity";
import { artifactsOf } from "./verify-set";

const FORMAT = "revenue-os.policy-set.v1";
const archiveSchema = z.strictObject({
  format: z.literal(FORMAT),
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  files: z.record(z.string(), z.string()),
});

/** A whole set as the text of one file. */
export function archiveOf(texts: SetTexts, version: string): string {
  const files = Object.fromEntries(SET_FILES.map(({ file }) => [file, texts[file] ?? ""]));
  return readableJson({ format: FORMAT, version, files });
}

export interface ReadArchive {
  readonly version: string;
  readonly texts: SetTexts;
  readonly data: SetData;
}

type Refused = { readonly ok: false; readonly faults: SetFault[] };

/** The files of an archive as they were put into it; nothing of them is verified yet. */
export function openArchive(
  text: string,
): { readonly ok: true; readonly version: string; readonly texts: SetTexts } | Refused {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return refused("", `no JSON: ${error.message}`);
    throw error;
  }
  const parsed = archiveSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return refused(issue?.path.join(".") ?? "", issue?.message ?? "no policy set");
  }
  return { ok: true, version: parsed.data.version, texts: parsed.data.files };
}

/** Takes an archive in and verifies that each file is the one that was put into it. */
export function readArchive(text: string): { readonly ok: true; readonly archive: ReadArchive } | Refused {
  const opened = openArchive(text);
  if (!opened.ok) return opened;
  const { version, texts } = opened;
  const { data, faults } = verifyIntegrity(texts);
  if (faults.length > 0) return { ok: false, faults: [...faults] };
  if ((data["00"] as Data).version !== version) return refused("version", "is not the registry's");
  return { ok: true, archive: { version, texts, data } };
}

function refused(path: string, message: string): Refused {
  return { ok: false, faults: [{ file: "archive", path, message }] };
}

/** What is judged by people and released; 09 follows from the others and the registry lists them. */
const RELEASED_BY_HAND: readonly SetNumber[] = ["01", "02", "03", "04", "05", "06", "07", "08"];

/** Faults of a set in relation to the release before it; none when nothing was released. */
export function compatibilityFaults(data: SetData, released: ReadArchive | null): SetFault[] {
  if (released === null) return [];
  const weights = readCompatibility(data["04"]);
  if (!weights.ok) return [];
  const { changes } = classifyChange(policyIn(released.data), policyIn(data), weights.policy);
  const faults: SetFault[] = [];
  let heaviest: ChangeClass | null = null;
  for (const number of [...RELEASED_BY_HAND, "README" as const]) {
    if (contentHash(data[number]) === contentHash(released.data[number])) continue;
    const meant = changes.find(({ path }) => path.startsWith(`${number}.`));
    const weight = meant?.class ?? "patch";
    if (heaviest === null || ORDER.indexOf(weight) > ORDER.indexOf(heaviest)) heaviest = weight;
    const before = versionOf(released.data, number);
    const needed = requiredVersion(before, weight, weights.policy);
    if (compareVersions(versionOf(data, number), needed) >= 0) continue;
    const file = SET_FILES.find((each) => each.number === number)?.file ?? number;
    const why = `needs version ${needed} or later: ${meant?.words ?? "its content has changed"}`;
    faults.push({ file, path: "version", message: `${weight} change since ${before}, ${why}` });
    for (const { path } of placesOf(released.data[number], data[number])) {
      faults.push({ file, path, message: `differs from the released ${before}` });
    }
  }
  // The registry holds every hash, so that it has changed whenever anything has.
  if (contentHash(data["00"]) === contentHash(released.data["00"])) return faults;
  const needed = requiredVersion(released.version, heaviest ?? "patch", weights.policy);
  if (!(compareVersions(versionOf(data, "00"), needed) >= 0)) {
    const message = `the set has changed since ${released.version} and needs version ${needed} or later`;
    faults.push({ file: "00_master_registry.yaml", path: "version", message });
  }
  return faults;
}

/**
 * Where a file says what the release said and is not written as it was: a comment, a space. No hash covers it, and yet
 * what is released never changes by one byte. Line ends are the checkout's to choose.
 */
export function spellingFaults(texts: SetTexts, data: SetData, released: ReadArchive | null): SetFault[] {
  if (released === null) return [];
  return SET_FILES.filter(
    ({ number }) => contentHash(data[number]) === contentHash(released.data[number]),
  ).flatMap(
    ({ file }) =>
      firstDifference(file, withLineFeeds(texts[file]), withLineFeeds(released.texts[file])) ?? [],
  );
}

const withLineFeeds = (text = "") => text.replace(/\r\n?/g, "\n");

const ORDER: readonly ChangeClass[] = ["patch", "minor", "breaking"];

function policyIn(data: SetData) {
  return { artifacts: artifactsOf(data), profile: data["01"] };
}

function placesOf(before: unknown, after: unknown): { path: string }[] {
  if (typeof before === "string" || typeof after === "string") return [{ path: "" }];
  return dataDifferences(before, after).filter(({ path }) => path !== "hash");
}

/** A document's own version; README.md has its in the registry. */
function versionOf(data: SetData, number: SetNumber): string {
  if (number !== "README") return String((data[number] as Data).version);
  const { artifacts } = data["00"] as Data;
  const entries = Array.isArray(artifacts) ? artifacts.filter(isData) : [];
  return String(entries.find(({ file }) => file === "README.md")?.version);
}
