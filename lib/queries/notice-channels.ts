import { inTenant } from "../db/tenant-transaction";
import { signingClock } from "./days-to-sign";

export type ChannelRow = {
  id: string;
  kind: "webhook" | "slack";
  name: string;
  host: string;
  createdBy: string;
  createdAt: Date;
  removedAt: Date | null;
  sent: number;
  waiting: number;
  failed: number;
  lastSentAt: Date | null;
  /** What came of the newest attempt; null while nothing has been tried. */
  lastOutcome: "sent" | "waiting" | "failed" | null;
};

/** A notice that did not go, or not at once, with the reason. What it says is left out: it was for somebody else. */
export type FailedDelivery = {
  id: string;
  /** The channel's name, or null for e-mail. */
  channel: string | null;
  kind: string;
  reference: string;
  person: string;
  /** Skipped: when it was to be tried again, nobody needed it any more. */
  status: "waiting" | "failed" | "skipped";
  attempts: number;
  triedAt: Date;
  nextTryAt: Date | null;
  reason: string;
};

export type NoticeChannelsPage = { channels: ChannelRow[]; troubles: FailedDelivery[]; daysToSign: number };

const SHOWN = 50;
const LOOK_BACK_DAYS = 30;

/** The company's channels, and what of the last month did not go through at once. */
export function loadNoticeChannels(
  person: { tenantId: string; userId: string },
  at: Date,
): Promise<NoticeChannelsPage> {
  const { tenantId } = person;
  const since = new Date(at.getTime() - LOOK_BACK_DAYS * 86_400_000);
  return inTenant(person, async (tx) => {
    const channels = await tx.$queryRaw<ChannelRow[]>`
      select c.id, c.kind, c.name, c.host, coalesce(u.name, '—') as "createdBy", c.created_at as "createdAt",
        c.removed_at as "removedAt",
        (count(*) filter (where d.status = 'sent'))::integer as sent,
        (count(*) filter (where d.status = 'waiting'))::integer as waiting,
        (count(*) filter (where d.status = 'failed'))::integer as failed, max(d.sent_at) as "lastSentAt",
        (array_agg(d.status order by d.tried_at desc, d.id) filter (
          where d.status in ('sent', 'failed') or (d.status = 'waiting' and d.reason is not null)))[1] as "lastOutcome"
      from notice_channels c
      left join users u on u.id = c.created_by
      left join notice_deliveries d on d.tenant_id = c.tenant_id and d.channel_id = c.id
      where c.tenant_id = ${tenantId}::uuid
      group by c.tenant_id, c.id, u.name
      order by c.removed_at is not null, c.created_at desc limit ${SHOWN}`;
    const troubles = await tx.$queryRaw<FailedDelivery[]>`
      select d.id, c.name as channel, n.kind, n.reference, u.name as person, d.status, d.attempts, d.tried_at as "triedAt",
        case when d.status = 'waiting' then d.next_try_at end as "nextTryAt", d.reason
      from notice_deliveries d
      join notices n on n.tenant_id = d.tenant_id and n.id = d.notice_id
      join users u on u.id = n.user_id
      left join notice_channels c on c.tenant_id = d.tenant_id and c.id = d.channel_id
      where d.tenant_id = ${tenantId}::uuid and d.tried_at > ${since} and d.reason is not null
        and (d.status in ('waiting', 'failed') or (d.status = 'skipped' and d.attempts > 1))
      order by d.tried_at desc, d.id limit ${SHOWN}`;
    const { days } = await signingClock(tx, tenantId);
    return { channels, troubles, daysToSign: days };
  });
}
