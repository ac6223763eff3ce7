import { type Actor, governedWrite } from "../db/governed-write";
import { abort, type Result, settle } from "../failures";
import { actingMember } from "./acting-member";
import { actionFollows } from "./follow-action-request";
import { openRequest } from "./open-request";
import { rationaleOf, recordDecision } from "./record-decision";
import type { RequestOutcome } from "./submit-request";

/** The requester takes a submitted request back, for good. */
export function withdrawRequest(
  actor: Actor,
  input: { reference: string; revision: number },
  at: Date,
): Promise<Result<RequestOutcome>> {
  return settle(() =>
    governedWrite(actor, async (governed) => {
      const { tx } = governed;
      const { userId, name } = await actingMember(tx, actor, "request.submit");
      const { request, present, path, criticalRoles } = await openRequest(
        tx,
        actor.tenantId,
        input.reference,
        at,
      );
      if (request.requestedBy !== userId)
        return abort("FORBIDDEN", "Only the person who asked can withdraw a request.");
      if (request.revision !== input.revision) return abort("CONFLICT");
      const { reference, tenantId, id } = request;
      const { decisionId, logSeq } = await recordDecision(governed, actor, {
        request,
        present,
        criticalRoles,
        action: "WITHDRAW",
        verdict: path.unsigned,
        title: `${reference} withdrawn by the requester`,
        rationale: rationaleOf(path.unsigned, "Withdrawn by the requester."),
        at,
      });
      await tx.request.update({
        where: { tenantId_id: { tenantId, id } },
        data: { status: "WITHDRAWN", lastDecisionId: decisionId, decidedAt: at, updatedAt: at },
      });
      const reason = path.isSignable ? null : rationaleOf(path.unsigned);
      await actionFollows(governed, actor, request, present, { status: "WITHDRAWN", by: name, reason }, at);
      return { reference, status: "WITHDRAWN" as const, decision: path.unsigned, awaits: [], logSeq };
    }),
  );
}
