/**
 * What changed between two policies, how much it weighs under the compatibility policy (file 04), and which
 * version the new one must therefore carry.
 */
import * as z from "zod";
import { compile } from "../artifacts/compile";
import type { JsonObject } from "../artifacts/values";
import { type DocumentIssue, pathText } from "../document";
import { DEFAULT_PROFILE, readProfile } from "../normalization";
import type { CompiledPolicy } from "../policy";
import { dataDifferences } from "./data-difference";
import { CHANGE_KINDS, type ChangeKind, FACETS, type FacetEntry } from "./facets";

/** Least first. */
export const CHANGE_CLASSES = ["patch", "minor", "breaking"] as const;
export type ChangeClass = (typeof CHANGE_CLASSES)[number];
export type ChangeDirection = "added" | "removed" | "changed";

/** A policy as it is published: the four artifacts, and the profile document they are read under. */
export interface PublishedPolicy {
  readonly artifacts: JsonObject;
  /** File 01; the published reference profile when it is not given. */
  readonly profile?: unknown;
}

export interface PolicyChange {
  /** `wording` when nothing that decides, obliges or informs has changed. */
  readonly kind: ChangeKind | "wording";
  readonly direction: ChangeDirection;
  readonly class: ChangeClass;
  /** What it is about: `T4 WATCH`, `G2.blocked_if[0]`. */
  readonly subject: string;
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
  /** The change as a sentence a reviewer reads. */
  readonly words: string;
}

export interface Classification {
  /** Heaviest first; empty when the two say the same. */
  readonly changes: readonly PolicyChange[];
  /** The heaviest class; null without a change. */
  readonly class: ChangeClass | null;
}

const weight = z.enum(CHANGE_CLASSES);
const compatibilitySchema = z.object({
  classes: z.record(
    weight,
    z.strictObject({ raises: z.enum(["major", "minor", "patch"]), means: z.string() }),
  ),
  changes: z.array(
    z.strictObject({
      change: z.enum([...CHANGE_KINDS, "wording"]),
      added: weight,
      removed: weight,
      changed: weight,
      means: z.string(),
    }),
  ),
});
export type CompatibilityPolicy = Readonly<
  Record<ChangeKind | "wording", Readonly<Record<ChangeDirection, ChangeClass>>>
> & { readonly raises: Readonly<Record<ChangeClass, "major" | "minor" | "patch">> };

export type ReadCompatibility =
  | { readonly ok: true; readonly policy: CompatibilityPolicy }
  | { readonly ok: false; readonly issues: readonly DocumentIssue[] };

/** Reads file 04; every kind of change must stand in it exactly once, so that none goes unweighed. */
export function readCompatibility(document: unknown): ReadCompatibility {
  const parsed = compatibilitySchema.safeParse(document);
  if (!parsed.success) {
    const issues = parsed.error.issues.map(({ path, message }) => ({ path: pathText(path), message }));
    return { ok: false, issues };
  }
  const { classes, changes } = parsed.data;
  const kinds = changes.map(({ change }) => change);
  const twice = kinds.filter((kind, index) => kinds.indexOf(kind) !== index);
  const absent = [...CHANGE_KINDS, "wording" as const].filter((kind) => !kinds.includes(kind));
  const issues = [
    ...twice.map((kind) => ({ path: "changes", message: `“${kind}” stands twice` })),
    ...absent.map((kind) => ({ path: "changes", message: `expected the weight of “${kind}”` })),
  ];
  if (issues.length > 0) return { ok: false, issues };
  const weights = changes.map(
    ({ change, added, removed, changed }) => [change, { added, removed, changed }] as const,
  );
  const raises = CHANGE_CLASSES.map((name) => [name, classes[name].raises] as const);
  const policy = { ...Object.fromEntries(weights), raises: Object.fromEntries(raises) };
  return { ok: true, policy: policy as unknown as CompatibilityPolicy };
}

function compiledOf({ artifacts, profile }: PublishedPolicy): CompiledPolicy {
  const read = profile === undefined ? null : readProfile(profile);
  return compile(artifacts, read?.ok === true ? read.profile : DEFAULT_PROFILE);
}

/** Everything that differs between two policies, in words and numbers, each with its class. */
export function classifyChange(
  before: PublishedPolicy,
  after: PublishedPolicy,
  weights: CompatibilityPolicy,
): Classification {
  const [old, fresh] = [compiledOf(before), compiledOf(after)];
  const meant = FACETS.flatMap(({ kind, entries }) =>
    facetChanges(kind, entries(old), entries(fresh), weights[kind]),
  );
  const changes = [...meant, ...wordingChanges(before, after, meant, weights.wording)].sort(
    (a, b) => CHANGE_CLASSES.indexOf(b.class) - CHANGE_CLASSES.indexOf(a.class),
  );
  return { changes, class: changes[0]?.class ?? null };
}

function facetChanges(
  kind: ChangeKind,
  before: readonly FacetEntry[],
  after: readonly FacetEntry[],
  weight: Readonly<Record<ChangeDirection, ChangeClass>>,
): PolicyChange[] {
  const [old, fresh] = [before, after].map(
    (entries) => new Map(entries.map((entry) => [entry.key, entry])),
  ) as [Map<string, FacetEntry>, Map<string, FacetEntry>];
  return [...new Set([...old.keys(), ...fresh.keys()])].flatMap((subject) => {
    const [was, becomes] = [old.get(subject), fresh.get(subject)];
    if (was?.text === becomes?.text) return [];
    const direction = was === undefined ? "added" : becomes === undefined ? "removed" : "changed";
    return [
      {
        kind,
        direction,
        class: weight[direction],
        subject,
        path: (becomes ?? was)?.path ?? "",
        before: was?.text ?? null,
        after: becomes?.text ?? null,
        words: inWords(kind, subject, was?.text, becomes?.text),
      } satisfies PolicyChange,
    ];
  });
}

function inWords(
  kind: string,
  subject: string,
  was: string | undefined,
  becomes: string | undefined,
): string {
  const what = kind.replaceAll("_", " ");
  // A list's entry is its own text; saying it twice would tell a reader nothing.
  const said = (text: string) => (subject.endsWith(text) ? "" : `: ${text}`);
  if (was === undefined) return `New ${what} ${subject}${said(becomes ?? "")}.`;
  if (becomes === undefined) return `No longer a ${what}: ${subject}${said(was)}.`;
  return `The ${what} of ${subject} was ${was} and becomes ${becomes}${stepOf(was, becomes)}.`;
}

const NUMBER = /[+−-]?\d+(?:\.\d+)?/g;

/** The step between two texts that differ in one number alone: `(−3)`. */
function stepOf(was: string, becomes: string): string {
  if (was.replace(NUMBER, "#") !== becomes.replace(NUMBER, "#")) return "";
  const [old, fresh] = [was, becomes].map((text) => text.match(NUMBER)?.map(Number) ?? []);
  const moved = old?.flatMap((value, index) => {
    const step = Number(((fresh?.[index] ?? value) - value).toPrecision(12));
    return step === 0 ? [] : [step];
  });
  const [step] = moved ?? [];
  return moved?.length === 1 && step !== undefined ? ` (${step > 0 ? "+" : "−"}${Math.abs(step)})` : "";
}

/** Texts that differ where no facet does: they decide nothing, and are shown as they are written. */
function wordingChanges(
  before: PublishedPolicy,
  after: PublishedPolicy,
  meant: readonly PolicyChange[],
  weight: Readonly<Record<ChangeDirection, ChangeClass>>,
): PolicyChange[] {
  // A finding may stand over a whole list; what else differs in there is still worth reading.
  const said = meant.filter(({ kind }) => kind !== "finding");
  return dataDifferences(before.artifacts, after.artifacts, "08.bundle", true)
    .filter(({ path }) => !said.some((change) => isWithin(path, change.path) || isWithin(change.path, path)))
    .map(({ path, before: was, after: becomes }) => {
      const direction = was === undefined ? "added" : becomes === undefined ? "removed" : "changed";
      const [old, fresh] = [was, becomes].map((value) =>
        value === undefined ? null : typeof value === "string" ? value : JSON.stringify(value),
      ) as [string | null, string | null];
      return {
        kind: "wording",
        direction,
        class: weight[direction],
        subject: path,
        path,
        before: old,
        after: fresh,
        words: `Other words at ${path}.`,
      };
    });
}

function isWithin(path: string, outer: string): boolean {
  return path.startsWith(outer) && /^(?:$|[.[])/.test(path.slice(outer.length));
}

/** The least version that the next policy may carry: the next major, minor or patch. */
export function requiredVersion(
  released: string,
  changed: ChangeClass | null,
  { raises }: Pick<CompatibilityPolicy, "raises">,
): string {
  const [major = 0, minor = 0, patch = 0] = released.split(".").map(Number);
  if (changed === null) return released;
  switch (raises[changed]) {
    case "major":
      return `${major + 1}.0.0`;
    case "minor":
      return `${major}.${minor + 1}.0`;
    case "patch":
      return `${major}.${minor}.${patch + 1}`;
  }
}

/** Negative, zero or positive as one version comes before, is, or comes after the other. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split(".").map(Number));
  for (let index = 0; index < 3; index += 1) {
    const order = (left?.[index] ?? 0) - (right?.[index] ?? 0);
    if (order !== 0) return order;
  }
  return 0;
}
