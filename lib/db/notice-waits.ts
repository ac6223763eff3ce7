import { Prisma } from "./generated/client";

/**
 * Whether what the notice `n` asks of its person still waits for that person: a signature in the role they were told of,
 * on the present revision and since they were told (whoever signed before may be asked to confirm); their own signature under a proposed policy; a plan against an escalation. A notice that asks
 * for nothing always holds.
 */
export const NOTICE_STILL_WAITS = Prisma.sql`(case
  when n.kind in ('signature_awaited', 'signature_overdue') then exists (
    select from requests r
    where r.tenant_id = n.tenant_id and r.reference = n.reference and r.status = 'PENDING' and not exists (
      select from signoffs s
      where s.tenant_id = r.tenant_id and s.request_id = r.id and s.revision = r.revision and s.signed_at >= n.created_at
        and (s.role = n.words ->> 'role' or n.user_id in (s.signed_by, s.on_behalf_of))))
  when n.kind = 'policy_proposed' then exists (
    select from policy_bundles b
    where b.tenant_id = n.tenant_id and b.id = n.reference::uuid and b.status = 'PROPOSED' and not exists (
      select from policy_signoffs p
      where p.tenant_id = b.tenant_id and p.bundle_id = b.id and p.signed_by = n.user_id))
  when n.kind = 'escalation_raised' then exists (
    select from escalations e
    where e.tenant_id = n.tenant_id and e.id = n.reference::uuid and e.status = 'OPEN')
  else true end)`;
