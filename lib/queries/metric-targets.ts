import type { MetricId } from "../../kernel/revenue/metric-ids";
import type { RevenueConfigs } from "./revenue-configs";

/** What a metric should hold at least or at most, and how far its value is from that. */
export type MetricTarget = {
  bound: "at least" | "at most";
  value: number;
  /** Whether it is a target that the kernel steers to or a limit of the CFO's that it keeps. */
  kind: "target" | "CFO guardrail";
  /** How far the value falls short of the target, in the metric's unit; zero or less when it is met. Null without a value. */
  shortfall: number | null;
};

type Bound = Pick<MetricTarget, "bound" | "kind"> & { from: (configs: RevenueConfigs) => number | undefined };

const BOUNDS: Partial<Record<MetricId, Bound>> = {
  pipeline_total: { bound: "at least", kind: "target", from: ({ targets }) => targets?.pipeline },
  bookings_new: { bound: "at least", kind: "target", from: ({ targets }) => targets?.bookings },
  arr_total: { bound: "at least", kind: "target", from: ({ targets }) => targets?.arr },
  cac_blended: { bound: "at most", kind: "target", from: ({ targets }) => targets?.cac_max },
  payback_months: { bound: "at most", kind: "target", from: ({ targets }) => targets?.payback_max_months },
  gross_margin_pct: {
    bound: "at least",
    kind: "target",
    from: ({ targets }) => targets?.gross_margin_min_pct,
  },
  cash_runway_months: {
    bound: "at least",
    kind: "CFO guardrail",
    from: ({ cfoGuardrails }) => cfoGuardrails?.runway_threshold_months,
  },
};

/** What may have a target or a limit. */
export const TARGETED_METRICS = Object.keys(BOUNDS) as MetricId[];

export function metricTarget(
  id: MetricId,
  value: number | null,
  configs: RevenueConfigs,
): MetricTarget | null {
  const rule = BOUNDS[id];
  const target = rule?.from(configs);
  if (rule === undefined || target === undefined) return null;
  const distance = rule.bound === "at least" ? target - (value ?? 0) : (value ?? 0) - target;
  return { bound: rule.bound, kind: rule.kind, value: target, shortfall: value === null ? null : distance };
}
