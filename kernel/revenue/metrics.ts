import type { MetricId } from "./metric-ids";

/**
 * The canonical metrics: the only figures that the Revenue OS kernel reads. Every value lives in
 * `metric_snapshots_daily` and is computed there from the other spine tables. docs/specs/canonical-metrics.md is held
 * against this table in both directions.
 */
export const METRIC_DOMAINS = ["demand", "conversion", "economics", "quality"] as const;
export type MetricDomain = (typeof METRIC_DOMAINS)[number];

export const METRIC_UNITS = [
  "USD",
  "percent",
  "x",
  "months",
  "days",
  "hours",
  "count",
  "USD per day",
] as const;
export type MetricUnit = (typeof METRIC_UNITS)[number];

/** Which way is better; `hold` for a figure that is only watched. */
export type MetricDirection = "up" | "down" | "hold";

/** Whose question the figure answers: marketing, sales, finance, or all of them. */
export const LENSES = ["cmo", "cro", "cfo", "blended"] as const;
export type Lens = (typeof LENSES)[number];

export type SpineSource =
  | "events_raw"
  | "revenue_events"
  | "spine_campaigns"
  | "spine_campaign_channels"
  | "spine_opportunities"
  | "spine_accounts"
  | "spine_crm_activities"
  | "optimizer_configs"
  | "metric_snapshots_daily";

export interface Metric {
  readonly id: MetricId;
  /** For a heading: "CAC, paid". */
  readonly name: string;
  readonly domain: MetricDomain;
  /** One sentence for a finance person. */
  readonly definition: string;
  /** In the names of other metrics and of event types. */
  readonly formula: string;
  readonly sources: readonly SpineSource[];
  readonly unit: MetricUnit;
  readonly direction: MetricDirection;
  readonly lens: Lens;
  readonly owner: "analytics job" | "kernel";
  /** Days that a value looks back on, the day itself included; 0 for what stands at the end of the day. */
  readonly windowDays: number;
  /** What the values are also broken down by; the total has the dimension ''. */
  readonly dimension: "channel" | "campaign" | "segment" | null;
  /** Without it, or with it stale, a cycle looks after the data first. */
  readonly required: boolean;
}
