import * as z from "zod";
import type { Actor } from "../db/governed-write";
import { inTenant } from "../db/tenant-transaction";
import { fail, type Result, settle } from "../failures";
import { readCompanySet } from "../policy/company-set";
import { faultText } from "../policy/publication/set-files";
import { actingMember } from "./acting-member";
import { createPolicyDraft, type DraftOutcome, policyTitle } from "./policy-draft-record";

export const importPolicyDraftInput = z.strictObject({
  archive: z.string().min(1, "Choose the file of a policy set."),
  title: policyTitle,
});

const FAULTS_TOLD = 20;

/** Begins a draft with the policy of a published set; a set that differs anywhere from its hashes is refused. */
export async function importPolicyDraft(
  actor: Actor,
  { archive, title }: z.infer<typeof importPolicyDraftInput>,
  at: Date,
): Promise<Result<DraftOutcome>> {
  const mayRead = await settle(() => inTenant(actor, (tx) => actingMember(tx, actor, "policy.draft")));
  if (!mayRead.ok) return mayRead;
  const read = readCompanySet(archive);
  if (!read.ok) {
    const [first] = read.faults;
    const fields: Record<string, string> = {};
    for (const fault of read.faults.slice(0, FAULTS_TOLD))
      fields[`${fault.file}${fault.path && ` ${fault.path}`}`] ??= fault.message;
    return fail("INVALID_INPUT", `The set is refused. ${first ? faultText(first) : ""}`.trim(), fields);
  }
  return settle(() =>
    inTenant(actor, async (tx) => {
      const { tenantId } = actor;
      const { userId } = await actingMember(tx, actor, "policy.draft");
      const { artifacts } = read;
      return createPolicyDraft(tx, { tenantId, title, artifacts, basedOn: null, by: userId, at });
    }),
  );
}
