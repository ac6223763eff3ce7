import type { KernelInput } from "../contract";
import { dayNumber, dayOf } from "../figures";
import type { MetricId } from "../metric-ids";

type MetricPoint = KernelInput["metrics"][number];

/** Where a metric stands on the last day, and how it got there. */
export interface Course {
  readonly metric: MetricId;
  readonly dimension?: string;
  readonly value: number;
  /** Percent of the last day's value by which it changed in a week. */
  readonly weeklyPct?: number;
  /** Percent by which a day lies off that line. */
  readonly noisePct?: number;
}

/** The last day is the given one exactly; the days before lie on its line, with a noise that is always the same. */
export function seriesOf(
  { metric, dimension = "", value, weeklyPct = 0, noisePct = 1 }: Course,
  lastDay: string,
  days: number,
): MetricPoint[] {
  return Array.from({ length: days }, (_, ago) => {
    const line = value * (1 - (weeklyPct / 100) * (ago / 7));
    const noise = ago === 0 ? 0 : (value * noisePct * waveOf(metric, ago)) / 100;
    return {
      metric_id: metric,
      value: Math.round((line + noise) * 1e4) / 1e4,
      date: dayOf(dayNumber(lastDay) - ago),
      dimension,
    };
  });
}

/** Between -1 and 1, without a pattern that a week would show. */
function waveOf(metric: string, ago: number): number {
  const seed = [...metric].reduce((sum, letter) => sum + letter.charCodeAt(0), ago * 37);
  return ((seed * 7919) % 201) / 100 - 1;
}
