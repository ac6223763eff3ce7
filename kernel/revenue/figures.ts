import type { KernelInput } from "./contract";
import { meanOf } from "./measure";
import type { MetricId } from "./metric-ids";
import { metric as described } from "./metrics";

export interface Point {
  readonly date: string;
  readonly value: number;
}

const DAY_MS = 86_400_000;
const WEEK = 7;

export const dayNumber = (day: string): number => Math.floor(Date.parse(`${day}T00:00:00Z`) / DAY_MS);
export const dayOf = (number: number): string => new Date(number * DAY_MS).toISOString().slice(0, 10);

/** Negative, zero or positive as texts are ordered, by code unit: alike on every machine. */
export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Every metric's known values, in the order of their days, whatever the order in which they came. */
export class Figures {
  private readonly series = new Map<string, Point[]>();
  private readonly dimensions = new Map<MetricId, Set<string>>();

  constructor(metrics: KernelInput["metrics"]) {
    const byDay = new Map<string, Map<string, number>>();
    for (const { metric_id, dimension, date, value } of metrics) {
      if (value === null) continue;
      const key = keyOf(metric_id, dimension);
      const days = byDay.get(key) ?? new Map<string, number>();
      // One value per day is the rule; were there two, the larger counts in every order.
      days.set(date, Math.max(value, days.get(date) ?? value));
      byDay.set(key, days);
      if (dimension === "") continue;
      const known = this.dimensions.get(metric_id) ?? new Set<string>();
      this.dimensions.set(metric_id, known.add(dimension));
    }
    for (const [key, days] of byDay) {
      const points = [...days].map(([date, value]) => ({ date, value }));
      this.series.set(
        key,
        points.sort((a, b) => byText(a.date, b.date)),
      );
    }
  }

  points(metric: MetricId, dimension = ""): readonly Point[] {
    return this.series.get(keyOf(metric, dimension)) ?? [];
  }

  newest(metric: MetricId, dimension = ""): Point | null {
    return this.points(metric, dimension).at(-1) ?? null;
  }

  latest(metric: MetricId, dimension = ""): number | null {
    return this.newest(metric, dimension)?.value ?? null;
  }

  /** Where the metric stands: the newest week's mean for what is counted by the day, the newest value else. */
  level(metric: MetricId): number | null {
    return described(metric).windowDays === 1 ? this.weeks(metric).recent : this.latest(metric);
  }

  /** The parts that a metric is broken down into. */
  partsOf(metric: MetricId): string[] {
    return [...(this.dimensions.get(metric) ?? [])].sort(byText);
  }

  /** Means of the newest seven days and of the seven before them. */
  weeks(metric: MetricId): { readonly recent: number | null; readonly before: number | null } {
    const last = this.newest(metric);
    if (last === null) return { recent: null, before: null };
    const end = dayNumber(last.date);
    const within = (from: number, to: number) =>
      meanOf(
        this.points(metric)
          .filter(({ date }) => dayNumber(date) > from && dayNumber(date) <= to)
          .map(({ value }) => value),
      );
    return { recent: within(end - WEEK, end), before: within(end - 2 * WEEK, end - WEEK) };
  }

  /** Change of the newest week's mean against the one before, percent; null where it cannot be said. */
  trendPct(metric: MetricId): number | null {
    const { recent, before } = this.weeks(metric);
    if (recent === null || before === null || before === 0) return null;
    return ((recent - before) / Math.abs(before)) * 100;
  }
}

function keyOf(metric: MetricId, dimension: string): string {
  return `${metric}|${dimension}`;
}
