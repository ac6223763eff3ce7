/** What another worker claims it did, checked only where it claims something (contract A7, A8). */
import { own } from "../artifacts/values";
import type { RunDocument } from "../document";
import type { CompiledPolicy } from "../policy";
import type { ReasonCode } from "../reason-codes";
import type { TriggerState } from "../vocabulary";
import type { ModeReplay } from "./mode";

/** CFO-28, CFO-29 and CFO-30, where they apply. `states` is by short id. */
export function checkAssertions(
  policy: Pick<CompiledPolicy, "criticalTriggers">,
  asserted: RunDocument["asserted"],
  states: Readonly<Record<string, TriggerState>>,
  mode: ModeReplay,
  escalations: readonly { readonly rule: string; readonly emitted: boolean }[],
): ReasonCode[] {
  const codes: ReasonCode[] = [];
  if (asserted?.mode === "NORMAL" && mode.after === "DEFENSIVE") {
    const failing = policy.criticalTriggers.some((id) => {
      const state = own(states, id);
      return state !== "PASS" && state !== "WATCH";
    });
    // RUNTIME-A7-1 while a critical trigger fails now, RUNTIME-A7-2 while it is too early to leave.
    codes.push(failing ? "CFO-28" : "CFO-29");
  }
  if (asserted?.escalations_emitted != null) {
    const claimed = new Set(asserted.escalations_emitted);
    // RUNTIME-A8-1
    if (escalations.some(({ rule, emitted }) => emitted && !claimed.has(rule))) codes.push("CFO-30");
  }
  return codes;
}
