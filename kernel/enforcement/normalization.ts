/**
 * How names and units are normalized (contract A2): the metric names with their aliases and units, and
 * the triggers whose window is mapped by rule (RUNTIME-A2-3). The policy set publishes this profile; a
 * caller may compile with another, and an alias that is changed there changes what is accepted.
 */
import type { Unit } from "./vocabulary";

export interface MetricName {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly unit: Unit;
  /** Short id of the trigger that owns the metric in `success_criteria`; null for a derived value. */
  readonly trigger: string | null;
  /** Whether a threshold that states no unit may take it from this name. */
  readonly impliesUnit: boolean;
}

export interface NormalizationProfile {
  readonly metrics: readonly MetricName[];
  /** Short ids whose trailing window needs no `3mo_avg` in the formula. */
  readonly mappedWindows: readonly string[];
  /** Unit words of `success_criteria`, lower case, to their family; `ratio` is deliberately in none. */
  readonly unitWords: readonly (readonly [string, Unit])[];
}

export const DEFAULT_PROFILE: NormalizationProfile = {
  metrics: [
    { name: "TrajectoryGap", aliases: [], unit: "USD", trigger: null, impliesUnit: true },
    { name: "FCF_3mo_avg", aliases: [], unit: "USD", trigger: "T1", impliesUnit: false },
    { name: "EBITDA_3mo_avg", aliases: [], unit: "USD", trigger: "T2", impliesUnit: false },
    { name: "Ro40", aliases: ["rule_of_40"], unit: "percent", trigger: "T3", impliesUnit: true },
    {
      name: "RunwayMonths",
      aliases: ["Runway", "runway_months"],
      unit: "months",
      trigger: "T4",
      impliesUnit: true,
    },
    {
      name: "NRR",
      aliases: ["nrr", "net_revenue_retention"],
      unit: "percent",
      trigger: "T5",
      impliesUnit: true,
    },
    {
      name: "PipelineCoverage",
      aliases: ["pipeline_coverage"],
      unit: "x",
      trigger: "T6",
      impliesUnit: true,
    },
    {
      name: "CACPaybackMonths",
      aliases: ["CACPayback", "cac_payback"],
      unit: "months",
      trigger: "T7",
      impliesUnit: true,
    },
    {
      name: "GrossMargin",
      aliases: ["GM", "gross_margin", "gross_margin_pct"],
      unit: "percent",
      trigger: "T8",
      impliesUnit: true,
    },
  ],
  mappedWindows: ["T5", "T7", "T8"],
  unitWords: [
    ["usd", "USD"],
    ["$", "USD"],
    ["usd/month", "USD"],
    ["$/month", "USD"],
    ["percent", "percent"],
    ["%", "percent"],
    ["x", "x"],
    ["month", "months"],
    ["months", "months"],
  ],
};

/** The metric of a name or alias, as written (names differ by case). */
export function metricOf(profile: NormalizationProfile, name: string): MetricName | null {
  return profile.metrics.find((metric) => metric.name === name || metric.aliases.includes(name)) ?? null;
}

/** The family of a unit word of `success_criteria`, or null. */
export function unitOfWord(profile: NormalizationProfile, word: string): Unit | null {
  const wanted = word.trim().toLowerCase();
  return profile.unitWords.find(([known]) => known === wanted)?.[1] ?? null;
}
