import * as z from "zod";
import { NOTICE_STILL_WAITS } from "../db/notice-waits";
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
  /** Of what asks the person for something: whether it still does. */
  stillWaits: boolean;
  person: { userId: string; name: string; email: string; isPresent: boolean; wants: string };
  /** Everybody who was told of the same thing. */
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
  if (taken.length === 0) return [];
  const rows = await tx.$queryRaw<Row[]>`
    select d.id, d.attempts, d.notice_id as "noticeId", n.created_at as "createdAt", n.kind, n.reference, n.words,
      n.read_at as "readAt", n.user_id as "userId", u.name, u.email,
      (m.ended_at is null and u.disabled_at is null and (not u.is_demo or ${demoAccountsAllowed()})) as "isPresent",
      coalesce(p.email, 'at_once') as wants,
      ${NOTICE_STILL_WAITS} as "stillWaits",
      (select array_agg(distinct ou.name order by ou.name) from notices o join users ou on ou.id = o.user_id
        where o.tenant_id = n.tenant_id and o.cause = n.cause) as people,
      c.id as "channelId", c.kind as "channelKind", c.sealed_address as "sealedAddress", c.sealed_secret as "sealedSecret"
    from notice_deliveries d
    join notices n on n.tenant_id = d.tenant_id and n.id = d.notice_id
    join memberships m on m.tenant_id = n.tenant_id and m.user_id = n.user_id
    join users u on u.id = n.user_id
    left join notice_preferences p on p.tenant_id = n.tenant_id and p.user_id = n.user_id
    left join notice_channels c on c.tenant_id = d.tenant_id and c.id = d.channel_id
    where d.tenant_id = ${tenantId}::uuid and d.id = any(${taken.map(({ id }) => id)}::uuid[])
    order by n.created_at, d.id`;
  return rows.map(deliveryOf);
}

const kindSchema = z.enum(NOTICE_KINDS);

function deliveryOf(row: Row): DueDelivery {
  const { id, attempts, createdAt, noticeId, readAt, stillWaits, people } = row;
  const { userId, name, email, isPresent, wants } = row;
  const { channelId, channelKind, sealedAddress, sealedSecret } = row;
  return {
    id,
    attempts,
    createdAt,
    noticeId,
    readAt,
    stillWaits,
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
