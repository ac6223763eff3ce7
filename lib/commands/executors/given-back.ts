import type { Actor } from "../../db/governed-write";
import type { Transaction } from "../../db/tenant-transaction";
import { loadSituation } from "../../queries/situation";
import { loadGuardrails } from "./guardrails";
import type { HeldAction } from "./held-action";
import type { EndedBy } from "./take-back";

/** While one of them fails, what was cut comes back on proof of its return alone (contract A6.2). */
const PROOF_WANTED_UNDER = ["T6", "T7"] as const;
const BY_REQUEST = "it comes back by a request of its own.";

/**
 * Why an action is not taken back although its field stands as it was written; null where nothing speaks against it.
 * Taking back a cut spends again, and taking back a price may discount again: neither goes round the gate, the ceiling
 * or the CFO (RUNTIME-A6-6, A10(2)).
 */
export async function whyNotGivenBack(
  tx: Transaction,
  actor: Actor,
  held: HeldAction,
  { before, after, endedBy }: { before: number; after: number; endedBy: EndedBy },
): Promise<string | null> {
  if (held.subsystem === "pricing" && endedBy === "wish" && actor.role !== "CFO")
    return "Prices and discounts are the CFO's to change, and to take back.";
  if (after <= before) return null;
  const { situation } = await loadSituation(tx, held.tenantId);
  const more = `It would spend $${(after - before).toFixed(2)} a day again`;
  if (situation.mode === "DEFENSIVE")
    return `${more}; in DEFENSIVE mode no campaign is given more to spend, and ${BY_REQUEST}`;
  const failing = PROOF_WANTED_UNDER.filter((id) => situation.facts.stateOf(id) === "FAIL");
  if (failing.length > 0)
    return `${more}; while ${failing.join(" and ")} fails, that needs proof of its return, and ${BY_REQUEST}`;
  const ceiling = (await loadGuardrails(tx, held.tenantId))?.max_daily_spend ?? 0;
  if (after > ceiling)
    return `Running campaigns would spend $${after.toFixed(2)} a day, over the ceiling of $${ceiling}.`;
  const isOver = held.status !== "executing";
  return isOver && actor.role !== "CFO"
    ? `${more}, and its observation is over: only the CFO takes it back now, or ${BY_REQUEST}`
    : null;
}
