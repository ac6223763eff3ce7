import type { CompiledPolicy } from "../../kernel/enforcement";
import { OPTIMIZER_ROLE } from "../auth/permissions";
import type { Transaction } from "../db/tenant-transaction";

export type AssignedOwner = { userId: string; name: string };

/** Who supplies a figure: whom the company has assigned, else the owner of its metric in the outcome contract. */
export type FigureOwner = { words: string; assigned: AssignedOwner | null };

/** The newest assignment of each name, where it has not been given back. */
export async function assignedOwners(
  tx: Transaction,
  tenantId: string,
): Promise<ReadonlyMap<string, AssignedOwner>> {
  const rows = await tx.$queryRaw<{ input: string; userId: string | null; name: string | null }[]>`
    select distinct on (o.input_name) o.input_name as input, o.owner_id as "userId", u.name
    from close_input_owners o
    left join memberships m on m.tenant_id = o.tenant_id and m.user_id = o.owner_id and m.ended_at is null
    left join users u on u.id = m.user_id
    where o.tenant_id = ${tenantId}::uuid
    order by o.input_name, o.assigned_at desc, o.log_seq desc`;
  // Who has left the company supplies nothing any more.
  return new Map(
    rows.flatMap(({ input, userId, name }) => (userId && name ? [[input, { userId, name }] as const] : [])),
  );
}

/** Which triggers a minimum field feeds, by its leading words as lib/queries/trigger-inputs-dataset.ts knows it. */
const FIELD_TRIGGERS: readonly (readonly [RegExp, string])[] = [
  [/^ARR bridge/i, "T5"],
  [/^COGS breakdown/i, "T8"],
  [/^Opex by function/i, "T2"],
  [/^Pipeline stages/i, "T6"],
  [/^Headcount by function/i, "T2"],
];

export const triggersOfField = (field: string): string[] =>
  FIELD_TRIGGERS.flatMap(([words, trigger]) => (words.test(field) ? [trigger] : []));

const NOBODY = "Nobody is named";

export function ownerOf(
  { triggers }: CompiledPolicy,
  assigned: ReadonlyMap<string, AssignedOwner>,
  name: string,
  shortIds: readonly string[],
): FigureOwner {
  const mine = assigned.get(name) ?? null;
  if (mine) return { words: mine.name, assigned: mine };
  const owners = triggers
    .filter(({ shortId }) => shortIds.includes(shortId))
    .flatMap(({ owner }) => (owner ? [owner] : []));
  return { words: [...new Set(owners)].join("; ") || NOBODY, assigned: null };
}

export type Member = { userId: string; name: string; role: string };

/** Whom a figure can be assigned to. */
export async function membersToAssign(tx: Transaction, tenantId: string): Promise<Member[]> {
  const rows = await tx.membership.findMany({
    where: { tenantId, endedAt: null, role: { not: OPTIMIZER_ROLE } },
    select: { userId: true, role: true, user: { select: { name: true } } },
    orderBy: { user: { name: "asc" } },
  });
  return rows.map(({ userId, role, user }) => ({ userId, role, name: user.name }));
}
