import * as z from "zod";
import { type Actor, governedWrite } from "../db/governed-write";
import { type Result, settle } from "../failures";
import { loadActivePolicy } from "../policy/active-policy";
import { actingMember } from "./acting-member";
import { lockProposal, policyChangeEntry } from "./policy-change-record";
import { policyReason, seenHash } from "./policy-draft-record";
import { refuseWrongSigner } from "./sign-policy";

export const declinePolicyInput = z.strictObject({ bundleId: z.guid(), seenHash, reason: policyReason });

/** One refusal ends a proposal. Its content can be taken up again as a new draft. */
export function declinePolicy(
  actor: Actor,
  input: z.infer<typeof declinePolicyInput>,
  at: Date,
): Promise<Result<{ bundleId: string }>> {
  return settle(() =>
    governedWrite(actor, async ({ tx, append }) => {
      const { tenantId } = actor;
      const member = await actingMember(tx, actor, "policy.sign");
      const bundle = await lockProposal(tx, tenantId, input);
      const inForce = await loadActivePolicy(tx, tenantId);
      await refuseWrongSigner(tx, tenantId, bundle, member);
      const { reason } = input;
      await tx.policySignoff.create({
        data: {
          tenantId,
          bundleId: bundle.id,
          role: member.role,
          signedBy: member.userId,
          verdict: "DECLINE",
          hash: input.seenHash,
          reason,
          signedAt: at,
        },
      });
      await tx.policyBundle.update({
        where: { tenantId_id: { tenantId, id: bundle.id } },
        data: { status: "DISCARDED", endedAt: at, endedBy: member.userId },
      });
      await append([
        policyChangeEntry(bundle, inForce, at, {
          title: `Policy ${bundle.version} declined by the ${member.role}`,
          step: "DECLINED",
          reason,
          signer_role: member.role,
        }),
      ]);
      return { bundleId: bundle.id };
    }),
  );
}
