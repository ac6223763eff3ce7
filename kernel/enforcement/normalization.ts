/**
 * How names and units are normalized (contract A2). The rules are data: file 01 of the published policy set
 * holds them, this file only reads them. An alias that is changed there changes what is accepted, and a
 * caller may compile with the profile of another set.
 */
import * as z from "zod";
import published from "../../docs/policy/vsf-TEST-CFO-001/01_canonicalization_profile.json" with {
  type: "json",
};
import { type DocumentIssue, pathText } from "./document";
import { UNITS, type Unit } from "./vocabulary";

export interface MetricName {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly unit: Unit;
  /** Short id of the trigger that owns the metric in `success_criteria`; null for a derived value. */
  readonly trigger: string | null;
  /** Whether a threshold that states no unit may take it from this name. */
  readonly impliesUnit: boolean;
  /** Names that stand for the trigger in conditions, one word or two. */
  readonly inConditions: readonly string[];
}

export interface UnitNames {
  readonly unit: Unit;
  /** Words and signs of the unit; thresholds and criteria take them in any case, inputs as written. */
  readonly aliases: readonly string[];
  /** What may stand behind the unit and a slash: `month` in `USD/month`. */
  readonly per: readonly string[];
  /** Other units of an input and the factor that turns them into this one; thresholds take none of them. */
  readonly converted: readonly (readonly [string, number])[];
  /** `0-100` for percent. */
  readonly scale: string | null;
}

export type ComparatorSign = ">=" | "<=" | ">" | "<";

export interface NormalizationProfile {
  readonly units: readonly UnitNames[];
  /** Each accepted sign with the comparator it stands for. */
  readonly comparators: readonly (readonly [string, ComparatorSign])[];
  readonly metrics: readonly MetricName[];
  /** Other ways in which formulas write an input: `Opex excl D&A` for `Opex_excl_DA`. */
  readonly inputSpellings: readonly (readonly [string, string])[];
  /** Short ids whose trailing window needs no `3mo_avg` in the formula (RUNTIME-A2-3). */
  readonly mappedWindows: readonly string[];
}

const text = z.string().trim().min(1);
/** A word, or a sign that no number, sum or comparison is written with. */
const unitAlias = z
  .string()
  .regex(/^(?:[A-Za-z_]\w*|[^\w\s+\-−–()/<>=≥≤.,]{1,3})$/u, "expected one word, or a sign");
const word = z.string().regex(/^[A-Za-z_]\w*$/, "expected one word");
const sign = z.string().regex(/^[^\w\s+\-−–()/.,$%]{1,3}$/u, "expected a comparator's sign");
const unitNames = z.strictObject({
  aliases: z.array(unitAlias).min(1),
  per: z.array(word).optional(),
  scale: text.optional(),
  converted: z.record(word, z.number().positive()).optional(),
});

/** The sections of file 01 that the kernel reads; the rest of the document is for its readers. */
const profileSchema = z
  .object({
    units: z.strictObject({ USD: unitNames, percent: unitNames, x: unitNames, months: unitNames }),
    comparators: z.strictObject({
      ">=": z.array(sign),
      "<=": z.array(sign),
      ">": z.array(sign),
      "<": z.array(sign),
    }),
    metrics: z.array(
      z.strictObject({
        name: word,
        aliases: z.array(word),
        in_conditions: z.array(z.string().regex(/^[A-Za-z_]\w*(?: [A-Za-z_]\w*)?$/)).optional(),
        unit: z.enum(UNITS),
        trigger: text.nullable(),
        implies_unit: z.boolean(),
      }),
    ),
    input_spellings: z.array(z.strictObject({ input: word, written: z.array(text) })),
    window_mappings: z.array(z.strictObject({ trigger: text, maps: text })),
  })
  .superRefine(({ units, metrics, comparators }, context) => {
    const once = (names: readonly string[], path: string) => {
      const twice = names.find((name, index) => names.indexOf(name) !== index);
      if (twice !== undefined)
        context.addIssue({ code: "custom", path: [path], message: `“${twice}” stands for two things` });
    };
    once(
      Object.values(units).flatMap(({ aliases }) => aliases.map((alias) => alias.toLowerCase())),
      "units",
    );
    once(
      metrics.flatMap(({ name, aliases }) => [name, ...aliases]),
      "metrics",
    );
    once(Object.values(comparators).flat(), "comparators");
  });

export type ReadProfile =
  | { readonly ok: true; readonly profile: NormalizationProfile }
  | { readonly ok: false; readonly issues: readonly DocumentIssue[] };

/** Reads the profile out of a canonicalization profile document (file 01), or names each fault with its path. */
export function readProfile(document: unknown): ReadProfile {
  const parsed = profileSchema.safeParse(document);
  if (!parsed.success) {
    const issues = parsed.error.issues.map(({ path, message }) => ({ path: pathText(path), message }));
    return { ok: false, issues };
  }
  const { units, comparators, metrics, input_spellings, window_mappings } = parsed.data;
  const profile: NormalizationProfile = {
    units: UNITS.map((unit) => {
      const { aliases, per = [], converted = {}, scale = null } = units[unit];
      return { unit, aliases, per, converted: Object.entries(converted), scale };
    }),
    comparators: Object.entries(comparators).flatMap(([comparator, signs]) =>
      signs.map((each) => [each, comparator as ComparatorSign] as const),
    ),
    metrics: metrics.map(({ in_conditions = [], implies_unit, ...metric }) => ({
      ...metric,
      impliesUnit: implies_unit,
      inConditions: in_conditions,
    })),
    inputSpellings: input_spellings.flatMap(({ input, written }) =>
      written.map((spelling) => [spelling, input] as const),
    ),
    mappedWindows: window_mappings.map(({ trigger }) => trigger),
  };
  return { ok: true, profile };
}

/** The profile of the published reference set: what holds where a caller brings none of its own. */
export const DEFAULT_PROFILE: NormalizationProfile = publishedProfile();

function publishedProfile(): NormalizationProfile {
  const read = readProfile(published);
  if (read.ok) return read.profile;
  const faults = read.issues.map(({ path, message }) => `${path}: ${message}`);
  throw new Error(`01_canonicalization_profile.json cannot be read: ${faults.join("; ")}`);
}

/** The metric of a name or alias, as written (names differ by case). */
export function metricOf(profile: NormalizationProfile, name: string): MetricName | null {
  return profile.metrics.find((metric) => metric.name === name || metric.aliases.includes(name)) ?? null;
}

/** The names of a unit; every profile has those of all four. */
export function namesOf(profile: NormalizationProfile, unit: Unit): UnitNames {
  const names = profile.units.find((each) => each.unit === unit);
  if (names === undefined) throw new Error(`the profile names no ${unit}`);
  return names;
}

/** The family of a unit word of `success_criteria`, in any case and with what it may be per; else null. */
export function unitOfWord(profile: NormalizationProfile, given: string): Unit | null {
  const wanted = given.trim().toLowerCase();
  for (const { unit, aliases, per } of profile.units) {
    for (const alias of aliases) {
      const known = alias.toLowerCase();
      if (wanted === known || per.some((each) => wanted === `${known}/${each.toLowerCase()}`)) return unit;
    }
  }
  return null;
}

/** How the report states its units (contract D). */
export function unitNormalization(profile: NormalizationProfile) {
  return {
    USD_aliases: [...namesOf(profile, "USD").aliases],
    percent_scale: namesOf(profile, "percent").scale ?? "0-100",
    multipliers: [...namesOf(profile, "x").aliases],
  };
}
