import { formatNumber } from "@/components/ui/format";
import type { ActionType, KernelInput, KernelOutput } from "@/kernel/revenue/contract";

export const ACTION_TYPE_WORDS: Record<ActionType, string> = {
  config_change: "Change of a setting",
  experiment: "Experiment",
  pause: "Pause",
  scale: "Scale up",
  revert: "Taking back",
};

/** What a cycle was asked for by, as a choice of a filter. */
export const TRIGGER_TYPE_WORDS: Record<KernelInput["trigger"]["type"], string> = {
  scheduled: "The schedule",
  metric_deviation: "A missed target",
  lifecycle_event: "Something that happened",
  manual: "A person or a program",
};

const SCHEDULED: Record<string, string> = {
  weekly_deep: "Monday's deep cycle",
  daily: "The nightly cycle",
};

/** "Monday's deep cycle", "Asked for by Ines Duarte", or the reason itself. */
export function cycleTriggerInWords({
  type,
  source,
}: {
  type: KernelInput["trigger"]["type"];
  source: string;
}): string {
  if (type === "scheduled")
    return SCHEDULED[source] ?? (source === "" ? "The schedule" : `The schedule: ${source}`);
  if (type === "manual") return source === "" ? "Asked for by hand" : `Asked for by ${source}`;
  return source === "" ? TRIGGER_TYPE_WORDS[type] : source;
}

type Impact = KernelOutput["learning_plan"]["expected_outcomes"][number];

/** "up by 2% to 8%", "down by 2.1% to 6.3%", "held within −1% and 1%". */
export function impactInWords({ direction, low_pct: low, high_pct: high }: Impact): string {
  const say = (value: number) => `${formatNumber(value, 1)}%`;
  if (direction === "hold") return `held within ${say(low)} and ${say(high)}`;
  // A band that reaches over nought is said with its signs.
  if (Math.sign(low) * Math.sign(high) < 0) return `${direction}, between ${say(low)} and ${say(high)}`;
  const [least, most] = [Math.abs(low), Math.abs(high)].sort((one, other) => one - other);
  return least === most
    ? `${direction} by ${say(least ?? 0)}`
    : `${direction} by ${say(least ?? 0)} to ${say(most ?? 0)}`;
}
