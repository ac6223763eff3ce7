import * as z from "zod";
import type { Actor } from "../db/governed-write";
import { inTenant } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import { actingMember } from "./acting-member";
import { lockBundle, STANDING } from "./policy-change-record";

export const discardPolicyDraftInput = z.strictObject({ bundleId: z.guid() });

/** Puts a draft away for good; it stays readable. A proposal is declined or withdrawn instead, in the log. */
export function discardPolicyDraft(
  actor: Actor,
  { bundleId }: z.infer<typeof discardPolicyDraftInput>,
  at: Date,
): Promise<Result<{ bundleId: string }>> {
  return settle(() =>
    inTenant(actor, async (tx) => {
      const { tenantId } = actor;
      const { userId } = await actingMember(tx, actor, "policy.draft");
      const bundle = await lockBundle(tx, tenantId, bundleId);
      if (bundle.status !== "DRAFT" && bundle.status !== "VALIDATED")
        abort("CONFLICT", `Policy ${bundle.version} cannot be discarded: ${STANDING[bundle.status]}.`);
      await tx.policyBundle.update({
        where: { tenantId_id: { tenantId, id: bundle.id } },
        data: { status: "DISCARDED", endedAt: at, endedBy: userId },
      });
      return { bundleId: bundle.id };
    }),
  );
}
