import { type Actor, governedWrite } from "../db/governed-write";
import { abort, type Result, settle } from "../failures";
import { rolesAwaited } from "../queries/signature-path";
import { actingMember } from "./acting-member";
import { openRequest } from "./open-request";
import { rationaleOf, recordDecision, signedRolesOf } from "./record-decision";
import { type RequestOutcome, standing } from "./submit-request";

/**
 * Decides an open request anew on the states of this moment, without changing it: one that has become
 * forbidden goes STALE, one that has become possible goes up for signature. It never approves: that takes a
 * person. Without a user (after a cycle has closed) it is the system that asks. What the record says already is
 * not said twice.
 */
export function reevaluateRequest(
  actor: Actor,
  input: { reference: string },
  at: Date,
): Promise<Result<RequestOutcome>> {
  return settle(() =>
    governedWrite(actor, async (governed) => {
      const { tx } = governed;
      if (actor.userId) await actingMember(tx, actor, "request.submit");
      const open = await openRequest(tx, actor.tenantId, input.reference, at);
      const { request, present, path, verdict, status, hasChanged, criticalRoles } = open;
      if (!hasChanged) return abort("CONFLICT", "Nothing has changed since the last decision.");
      const signedRoles = signedRolesOf(request);
      const { reference, tenantId, id } = request;
      const said =
        status === "PENDING" ? standing(path, signedRoles) : status === "STALE" ? "stale" : "still blocked";
      const { decisionId, logSeq } = await recordDecision(governed, actor, {
        request,
        present,
        criticalRoles,
        action: "REEVALUATE",
        verdict,
        title: `${reference} decided again: ${said}`,
        rationale: rationaleOf(verdict),
        at,
      });
      await tx.request.update({
        where: { tenantId_id: { tenantId, id } },
        data: { status, lastDecisionId: decisionId, updatedAt: at },
      });
      const awaits = path.isSignable ? rolesAwaited(path, signedRoles) : [];
      return { reference, status, decision: verdict, awaits, logSeq };
    }),
  );
}
