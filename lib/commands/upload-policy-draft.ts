import * as z from "zod";
import type { Actor } from "../db/governed-write";
import { inTenant } from "../db/tenant-transaction";
import { type Result, settle } from "../failures";
import { actingMember } from "./acting-member";
import { createPolicyDraft, type DraftOutcome, policyTitle } from "./policy-draft-record";

/** Each artifact is an object, or the text of the file that holds it. */
export const uploadPolicyDraftInput = z.strictObject({ artifacts: z.unknown(), title: policyTitle });

/** Begins a draft with four artifacts from elsewhere, faults and all. */
export function uploadPolicyDraft(
  actor: Actor,
  { artifacts, title }: z.infer<typeof uploadPolicyDraftInput>,
  at: Date,
): Promise<Result<DraftOutcome>> {
  return settle(() =>
    inTenant(actor, async (tx) => {
      const { tenantId } = actor;
      const { userId } = await actingMember(tx, actor, "policy.draft");
      return createPolicyDraft(tx, { tenantId, title, artifacts, basedOn: null, by: userId, at });
    }),
  );
}
