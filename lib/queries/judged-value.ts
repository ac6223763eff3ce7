import type { CompiledTrigger, TriggerEvaluation } from "../../kernel/enforcement";

/**
 * The figure that the thresholds judge: the last statement of a company's own formula, and of the contract's triggers the
 * gap to the target where there is one. By name, because a stored report does not keep the order of its values.
 */
export function judgedValue(
  trigger: CompiledTrigger | undefined,
  values: TriggerEvaluation["computed_values"],
): number | null {
  const last = trigger?.ownFormula?.statements.at(-1);
  if (last) return values[last.name] ?? null;
  return "TrajectoryGap" in values ? (values.TrajectoryGap ?? null) : (Object.values(values)[0] ?? null);
}
