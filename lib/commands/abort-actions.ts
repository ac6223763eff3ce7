import { type Actor, type GovernedTransaction, governedWrite } from "../db/governed-write";
import { inTenant, type Transaction } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import { loadActivePolicy } from "../policy/active-policy";
import { addDays, isoDate } from "../queries/cycle-calendar";
import { measuredDays } from "../queries/measured-days";
import { conditionText, metOn } from "./executors/abort-conditions";
import { mayActOnActions } from "./executors/acting-on-actions";
import { type ActionMove, actionEntry, moveOf } from "./executors/action-entry";
import { type ActionLeft, eachAction, oneAction } from "./executors/each-action";
import { limitWaiting } from "./executors/execute-one";
import { type HeldAction, holdAction, readAction } from "./executors/held-action";
import { type EndedBy, restoredFacts, restoredText, takeBack } from "./executors/take-back";
import type { EndActionInput } from "./revert-action";

export type AbortedActions = {
  /** Whose conditions for stopping were met: aborted, and the value they found put back. */
  aborted: ActionMove[];
  left: ActionLeft[];
};

/** Looks at every action under way and ends those that do what they were not to do. Runs daily, after the metrics. */
export function abortActions(actor: Actor, at: Date): Promise<Result<AbortedActions>> {
  return settle(async () => {
    const due = await inTenant({ tenantId: actor.tenantId, userId: actor.userId }, async (tx) => {
      await mayActOnActions(tx, actor);
      return actionsToAbort(tx, actor.tenantId, at);
    });
    const { moved, left } = await eachAction(
      [...due.keys()],
      (actionId) =>
        abortOnce(actor, { actionId, reason: due.get(actionId) ?? "" }, { at, endedBy: "condition" }),
      async (actionId) => ({
        actionId,
        reason: "It should have been aborted and could not be; the server's log says why.",
      }),
    );
    return { aborted: moved, left };
  });
}

/** A person ends an action under way, for a reason of their own. */
export function abortAction(actor: Actor, input: EndActionInput, at: Date): Promise<Result<ActionMove>> {
  return settle(() => oneAction(() => abortOnce(actor, input, { at, endedBy: "wish" })));
}

/** Actions with a condition that has been met since they began, each with which one and when. */
async function actionsToAbort(tx: Transaction, tenantId: string, at: Date): Promise<Map<string, string>> {
  const rows = await tx.$queryRaw<HeldAction[]>`
    select tenant_id as "tenantId", id, action_key as "actionKey", owner_subsystem as subsystem,
      entity_type as "entityType", entity_id as "entityId", field, action as stored,
      to_char(started_at at time zone 'UTC', 'YYYY-MM-DD') as "startedOn",
      to_char(window_ends_on, 'YYYY-MM-DD') as "windowEndsOn"
    from optimization_actions where tenant_id = ${tenantId}::uuid and status = 'executing'
    order by started_at, priority, id`;
  const due = new Map<string, string>();
  for (const held of rows) {
    const reason = await whyAbort(tx, held, at);
    if (reason) due.set(held.id, reason);
  }
  return due;
}

/** The day of the start is left out: part of it was before. After the window the results decide. */
async function whyAbort(tx: Transaction, held: HeldAction, at: Date): Promise<string | null> {
  const action = readAction(held);
  if ("refused" in action || held.startedOn === null || held.windowEndsOn === null) return null;
  const yesterday = addDays(isoDate(at), -1);
  const isOver = held.windowEndsOn < yesterday;
  const conditions = action.guardrails.abort_conditions;
  const measured = await measuredDays(
    tx,
    held.tenantId,
    conditions.map(({ metric }) => metric),
    { from: addDays(held.startedOn, 1), to: isOver ? held.windowEndsOn : yesterday },
  );
  for (const condition of conditions) {
    const day = metOn(condition, measured.get(condition.metric) ?? []);
    if (day) return `Its condition for stopping was met on ${day}: ${conditionText(condition)}.`;
  }
  return null;
}

type Ending = { at: Date; endedBy: EndedBy };

function abortOnce(actor: Actor, { actionId, reason }: EndActionInput, ending: Ending): Promise<ActionMove> {
  return governedWrite(actor, async (governed) => {
    const { tx } = governed;
    await limitWaiting(tx);
    await mayActOnActions(tx, actor);
    const held = await holdAction(tx, actor.tenantId, actionId);
    if (held.status !== "executing") return abort("CONFLICT", `The action is ${held.status}, not under way.`);
    return endAborted(governed, actor, held, reason, ending);
  });
}

/** It ends in any case; where the field has moved on since, what stands there now stays, and the reason says so. */
async function endAborted(
  { tx, append }: GovernedTransaction,
  actor: Actor,
  held: HeldAction,
  why: string,
  ending: Ending,
): Promise<ActionMove> {
  const { at } = ending;
  const taken = await takeBack(tx, actor, held, ending);
  const isLeft = "conflict" in taken;
  const reason = isLeft ? `${why} Nothing was put back: ${taken.conflict}` : why;
  await tx.optimizationAction.update({
    where: { tenantId_id: { tenantId: held.tenantId, id: held.id } },
    data: { status: "aborted", statusReason: reason, finishedAt: at, updatedAt: at },
  });
  await append([
    actionEntry(actor, held, {
      policy: await loadActivePolicy(tx, actor.tenantId),
      title: isLeft ? "aborted" : `aborted, taken back to ${restoredText(taken.restored)}`,
      status: "aborted",
      reason,
      at,
      facts: isLeft ? { not_taken_back: taken.conflict } : restoredFacts(taken.restored),
    }),
  ]);
  return moveOf(held, "aborted", reason);
}
