import { MEMBER_ROLES, type MemberRole, OPTIMIZER_ROLE } from "../auth/permissions";
import type { Viewer } from "../auth/viewer";
import { inTenant } from "../db/tenant-transaction";

export type Person = {
  userId: string;
  name: string;
  email: string;
  role: MemberRole;
  team: string | null;
  joinedAt: Date;
  leftAt: Date | null;
  /** Has not yet replaced the password that an administrator handed over. */
  invited: boolean;
  disabled: boolean;
  /** The member through which the kernel asks: nobody signs in as it, and nothing about it can be changed. */
  isService: boolean;
  isViewer: boolean;
};

/** Everybody who belongs or has belonged to the company, present ones first, by role and name. */
export async function listPeople(viewer: Viewer): Promise<Person[]> {
  const rows = await inTenant(viewer, (tx) =>
    tx.membership.findMany({
      where: { tenantId: viewer.tenantId },
      select: {
        userId: true,
        role: true,
        team: true,
        createdAt: true,
        endedAt: true,
        user: { select: { name: true, email: true, passwordExpiresAt: true, disabledAt: true } },
      },
    }),
  );
  return rows
    .map((row) => ({
      userId: row.userId,
      name: row.user.name,
      email: row.user.email,
      role: row.role as MemberRole,
      team: row.team,
      joinedAt: row.createdAt,
      leftAt: row.endedAt,
      invited: row.user.passwordExpiresAt !== null,
      disabled: row.user.disabledAt !== null && row.role !== OPTIMIZER_ROLE,
      isService: row.role === OPTIMIZER_ROLE,
      isViewer: row.userId === viewer.userId,
    }))
    .sort(
      (a, b) =>
        Number(a.leftAt !== null) - Number(b.leftAt !== null) ||
        MEMBER_ROLES.indexOf(a.role) - MEMBER_ROLES.indexOf(b.role) ||
        a.name.localeCompare(b.name, "en"),
    );
}
