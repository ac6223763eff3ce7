import * as z from "zod";
import { compareVersions, compile, findingText } from "../../kernel/enforcement";
import { type Actor, governedWrite } from "../db/governed-write";
import type { Transaction } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import { type ActivePolicy, loadActivePolicy, policyHash } from "../policy/active-policy";
import { companySetFaults } from "../policy/company-set";
import { type ChangeClass, neededVersion, policyChange } from "../policy/policy-change";
import { faultText } from "../policy/publication/set-files";
import { actingMember } from "./acting-member";
import { type LockedBundle, lockBundle, policyChangeEntry, STANDING } from "./policy-change-record";
import { holdPolicyLife, policyReason, seenHash } from "./policy-draft-record";
import { tell, toldOf } from "./tell";

export const proposePolicyInput = z.strictObject({
  bundleId: z.guid(),
  seenHash,
  version: z
    .string()
    .regex(/^(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})$/, "Give a version such as 2.0.0."),
  reason: policyReason,
});

export type ProposedPolicy = { bundleId: string; version: string; changeClass: ChangeClass; hash: string };

/**
 * Puts a sound draft up for the signatures of CFO and CEO, under the version it is to carry. What it changes is
 * measured against the policy in force, which nothing but this proposal can replace while it is open.
 */
export function proposePolicy(
  actor: Actor,
  input: z.infer<typeof proposePolicyInput>,
  at: Date,
): Promise<Result<ProposedPolicy>> {
  return settle(() =>
    governedWrite(actor, async ({ tx, append }) => {
      const { tenantId } = actor;
      const { userId, role } = await actingMember(tx, actor, "policy.draft");
      await holdPolicyLife(tx, tenantId);
      const draft = await lockBundle(tx, tenantId, input.bundleId);
      refuseUnready(draft, input.seenHash);
      const inForce = await loadActivePolicy(tx, tenantId);
      const changeClass = refuseVersion(draft, inForce, input.version);
      await refuseTaken(tx, tenantId, input.version);
      refuseNonconforming(draft, input.version);
      const { version, reason } = input;
      await tx.policyBundle.update({
        where: { tenantId_id: { tenantId, id: draft.id } },
        data: { status: "PROPOSED", version, reason, changeClass, proposedBy: userId, proposedAt: at },
      });
      await append([
        policyChangeEntry({ ...draft, version }, inForce, at, {
          title: `Policy ${version} proposed by the ${role}: a ${changeClass} change, waits for CFO and CEO`,
          step: "PROPOSED",
          reason,
        }),
      ]);
      await tell(tx, actor, {
        kind: "policy_proposed",
        reference: draft.id,
        cause: `policy:${draft.id}:${at.toISOString()}`,
        people: await toldOf(tx, tenantId, "policy.sign", { title: version, by: actor.name, reason }),
        at,
      });
      return { bundleId: draft.id, version, changeClass, hash: draft.hash };
    }),
  );
}

function refuseUnready({ version, status, hash, artifacts }: LockedBundle, seen: string): void {
  if (status !== "DRAFT" && status !== "VALIDATED")
    abort("CONFLICT", `Policy ${version} cannot be proposed: ${STANDING[status]}.`);
  if (hash !== seen)
    abort("CONFLICT", "Somebody else has saved this draft since you opened it. Read it again.");
  if (policyHash(artifacts) !== hash) abort("POLICY_UNTRUSTED");
  // Looked at again: the checks may have learned something since it was saved.
  const { findings } = compile(artifacts);
  const [first] = findings;
  if (first)
    abort(
      "INVALID_INPUT",
      `A policy with faults would block every request, so it is not proposed. ${first.code}: ${findingText(first)}${findings.length > 1 ? `; ${findings.length - 1} more` : ""}.`,
    );
  if (status === "DRAFT") abort("CONFLICT", "Save the draft once more: its checks pass by now.");
}

/** What is in force can be published: the set that it makes has to pass its own checklist and references. */
function refuseNonconforming({ artifacts }: LockedBundle, version: string): void {
  const [first, ...more] = companySetFaults(artifacts, version);
  if (first)
    abort(
      "INVALID_INPUT",
      `The set that this policy makes does not conform, so it is not proposed. ${faultText(first)}${more.length > 0 ? `; ${more.length} more` : ""}.`,
    );
}

function refuseVersion(draft: LockedBundle, inForce: ActivePolicy, version: string): ChangeClass {
  const { class: changed } = policyChange(inForce.artifacts, draft.artifacts);
  if (changed === null)
    return abort("INVALID_INPUT", `It says the same as policy ${inForce.version}, which is in force.`);
  const needed = neededVersion(inForce.version, changed);
  if (compareVersions(version, needed) < 0) {
    const words = `A ${changed} change of policy ${inForce.version} needs at least ${needed}.`;
    return abort("INVALID_INPUT", words, { version: words });
  }
  return changed;
}

async function refuseTaken(tx: Transaction, tenantId: string, version: string): Promise<void> {
  const open = await tx.policyBundle.findFirst({
    where: { tenantId, OR: [{ status: "PROPOSED" }, { version, status: { not: "DISCARDED" } }] },
    select: { version: true, status: true },
    orderBy: { status: "desc" },
  });
  if (open?.status === "PROPOSED")
    abort(
      "CONFLICT",
      `Policy ${open.version} is proposed already. One is decided before the next is proposed.`,
    );
  if (open) abort("INVALID_INPUT", undefined, { version: `There is a policy ${version} already.` });
}
