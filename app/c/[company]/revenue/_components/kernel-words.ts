import { leverInWords } from "@/components/governance/lever-words";
import { CFO_GATES, type SuppressedAction } from "@/kernel/revenue/contract";
import { LEVER_IDS } from "@/kernel/revenue/levers";
import { METRIC_IDS } from "@/kernel/revenue/metric-ids";
import { metric } from "@/kernel/revenue/metrics";
import { CFO_GATE_WORDS } from "@/lib/queries/cfo-gate-words";

const GATE_NAMES = CFO_GATES.map((id) => [id, CFO_GATE_WORDS[id].name] as const);

const NAMES = new Map<string, string>([
  ...LEVER_IDS.map((id) => [id, leverInWords(id)] as const),
  ...GATE_NAMES,
  ...METRIC_IDS.map((id) => [id, metric(id).name] as const),
]);

/** Names of the data inside a sentence of the kernel, as a person calls them. */
export function inPlainWords(sentence: string): string {
  return sentence.replace(/[a-z]+(?:[._][a-z]+)+/g, (name) => NAMES.get(name) ?? name);
}

export const HELD_BACK_WORDS: Record<SuppressedAction["by"], string> = {
  enforcement_gate: "Gate of the policy",
  cfo_gate: "CFO gate",
  guardrail: "Guardrail",
  learning: "What was learned",
  open_action: "Action under way",
  executor_rule: "Limits of the change",
};

const RULES = new Map<string, string>([
  ...GATE_NAMES,
  ["allowed_levers", "Levers that may be pulled"],
  ["blocked_actions", "Actions to leave alone"],
  ["max_daily_spend", "Most spend a day"],
  ["max_experiment_exposure_pct", "Most exposure of an experiment"],
  ["max_cac_by_segment", "Most CAC by segment"],
  ["open_action", "One action at a time on a lever"],
  ["no_repetition", "No repetition of what did not work"],
  ["no_undoing", "No undoing of what worked"],
  ["action-executor-map", "Limits of the change"],
]);

/** A rule that held something back, by name; what the policy calls its own rules stays as it is. */
export function ruleInWords(rule: string): string {
  return RULES.get(rule) ?? rule;
}
