import {
  type BridgeEnd,
  type CompiledPolicy,
  type TriggerBridge,
  triggerBridge,
} from "../../kernel/enforcement";
import type { CloseBase } from "./close-base";

export type MonthBridge = {
  shortId: string;
  unit: string;
  /** Null where the figure is unknown in either close. */
  bridge: TriggerBridge | null;
};

/** How each trigger's figure came from the close that the month is compared with, under the policy of the month. */
export function closeBridges(policy: CompiledPolicy, base: CloseBase, now: BridgeEnd): MonthBridge[] {
  const before = { inputs: base.inputs, monthIndex: base.monthIndex };
  return policy.triggers.map((trigger) => ({
    shortId: trigger.shortId,
    unit: trigger.thresholds?.unit ?? "",
    bridge: triggerBridge(policy, trigger, before, now),
  }));
}
