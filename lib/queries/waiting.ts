import type { CompiledPolicy } from "../../kernel/enforcement";
import type { Transaction } from "../db/tenant-transaction";

export type OwnRequest = {
  reference: string;
  title: string;
  gateId: string;
  status: string;
  updatedAt: Date;
};

/** What waits for one person: signatures of theirs, and their own requests that they can move. */
export type Waiting = {
  approvals: number;
  drafts: number;
  blocked: number;
  /** The newest few of the drafts and of what came back. */
  requests: OwnRequest[];
};

/** Who looks, and in which company. */
export type Person = { tenantId: string; userId: string; role: string };

const SHOWN = 5;
const MOVABLE = ["DRAFT", "BLOCKED", "STALE"];

export async function waitingFor(tx: Transaction, person: Person, policy: CompiledPolicy): Promise<Waiting> {
  const where = { tenantId: person.tenantId, requestedBy: person.userId, status: { in: MOVABLE } };
  const counts = await tx.request.groupBy({ by: ["status"], where, _count: true });
  const requests = await tx.request.findMany({
    where,
    orderBy: { updatedAt: "desc" },
    take: SHOWN,
    select: { reference: true, title: true, gateId: true, status: true, updatedAt: true },
  });
  const drafts = counts.find(({ status }) => status === "DRAFT")?._count ?? 0;
  const movable = counts.reduce((sum, { _count }) => sum + _count, 0);
  return {
    approvals: await approvalsWaiting(tx, person, policy),
    drafts,
    blocked: movable - drafts,
    requests,
  };
}

/**
 * Pending requests that this person could sign: their role is still missing, or, where the kernel asks for no
 * role in particular, their role is an approver of the gate.
 */
export async function approvalsWaiting(
  tx: Transaction,
  person: Person,
  policy: CompiledPolicy,
): Promise<number> {
  const approverOf = Object.values(policy.gates)
    .filter(({ approvers }) => approvers.includes(person.role))
    .map(({ id }) => id);
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    select count(*)::int as count
    from requests r
    join gate_decisions d on d.tenant_id = r.tenant_id and d.id = r.last_decision_id
    where r.tenant_id = ${person.tenantId}::uuid and r.status = 'PENDING'
      and r.requested_by <> ${person.userId}::uuid
      and not exists (
        select from signoffs s where s.tenant_id = r.tenant_id and s.request_id = r.id
          and s.revision = r.revision and s.signed_by = ${person.userId}::uuid)
      and (${`signoff:${person.role}`} = any(d.missing)
        or (r.gate_id = any(${approverOf})
          and not exists (select from unnest(d.missing) as item where item like 'signoff:%')))`;
  return row?.count ?? 0;
}
