import * as z from "zod";
import { type Actor, governedWrite } from "../db/governed-write";
import { abort, type Result, settle } from "../failures";
import { loadActivePolicy } from "../policy/active-policy";
import { isStorable, UNSTORABLE_WORDS } from "../storable-text";
import { mayActOnActions } from "./executors/acting-on-actions";
import { type ActionMove, actionEntry, moveOf } from "./executors/action-entry";
import { oneAction } from "./executors/each-action";
import { limitWaiting } from "./executors/execute-one";
import { holdAction } from "./executors/held-action";
import { restoredFacts, restoredText, takeBack } from "./executors/take-back";

export const endActionInput = z.strictObject({
  actionId: z.guid(),
  reason: z
    .string()
    .trim()
    .min(1, "Say why, so that the log can tell.")
    .max(2000)
    .refine(isStorable, UNSTORABLE_WORDS),
});
export type EndActionInput = z.infer<typeof endActionInput>;

/**
 * Takes an action back: what stood in the field before stands there again, to the last digit. Refused where somebody
 * or something has changed the field since; then a new decision is needed, and not an old value.
 */
export function revertAction(actor: Actor, input: EndActionInput, at: Date): Promise<Result<ActionMove>> {
  return settle(() => oneAction(() => revertOnce(actor, input, at)));
}

function revertOnce(actor: Actor, { actionId, reason }: EndActionInput, at: Date): Promise<ActionMove> {
  return governedWrite(actor, async ({ tx, append }) => {
    await limitWaiting(tx);
    await mayActOnActions(tx, actor);
    const held = await holdAction(tx, actor.tenantId, actionId);
    if (held.oldValue === null)
      return abort("CONFLICT", "The action never took effect, so there is nothing to take back.");
    if (!["executing", "completed", "failed"].includes(held.status))
      return abort("CONFLICT", `The action is ${held.status} already.`);
    const taken = await takeBack(tx, actor, held, { at, endedBy: "wish" });
    if ("conflict" in taken) return abort("CONFLICT", taken.conflict);
    await tx.optimizationAction.update({
      where: { tenantId_id: { tenantId: held.tenantId, id: held.id } },
      data: { status: "reverted", statusReason: reason, finishedAt: at, updatedAt: at },
    });
    await append([
      actionEntry(actor, held, {
        policy: await loadActivePolicy(tx, actor.tenantId),
        title: `taken back to ${restoredText(taken.restored)}`,
        status: "reverted",
        reason,
        at,
        facts: restoredFacts(taken.restored),
      }),
    ]);
    return moveOf(held, "reverted", reason);
  });
}
