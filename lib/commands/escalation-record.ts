import { KERNEL_VERSION } from "../../kernel/enforcement";
import type { LogEntry } from "../db/governed-write";
import type { Transaction } from "../db/tenant-transaction";
import { abort } from "../failures";
import type { ActivePolicy } from "../policy/active-policy";

export type LockedEscalation = {
  id: string;
  rule: string;
  action: string;
  status: "OPEN" | "ACKNOWLEDGED" | "RESOLVED";
};

/** The escalation, held until the transaction ends, so that two people cannot take the same step. */
export async function lockEscalation(
  tx: Transaction,
  tenantId: string,
  escalationId: string,
): Promise<LockedEscalation> {
  const [escalation] = await tx.$queryRaw<LockedEscalation[]>`
    select id, rule, action, status from escalations
    where tenant_id = ${tenantId}::uuid and id = ${escalationId}::uuid for update`;
  return escalation ?? abort("NOT_FOUND");
}

/** The log entry of one step in an escalation's life. */
export function logStep(
  escalation: LockedEscalation,
  policy: ActivePolicy,
  at: Date,
  { title, ...facts }: { title: string; step: string; [fact: string]: string },
): LogEntry {
  return {
    kind: "escalation",
    occurredAt: at,
    title,
    source: "application",
    policyVersion: policy.version,
    policyHash: policy.hash,
    kernelVersion: KERNEL_VERSION,
    facts: {
      escalation_id: escalation.id,
      rule: escalation.rule,
      mandated_action: escalation.action,
      ...facts,
    },
  };
}
