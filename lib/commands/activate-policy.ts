import { KERNEL_VERSION } from "../../kernel/enforcement";
import type { LogEntry } from "../db/governed-write";
import type { Transaction } from "../db/tenant-transaction";
import { abort } from "../failures";
import type { ActivePolicy } from "../policy/active-policy";
import { lockBundle } from "./policy-change-record";

/**
 * Brings a signed proposal into force inside the transaction of the first cycle that closes under it, and supersedes
 * the policy before it. The database refuses it without both signatures. A proposal that was withdrawn while the cycle
 * was being evaluated takes the evaluation with it: its states are not those of the policy in force.
 */
export async function activatePolicy(
  tx: Transaction,
  tenantId: string,
  policy: ActivePolicy,
  cycleKey: string,
  at: Date,
): Promise<LogEntry> {
  const { status } = await lockBundle(tx, tenantId, policy.bundleId);
  if (status !== "PROPOSED")
    abort("CONFLICT", `Policy ${policy.version} was withdrawn meanwhile. Evaluate the cycle again.`);
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
    select: {
      changeClass: true,
      reason: true,
      signoffs: {
        select: { role: true, signedBy: true, signedAt: true },
        orderBy: [{ signedAt: "asc" }, { role: "asc" }],
      },
    },
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
      bundle_id: policy.bundleId,
      from_cycle: cycleKey,
      supersedes: before && { version: before.version, hash: before.hash },
      change_class: active.changeClass,
      reason: active.reason,
      signoffs: active.signoffs.map(({ role, signedBy, signedAt }) => ({
        role,
        by: signedBy,
        at: signedAt.toISOString(),
      })),
    },
  };
}
