import { type CompiledPolicy, evaluateTriggers } from "../../kernel/enforcement";

/**
 * The inputs each trigger asks for (contract A5.2), by full trigger id. Asked of the kernel, which names every
 * input as missing when there are none, so that no second list can fall behind.
 */
export function inputsAskedFor(policy: CompiledPolicy): Map<string, readonly string[]> {
  const { evaluations } = evaluateTriggers(policy, {
    cycle: { id: "none", cadence: "monthly_close", month_index: 0 },
    inputs: {},
    history: [],
  });
  return new Map(evaluations.map(({ trigger_id, inputs_missing }) => [trigger_id, inputs_missing]));
}

/** Whether a stored input serves a trigger; `NetBurn` serves where `NetBurn_3mo_avg` is asked for. */
export function serves(inputName: string, askedFor: readonly string[]): boolean {
  return askedFor.some((asked) => asked === inputName || asked.startsWith(`${inputName}_`));
}
