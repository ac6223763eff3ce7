import { ROLES, type Role } from "../auth/permissions";
import { inTenant } from "../db/tenant-transaction";

export type DemoSignIn = { name: string; email: string; role: Role; team: string | null };
export type DemoCompany = { name: string; slug: string; people: DemoSignIn[] };

/**
 * The demo accounts that the sign-in page offers, without anybody being signed in. It opens only the demo
 * companies, whose ids are public, and shows of them only names and roles of demo accounts; a company or a
 * person that is not marked as a demo is left out. The caller asks only where demo accounts may sign in.
 */
export async function demoSignIns(demoTenantIds: readonly string[]): Promise<DemoCompany[]> {
  const companies = await Promise.all(demoTenantIds.map(demoCompany));
  return companies.filter((company) => company !== null);
}

function demoCompany(tenantId: string): Promise<DemoCompany | null> {
  return inTenant({ tenantId }, async (tx) => {
    const tenant = await tx.tenant.findFirst({
      where: { id: tenantId, isDemo: true },
      select: {
        name: true,
        slug: true,
        memberships: {
          where: { endedAt: null, user: { isDemo: true, disabledAt: null } },
          select: { role: true, team: true, user: { select: { name: true, email: true } } },
        },
      },
    });
    if (tenant === null || tenant.memberships.length === 0) return null;
    const people = tenant.memberships.map(({ role, team, user }) => ({ ...user, role: role as Role, team }));
    people.sort(
      (a, b) => ROLES.indexOf(a.role) - ROLES.indexOf(b.role) || a.name.localeCompare(b.name, "en"),
    );
    return { name: tenant.name, slug: tenant.slug, people };
  });
}
