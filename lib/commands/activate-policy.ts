import { KERNEL_VERSION } from "../../kernel/enforcement";
import type { LogEntry } from "../db/governed-write";
import type { Transaction } from "../db/tenant-transaction";
import type { ActivePolicy } from "../policy/active-policy";

/**
 * Brings a signed proposal into force inside the transaction of the first cycle that closes under it, and supersedes
 * the policy before it. The database refuses it without both signatures.
 */
export async function activatePolicy(
  tx: Transaction,
  tenantId: string,
  policy: ActivePolicy,
  cycleKey: string,
  at: Date,
): Promise<LogEntry> {
  const before = await tx.policyBundle.findFirst({
    where: { tenantId, status: "ACTIVE" },
    select: { id: true, version: true, hash: true },
  });
  if (before) {
    await tx.policyBundle.update({
      where: { tenantId_id: { tenantId, id: before.id } },
      data: { status: "SUPERSEDED", endedAt: at },
    });
  }
  const active = await tx.policyBundle.update({
    where: { tenantId_id: { tenantId, id: policy.bundleId } },
    data: { status: "ACTIVE", activatedAt: at },
    select: { changeClass: true, signoffs: { select: { role: true, signedBy: true, signedAt: true } } },
  });
  return {
    kind: "policy_activated",
    occurredAt: at,
    title: `Policy ${policy.version} is in force`,
    source: "system",
    policyVersion: policy.version,
    policyHash: policy.hash,
    kernelVersion: KERNEL_VERSION,
    facts: {
      from_cycle: cycleKey,
      supersedes: before && { version: before.version, hash: before.hash },
      change_class: active.changeClass,
      signoffs: active.signoffs.map(({ role, signedBy, signedAt }) => ({
        role,
        by: signedBy,
        at: signedAt.toISOString(),
      })),
    },
  };
}
