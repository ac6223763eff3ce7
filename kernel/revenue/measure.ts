/**
 * What an action did: the daily values of a metric before it began, against those of its observation window. Pure
 * arithmetic; whoever records a result reads the two series and keeps what is answered here.
 *
 * The values of a window are averaged. Confidence is that of Welch's t test, which lets each side keep its own
 * variance. Daily values lean on the day before (most metrics look back over weeks), so each side counts only as many
 * observations as its lag-one autocorrelation leaves independent; and a side of less than a week counts for less.
 */
import type { RESULT_OUTCOMES } from "./contract";
import type { MetricDirection } from "./metrics";
import { shareWithin } from "./student-t";

export type Outcome = (typeof RESULT_OUTCOMES)[number];

/** Days before an action starts that its baseline is the mean of. */
export const BASELINE_DAYS = 14;
/** Smaller relative changes are no change, percent. */
const LEAST_CHANGE_PCT = 1;
/** Changes that are as likely an accident are no change. */
const LEAST_CONFIDENCE = 0.5;
const FULL_WEEK = 7;
const FEWEST_POINTS = 3;

export interface Measured {
  /** Mean of the days with a value; null when no day has one. */
  readonly baseline: number | null;
  readonly observed: number | null;
  readonly delta: number | null;
  /** Relative to the baseline's size, percent; null where the baseline is 0 or missing. */
  readonly deltaPct: number | null;
  readonly direction: MetricDirection;
  /** 0 to 1: how unlikely the difference is to be the series' own noise. */
  readonly confidence: number;
  readonly outcome: Outcome;
}

type Series = readonly (number | null)[];

/** Both series oldest first, one entry per day, null for a day without a value. */
export function measure(wanted: MetricDirection, before: Series, after: Series): Measured {
  const baseline = meanOf(before);
  const observed = meanOf(after);
  const confidence = confidenceOf(before, after);
  const delta = baseline === null || observed === null ? null : tidy(observed - baseline);
  return {
    baseline,
    observed,
    delta,
    deltaPct: relativePct(baseline, observed),
    direction: delta === null || delta === 0 ? "hold" : delta > 0 ? "up" : "down",
    confidence,
    outcome: outcomeOf(wanted, baseline, observed, confidence),
  };
}

/** Mean of the days that have a value. */
export function meanOf(series: Series): number | null {
  const known = series.filter((value) => value !== null);
  return known.length === 0 ? null : tidy(known.reduce((sum, value) => sum + value, 0) / known.length);
}

/** Whether the wanted happened, nothing did, or the opposite. A figure to be held is hurt by leaving its place. */
export function outcomeOf(
  wanted: MetricDirection,
  baseline: number | null,
  observed: number | null,
  confidence: number,
): Outcome {
  if (baseline === null || observed === null || confidence < LEAST_CONFIDENCE) return "no_change";
  const pct = relativePct(baseline, observed) ?? Math.sign(observed - baseline) * 100;
  if (Math.abs(pct) < LEAST_CHANGE_PCT) return "no_change";
  if (wanted === "hold") return "hurt";
  return pct > 0 === (wanted === "up") ? "improved" : "hurt";
}

/**
 * Where other actions aimed at the same figure meanwhile, nobody can tell which of them moved it: each is believed an
 * equal part of it. What the figure did stays as it is.
 */
export function sharedWith(others: number, measured: Measured): Measured {
  return { ...measured, confidence: round4(measured.confidence / (others + 1)) };
}

/** An action completes when its target moved as it was expected to, by at least the low end of the band. */
export function meetsExpectation(
  expected: { readonly direction: MetricDirection; readonly low_pct: number; readonly high_pct: number },
  measured: Pick<Measured, "outcome" | "deltaPct" | "delta">,
): boolean {
  if (expected.direction === "hold") return measured.outcome !== "hurt";
  if (measured.outcome !== "improved") return false;
  const least = Math.min(Math.abs(expected.low_pct), Math.abs(expected.high_pct));
  // From a baseline of 0 any measurable gain is beyond every percentage.
  return measured.deltaPct === null || Math.abs(measured.deltaPct) >= least;
}

/** 0 to 1, as described at the head of this file. 0 where either side has fewer than three values. */
export function confidenceOf(before: Series, after: Series): number {
  const [a, b] = [spreadOf(before), spreadOf(after)];
  if (a === null || b === null) return 0;
  const gap = Math.abs(b.mean - a.mean);
  if (gap === 0) return 0;
  const [errorA, errorB] = [a.variance / a.independent, b.variance / b.independent];
  const fullness = Math.min(1, Math.min(a.count, b.count) / FULL_WEEK);
  if (errorA + errorB === 0) return round4(fullness);
  const freedom =
    (errorA + errorB) ** 2 / (errorA ** 2 / (a.independent - 1) + errorB ** 2 / (b.independent - 1));
  return round4(fullness * shareWithin(gap / Math.sqrt(errorA + errorB), Math.max(1, freedom)));
}

function spreadOf(series: Series) {
  const known = series.filter((value) => value !== null);
  if (known.length < FEWEST_POINTS) return null;
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const away = known.map((value) => value - mean);
  const squares = away.reduce((sum, each) => sum + each * each, 0);
  const neighbours = away.slice(1).reduce((sum, each, index) => sum + each * (away[index] ?? 0), 0);
  const autocorrelation = squares === 0 ? 0 : Math.min(Math.max(neighbours / squares, 0), 0.95);
  return {
    mean,
    variance: squares / (known.length - 1),
    count: known.length,
    independent: Math.max(2, (known.length * (1 - autocorrelation)) / (1 + autocorrelation)),
  };
}

function relativePct(baseline: number | null, observed: number | null): number | null {
  if (baseline === null || observed === null || baseline === 0) return null;
  return tidy(((observed - baseline) / Math.abs(baseline)) * 100);
}

/** As many places as the database keeps. */
const tidy = (value: number) => Math.round(value * 1e6) / 1e6;
const round4 = (value: number) => Math.round(value * 1e4) / 1e4;
