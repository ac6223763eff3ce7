import type { CycleResult, KernelInput } from "../../kernel/revenue";
import { deliberateFault } from "../env";

/**
 * Ways in which a test breaks the kernel and the executor on purpose, to see that the validation loop finds them. Outside
 * a test run there is no fault: the production build knows of no setting that would name one (lib/env.ts).
 */
export const FAULTS = [
  "two_actions",
  "foreign_row",
  "no_baselines",
  "no_results",
  "repeats_failures",
] as const;
export type Fault = (typeof FAULTS)[number];

const NOBODYS_CAMPAIGN = "00000000-0000-4000-8000-000000000000";

const isBroken = (fault: Fault): boolean => deliberateFault() === fault;

/** The kernel forgets what came of its actions. */
export function faultyInput(input: KernelInput): KernelInput {
  return isBroken("repeats_failures") ? { ...input, recent_action_results: [] } : input;
}

/** The kernel stops too early, or aims at a row that is not the company's. */
export function faultyCycle(result: CycleResult): CycleResult {
  if (isBroken("two_actions")) {
    const actions = result.output.actions.slice(0, 2);
    const kept = new Set(actions.map(({ action_id }) => action_id));
    const gated = result.gated.filter(({ action_id }) => kept.has(action_id));
    return { ...result, output: { ...result.output, actions }, gated };
  }
  if (!isBroken("foreign_row")) return result;
  const actions = result.output.actions.map((action) =>
    action.requires_human === null
      ? {
          ...action,
          target_entity: { ...action.target_entity, type: "campaign" as const, id: NOBODYS_CAMPAIGN },
        }
      : action,
  );
  return { ...result, output: { ...result.output, actions } };
}

/** The executor writes no baselines, or no results. */
export function faultyRows<T>(fault: "no_baselines" | "no_results", rows: readonly T[]): readonly T[] {
  return isBroken(fault) ? [] : rows;
}
