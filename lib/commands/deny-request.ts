import { type Actor, governedWrite } from "../db/governed-write";
import { abort, type Result, settle } from "../failures";
import { findRequest } from "../queries/request-row";
import { actingMember } from "./acting-member";
import { actionFollows } from "./follow-action-request";
import { type OpenRequest, openRequest, statesSeen } from "./open-request";
import { rationaleOf, recordDecision } from "./record-decision";
import { refuseWrongSigner, refuseWrongStatus, type SignInput } from "./sign-request";
import { handColumns, signerWords, signingHand } from "./signing-hand";
import type { RequestOutcome } from "./submit-request";

/**
 * Says no, with a reason. One person's denial ends the request, whatever others have signed. Whoever stands in for
 * somebody may say no for them; a no spends nothing, so no code is asked for.
 */
export function denyRequest(
  actor: Actor,
  input: SignInput & { reason: string },
  at: Date,
): Promise<Result<RequestOutcome>> {
  return settle(() =>
    governedWrite(actor, async (governed) => {
      const { tx } = governed;
      const reason = input.reason.trim();
      if (reason === "")
        return abort("INVALID_INPUT", undefined, { reason: "Say why, so that the requester can act on it." });
      const member = await actingMember(tx, actor, "request.sign");
      const { userId } = member;
      const open = await openRequest(tx, actor.tenantId, input.reference, at);
      refuseWrongSigner(open, member, input.revision);
      refuseWrongStatus(open);
      const hand = await signingHand(tx, open, member, input.delegationId, at);
      refuseWithoutSay(open, userId, hand.role);
      const signer = signerWords(hand, member);
      const { tenantId, id: requestId, revision, reference } = open.request;
      const sawStates = await statesSeen(tx, tenantId, open, input.sawCycleId);
      await tx.signoff.create({
        data: {
          tenantId,
          requestId,
          revision,
          ...handColumns(hand),
          signedBy: userId,
          verdict: "DENY",
          reason,
          sawStates,
          signedAt: at,
        },
      });
      const denied = await findRequest(tx, tenantId, reference);
      if (!denied) throw new Error(`request ${reference} is locked and still there`);
      const { decisionId, logSeq } = await recordDecision(governed, actor, {
        request: denied,
        present: open.present,
        criticalRoles: open.criticalRoles,
        action: "DENY",
        verdict: open.path.unsigned,
        title: `${reference} denied by ${signer}`,
        rationale: rationaleOf(open.path.unsigned, `Denied by ${signer}: ${reason}`),
        at,
      });
      await tx.request.update({
        where: { tenantId_id: { tenantId, id: requestId } },
        data: {
          status: "DENIED",
          lastDecisionId: decisionId,
          finalDecisionId: decisionId,
          decidedAt: at,
          updatedAt: at,
        },
      });
      const end = { status: "DENIED", by: signer, reason } as const;
      await actionFollows(governed, actor, open.request, open.present, end, at);
      return { reference, status: "DENIED" as const, decision: open.path.unsigned, awaits: [], logSeq };
    }),
  );
}

/** Who may sign may deny, and so may every approver of the gate; but not for a role that has signed. */
function refuseWithoutSay({ request, present, path }: OpenRequest, userId: string, role: string): void {
  const gate = Object.values(present.policy.compiled.gates).find(({ id }) => id === request.gateId);
  const mayDeny = [...path.requiredRoles, ...(gate?.approvers ?? [])];
  const given = request.signoffs.filter(({ revision }) => revision === request.revision);
  if (!mayDeny.includes(role))
    abort("FORBIDDEN", `Only ${[...new Set(mayDeny)].join(", ")} may deny this request.`);
  if (given.some((each) => each.signedBy === userId || each.role === role))
    abort("CONFLICT", `The ${role} has signed this request already.`);
}
