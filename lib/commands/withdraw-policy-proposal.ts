import * as z from "zod";
import { type Actor, governedWrite } from "../db/governed-write";
import { abort, type Result, settle } from "../failures";
import { loadActivePolicy } from "../policy/active-policy";
import { actingMember } from "./acting-member";
import { lockProposal, policyChangeEntry } from "./policy-change-record";
import { policyReason } from "./policy-draft-record";

export const withdrawPolicyProposalInput = z.strictObject({ bundleId: z.guid(), reason: policyReason });

const SIGNATURES_OF_ALL = 2;

/**
 * Takes a proposal back before it is in force: whoever proposed it, or one of those who sign. What both have signed
 * is theirs alone to stop.
 */
export function withdrawPolicyProposal(
  actor: Actor,
  { bundleId, reason }: z.infer<typeof withdrawPolicyProposalInput>,
  at: Date,
): Promise<Result<{ bundleId: string }>> {
  return settle(() =>
    governedWrite(actor, async ({ tx, append }) => {
      const { tenantId } = actor;
      const { userId, role } = await actingMember(tx, actor, "policy.draft");
      const bundle = await lockProposal(tx, tenantId, { bundleId });
      if (role !== "CFO" && role !== "CEO") {
        if (bundle.proposedBy !== userId)
          abort("FORBIDDEN", "Whoever proposed it may withdraw it, the CFO or the CEO.");
        const signatures = await tx.policySignoff.count({ where: { tenantId, bundleId } });
        if (signatures >= SIGNATURES_OF_ALL)
          abort("FORBIDDEN", "Both have signed it: only the CFO or the CEO may withdraw it now.");
      }
      const inForce = await loadActivePolicy(tx, tenantId);
      await tx.policyBundle.update({
        where: { tenantId_id: { tenantId, id: bundle.id } },
        data: { status: "DISCARDED", endedAt: at, endedBy: userId, endedReason: reason },
      });
      await append([
        policyChangeEntry(bundle, inForce, at, {
          title: `Proposed policy ${bundle.version} withdrawn by the ${role}`,
          step: "WITHDRAWN",
          reason,
        }),
      ]);
      return { bundleId: bundle.id };
    }),
  );
}
