import published from "../../docs/policy/vsf-TEST-CFO-001/08_outcome_contract.json" with { type: "json" };
import { KERNEL_VERSION } from "../../kernel/enforcement";
import type { Role } from "../../lib/auth/permissions";
import { type Actor, governedWrite } from "../../lib/db/governed-write";
import { inTenant, type Transaction } from "../../lib/db/tenant-transaction";
import { policyHash } from "../../lib/policy/active-policy";
import { addDays } from "../../lib/queries/cycle-calendar";
import { type CompanyStory, momentOf, type SeedCalendar } from "./generator/company";
import { namedUuid } from "./generator/random";
import { DEMO_PEOPLE, type DemoPerson } from "./people";

/** The policy of the demonstration: the reference policy, as published. */
export const demoArtifacts = published.bundle;
export const POLICY_VERSION = "1.0.0";
const FIRST_REQUEST_NUMBER = 1001;

export const demoUserId = (email: string): string => namedUuid(`demo-user:${email}`);

/** The one person of a company in a role (of two, the first named). */
export function demoActor(tenantId: string, role: Role, position = 0): Actor & { userId: string } {
  const holders = DEMO_PEOPLE.filter(({ memberships }) =>
    memberships.some((each) => each.tenantId === tenantId && each.role === role),
  );
  const person = holders[position];
  if (!person) throw new Error(`no demo person ${position} in the role ${role}`);
  return { tenantId, userId: demoUserId(person.email), name: person.name, role };
}

/** The company, its people and what they may do, ten days before the plan begins. */
export async function insertCompany(
  tx: Transaction,
  story: CompanyStory,
  calendar: SeedCalendar,
  holidays: readonly string[],
  passwordHash: string,
): Promise<void> {
  const since = momentOf(addDays(calendar.planStart, -10), 9);
  await tx.$executeRaw`
    insert into tenants (id, name, slug, plan_start, holidays, next_request_number, is_demo, created_at)
    values (${story.tenantId}::uuid, ${story.name}, ${story.slug}, ${calendar.planStart}::date,
      ${[...holidays]}::date[], ${FIRST_REQUEST_NUMBER}, true, ${since}::timestamptz)`;
  const people = DEMO_PEOPLE.filter(
    ({ memberships }) =>
      memberships.length === 0 || memberships.some(({ tenantId }) => tenantId === story.tenantId),
  );
  for (const person of people) await insertPerson(tx, story.tenantId, person, passwordHash, since);
}

async function insertPerson(
  tx: Transaction,
  tenantId: string,
  { email, name, isOperator = false, memberships }: DemoPerson,
  passwordHash: string,
  since: string,
): Promise<void> {
  const id = demoUserId(email);
  // Who belongs to both companies is there already when the second one is made.
  await tx.$executeRaw`
    insert into users (id, email, name, password_hash, is_demo, is_operator, created_at)
    values (${id}::uuid, ${email}, ${name}, ${passwordHash}, true, ${isOperator}, ${since}::timestamptz)
    on conflict do nothing`;
  const membership = memberships.find((each) => each.tenantId === tenantId);
  if (!membership) return;
  await tx.$executeRaw`
    insert into memberships (tenant_id, user_id, role, team, created_at)
    values (${tenantId}::uuid, ${id}::uuid, ${membership.role}, ${membership.team ?? null}, ${since}::timestamptz)`;
}

/** Puts the reference policy in force on the plan's first day. */
export async function activatePolicy(story: CompanyStory, calendar: SeedCalendar): Promise<void> {
  const { tenantId } = story;
  const known = await inTenant({ tenantId }, (tx) =>
    tx.policyBundle.findFirst({ where: { tenantId, version: POLICY_VERSION } }),
  );
  if (known) return;
  const cfo = demoActor(tenantId, "CFO");
  const at = new Date(momentOf(calendar.planStart, 9));
  const hash = policyHash(demoArtifacts);
  await governedWrite(cfo, async ({ tx, append }) => {
    await tx.policyBundle.create({
      data: {
        tenantId,
        version: POLICY_VERSION,
        status: "ACTIVE",
        hash,
        artifacts: JSON.parse(JSON.stringify(demoArtifacts)),
        createdBy: cfo.userId,
        createdAt: at,
        activatedAt: at,
      },
    });
    await append([
      {
        kind: "policy_activated",
        occurredAt: at,
        title: `Policy ${POLICY_VERSION} is in force`,
        source: "application",
        policyVersion: POLICY_VERSION,
        policyHash: hash,
        kernelVersion: KERNEL_VERSION,
        facts: { trace_id: "vsf-TEST-CFO-001", plan_start: calendar.planStart },
      },
    ]);
  });
}
