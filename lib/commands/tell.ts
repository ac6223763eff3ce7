import { randomUUID } from "node:crypto";
import { OPTIMIZER_ROLE, PERMISSIONS, type Permission } from "../auth/permissions";
import type { Transaction } from "../db/tenant-transaction";
import { enqueue } from "../jobs/enqueue";
import type { NoticeKind, NoticeWords } from "../queries/notice-words";

export type Told = { userId: string; words: NoticeWords };

export type Telling = {
  kind: NoticeKind;
  /** A request, a version of the policy, an escalation, a delegation. */
  reference: string;
  /** What happened, once: nobody is told twice of one thing. */
  cause: string;
  people: readonly Told[];
  at: Date;
};

/** A person's words to another go to that person alone, and who is away is the business of those two. */
const NOT_FOR_CHANNELS: readonly NoticeKind[] = [
  "mention",
  "request_signed",
  "stand_in_named",
  "stand_in_ended",
];
const DAILY_HOUR = 6;

/**
 * Tells people of something inside the transaction in which it happens: if that is undone nobody was told, and nobody
 * who should be is forgotten. Nobody is told of what they did themselves. What goes out of the application (e-mail, the
 * company's channels) is only written down here and sent after the commit.
 */
export async function tell(
  tx: Transaction,
  { tenantId, userId: actorId }: { tenantId: string; userId?: string },
  { kind, reference, cause, people, at }: Telling,
): Promise<number> {
  const others = people.filter(({ userId }) => userId !== actorId);
  if (others.length === 0) return 0;
  const told = await tx.$queryRaw<{ id: string; email: string }[]>`
    insert into notices (tenant_id, user_id, kind, reference, cause, words, created_at)
    select ${tenantId}::uuid, p.user_id, ${kind}, ${reference}, ${cause}, p.words, ${at}
    from jsonb_to_recordset(${JSON.stringify(others.map(({ userId, words }) => ({ user_id: userId, words })))}::jsonb)
      as p(user_id uuid, words jsonb)
    join memberships m on m.tenant_id = ${tenantId}::uuid and m.user_id = p.user_id and m.ended_at is null
      and m.role <> ${OPTIMIZER_ROLE}
    order by p.user_id
    on conflict (tenant_id, user_id, cause) do nothing
    returning id, coalesce((
      select n.email from notice_preferences n
      where n.tenant_id = notices.tenant_id and n.user_id = notices.user_id), 'at_once') as email`;
  if (told.length === 0) return 0;
  await planDeliveries(tx, tenantId, { kind, cause, told, at });
  // Jobs of one name that wait are one job: it delivers whatever is due by then.
  const run_for = `${at.toISOString()}/${randomUUID()}`;
  await enqueue(tx, "notices", { tenant_id: tenantId, run_for }, { jobKey: `notices:${tenantId}` });
  return told.length;
}

/** Everybody who may do something, told in the same words. */
export async function toldOf(
  tx: Transaction,
  tenantId: string,
  permission: Permission,
  words: NoticeWords,
): Promise<Told[]> {
  const members = await tx.membership.findMany({
    where: { tenantId, endedAt: null, role: { in: [...PERMISSIONS[permission]] } },
    select: { userId: true },
  });
  return members.map(({ userId }) => ({ userId, words }));
}

type Planned = { kind: NoticeKind; cause: string; told: { id: string; email: string }[]; at: Date };

/** By e-mail to each person as they want it, and once to each of the company's channels for all of them. */
async function planDeliveries(
  tx: Transaction,
  tenantId: string,
  { kind, cause, told, at }: Planned,
): Promise<void> {
  const letters = told
    .filter(({ email }) => email !== "off")
    .map(({ id: noticeId, email }) => ({
      tenantId,
      noticeId,
      nextTryAt: email === "daily" ? nextDaily(at) : at,
    }));
  const posts = NOT_FOR_CHANNELS.includes(kind) ? [] : await channelsToldOf(tx, tenantId, cause);
  const [{ id: noticeId } = { id: "" }] = told;
  await tx.noticeDelivery.createMany({
    data: [...letters, ...posts.map((channelId) => ({ tenantId, noticeId, channelId, nextTryAt: at }))],
  });
}

/** The channels that have not been told of this cause yet. */
async function channelsToldOf(tx: Transaction, tenantId: string, cause: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select c.id from notice_channels c
    where c.tenant_id = ${tenantId}::uuid and c.removed_at is null and not exists (
      select from notice_deliveries d
      join notices n on n.tenant_id = d.tenant_id and n.id = d.notice_id
      where d.tenant_id = c.tenant_id and d.channel_id = c.id and n.cause = ${cause})`;
  return rows.map(({ id }) => id);
}

/** The next six o'clock in the morning, UTC. */
export function nextDaily(at: Date): Date {
  const next = new Date(at);
  next.setUTCHours(DAILY_HOUR, 0, 0, 0);
  if (next <= at) next.setUTCDate(next.getUTCDate() + 1);
  return next;
}
