/** The closed list of predicates a checklist (file 07) may use. Adding one is one entry. */
import * as z from "zod";
import { resolverOf } from "../artifacts/reading";
import { bandOf, isFiniteNumber, isObject, ownText, texts } from "../artifacts/values";
import { parseCondition } from "../language/condition";
import { parseEscalation } from "../language/escalation";
import type { Read } from "../language/scanner";
import { parseStatement } from "../language/threshold";
import { DERIVED_PARTS, derivedParts } from "../publication/derived-parts";
import { REASON_CODES } from "../reason-codes";
import { compileFormula } from "../triggers/own-formula";
import type { ConformanceContext } from "./context";
import { eachValue, type Predicate, predicate } from "./predicate";

const KINDS = {
  object: isObject,
  list: (value: unknown) => Array.isArray(value),
  text: (value: unknown) => typeof value === "string",
  number: isFiniteNumber,
  boolean: (value: unknown) => typeof value === "boolean",
} as const;
const FORMS = {
  sha256: /^sha256:[0-9a-f]{64}$/,
  version: /^(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)$/,
  utc_second: /^\d{4}-(?:0\d|1[0-2])-(?:[0-2]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/,
  trigger_id: /^T[1-9]\d*_[A-Z0-9_]+$/,
} as const;
const GRAMMARS = {
  threshold: (text: string, { profile }: ConformanceContext): Read<unknown> => parseStatement(text, profile),
  condition: (text: string, context: ConformanceContext): Read<unknown> =>
    parseCondition(text, resolverIn(context)),
  escalation: (text: string, context: ConformanceContext): Read<unknown> =>
    parseEscalation(text, resolverIn(context)),
} as const;
const CODES = REASON_CODES.map(({ code }) => code);
const scalar = z.union([z.string(), z.number(), z.boolean()]);

function resolverIn({ policy, profile }: ConformanceContext) {
  return resolverOf(
    policy.triggers.map(({ id }) => id),
    profile,
  );
}

function isBlank(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value === "string") return value.trim() === "";
  if (Array.isArray(value)) return value.length === 0 || value.every(isBlank);
  return isObject(value) && Object.keys(value).length === 0;
}

/** Equality of JSON data: the order of keys is no difference. */
export function sameData(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => sameData(item, b[index]));
  }
  if (!isObject(a) || !isObject(b)) return Object.is(a, b);
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && sameData(a[key], b[key]))
  );
}

export const PREDICATES: readonly Predicate[] = [
  eachValue("present", "Is there, and neither null, blank nor empty", {}, (value) =>
    isBlank(value) ? "expected a value that is not blank" : null,
  ),
  eachValue(
    "kind",
    "Is an object, a list, a text, a number or a boolean",
    { is: z.enum(["object", "list", "text", "number", "boolean"]) },
    (value, { is }) => (KINDS[is](value) ? null : `expected ${is === "object" ? "an object" : `a ${is}`}`),
  ),
  eachValue("equals", "Is exactly the given value", { value: scalar }, (value, given) =>
    Object.is(value, given.value) ? null : `expected exactly “${given.value}”`,
  ),
  eachValue(
    "contains",
    "Is a text, or a list with a text, that holds the given words, in any case",
    { words: z.string().min(1) },
    (value, { words }) => {
      const wanted = words.toLowerCase();
      const holds = texts(Array.isArray(value) ? value : [value]).some((text) =>
        text.toLowerCase().replace(/\s+/g, " ").includes(wanted),
      );
      return holds ? null : `expected the words “${words}”`;
    },
  ),
  eachValue(
    "one_of",
    "Is one of the given values",
    { values: z.array(scalar).min(1) },
    (value, { values }) =>
      values.some((each) => Object.is(each, value)) ? null : `expected one of ${values.join(", ")}`,
  ),
  eachValue(
    "same_set",
    "Is a list of exactly the given values, in any order",
    { values: z.array(scalar).min(1) },
    (value, { values }) =>
      Array.isArray(value) &&
      value.length === values.length &&
      values.every((each) => value.some((item) => Object.is(item, each)))
        ? null
        : `expected exactly ${values.join(", ")}`,
  ),
  predicate(
    "includes_all",
    "Among the values is one that is, or begins with, each of the given texts and “_”",
    { values: z.array(z.string().min(1)).min(1) },
    (found, { values }) =>
      values
        .filter((wanted) => !found.some(({ value }) => value === wanted || startsWith(value, `${wanted}_`)))
        .map((wanted) => ({ path: found[0]?.path ?? "", message: `expected ${wanted} among the values` })),
  ),
  predicate("unique", "No two values are the same, whatever their case", {}, (found) => {
    const seen = new Map<string, string>();
    return found.flatMap(({ path, value }) => {
      const key = typeof value === "string" ? value.toLowerCase() : JSON.stringify(value ?? null);
      const before = seen.get(key);
      if (before === undefined) seen.set(key, path);
      return before === undefined ? [] : [{ path, message: `the same stands at ${before}` }];
    });
  }),
  eachValue("band", "Is a range of two numbers, the lower first", {}, (value) =>
    bandOf(value) === null ? "expected two numbers, the lower first" : null,
  ),
  eachValue(
    "form",
    "Has the form of a hash, a version, a UTC second or a trigger id",
    { is: z.enum(["sha256", "version", "utc_second", "trigger_id"]) },
    (value, { is }) =>
      typeof value === "string" && FORMS[is].test(value)
        ? null
        : `expected the form of a ${is.replace("_", " ")}`,
  ),
  eachValue(
    "reads_as",
    "Is read to its end by the named grammar",
    { grammar: z.enum(["threshold", "condition", "escalation"]) },
    (value, { grammar }, context) => {
      if (typeof value !== "string") return "expected a text";
      const read = GRAMMARS[grammar](value, context);
      return read.ok ? null : `character ${read.position}: ${read.message}`;
    },
  ),
  eachValue(
    "computes",
    "Is a trigger whose formula can be computed in the unit of its thresholds",
    {},
    (value, _, { policy, profile }) => {
      const trigger = policy.triggers.find(({ id }) => id === ownText(value, "id"));
      if (trigger?.thresholds == null) return "expected a trigger whose thresholds can be read";
      const read = compileFormula(trigger.formula, trigger.thresholds.unit, profile);
      return read.ok ? null : `formula, character ${read.position}: ${read.message}`;
    },
  ),
  predicate(
    "no_finding",
    "Compiling the bundle yields none of the given codes",
    { codes: z.array(z.enum(CODES)).min(1) },
    (_, { codes }, { policy }) =>
      policy.findings
        .filter(({ code }) => codes.includes(code))
        .map(({ path, position, message }) => ({
          path: `08.bundle.${path}`,
          message: position === undefined ? message : `character ${position}: ${message}`,
        })),
  ),
  eachValue(
    "derived",
    "Is what the kernel derives from its own table",
    { part: z.enum(DERIVED_PARTS) },
    (value, { part }) => (sameData(value, derivedParts()[part]) ? null : `expected the kernel's own ${part}`),
  ),
];

function startsWith(value: unknown, start: string): boolean {
  return typeof value === "string" && value.startsWith(start);
}
