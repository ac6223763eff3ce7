import { can, ROLES } from "../auth/permissions";
import type { InboxGround, InboxItem } from "./inbox";

const MOST = 200;

/** Whether the person's role has a permission; a role that nobody is given has none. */
function may(role: string, permission: Parameters<typeof can>[1]): boolean {
  const known = ROLES.find((each) => each === role);
  return known !== undefined && can(known, permission);
}

/** Proposed policies that wait for this person's own role. Nobody signs one for somebody else. */
export async function policiesToSign({ tx, person, present }: InboxGround): Promise<InboxItem[]> {
  const { tenantId, userId, role } = person;
  if (!may(role, "policy.sign")) return [];
  const rows = await tx.$queryRaw<{ id: string; version: string; by: string | null; at: Date }[]>`
    select b.id, b.version, u.name as "by", b.proposed_at as at
    from policy_bundles b
    left join users u on u.id = b.proposed_by
    where b.tenant_id = ${tenantId}::uuid and b.status = 'PROPOSED'
      and not exists (
        select from policy_signoffs s where s.tenant_id = b.tenant_id and s.bundle_id = b.id
          and (s.role = ${role} or s.signed_by = ${userId}::uuid or s.verdict = 'DECLINE'))
    order by b.proposed_at limit ${MOST}`;
  return rows.map(({ id, version, by, at }) => ({
    kind: "policy",
    key: id,
    title: `Policy ${version}, proposed`,
    path: `/policy/versions/${id}`,
    about: `${by ?? "Somebody"} proposed it; the CFO and the CEO sign it, each in person`,
    waitingSince: at,
    yearlyUsd: null,
    dueOn: null,
    otherwise: `Policy ${present.policy.version} stays in force.`,
    signature: null,
  }));
}

/** Escalations that nobody has answered with a plan. */
export async function escalationsWithoutPlan({ tx, person }: InboxGround): Promise<InboxItem[]> {
  if (!may(person.role, "escalation.acknowledge")) return [];
  const rows = await tx.$queryRaw<{ id: string; action: string; triggers: string[]; at: Date }[]>`
    select id, action, trigger_ids as triggers, raised_at as at from escalations
    where tenant_id = ${person.tenantId}::uuid and status = 'OPEN'
    order by raised_at limit ${MOST}`;
  return rows.map(({ id, action, triggers, at }) => ({
    kind: "escalation",
    key: id,
    title: action,
    path: `/escalations/${id}`,
    about: `Escalation over ${triggers.map((trigger) => trigger.split("_")[0]).join(", ")}, without a plan`,
    waitingSince: at,
    yearlyUsd: null,
    dueOn: null,
    otherwise: "It stays open before everybody; without a plan it cannot be dismissed.",
    signature: null,
  }));
}

/** What DEFENSIVE mode demands and this person has taken on. */
export async function ownDefensiveActions({ tx, person }: InboxGround): Promise<InboxItem[]> {
  const rows = await tx.$queryRaw<{ id: string; action: string; at: Date; dueOn: string | null }[]>`
    select a.id, a.action, p.started_at as at, a.due_on::text as "dueOn"
    from mode_periods p
    join defensive_actions a on a.tenant_id = p.tenant_id and a.mode_period_id = p.id
    where p.tenant_id = ${person.tenantId}::uuid and p.ended_at is null and p.mode = 'DEFENSIVE'
      and a.owner_id = ${person.userId}::uuid and a.done_at is null
    order by a.position limit ${MOST}`;
  return rows.map(({ id, action, at, dueOn }) => ({
    kind: "defensive",
    key: id,
    title: action,
    path: "/defensive",
    about: "Mandated in DEFENSIVE mode; you own it",
    waitingSince: at,
    yearlyUsd: null,
    dueOn,
    otherwise: "It stays undone under your name, before everybody.",
    signature: null,
  }));
}
