import type { Transaction } from "../db/tenant-transaction";

type LockedMember = { userId: string; role: string; name: string };

/**
 * Both members as they stand, locked in one order for everybody until the transaction ends: neither leaves or changes
 * role in between, and of two delegations made at once the second sees the first.
 */
export async function lockedPair(
  tx: Transaction,
  tenantId: string,
  delegatorId: string,
  delegateId: string,
): Promise<{ delegator: LockedMember | null; delegate: LockedMember | null }> {
  const rows = await tx.$queryRaw<LockedMember[]>`
    select m.user_id as "userId", m.role, u.name
    from memberships m join users u on u.id = m.user_id
    where m.tenant_id = ${tenantId}::uuid and m.user_id in (${delegatorId}::uuid, ${delegateId}::uuid)
      and m.ended_at is null and u.disabled_at is null
    order by m.user_id for update of m`;
  const find = (id: string) => rows.find(({ userId }) => userId === id) ?? null;
  return { delegator: find(delegatorId), delegate: find(delegateId) };
}
