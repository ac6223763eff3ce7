import * as z from "zod";
import { type Actor, governedWrite } from "../db/governed-write";
import type { Transaction } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import { loadActivePolicy, policyHash } from "../policy/active-policy";
import { type ActingMember, actingMember } from "./acting-member";
import { type LockedBundle, lockProposal, policyChangeEntry } from "./policy-change-record";
import { seenHash } from "./policy-draft-record";

export const signPolicyInput = z.strictObject({ bundleId: z.guid(), seenHash });

const SIGNING_ROLES = ["CFO", "CEO"];

export type SignedPolicy = {
  bundleId: string;
  version: string;
  /** Roles that have yet to sign; none when it comes into force with the next cycle that closes. */
  awaits: string[];
};

/**
 * Signs the content that the person saw, for the role they hold. Whoever wrote or proposed it may sign it too; what
 * must differ is the two who sign.
 */
export function signPolicy(
  actor: Actor,
  input: z.infer<typeof signPolicyInput>,
  at: Date,
): Promise<Result<SignedPolicy>> {
  return settle(() =>
    governedWrite(actor, async ({ tx, append }) => {
      const member = await actingMember(tx, actor, "policy.sign");
      const bundle = await lockProposal(tx, actor.tenantId, input);
      // Not so to decline or withdraw it: what was altered must be got rid of.
      if (policyHash(bundle.artifacts) !== bundle.hash)
        abort("POLICY_UNTRUSTED", `What is stored as policy ${bundle.version} is not what was proposed.`);
      const inForce = await loadActivePolicy(tx, actor.tenantId);
      const signed = await refuseWrongSigner(tx, actor.tenantId, bundle, member);
      await tx.policySignoff.create({
        data: {
          tenantId: actor.tenantId,
          bundleId: bundle.id,
          role: member.role,
          signedBy: member.userId,
          verdict: "APPROVE",
          hash: input.seenHash,
          signedAt: at,
        },
      });
      const awaits = SIGNING_ROLES.filter((role) => role !== member.role && !signed.includes(role));
      const { version } = bundle;
      const standing =
        awaits.length > 0
          ? `waits for the ${awaits.join(" and ")}`
          : "in force with the next cycle that closes";
      await append([
        policyChangeEntry(bundle, inForce, at, {
          title: `Policy ${version} signed by the ${member.role}: ${standing}`,
          step: "SIGNED",
          signer_role: member.role,
        }),
      ]);
      return { bundleId: bundle.id, version, awaits };
    }),
  );
}

/** Two roles are two people, each once; the roles that have signed come back. */
export async function refuseWrongSigner(
  tx: Transaction,
  tenantId: string,
  { id, version }: LockedBundle,
  { userId, role }: ActingMember,
): Promise<string[]> {
  const signoffs = await tx.policySignoff.findMany({
    where: { tenantId, bundleId: id },
    select: { role: true, signedBy: true },
  });
  if (signoffs.some(({ signedBy }) => signedBy === userId))
    abort("CONFLICT", `You have signed policy ${version}. Nobody signs twice; it can still be withdrawn.`);
  if (signoffs.some((each) => each.role === role))
    abort("CONFLICT", `Somebody has signed policy ${version} as ${role} already.`);
  return signoffs.map((each) => each.role);
}
