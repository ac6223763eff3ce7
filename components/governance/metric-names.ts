import { isMetricId } from "@/kernel/revenue/metric-ids";
import { metric } from "@/kernel/revenue/metrics";

/** A text that the optimizer wrote, with each metric by its name: "win_rate" reads as win rate's heading does. */
export const metricsInText = (text: string): string =>
  text.replace(/\b[a-z0-9]+(?:_[a-z0-9]+)+\b/g, (word) => (isMetricId(word) ? metric(word).name : word));
