import canonicalize from "canonicalize";
import type { KernelInput } from "../../kernel/revenue";

const DAYS_OF_SERIES = 28;
const MOST_OPPORTUNITIES = 50;
const MOST_RESULTS = 60;

/** The one lever whose values are people's names: who owns a territory. */
const NAMES_PEOPLE = { subsystem: "routing", field: "territory_rules" } as const;

/**
 * What a model is told of a company: the cycle's own input and nothing else, shortened to what a proposal needs. Names of
 * customers are not in the input, and so not in the prompt; those of people are left out of it.
 */
export function cyclePrompt(input: KernelInput): string {
  const { metrics, revenue_events: _, opportunities, recent_action_results, config, ...rest } = input;
  const series: Record<string, (number | null)[]> = {};
  for (const { metric_id, dimension, value } of [...metrics].sort((a, b) => a.date.localeCompare(b.date))) {
    const key = dimension === "" ? metric_id : `${metric_id} · ${dimension}`;
    series[key] = [...(series[key] ?? []), value].slice(-DAYS_OF_SERIES);
  }
  const ofNobody = recent_action_results.filter(
    ({ lever }) => lever !== `${NAMES_PEOPLE.subsystem}.${NAMES_PEOPLE.field}`,
  );
  const byNewest = ofNobody.sort((a, b) => b.finished_on.localeCompare(a.finished_on));
  const { [NAMES_PEOPLE.field]: __, ...routing } = config.settings[NAMES_PEOPLE.subsystem];
  const text = canonicalize({
    ...rest,
    config: { ...config, settings: { ...config.settings, [NAMES_PEOPLE.subsystem]: routing } },
    metrics_by_day_oldest_first: series,
    opportunities: opportunities.slice(0, MOST_OPPORTUNITIES),
    recent_action_results: byNewest.slice(0, MOST_RESULTS),
  });
  if (text === undefined) throw new Error("a cycle's input is JSON");
  return text;
}
