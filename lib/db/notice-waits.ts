import { Prisma } from "./generated/client";

/**
 * Whether what the notice `n` asks of its person still waits for that person at a moment: a signature in the role they
 * were told of, which they still give, on the present revision and since they were told (whoever signed before may be
 * asked to confirm); their own signature under a proposed policy; a plan against an escalation; days on which they are to
 * stand in. A notice that asks for nothing always holds.
 */
export function noticeStillWaits(at: Date): Prisma.Sql {
  const today = Prisma.sql`${at.toISOString().slice(0, 10)}::date`;
  return Prisma.sql`(case
  when n.kind in ('signature_awaited', 'signature_overdue') then exists (
    select from requests r
    where r.tenant_id = n.tenant_id and r.reference = n.reference and r.status = 'PENDING' and not exists (
      select from signoffs s
      where s.tenant_id = r.tenant_id and s.request_id = r.id and s.revision = r.revision and s.signed_at >= n.created_at
        and (s.role = n.words ->> 'role' or n.user_id in (s.signed_by, s.on_behalf_of)))
      and ${stillGives(today)})
  when n.kind = 'policy_proposed' then exists (
    select from policy_bundles b
    where b.tenant_id = n.tenant_id and b.id = n.reference::uuid and b.status = 'PROPOSED' and not exists (
      select from policy_signoffs p
      where p.tenant_id = b.tenant_id and p.bundle_id = b.id and p.signed_by = n.user_id))
  when n.kind = 'escalation_raised' then exists (
    select from escalations e
    where e.tenant_id = n.tenant_id and e.id = n.reference::uuid and e.status = 'OPEN')
  when n.kind = 'stand_in_named' then exists (
    select from signing_delegations g
    where g.tenant_id = n.tenant_id and g.id = n.reference::uuid and g.ended_at is null and g.lapsed_at is null
      and g.until_on >= ${today})
  else true end)`;
}

/**
 * Whether the person was asked for the very signature of the notice `n` again later: a reminder of what is overdue, or
 * a new submission. One signature is one thing to do, and the newest notice stands for those before it. The role is the
 * same, so that as long as the earlier one waits the later one does too.
 */
export const noticeAskedAgain: Prisma.Sql = Prisma.sql`(
  n.kind in ('signature_awaited', 'signature_overdue') and exists (
    select from notices later
    where later.tenant_id = n.tenant_id and later.user_id = n.user_id and later.reference = n.reference
      and later.kind in ('signature_awaited', 'signature_overdue')
      and later.words ->> 'role' is not distinct from n.words ->> 'role'
      and (later.created_at, later.id) > (n.created_at, n.id)))`;

/** The role is theirs, or of somebody they stand in for on this day; or they have signed the request `r` in it before. */
const stillGives = (today: Prisma.Sql) => Prisma.sql`(
        exists (
          select from memberships own
          where own.tenant_id = n.tenant_id and own.user_id = n.user_id and own.role = n.words ->> 'role'
            and own.ended_at is null)
        or exists (
          select from signing_delegations g join users away on away.id = g.delegator and away.disabled_at is null
          where g.tenant_id = n.tenant_id and g.delegate = n.user_id and g.role = n.words ->> 'role'
            and g.ended_at is null and g.lapsed_at is null and ${today} between g.from_on and g.until_on)
        or exists (
          select from signoffs mine
          where mine.tenant_id = r.tenant_id and mine.request_id = r.id and mine.revision = r.revision
            and mine.signed_by = n.user_id and mine.role = n.words ->> 'role'))`;
