/** Mandatory escalations (contract A8). */
import { own } from "../artifacts/values";
import type { HistoryEntry } from "../document";
import type { CompiledPolicy } from "../policy";
import type { TriggerState } from "../vocabulary";
import { type CurrentCycle, effectiveHistory } from "./history";

/**
 * Every rule of the policy with whether it is due: the same trigger FAILs in so many consecutive cycles of
 * the rule's cadence, the current one included. UNKNOWN neither counts nor resets; a rule of another
 * cadence than the current cycle's is not due now. `current.states` is by short id, history by full id.
 */
export function dueEscalations(
  policy: Pick<CompiledPolicy, "triggers" | "escalations">,
  history: readonly HistoryEntry[],
  current: CurrentCycle & { readonly states: Readonly<Record<string, TriggerState>> },
): { rule: string; emitted: boolean }[] {
  const past = effectiveHistory(history, current).filter(({ cadence }) => cadence === current.cadence);
  const fails = new Map<string, number>();
  for (const { id, shortId } of policy.triggers) {
    if (own(current.states, shortId) === "FAIL") fails.set(shortId, 1 + failsBefore(past, id));
  }
  return policy.escalations.map(({ rule, condition, triggers }) => ({
    rule,
    emitted:
      condition.cadence === current.cadence &&
      triggers.some((shortId) => (fails.get(shortId) ?? 0) >= condition.consecutive),
  }));
}

/** FAILs in a row at the end of the past, UNKNOWN cycles skipped. */
function failsBefore(past: readonly HistoryEntry[], triggerId: string): number {
  let fails = 0;
  for (let at = past.length - 1; at >= 0; at -= 1) {
    const state = own(past[at]?.states, triggerId) ?? "UNKNOWN";
    if (state === "PASS" || state === "WATCH") break;
    if (state === "FAIL") fails += 1;
  }
  return fails;
}
