import * as z from "zod";
import type { Actor } from "../db/governed-write";
import { inTenant } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import { actingMember } from "./acting-member";
import { lockBundle, STANDING } from "./policy-change-record";
import { type DraftOutcome, policyTitle, readDraft, seenHash } from "./policy-draft-record";

export const savePolicyDraftInput = z.strictObject({
  bundleId: z.guid(),
  seenHash,
  title: policyTitle,
  artifacts: z.unknown(),
});

/**
 * Keeps what the editor holds, faults and all. Whoever began from another content than the one stored is told so
 * instead of overwriting somebody's work. Nothing is decided by a draft, so nothing is logged.
 */
export function savePolicyDraft(
  actor: Actor,
  input: z.infer<typeof savePolicyDraftInput>,
  at: Date,
): Promise<Result<DraftOutcome>> {
  return settle(() =>
    inTenant(actor, async (tx) => {
      const { tenantId } = actor;
      const { userId } = await actingMember(tx, actor, "policy.draft");
      const { artifacts, hash, status } = readDraft(input.artifacts);
      const bundle = await lockBundle(tx, tenantId, input.bundleId);
      if (bundle.status !== "DRAFT" && bundle.status !== "VALIDATED")
        abort("STALE", `Policy ${bundle.version} can no longer be edited: ${STANDING[bundle.status]}.`);
      if (bundle.hash !== input.seenHash)
        abort("CONFLICT", "Somebody else has saved this draft since you opened it. Reload to see theirs.");
      await tx.policyBundle.update({
        where: { tenantId_id: { tenantId, id: bundle.id } },
        data: {
          title: input.title,
          artifacts: JSON.parse(JSON.stringify(artifacts)),
          hash,
          status,
          updatedBy: userId,
          updatedAt: at,
        },
      });
      return { bundleId: bundle.id, status, hash };
    }),
  );
}
