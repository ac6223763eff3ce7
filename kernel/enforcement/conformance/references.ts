/** The reference graph of a policy set (file 05): what names what, and whether every name leads somewhere. */
import * as z from "zod";
import { resolverOf } from "../artifacts/reading";
import { own, texts } from "../artifacts/values";
import { type DocumentIssue, pathText } from "../document";
import { parseCondition } from "../language/condition";
import { parseEscalation } from "../language/escalation";
import { metricOf } from "../normalization";
import { REASON_CODES, type ReasonCode } from "../reason-codes";
import { triggerShortId } from "../vocabulary";
import { readPath } from "./checklist";
import type { ConformanceContext } from "./context";
import { type Located, type PathStep, valuesAt } from "./path";
import type { PlaceFault } from "./predicate";

/** The one shape of a manner of naming: the names in a value that lead to no target. */
interface Naming {
  readonly name: string;
  readonly says: string;
  /** Null when the value cannot be read for names at all. */
  readonly namesIn: (value: unknown, context: ConformanceContext) => readonly string[] | null;
  readonly leadsTo: (name: string, targets: readonly string[], context: ConformanceContext) => boolean;
}

const asText = (value: unknown): readonly string[] | null => (typeof value === "string" ? [value] : null);
const asTrigger = (name: string, targets: readonly string[], { profile }: ConformanceContext): boolean =>
  resolverOf(targets, profile)(name) !== null;
/** Reads a text for every trigger it names: none resolves, so that all are listed. */
const namesNothing = ({ profile }: ConformanceContext) => resolverOf([], profile);

/** The closed list of manners in which one part of a policy names another. */
export const NAMINGS: readonly Naming[] = [
  {
    name: "exact",
    says: "The very text",
    namesIn: asText,
    leadsTo: (name, targets) => targets.includes(name),
  },
  { name: "trigger", says: "A trigger's id, short id or spoken name", namesIn: asText, leadsTo: asTrigger },
  {
    name: "owned_triggers",
    says: "Short ids joined by “_”",
    namesIn: (value) => (typeof value === "string" ? value.split("_").map(triggerShortId) : null),
    leadsTo: asTrigger,
  },
  {
    name: "condition",
    says: "The triggers of a condition",
    namesIn: (value, context) => {
      const read = typeof value === "string" ? parseCondition(value, namesNothing(context)) : null;
      return read?.ok === true ? read.value.unknown.map(({ name }) => name) : null;
    },
    leadsTo: asTrigger,
  },
  {
    name: "escalation",
    says: "The triggers of an escalation condition",
    namesIn: (value, context) => {
      const read = typeof value === "string" ? parseEscalation(value, namesNothing(context)) : null;
      return read?.ok === true ? read.value.unknown.map(({ name }) => name) : null;
    },
    leadsTo: asTrigger,
  },
  {
    name: "gate",
    says: "A gate's short id",
    namesIn: asText,
    leadsTo: (name, targets) => targets.some((target) => target.startsWith(`${name}_`)),
  },
  {
    name: "metric",
    says: "A metric's name or alias",
    namesIn: asText,
    leadsTo: (name, targets, { profile }) => targets.includes(metricOf(profile, name)?.name ?? name),
  },
];

const text = z.string().trim().min(1);
const referenceSchema = z.strictObject({
  id: text,
  says: text,
  from: z.array(text).min(1),
  to: text,
  /** Whether the keys of the objects at `from` are the names, rather than the values. */
  keys: z.boolean().optional(),
  by: z.enum(NAMINGS.map(({ name }) => name)),
  code: z.enum(REASON_CODES.map(({ code }) => code)),
});

export interface Reference {
  readonly id: string;
  readonly says: string;
  readonly from: readonly (readonly PathStep[])[];
  readonly to: readonly PathStep[];
  readonly keys: boolean;
  readonly naming: Naming;
  readonly code: ReasonCode;
}

export interface ReferenceResult {
  readonly id: string;
  readonly says: string;
  readonly code: ReasonCode;
  readonly holds: boolean;
  /** How many names were looked up. */
  readonly names: number;
  readonly faults: readonly PlaceFault[];
}

export type ReadReferences =
  | { readonly ok: true; readonly references: readonly Reference[] }
  | { readonly ok: false; readonly issues: readonly DocumentIssue[] };

/** Reads the references of a reference graph policy, or names each fault. */
export function readReferences(document: unknown): ReadReferences {
  const parsed = z.array(referenceSchema).min(1).safeParse(own(document, "references"));
  if (!parsed.success) {
    const issues = parsed.error.issues.map(({ path, message }) => ({
      path: pathText(["references", ...path]),
      message,
    }));
    return { ok: false, issues };
  }
  const issues: DocumentIssue[] = [];
  const references = parsed.data.flatMap((reference, index): Reference[] => {
    const at = `references[${index}]`;
    const naming = NAMINGS.find(({ name }) => name === reference.by);
    if (naming === undefined) return [];
    const from = reference.from.map((path, pathIndex) => readPath(path, `${at}.from[${pathIndex}]`, issues));
    const to = readPath(reference.to, `${at}.to`, issues);
    const { id, says, code, keys = false } = reference;
    return [{ id, says, from, to, keys, naming, code }];
  });
  return issues.length === 0 ? { ok: true, references } : { ok: false, issues };
}

/** What each reference answers, in the order of the graph. A place that is absent names nothing. */
export function runReferences(
  references: readonly Reference[],
  context: ConformanceContext,
): ReferenceResult[] {
  return references.map(({ id, says, code, from, to, keys, naming }) => {
    const targets = texts(valuesAt(context.documents, to).map(({ value }) => value));
    const places = from
      .flatMap((path) => valuesAt(context.documents, path))
      .filter(({ value }) => value !== undefined)
      .flatMap((place) => (keys ? keysOf(place) : [place]));
    let names = 0;
    const faults = places.flatMap(({ path, value }): PlaceFault[] => {
      const found = naming.namesIn(value, context);
      if (found === null) return [{ path, message: "expected a text that can be read for names" }];
      names += found.length;
      return found
        .filter((name) => !naming.leadsTo(name, targets, context))
        .map((name) => ({ path, message: `“${name}” leads nowhere` }));
    });
    return { id, says, code, holds: faults.length === 0, names, faults };
  });
}

function keysOf({ path, value }: Located): Located[] {
  if (typeof value !== "object" || value === null) return [{ path, value }];
  return Object.keys(value).map((key) => ({ path: `${path}.${key}`, value: key }));
}
