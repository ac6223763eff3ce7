import {
  type BridgeEnd,
  type CompiledPolicy,
  type CompiledTrigger,
  triggerBridge,
} from "../../kernel/enforcement";

export type Move = { input: string; from: unknown; to: unknown };

/** Inputs of one week put in place of those of the week before, and what that did to the trigger's value. */
export type BridgeStep = {
  /** Their names; several only where nothing can be computed between them. */
  input: string;
  moves: Move[];
  valueBefore: number;
  valueAfter: number;
  effect: number;
};

export type WeekBridge = { value: number | null; valueBefore: number | null; steps: BridgeStep[] };

/**
 * A trigger's value in a week and in the week before, under one policy, and the steps between the two. They are those of the
 * kernel's bridge, which the monthly close shows as well; without a value on both sides there are none.
 */
export function weekBridge(
  policy: CompiledPolicy,
  trigger: CompiledTrigger,
  before: BridgeEnd | null,
  now: BridgeEnd,
): WeekBridge {
  const valueIn = (end: BridgeEnd | null): number | null => {
    const same = end && triggerBridge(policy, trigger, end, end);
    return same && Number(same.to);
  };
  const bridge = before && triggerBridge(policy, trigger, before, now);
  const path = bridge ? [bridge.from, ...bridge.steps.map(({ after }) => after)].map(Number) : [];
  return {
    value: valueIn(now),
    valueBefore: valueIn(before),
    steps: (bridge?.steps ?? []).map(({ inputs, change, after }, at) => ({
      input: inputs.join(" and "),
      moves: inputs.map((input) => ({
        input,
        from: before?.inputs[input] ?? null,
        to: now.inputs[input] ?? null,
      })),
      valueBefore: path[at] ?? Number.NaN,
      valueAfter: Number(after),
      effect: Number(change),
    })),
  };
}
