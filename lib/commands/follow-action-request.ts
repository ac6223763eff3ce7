import type { Actor, GovernedTransaction } from "../db/governed-write";
import { enqueue } from "../jobs/enqueue";
import type { RequestRow } from "../queries/request-row";
import type { PresentSituation } from "../queries/situation";
import { actionEntry } from "./executors/action-entry";
import { holdAction } from "./executors/held-action";

/** How a request ended; where it is for nothing, who ended it, in the words of a sentence, and what they said. */
export type RequestEnd =
  | { status: "APPROVED" }
  | { status: "DENIED" | "WITHDRAWN"; by: string; reason: string | null };

/**
 * Lets the action that waited for a request follow it, in the transaction that ends the request. Denied or taken
 * back, it fails for good with the reason, from which the next cycle learns. Approved, it may run: the database
 * lets it from now on, and a job takes it up after the commit. A person's request has no action: nothing happens.
 */
export async function actionFollows(
  { tx, append }: GovernedTransaction,
  actor: Actor,
  { tenantId, id: requestId, reference }: Pick<RequestRow, "tenantId" | "id" | "reference">,
  { policy }: PresentSituation,
  end: RequestEnd,
  at: Date,
): Promise<void> {
  const action = await tx.optimizationAction.findUnique({
    where: { tenantId_requestId: { tenantId, requestId } },
    select: { id: true },
  });
  if (!action) return;
  const held = await holdAction(tx, tenantId, action.id);
  if (held.status !== "awaiting_signoff") return;
  if (end.status === "APPROVED") {
    await enqueue(tx, "execute_actions", {
      tenant_id: tenantId,
      run_for: reference,
      action_ids: [action.id],
    });
    return;
  }
  const { status, by, reason } = end;
  const statusReason = `${reference} was ${status.toLowerCase()} by ${by}${reason ? `: ${reason}` : "."}`;
  await tx.optimizationAction.update({
    where: { tenantId_id: { tenantId, id: action.id } },
    data: { status: "failed", statusReason, finishedAt: at, updatedAt: at },
  });
  const step = { policy, title: "will not run", status: "failed", reason: statusReason, at };
  await append([actionEntry(actor, held, step)]);
}
