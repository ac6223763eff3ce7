import type { KernelInput } from "./contract";
import type { MetricId } from "./metric-ids";

type Targets = KernelInput["targets"];

/** How far a figure may lie on the wrong side of its target, in percent of it, before a cycle is due. */
export const DEVIATION_RULES = [
  { metric: "cac_blended", target: "cac_max", worse: "above", thresholdPct: 20 },
  { metric: "payback_months", target: "payback_max_months", worse: "above", thresholdPct: 25 },
  { metric: "pipeline_total", target: "pipeline", worse: "below", thresholdPct: 15 },
  { metric: "bookings_new", target: "bookings", worse: "below", thresholdPct: 20 },
] as const satisfies readonly {
  metric: MetricId;
  target: keyof Targets;
  worse: "above" | "below";
  thresholdPct: number;
}[];

export interface Deviation {
  readonly metric: (typeof DEVIATION_RULES)[number]["metric"];
  readonly target: number;
  readonly observed: number;
  /** On the wrong side of the target, in percent of it; never below the threshold. */
  readonly deviationPct: number;
  readonly thresholdPct: number;
}

/** Targets missed by so much that a cycle should not wait for the night; the largest excess first. */
export function deviationsOf(
  targets: Targets,
  latest: Partial<Record<MetricId, number | null>>,
): Deviation[] {
  return DEVIATION_RULES.flatMap(({ metric, target: name, worse, thresholdPct }) => {
    const target = targets[name];
    const observed = latest[metric] ?? null;
    if (target === undefined || target <= 0 || observed === null) return [];
    const excess = worse === "above" ? observed - target : target - observed;
    const deviationPct = (excess / target) * 100;
    return deviationPct >= thresholdPct ? [{ metric, target, observed, deviationPct, thresholdPct }] : [];
  }).sort((a, b) => b.deviationPct / b.thresholdPct - a.deviationPct / a.thresholdPct);
}
