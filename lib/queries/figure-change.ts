import type { MetricDirection, MetricUnit } from "../../kernel/revenue/metrics";

/** `changed` where neither way is better; `unknown` where one of the two weeks has no value. */
export type ChangeWord = "better" | "worse" | "unchanged" | "changed" | "unknown";

export type FigureChange = { word: ChangeWord; by: number | null };

/** Digits after the point with which a unit is shown. */
export function digitsOf(unit: MetricUnit): number {
  return unit === "USD" || unit === "USD per day" || unit === "count" ? 0 : 1;
}

/**
 * How a figure moved against the week before. Judged on the figures as they are shown: a reader who sees the same
 * figure twice is not told that it became worse.
 */
export function changeOf({
  value,
  valueBefore,
  unit,
  direction,
}: {
  value: number | null;
  valueBefore: number | null;
  unit: MetricUnit;
  direction: MetricDirection;
}): FigureChange {
  if (value === null || valueBefore === null) return { word: "unknown", by: null };
  const scale = 10 ** digitsOf(unit);
  const by = (Math.round(value * scale) - Math.round(valueBefore * scale)) / scale;
  if (by === 0) return { word: "unchanged", by: 0 };
  if (direction === "hold") return { word: "changed", by };
  return { word: by > 0 === (direction === "up") ? "better" : "worse", by };
}
