import {
  type CompiledPolicy,
  type CompiledTrigger,
  evaluateTriggers,
  TRIGGER_FORMULAS,
  type TriggerFacts,
} from "../../kernel/enforcement";
import { judgedValue } from "./judged-value";

/** The month of the plan moves a target as an input would; it stands among the steps under this name. */
export const PLAN_MONTH = "month of the plan";

/** What a cycle was judged on: the part of a run's document that the triggers read. */
export type BridgeFacts = Pick<TriggerFacts, "cycle" | "inputs">;

/** One input put in place of the one before it, and what that did to the trigger's value. */
export type BridgeStep = {
  input: string;
  from: unknown;
  to: unknown;
  /** The value before and after this one replacement; null where it cannot be computed. */
  valueBefore: number | null;
  valueAfter: number | null;
  /** The difference of the two; null where either is missing. */
  effect: number | null;
};

export type InputBridge = {
  before: number | null;
  after: number | null;
  steps: BridgeStep[];
  /** Whether the effects add up to the whole difference: every value on the way could be computed. */
  isComplete: boolean;
};

/**
 * Why a trigger's value moved: the inputs of the earlier cycle are replaced by those of the later one, one after
 * another in the order in which the formula names them, and the kernel computes the value after each. The steps lead from
 * the first value to the last without a remainder. How much each contributes depends on the order where inputs are multiplied or divided,
 * and the order is always the same.
 */
export function inputBridge(
  policy: CompiledPolicy,
  triggerId: string,
  before: BridgeFacts,
  after: BridgeFacts,
): InputBridge {
  const trigger = policy.triggers.find(({ id }) => id === triggerId);
  if (!trigger) throw new Error(`the policy has no trigger ${triggerId}`);
  // The cycle's own cadence would let a value be carried; a bridge speaks of computed values only.
  let facts: BridgeFacts = { cycle: before.cycle, inputs: { ...before.inputs } };
  let value = computedValue(policy, trigger, facts);
  const start = value;
  const steps: BridgeStep[] = [];
  for (const change of changesOf(trigger, before, after)) {
    facts = change.apply(facts);
    const next = computedValue(policy, trigger, facts);
    const effect = value === null || next === null ? null : next - value;
    steps.push({
      input: change.input,
      from: change.from,
      to: change.to,
      valueBefore: value,
      valueAfter: next,
      effect,
    });
    value = next;
  }
  return { before: start, after: value, steps, isComplete: steps.every(({ effect }) => effect !== null) };
}

type Change = Pick<BridgeStep, "input" | "from" | "to"> & { apply: (facts: BridgeFacts) => BridgeFacts };

function changesOf(trigger: CompiledTrigger, before: BridgeFacts, after: BridgeFacts): Change[] {
  const [old, young] = [before.inputs ?? {}, after.inputs ?? {}];
  const changes = inputsOf(trigger)
    .filter((name) => JSON.stringify(old[name]) !== JSON.stringify(young[name]))
    .map((name): Change => {
      const to = young[name];
      return {
        input: name,
        from: old[name] ?? null,
        to: to ?? null,
        apply: ({ cycle, inputs }) => ({ cycle, inputs: replaced(inputs ?? {}, name, to) }),
      };
    });
  const [from, to] = [before.cycle.month_index ?? null, after.cycle.month_index ?? null];
  if (from === to || !TARGETS[trigger.shortId]) return changes;
  return [
    ...changes,
    {
      input: PLAN_MONTH,
      from,
      to,
      apply: ({ inputs }) => ({ cycle: { ...before.cycle, month_index: to }, inputs }),
    },
  ];
}

/** The targets are read by the month of the plan, beside the inputs that a formula lists. */
const TARGETS: Readonly<Record<string, string>> = { T1: "TargetFCF_3mo_avg", T2: "TargetEBITDA_3mo_avg" };

function inputsOf({ shortId, ownFormula }: CompiledTrigger): readonly string[] {
  if (ownFormula) return ownFormula.inputs.map(({ name }) => name);
  const listed = TRIGGER_FORMULAS.find((formula) => formula.shortId === shortId)?.inputs ?? [];
  const target = TARGETS[shortId];
  return target && !listed.includes(target) ? [...listed, target] : listed;
}

function replaced(inputs: Record<string, unknown>, name: string, value: unknown): Record<string, unknown> {
  const { [name]: _, ...rest } = inputs;
  return value === undefined ? rest : { ...rest, [name]: value };
}

function computedValue(policy: CompiledPolicy, trigger: CompiledTrigger, facts: BridgeFacts): number | null {
  const { evaluations } = evaluateTriggers({ ...policy, triggers: [trigger] }, facts);
  const values = evaluations[0]?.computed_values;
  return values ? judgedValue(trigger, values) : null;
}
