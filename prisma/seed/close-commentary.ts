import { type TriggerState, triggerShortId } from "../../kernel/enforcement";
import { commentTrigger } from "../../lib/commands/comment-trigger";
import { inTenant } from "../../lib/db/tenant-transaction";
import { closeBase, type StateChange, stateChanges } from "../../lib/queries/close-base";
import { commentariesOf, outstandingChanges } from "../../lib/queries/close-commentary";
import { certifiedClose, closeStates, statesById } from "../../lib/queries/close-states";
import { demoActor } from "./companies";

/** What FP&A says when a trigger gets worse, and when it gets better. */
const WORDS: Readonly<Record<string, readonly [worse: string, better: string]>> = {
  T1: [
    "Two large customers paid after the month's end while suppliers were paid to plan, so free cash flow fell behind its target.",
    "The late invoices came in and capital spend stayed under plan, which brings free cash flow back to its target.",
  ],
  T2: [
    "Hosting and contractor invoices of the quarter arrived together; EBITDA is behind plan until they leave the average.",
    "The contractor spend of last quarter has left the average and revenue grew to plan.",
  ],
  T3: [
    "Growth slowed faster than the margin improved; new business of the quarter closed late.",
    "The margin improved while growth held, so that the two together are over the mark again.",
  ],
  T4: [
    "Burn rose with the late collections, and the cash balance buys fewer months than at the last close.",
    "Collections and lower spend brought burn down; the same cash lasts longer.",
  ],
  T5: [
    "Three mid-market customers left and two moved to smaller plans; expansion did not make up for it.",
    "Expansion in the enterprise segment made up for the churn of the quarter.",
  ],
  T6: [
    "Two qualified deals slipped out of next quarter and were not replaced in time.",
    "The pipeline of next quarter was filled by the partner campaign.",
  ],
  T7: [
    "Paid search cost more for fewer customers; the budget has been moved to renewals since.",
    "Acquisition spend went to channels that pay back sooner.",
  ],
  T8: [
    "Support overtime and a hosting price rise weigh on the gross margin.",
    "The hosting contract was renegotiated, and the support overtime has ended.",
  ],
};
const RANK: Readonly<Record<TriggerState, number>> = { PASS: 3, WATCH: 2, FAIL: 1, UNKNOWN: 0 };

/**
 * FP&A explains every change of state with the close; `leaveOut` is the month that still waits for it. A resumed seed
 * writes what is left of the newest close and nothing on what has been passed.
 */
export async function explainChanges(
  tenantId: string,
  cycleKey: string,
  { at, leaveOut }: { at: Date; leaveOut: string | null },
): Promise<void> {
  if (cycleKey === leaveOut) return;
  const changes = await inTenant({ tenantId }, async (tx): Promise<StateChange[]> => {
    const certified = await certifiedClose(tx, tenantId, cycleKey);
    const passed = await tx.evaluationCycle.count({ where: { tenantId, evaluatedAt: { gt: at } } });
    if (certified === null || passed > 0) return [];
    const states = statesById(closeStates(certified.compiled, certified.report));
    const changes = stateChanges(await closeBase(tx, tenantId, cycleKey), states);
    return outstandingChanges(changes, await commentariesOf(tx, tenantId, cycleKey));
  });
  for (const { triggerId, before, now } of changes) {
    const [worse, better] = WORDS[triggerShortId(triggerId)] ?? ["", ""];
    const body = RANK[now] < RANK[before ?? now] ? worse : better;
    const result = await commentTrigger(demoActor(tenantId, "FP&A"), { cycleKey, triggerId, body }, at);
    if (!result.ok) throw new Error(`${cycleKey}, ${triggerId}: ${result.failure.message}`);
  }
}
