import * as z from "zod";
import { noticeStillWaits } from "../db/notice-waits";
import type { Transaction } from "../db/tenant-transaction";
import { demoAccountsAllowed } from "../env";
import { NOTICE_KINDS, noticeWordsSchema, type ToldNotice } from "./notice-words";

export type DueDelivery = {
  id: string;
  attempts: number;
  /** Since when somebody is told. */
  createdAt: Date;
  noticeId: string;
  notice: ToldNotice;
  readAt: Date | null;
  /** Of what asks for something: whether the person is still asked, and whether anybody who was told of it is. */
  stillWaits: boolean;
  waitsForAnybody: boolean;
  person: { userId: string; name: string; email: string; isPresent: boolean; wants: string };
  /** Those who were told of the same thing, are still here and still asked, where it asks for something. */
  people: string[];
  channel: {
    id: string;
    kind: "webhook" | "slack";
    sealedAddress: string | null;
    sealedSecret: string | null;
  } | null;
};

const AT_A_TIME = 20;
/** Longer than a whole run waits for other servers: whoever took them that long ago is gone. */
const TAKEN_FOR_MS = 30 * 60_000;

type Row = Omit<DueDelivery, "notice" | "person" | "channel"> & {
  kind: string;
  reference: string;
  words: unknown;
  userId: string;
  name: string;
  email: string;
  isPresent: boolean;
  wants: string;
  channelId: string | null;
  channelKind: "webhook" | "slack" | null;
  sealedAddress: string | null;
  sealedSecret: string | null;
};

/**
 * Takes the next deliveries that are due, so that of several workers one sends each. Taken and never heard of again, one
 * is due once more when its time is over.
 */
export async function takeDueDeliveries(tx: Transaction, tenantId: string, at: Date): Promise<DueDelivery[]> {
  const until = new Date(at.getTime() + TAKEN_FOR_MS);
  const taken = await tx.$queryRaw<{ id: string }[]>`
    update notice_deliveries d set attempts = d.attempts + 1, tried_at = ${at}, next_try_at = ${until}
    where d.tenant_id = ${tenantId}::uuid and d.id in (
      select w.id from notice_deliveries w
      where w.tenant_id = ${tenantId}::uuid and w.status = 'waiting' and w.next_try_at <= ${at}
      order by w.next_try_at, w.id limit ${AT_A_TIME} for update skip locked)
    returning d.id`;
  return readDeliveries(
    tx,
    tenantId,
    taken.map(({ id }) => id),
    at,
  );
}

/**
 * What was taken a while ago, as it stands now: a round of twenty takes its time where other servers are slow. What was
 * settled meanwhile, or taken by another after its time was over, is not there any more.
 */
export async function asTheyStand(
  tx: Transaction,
  tenantId: string,
  taken: readonly DueDelivery[],
  at: Date,
): Promise<DueDelivery[]> {
  const attempts = new Map(taken.map((one) => [one.id, one.attempts]));
  const rows = await readDeliveries(tx, tenantId, [...attempts.keys()], at);
  return rows.filter((row) => attempts.get(row.id) === row.attempts);
}

async function readDeliveries(
  tx: Transaction,
  tenantId: string,
  ids: readonly string[],
  at: Date,
): Promise<DueDelivery[]> {
  if (ids.length === 0) return [];
  const rows = await tx.$queryRaw<Row[]>`
    select d.id, d.attempts, d.notice_id as "noticeId", o.created_at as "createdAt", o.kind, o.reference, o.words,
      o.read_at as "readAt", o.user_id as "userId", u.name, u.email,
      (m.ended_at is null and u.disabled_at is null and (not u.is_demo or ${demoAccountsAllowed()})) as "isPresent",
      coalesce(p.email, 'at_once') as wants, told.waits as "stillWaits", told.for_anybody as "waitsForAnybody", told.people,
      c.id as "channelId", c.kind as "channelKind", c.sealed_address as "sealedAddress", c.sealed_secret as "sealedSecret"
    from notice_deliveries d
    join notices o on o.tenant_id = d.tenant_id and o.id = d.notice_id
    join memberships m on m.tenant_id = o.tenant_id and m.user_id = o.user_id
    join users u on u.id = o.user_id
    left join notice_preferences p on p.tenant_id = o.tenant_id and p.user_id = o.user_id
    left join notice_channels c on c.tenant_id = d.tenant_id and c.id = d.channel_id
    cross join lateral (
      select bool_or(each.waits) filter (where each.id = o.id) as waits, bool_or(each.waits) as for_anybody,
        coalesce(array_agg(distinct each.name order by each.name) filter (where each.waits and each.is_here), '{}') as people
      from (
        select n.id, nu.name, nm.ended_at is null and nu.disabled_at is null as is_here, ${noticeStillWaits(at)} as waits
        from notices n
        join memberships nm on nm.tenant_id = n.tenant_id and nm.user_id = n.user_id
        join users nu on nu.id = n.user_id
        where n.tenant_id = o.tenant_id and n.cause = o.cause) each) told
    where d.tenant_id = ${tenantId}::uuid and d.status = 'waiting' and d.id = any(${ids}::uuid[])
    order by o.created_at, d.id`;
  return rows.map(deliveryOf);
}

const kindSchema = z.enum(NOTICE_KINDS);

function deliveryOf(row: Row): DueDelivery {
  const { id, attempts, createdAt, noticeId, readAt, stillWaits, waitsForAnybody, people } = row;
  const { userId, name, email, isPresent, wants } = row;
  const { channelId, channelKind, sealedAddress, sealedSecret } = row;
  return {
    id,
    attempts,
    createdAt,
    noticeId,
    readAt,
    stillWaits,
    waitsForAnybody,
    people,
    notice: {
      kind: kindSchema.parse(row.kind),
      reference: row.reference,
      words: noticeWordsSchema.parse(row.words),
    },
    person: { userId, name, email, isPresent, wants },
    channel:
      channelId && channelKind ? { id: channelId, kind: channelKind, sealedAddress, sealedSecret } : null,
  };
}
