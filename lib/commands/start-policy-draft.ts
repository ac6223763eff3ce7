import * as z from "zod";
import type { Actor } from "../db/governed-write";
import { inTenant } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import { type Artifacts, policyHash } from "../policy/active-policy";
import { actingMember } from "./acting-member";
import { createPolicyDraft, type DraftOutcome, policyTitle } from "./policy-draft-record";

export const startPolicyDraftInput = z.strictObject({ fromBundleId: z.guid(), title: policyTitle });

/** Begins a draft as the copy of any version of the company, whatever became of it. Nothing is decided by a draft. */
export function startPolicyDraft(
  actor: Actor,
  { fromBundleId, title }: z.infer<typeof startPolicyDraftInput>,
  at: Date,
): Promise<Result<DraftOutcome>> {
  return settle(() =>
    inTenant(actor, async (tx) => {
      const { tenantId } = actor;
      const { userId } = await actingMember(tx, actor, "policy.draft");
      const from = await tx.policyBundle.findUnique({
        where: { tenantId_id: { tenantId, id: fromBundleId } },
        select: { id: true, hash: true, artifacts: true },
      });
      if (!from) return abort("NOT_FOUND");
      // A copy would get a hash of its own, and hide that its source was altered.
      if (policyHash(from.artifacts as Artifacts) !== from.hash) return abort("POLICY_UNTRUSTED");
      const { artifacts } = from;
      return createPolicyDraft(tx, { tenantId, title, artifacts, basedOn: from.id, by: userId, at });
    }),
  );
}
