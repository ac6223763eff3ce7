import type { Action, KernelOutput } from "./contract";
import { isEconomic } from "./draft";
import { METRIC_IDS, type MetricId } from "./metric-ids";

type Plan = KernelOutput["learning_plan"];
type Impact = Plan["expected_outcomes"][number];

/** What to look at until the next cycle, and what should be seen there if the actions work. */
export function learningPlanOf(actions: readonly Action[], priorityMetric: MetricId): Plan {
  const watched = new Set<MetricId>([priorityMetric]);
  const economic = new Set<MetricId>();
  const outcomes = new Map<MetricId, Impact>();
  for (const { target_metric, guardrails, expected_impact, expected_economic_impact } of actions) {
    watched.add(target_metric);
    for (const { metric } of guardrails.abort_conditions) watched.add(metric);
    for (const { metric } of expected_economic_impact) economic.add(metric);
    const known = outcomes.get(expected_impact.metric);
    outcomes.set(
      expected_impact.metric,
      known === undefined ? expected_impact : together(known, expected_impact),
    );
  }
  for (const metric of watched) if (isEconomic(metric)) economic.add(metric);
  return {
    metrics_to_monitor: METRIC_IDS.filter((id) => watched.has(id)),
    economic_metrics_to_monitor: METRIC_IDS.filter((id) => economic.has(id)),
    observation_window_days: Math.max(0, ...actions.map((action) => action.observation_window_days)),
    expected_outcomes: METRIC_IDS.flatMap((id) => outcomes.get(id) ?? []),
  };
}

/** Two actions on one metric: the band that holds both. */
function together(a: Impact, b: Impact): Impact {
  const low_pct = Math.min(a.low_pct, b.low_pct);
  const high_pct = Math.max(a.high_pct, b.high_pct);
  const direction = low_pct + high_pct > 0 ? "up" : low_pct + high_pct < 0 ? "down" : "hold";
  return { metric: a.metric, direction, low_pct, high_pct };
}
