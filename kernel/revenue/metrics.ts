import { METRIC_IDS, METRIC_IDS_BY_DOMAIN, type MetricId, REQUIRED_METRIC_IDS } from "./metric-ids";
import { CONVERSION } from "./metrics/conversion";
import { DEMAND } from "./metrics/demand";
import { ECONOMICS } from "./metrics/economics";
import { QUALITY } from "./metrics/quality";

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
  readonly dimension: "channel" | "campaign" | "segment" | "source" | null;
  /** Without it, or with it stale, a cycle looks after the data first. */
  readonly required: boolean;
}

/** What is written down for a metric; the rest of `Metric` follows from its name. */
export type MetricEntry = Omit<Metric, "id" | "domain" | "owner" | "required">;

/** Where each domain's metrics are described. A name without a description, or the other way round, does not compile. */
const ENTRIES: {
  readonly [Domain in MetricDomain]: Readonly<
    Record<(typeof METRIC_IDS_BY_DOMAIN)[Domain][number], MetricEntry>
  >;
} = { demand: DEMAND, conversion: CONVERSION, economics: ECONOMICS, quality: QUALITY };

const BY_ID = new Map<MetricId, Metric>(
  METRIC_DOMAINS.flatMap((domain) => {
    const entries: Readonly<Partial<Record<MetricId, MetricEntry>>> = ENTRIES[domain];
    return METRIC_IDS_BY_DOMAIN[domain].flatMap((id) => {
      const entry = entries[id];
      const required = REQUIRED_METRIC_IDS.some((each) => each === id);
      return entry ? [[id, { id, domain, owner: "analytics job", required, ...entry }] as const] : [];
    });
  }),
);

/** The dictionary, in the order in which metrics are shown. */
export const METRICS: readonly Metric[] = METRIC_IDS.map(metric);

export function metric(id: MetricId): Metric {
  const found = BY_ID.get(id);
  if (found === undefined) throw new Error(`${id} is no canonical metric`);
  return found;
}
