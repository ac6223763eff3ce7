import { leverOf } from "../action-identity";
import type { Action, KernelInput } from "../contract";
import { LAST_DAY } from "./inputs";

type Result = KernelInput["recent_action_results"][number];
/** What may come of an action. */
export type Fate = "improved" | "no_change" | "hurt" | "failed" | "aborted" | "reverted" | "rejected";

/** The action as the next cycle reads of it. */
export function resultOf(action: Action, fate: Fate): Result {
  const measured = fate === "improved" || fate === "no_change" || fate === "hurt";
  return {
    action_id: action.action_id,
    lever: leverOf(action),
    type: action.type,
    target_entity: action.target_entity,
    proposed_change: action.proposed_change,
    target_metric: action.target_metric,
    target_direction: action.target_direction,
    status: measured ? "completed" : fate,
    baseline_value: 1,
    observed_value: 1,
    delta: 0,
    confidence: measured ? 0.8 : null,
    outcome: measured ? fate : null,
    economic_deltas: {},
    finished_on: LAST_DAY,
  };
}
