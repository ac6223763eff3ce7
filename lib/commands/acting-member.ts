import { can, MEMBER_ROLES, type MemberRole, type Permission, rolesThatCan } from "../auth/permissions";
import type { Actor } from "../db/governed-write";
import type { Transaction } from "../db/tenant-transaction";
import { abort } from "../failures";

export type ActingMember = { userId: string; name: string; role: MemberRole };

/**
 * The person who acts, as the membership stands inside the transaction: a session may be older than the end
 * of a membership or a change of role, and neither may still be acted on.
 */
export async function actingMember(
  tx: Transaction,
  actor: Actor,
  permission: Permission,
): Promise<ActingMember> {
  if (!actor.userId) return abort("FORBIDDEN", "Only a person can do this.");
  const membership = await tx.membership.findUnique({
    where: { tenantId_userId: { tenantId: actor.tenantId, userId: actor.userId } },
    select: { role: true, endedAt: true },
  });
  if (!membership || membership.endedAt) return abort("FORBIDDEN", "You do not belong to this company.");
  const role = MEMBER_ROLES.find((each) => each === membership.role);
  if (role === undefined || !can(role, permission))
    return abort("FORBIDDEN", `Your role does not allow this; ${rolesThatCan(permission)} may.`);
  if (role !== actor.role) return abort("CONFLICT", "Your role has changed. Reload the page.");
  return { userId: actor.userId, name: actor.name, role };
}
