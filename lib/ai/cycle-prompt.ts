import canonicalize from "canonicalize";
import type { KernelInput } from "../../kernel/revenue";

const DAYS_OF_SERIES = 28;
const MOST_OPPORTUNITIES = 50;
const MOST_RESULTS = 60;

/**
 * What a model is told of a company: the cycle's own input and nothing else, shortened to what a proposal needs. Names of
 * people and customers are not in the input, and so not in the prompt.
 */
export function cyclePrompt(input: KernelInput): string {
  const { metrics, revenue_events: _, opportunities, recent_action_results, ...rest } = input;
  const series: Record<string, (number | null)[]> = {};
  for (const { metric_id, dimension, value } of [...metrics].sort((a, b) => a.date.localeCompare(b.date))) {
    const key = dimension === "" ? metric_id : `${metric_id} · ${dimension}`;
    series[key] = [...(series[key] ?? []), value].slice(-DAYS_OF_SERIES);
  }
  const byNewest = [...recent_action_results].sort((a, b) => b.finished_on.localeCompare(a.finished_on));
  const text = canonicalize({
    ...rest,
    metrics_by_day_oldest_first: series,
    opportunities: opportunities.slice(0, MOST_OPPORTUNITIES),
    recent_action_results: byNewest.slice(0, MOST_RESULTS),
  });
  if (text === undefined) throw new Error("a cycle's input is JSON");
  return text;
}
