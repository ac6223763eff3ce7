import { KERNEL_VERSION } from "../../kernel/enforcement";
import type { LogEntry } from "../db/governed-write";
import type { Transaction } from "../db/tenant-transaction";

/**
 * A change of who may do what, for the log. It names the policy in force if there is one, and is written
 * without one as well: taking access away must not wait for a policy to be in order.
 */
export async function accessChange(
  tx: Transaction,
  tenantId: string,
  at: Date,
  title: string,
  facts: Record<string, unknown>,
): Promise<LogEntry> {
  const policy = await tx.policyBundle.findFirst({
    where: { tenantId, status: "ACTIVE" },
    orderBy: { activatedAt: "desc" },
    select: { version: true, hash: true },
  });
  return {
    kind: "access_change",
    occurredAt: at,
    title,
    source: "application",
    policyVersion: policy?.version ?? "none",
    policyHash: policy?.hash ?? "none",
    kernelVersion: KERNEL_VERSION,
    facts: { access_change: facts },
  };
}
