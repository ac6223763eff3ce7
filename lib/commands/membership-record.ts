import { OPTIMIZER_ROLE } from "../auth/permissions";
import type { Actor } from "../db/governed-write";
import type { Transaction } from "../db/tenant-transaction";
import { abort } from "../failures";

export type LockedMember = { userId: string; role: string; team: string | null; name: string; email: string };

/**
 * Locks a present member's row together with that of the administrator who acts, in one order for everybody:
 * of two administrators who end each other's access at the same moment, one stays. So are those with whom this member
 * shares a delegation, who are told when it lapses.
 */
export async function lockMember(tx: Transaction, actor: Actor, userId: string): Promise<LockedMember> {
  if (actor.userId === userId) {
    // Who could raise their own role could sign as anybody.
    return abort("FORBIDDEN", "Nobody changes their own access. Ask another administrator.");
  }
  const rows = await tx.$queryRaw<LockedMember[]>`
    select m.user_id as "userId", m.role, m.team, u.name, u.email
    from memberships m join users u on u.id = m.user_id
    where m.tenant_id = ${actor.tenantId}::uuid and m.ended_at is null
      and (m.user_id in (${actor.userId}::uuid, ${userId}::uuid) or m.user_id in (
        select unnest(array[d.delegator, d.delegate]) from signing_delegations d
        where d.tenant_id = ${actor.tenantId}::uuid and ${userId}::uuid in (d.delegator, d.delegate)
          and d.ended_at is null and d.lapsed_at is null))
    order by m.user_id for update of m`;
  if (!rows.some((row) => row.userId === actor.userId)) {
    return abort("FORBIDDEN", "You do not belong to this company any more.");
  }
  const member =
    rows.find((row) => row.userId === userId) ??
    abort("NOT_FOUND", "This person does not belong to the company any more.");
  if (member.role === OPTIMIZER_ROLE)
    return abort("FORBIDDEN", `${member.name} is a service: it has no password, no other role and stays.`);
  return member;
}
