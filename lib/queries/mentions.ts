import { OPTIMIZER_ROLE } from "../auth/permissions";
import { inTenant, type Transaction } from "../db/tenant-transaction";

export type Mentionable = { userId: string; name: string; role: string };

/** Whom a comment may mention: the present people of the company. */
export async function mentionableMembers(tx: Transaction, tenantId: string): Promise<Mentionable[]> {
  return tx.$queryRaw<Mentionable[]>`
    select m.user_id as "userId", u.name, m.role
    from memberships m join users u on u.id = m.user_id
    where m.tenant_id = ${tenantId}::uuid and m.ended_at is null and m.role <> ${OPTIMIZER_ROLE}
      and u.disabled_at is null
    order by u.name, m.role, m.user_id`;
}

export type RequestMentions = {
  members: Mentionable[];
  /** Names of those whom the comments of the request mention, former members among them. */
  names: ReadonlyMap<string, string>;
};

export function loadMentions(
  person: { tenantId: string; userId: string },
  reference: string,
): Promise<RequestMentions> {
  return inTenant(person, async (tx) => {
    const names = await tx.$queryRaw<{ userId: string; name: string }[]>`
      select distinct m.user_id as "userId", u.name
      from requests r
      join request_comments c on c.tenant_id = r.tenant_id and c.request_id = r.id
      join comment_mentions m on m.tenant_id = c.tenant_id and m.comment_id = c.id
      join users u on u.id = m.user_id
      where r.tenant_id = ${person.tenantId}::uuid and r.reference = ${reference}`;
    return {
      members: await mentionableMembers(tx, person.tenantId),
      names: new Map(names.map(({ userId, name }) => [userId, name])),
    };
  });
}
