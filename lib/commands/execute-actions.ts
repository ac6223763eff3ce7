import * as z from "zod";
import { type Actor, governedWrite } from "../db/governed-write";
import { inTenant, type Transaction } from "../db/tenant-transaction";
import { isTransient, tryRepeatedly } from "../db/transient-failure";
import { abort, ExpectedFailure, type Result, settle } from "../failures";
import { loadSituation } from "../queries/situation";
import { mayActOnActions } from "./executors/acting-on-actions";
import type { ActionMove } from "./executors/action-entry";
import { type ActionLeft, eachAction, report, type Unfinished } from "./executors/each-action";
import { executeOne, failAction, limitWaiting, whyNotDue } from "./executors/execute-one";
import { refusalFor } from "./executors/gate-again";
import { holdAction } from "./executors/held-action";

export type ExecutedActions = {
  /** Took effect: the value is written and the observation window runs. */
  executed: ActionMove[];
  /** Did not, and will not: refused by the gate, a guardrail or a limit, or by a database that would not help. */
  failed: ActionMove[];
  /** Left as they were: they wait for signatures, or have been executed before. */
  left: ActionLeft[];
};

/**
 * Carries out what may be carried out: actions that wait for nobody, and those whose request is approved. Run again,
 * or by ten workers at once, it executes each action once.
 */
export function executeActions(
  actor: Actor,
  { actionIds }: { actionIds?: readonly string[] },
  at: Date,
): Promise<Result<ExecutedActions>> {
  return settle(async () => {
    const due = await inTenant({ tenantId: actor.tenantId, userId: actor.userId }, async (tx) => {
      await mayActOnActions(tx, actor);
      return actionIds ? knownActions(tx, actor.tenantId, actionIds) : dueActions(tx, actor.tenantId);
    });
    const { moved, left } = await eachAction(
      due,
      (actionId, attempt) => executeOne(actor, actionId, { attempt, at }),
      (actionId, failure) => giveUp(actor, actionId, failure, at),
    );
    return {
      executed: moved.filter(({ status }) => status === "executing"),
      failed: moved.filter(({ status }) => status === "failed"),
      left,
    };
  });
}

/** In the order of the cycles, and of the priorities within one. */
async function dueActions(tx: Transaction, tenantId: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select a.id from optimization_actions a
    join optimization_cycles c on c.tenant_id = a.tenant_id and c.id = a.cycle_id
    left join requests r on r.tenant_id = a.tenant_id and r.id = a.request_id
    where a.tenant_id = ${tenantId}::uuid
      and (a.status = 'pending' or (a.status = 'awaiting_signoff' and r.status = 'APPROVED'))
    order by c.executed_at, a.priority, a.id`;
  return rows.map(({ id }) => id);
}

const UNKNOWN = "There is no such action in this company.";

/** Of another company's action nothing is said, not even that there is one: all or none of the ids are known. */
async function knownActions(
  tx: Transaction,
  tenantId: string,
  actionIds: readonly string[],
): Promise<string[]> {
  const asked = [...new Set(actionIds)];
  if (!asked.every((id) => z.guid().safeParse(id).success)) return abort("NOT_FOUND", UNKNOWN);
  const rows = await tx.optimizationAction.findMany({
    where: { tenantId, id: { in: asked } },
    select: { id: true },
  });
  if (rows.length < asked.length) return abort("NOT_FOUND", UNKNOWN);
  return asked;
}

/**
 * An action that could not be finished fails with a reason that a person may read; what was thrown stays in the
 * server's log. Where not even that can be written, the action is left for the next run.
 */
async function giveUp(
  actor: Actor,
  actionId: string,
  { error, attempts }: Unfinished,
  at: Date,
): Promise<ActionMove | ActionLeft> {
  const reason = isTransient(error)
    ? `The database did not let it through in ${attempts} attempts.`
    : "It could not be carried out; the server's log says why.";
  const tried = await tryRepeatedly(() =>
    governedWrite(actor, async (governed) => {
      await limitWaiting(governed.tx);
      const held = await holdAction(governed.tx, actor.tenantId, actionId);
      const waits = whyNotDue(held);
      if (waits) return abort("CONFLICT", waits);
      const present = await loadSituation(governed.tx, actor.tenantId);
      return failAction(governed, actor, held, present, refusalFor(reason), { attempt: attempts, at });
    }),
  );
  if (tried.ok) return tried.value;
  if (tried.error instanceof ExpectedFailure) return { actionId, reason: tried.error.failure.message };
  report(actionId, tried.error);
  return { actionId, reason };
}
