import type { KernelOutput } from "./contract";
import { plain } from "./figure-text";
import { dayNumber, type Figures } from "./figures";
import { type MetricId, REQUIRED_METRIC_IDS } from "./metric-ids";

export type DataQualityAction = KernelOutput["data_quality_actions"][number];

const HOURS_UNTIL_STALE = 48;
const LEAST_DAYS_OF_HISTORY = 7;
/** Worth mending, though a cycle can go on with it. */
const HIGH_UNATTRIBUTED_PCT = 20;
const HIGH_DUPLICATES_PCT = 5;
const HOUR_MS = 3_600_000;

const RECOMPUTE = "Run the analytics job for the missing days, and see that its sources deliver.";

export interface DataQuality {
  readonly actions: readonly DataQualityAction[];
  /** Whether the figures are too poor to optimise by. */
  readonly binds: boolean;
}

/** Required metrics first, each at most once; then what is worth mending without holding the cycle up. */
export function dataQualityOf(figures: Figures, executedAt: string): DataQuality {
  const required = REQUIRED_METRIC_IDS.flatMap((metric) => faultOf(figures, metric, executedAt) ?? []);
  return { actions: [...required, ...worthMending(figures)], binds: required.length > 0 };
}

function faultOf(figures: Figures, metric: MetricId, executedAt: string): DataQualityAction | null {
  const newest = figures.newest(metric);
  if (newest === null)
    return {
      metric_id: metric,
      problem: "missing",
      detail: `${metric} has no value in the window.`,
      remedy: RECOMPUTE,
    };
  // A day's value stands for the day's end.
  const ageHours = Date.parse(executedAt) / HOUR_MS - (dayNumber(newest.date) + 1) * 24;
  const eventsAgeHours = metric === "data_freshness_hours" ? newest.value : 0;
  if (ageHours > HOURS_UNTIL_STALE || eventsAgeHours > HOURS_UNTIL_STALE)
    return {
      metric_id: metric,
      problem: "stale",
      detail:
        ageHours > HOURS_UNTIL_STALE
          ? `The newest value of ${metric} is of ${newest.date}, ${plain(ageHours, 0)} hours ago; ${HOURS_UNTIL_STALE} is the most.`
          : `The newest event was ${plain(eventsAgeHours, 0)} hours old on ${newest.date}; ${HOURS_UNTIL_STALE} is the most.`,
      remedy:
        ageHours > HOURS_UNTIL_STALE ? RECOMPUTE : "See that the source systems deliver their events again.",
    };
  const days = figures.points(metric).length;
  if (days >= LEAST_DAYS_OF_HISTORY) return null;
  return {
    metric_id: metric,
    problem: "short_history",
    detail: `${metric} has a value on ${days} days; ${LEAST_DAYS_OF_HISTORY} are needed to tell a trend from noise.`,
    remedy: "Backfill the metric, or wait until the days are there.",
  };
}

function worthMending(figures: Figures): DataQualityAction[] {
  const unattributed = figures.latest("missing_attribution_pct") ?? 0;
  const duplicates = figures.latest("duplicate_contact_rate") ?? 0;
  const found: DataQualityAction[] = [];
  if (unattributed > HIGH_UNATTRIBUTED_PCT)
    found.push({
      metric_id: "missing_attribution_pct",
      problem: "unattributed",
      detail: `${plain(unattributed, 1)}% lack a channel; over ${HIGH_UNATTRIBUTED_PCT}% the figures by channel mislead.`,
      remedy: "Require a channel where leads and deals are created, and fill in those that lack one.",
    });
  if (duplicates > HIGH_DUPLICATES_PCT)
    found.push({
      metric_id: "duplicate_contact_rate",
      problem: "duplicates",
      detail: `${plain(duplicates, 1)}% of contacts are there twice; over ${HIGH_DUPLICATES_PCT}% conversion is understated.`,
      remedy: "Merge the duplicates, and let the form look for a contact before it makes a new one.",
    });
  return found;
}

/** Days of history of the required metric that has the fewest. */
export function shortestHistory(figures: Figures): number {
  return Math.min(...REQUIRED_METRIC_IDS.map((metric) => figures.points(metric).length));
}
