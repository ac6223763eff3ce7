import { type Actor, type GovernedTransaction, governedWrite } from "../db/governed-write";
import { inTenant, type Transaction } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import { loadActivePolicy } from "../policy/active-policy";
import { addDays, isoDate } from "../queries/cycle-calendar";
import { faultyRows } from "../validation/faults";
import { mayActOnActions } from "./executors/acting-on-actions";
import { type ActionMove, actionEntry, moveOf } from "./executors/action-entry";
import { type ActionLeft, eachAction } from "./executors/each-action";
import { limitWaiting } from "./executors/execute-one";
import { type HeldAction, holdAction, readAction } from "./executors/held-action";
import { type Observation, type Observed, observe } from "./executors/observe";

export type RecordedResults = {
  completed: ActionMove[];
  failed: ActionMove[];
  /** Their window has ended and they wait for late values, or could not be recorded. */
  left: ActionLeft[];
};

/** Records what came of the actions whose window has ended; none before its time, each once. */
export function recordResults(actor: Actor, at: Date): Promise<Result<RecordedResults>> {
  return settle(async () => {
    const due = await inTenant({ tenantId: actor.tenantId, userId: actor.userId }, async (tx) => {
      await mayActOnActions(tx, actor);
      return endedWindows(tx, actor.tenantId, at);
    });
    const { moved, left } = await eachAction(
      due,
      (actionId) => recordOne(actor, actionId, at),
      async (actionId) => ({
        actionId,
        reason: "Its result could not be recorded; the server's log says why.",
      }),
    );
    return {
      completed: moved.filter(({ status }) => status === "completed"),
      failed: moved.filter(({ status }) => status === "failed"),
      left,
    };
  });
}

/** The last day of a window is complete only when the next has begun. */
async function endedWindows(tx: Transaction, tenantId: string, at: Date): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select id from optimization_actions
    where tenant_id = ${tenantId}::uuid and status = 'executing' and window_ends_on < ${isoDate(at)}::date
    order by started_at, priority, id`;
  return rows.map(({ id }) => id);
}

function recordOne(actor: Actor, actionId: string, at: Date): Promise<ActionMove> {
  return governedWrite(actor, async (governed) => {
    const { tx } = governed;
    await limitWaiting(tx);
    await mayActOnActions(tx, actor);
    const held = await holdAction(tx, actor.tenantId, actionId);
    if (held.status !== "executing" || held.startedOn === null || held.windowEndsOn === null)
      return abort("CONFLICT", `The action is ${held.status} already.`);
    if (held.windowEndsOn >= isoDate(at)) return abort("CONFLICT", "Its window has not ended.");
    const action = readAction(held);
    if ("refused" in action) throw new Error(`${held.actionKey}: ${action.refused}`);
    // The day of the start is left out: part of it was before.
    const window = { from: addDays(held.startedOn, 1), to: held.windowEndsOn };
    const observed = await observe(tx, held, action, window, at);
    if (observed.kind === "wait") return abort("CONFLICT", observed.reason);
    return end(governed, actor, held, observed, { window, at });
  });
}

async function end(
  { tx, append }: GovernedTransaction,
  actor: Actor,
  held: HeldAction,
  { status, reason, observations }: Extract<Observed, { kind: "end" }>,
  { window, at }: { window: { from: string; to: string }; at: Date },
): Promise<ActionMove> {
  await storeObservations(tx, held, observations, { window, at });
  await tx.optimizationAction.update({
    where: { tenantId_id: { tenantId: held.tenantId, id: held.id } },
    data: { status, statusReason: reason, finishedAt: at, updatedAt: at },
  });
  await append([
    actionEntry(actor, held, {
      policy: await loadActivePolicy(tx, actor.tenantId),
      title: status === "completed" ? "did what was expected" : "did not do what was expected",
      status,
      reason,
      at,
      facts: {
        window,
        results: observations.map(({ metric, measured }) => ({
          metric,
          baseline: measured.baseline,
          observed: measured.observed,
          delta: measured.delta,
          direction: measured.direction,
          confidence: measured.confidence,
          outcome: measured.outcome,
        })),
      },
    }),
  ]);
  return moveOf(held, status, reason);
}

/** All metrics of an action in one statement, each with the days that it was measured on. */
async function storeObservations(
  tx: Transaction,
  held: HeldAction,
  observations: readonly Observation[],
  { window, at }: { window: { from: string; to: string }; at: Date },
): Promise<void> {
  const rows = faultyRows("no_results", observations).map(({ id, measured, days }) => ({
    id,
    observed_value: measured.observed,
    delta: measured.delta,
    direction: measured.direction,
    outcome: measured.outcome,
    confidence: measured.confidence,
    observed: { ...window, delta_pct: measured.deltaPct, days },
  }));
  await tx.$executeRaw`
    update optimization_action_results r set observed_value = o.observed_value, delta = o.delta,
      direction = o.direction, outcome = o.outcome, confidence = o.confidence,
      details = r.details || jsonb_build_object('observed', o.observed), observed_at = ${at.toISOString()}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as o (id uuid, observed_value numeric, delta numeric,
      direction text, outcome text, confidence numeric, observed jsonb)
    where r.tenant_id = ${held.tenantId}::uuid and r.action_id = ${held.id}::uuid and r.id = o.id`;
}
