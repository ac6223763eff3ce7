import * as z from "zod";
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
} from "./notice-words";

export type ShownNotice = {
  id: string;
  kind: NoticeKind;
  title: string;
  sentence: string;
  /** After the company's own address. */
  path: string;
  at: Date;
  isRead: boolean;
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
  after: z
    .string()
    .regex(/^\d+\.[0-9a-f-]{36}$/)
    .optional()
    .catch(undefined),
});
export type NoticesView = z.infer<typeof noticesViewSchema>;

/** What a person was told, the newest first. */
export function loadNotices(
  person: Person,
  { only, after }: NoticesView,
  mailIsOn: boolean = mailSettings() !== null,
): Promise<NoticesPage> {
  const { tenantId, userId } = person;
  return inTenant(person, async (tx) => {
    const [at, id] = after?.split(".") ?? [];
    const cursor = at && id ? { at: new Date(Number(at)), id } : null;
    const rows = await tx.notice.findMany({
      where: {
        tenantId,
        userId,
        ...(only === "unread" && { readAt: null }),
        ...(cursor && {
          OR: [{ createdAt: { lt: cursor.at } }, { createdAt: cursor.at, id: { lt: cursor.id } }],
        }),
      },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: PAGE + 1,
    });
    const wish = await tx.noticePreference.findUnique({ where: { tenantId_userId: { tenantId, userId } } });
    const page = rows.slice(0, PAGE);
    const last = page.at(-1);
    return {
      notices: page.map((row) => {
        const notice = {
          kind: kindSchema.parse(row.kind),
          reference: row.reference,
          words: noticeWordsSchema.parse(row.words),
        };
        return {
          id: row.id,
          kind: notice.kind,
          title: noticeTitle(notice),
          sentence: noticeSentence(notice),
          path: noticePath(notice),
          at: row.createdAt,
          isRead: row.readAt !== null,
        };
      }),
      unread: await unreadNotices(tx, person),
      after: rows.length > PAGE && last ? `${last.createdAt.getTime()}.${last.id}` : null,
      email: wish ? wishSchema.parse(wish.email) : "at_once",
      mailIsOn,
    };
  });
}

/** For the bell around every page. */
export function unreadNotices(tx: Transaction, { tenantId, userId }: Person): Promise<number> {
  return tx.notice.count({ where: { tenantId, userId, readAt: null } });
}
