import type { Cadence } from "../../kernel/enforcement";
import type { Transaction } from "../db/tenant-transaction";
import { abort } from "../failures";
import {
  type ActivePolicy,
  type Artifacts,
  loadActivePolicy,
  policyHash,
  trustedPolicy,
} from "./active-policy";

export type CyclePolicy = {
  policy: ActivePolicy;
  /** Whether this is a signed proposal, which comes into force when this cycle closes. */
  comesIntoForce: boolean;
};

/**
 * Under which policy a cycle is evaluated: one that has closed keeps the policy it closed under, however often it is
 * evaluated again; a new one takes the proposal that both have signed, if there is one, and else the policy in force.
 */
export async function cyclePolicy(
  tx: Transaction,
  tenantId: string,
  { cadence, cycleKey }: { cadence: Cadence; cycleKey: string },
): Promise<CyclePolicy> {
  const closed = await tx.evaluationCycle.findFirst({
    where: { tenantId, cadence, cycleKey, status: "CLOSED" },
    orderBy: { version: "desc" },
    select: { policyBundle: true },
  });
  if (closed) return { policy: trustedPolicy(closed.policyBundle), comesIntoForce: false };
  const signed = await signedProposal(tx, tenantId);
  if (signed) return { policy: signed, comesIntoForce: true };
  return { policy: await loadActivePolicy(tx, tenantId), comesIntoForce: false };
}

/** The proposal with both signatures on the content it has, waiting for the next cycle; null when there is none. */
export async function signedProposal(tx: Transaction, tenantId: string): Promise<ActivePolicy | null> {
  const proposed = await tx.policyBundle.findFirst({
    where: { tenantId, status: "PROPOSED" },
    include: { signoffs: { where: { verdict: "APPROVE" }, select: { signedBy: true, hash: true } } },
  });
  if (!proposed) return null;
  const signers = new Set(
    proposed.signoffs.filter(({ hash }) => hash === proposed.hash).map(({ signedBy }) => signedBy),
  );
  if (signers.size < 2) return null;
  if (policyHash(proposed.artifacts as Artifacts) !== proposed.hash) {
    const words = `What is stored as policy ${proposed.version} is not what was signed. No new cycle is evaluated until it is withdrawn.`;
    return abort("POLICY_UNTRUSTED", words);
  }
  return trustedPolicy(proposed);
}
