import * as z from "zod";
import { noticeAskedAgain, noticeStillWaits } from "../db/notice-waits";
import { inTenant, type Transaction } from "../db/tenant-transaction";
import { mailSettings } from "../env";
import {
  EMAIL_WISHES,
  type EmailWish,
  NOTICE_KINDS,
  type NoticeKind,
  noticePath,
  noticeSentence,
  noticeTitle,
  noticeWordsSchema,
  overSentence,
  overTitle,
  type RequestNow,
} from "./notice-words";
import { MOMENT_AND_ID } from "./page-cursor";

export type ShownNotice = {
  id: string;
  kind: NoticeKind;
  title: string;
  sentence: string;
  /** After the company's own address. */
  path: string;
  at: Date;
  isRead: boolean;
  /** What it asked for has been done, by whomever, or is not wanted any more. */
  isOver: boolean;
};

export type NoticesPage = {
  notices: ShownNotice[];
  unread: number;
  /** Where the next page begins; null on the last. */
  after: string | null;
  email: EmailWish;
  /** Whether this installation sends e-mail at all. */
  mailIsOn: boolean;
};

type Person = { tenantId: string; userId: string };

const PAGE = 50;
const kindSchema = z.enum(NOTICE_KINDS);
const wishSchema = z.enum(EMAIL_WISHES);

/** The filter of the page as it stands in the address; what it does not understand it ignores. */
export const noticesViewSchema = z.object({
  only: z.literal("unread").optional().catch(undefined),
  after: z.string().regex(MOMENT_AND_ID).optional().catch(undefined),
});
export type NoticesView = z.infer<typeof noticesViewSchema>;

type Row = {
  id: string;
  kind: string;
  reference: string;
  words: unknown;
  createdAt: Date;
  isUnread: boolean;
  isOver: boolean;
  requestNow: RequestNow | null;
};

/** What a person was told, the newest first, each awaited signature once, and what of it still waits for them at a moment. */
export function loadNotices(
  person: Person,
  { only, after }: NoticesView,
  present: Date,
  mailIsOn: boolean = mailSettings() !== null,
): Promise<NoticesPage> {
  const { tenantId, userId } = person;
  return inTenant(person, async (tx) => {
    const [at, id] = after?.split(".") ?? [];
    const before = at && id ? new Date(Number(at)) : null;
    const rows = await tx.$queryRaw<Row[]>`
      select n.id, n.kind, n.reference, n.words, n.created_at as "createdAt",
        n.read_at is null and still.waits as "isUnread", not still.waits as "isOver",
        case when n.kind = 'request_signed' then (
          select jsonb_build_object('status', r.status, 'signatureCounts', exists (
            select from signoffs s
            where s.tenant_id = r.tenant_id and s.request_id = r.id and s.revision = r.revision
              and s.role = n.words ->> 'role' and s.signed_at <= n.created_at))
          from requests r where r.tenant_id = n.tenant_id and r.reference = n.reference) end as "requestNow"
      from notices n cross join lateral (select ${noticeStillWaits(present)} as waits) still
      where n.tenant_id = ${tenantId}::uuid and n.user_id = ${userId}::uuid and not ${noticeAskedAgain}
        and (${only ?? null}::text is null or (n.read_at is null and still.waits))
        and (${before}::timestamptz is null or (n.created_at, n.id) < (${before}::timestamptz, ${id ?? null}::uuid))
      order by n.created_at desc, n.id desc limit ${PAGE + 1}`;
    const wish = await tx.noticePreference.findUnique({ where: { tenantId_userId: { tenantId, userId } } });
    const page = rows.slice(0, PAGE);
    const last = page.at(-1);
    return {
      notices: page.map(shownNotice),
      unread: await unreadNotices(tx, person, present),
      after: rows.length > PAGE && last ? `${last.createdAt.getTime()}.${last.id}` : null,
      email: wish ? wishSchema.parse(wish.email) : "at_once",
      mailIsOn,
    };
  });
}

function shownNotice(row: Row): ShownNotice {
  const { id, kind, reference, words, createdAt, isUnread, isOver, requestNow } = row;
  const notice = { kind: kindSchema.parse(kind), reference, words: noticeWordsSchema.parse(words) };
  return {
    id,
    kind: notice.kind,
    title: isOver ? overTitle(notice) : noticeTitle(notice),
    sentence: isOver ? overSentence(notice) : noticeSentence(notice, requestNow),
    path: noticePath(notice),
    at: createdAt,
    isRead: !isUnread,
    isOver,
  };
}

/** For the bell around every page. What asked for something and does not wait for it any more is as good as read. */
export async function unreadNotices(
  tx: Transaction,
  { tenantId, userId }: Person,
  present: Date,
): Promise<number> {
  const [row] = await tx.$queryRaw<{ unread: number }[]>`
    select count(*)::integer as unread from notices n
    where n.tenant_id = ${tenantId}::uuid and n.user_id = ${userId}::uuid and n.read_at is null
      and ${noticeStillWaits(present)} and not ${noticeAskedAgain}`;
  return row?.unread ?? 0;
}
