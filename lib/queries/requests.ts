import * as z from "zod";
import { GATE_IDS, type GateId } from "../../kernel/enforcement";
import { isPaidMonthly } from "../auth/second-factor/asked-above";
import { inTenant, type Transaction } from "../db/tenant-transaction";
import { isStorable } from "../storable-text";
import { dueOnOf, isOverdue, overdueIfBefore, type SigningClock, signingClock } from "./days-to-sign";
import { MOMENT_AND_ID } from "./page-cursor";
import { draftSchema, type RequestDraft } from "./request-content";

export const REQUEST_STATUSES = [
  "DRAFT",
  "PENDING",
  "BLOCKED",
  "STALE",
  "APPROVED",
  "DENIED",
  "WITHDRAWN",
] as const;
export type RequestStatus = (typeof REQUEST_STATUSES)[number];

/** The filter of the list as it stands in the address; what it does not understand it ignores. */
export const requestFilterSchema = z.object({
  status: z.enum(REQUEST_STATUSES).optional().catch(undefined),
  gate: z.enum(GATE_IDS).optional().catch(undefined),
  mine: z.literal("1").optional().catch(undefined),
  overdue: z.literal("1").optional().catch(undefined),
  q: z.string().trim().max(40).refine(isStorable).optional().catch(undefined),
  after: z.string().regex(MOMENT_AND_ID).optional().catch(undefined),
});
export type RequestFilter = z.infer<typeof requestFilterSchema>;

export type ListedRequest = {
  reference: string;
  title: string;
  gateId: GateId;
  status: RequestStatus;
  amountUsd: number | null;
  /** Whether the amount is paid each month. */
  isMonthly: boolean;
  requesterName: string;
  isMine: boolean;
  updatedAt: Date;
  /** The last day on which it is signed in time, once that is over; null for every other. */
  overdueSince: string | null;
};

export type RequestList = {
  rows: ListedRequest[];
  /** Where the next page begins; null on the last. */
  after: string | null;
};

const PAGE = 25;

/** What a person may see: everything submitted, and their own drafts. */
function visibleTo(person: { tenantId: string; userId: string }) {
  return {
    tenantId: person.tenantId,
    OR: [{ status: { not: "DRAFT" } }, { requestedBy: person.userId }],
  };
}

/** `12`, `req-12` and `REQ-12` all find REQ-12. */
function referenceOf(search: string): string {
  const number = /^(?:req-?)?(\d+)$/i.exec(search);
  return number ? `REQ-${number[1]}` : search.toUpperCase();
}

export function listRequests(
  person: { tenantId: string; userId: string },
  filter: RequestFilter,
  at: Date,
): Promise<RequestList> {
  return inTenant(person, async (tx) => {
    const clock = await signingClock(tx, person.tenantId);
    const [changed, id] = filter.after?.split(".") ?? [];
    const cursor = changed && id ? { at: new Date(Number(changed)), id } : null;
    const rows = await tx.request.findMany({
      where: {
        AND: [
          visibleTo(person),
          filter.status ? { status: filter.status } : {},
          filter.gate ? { gateId: filter.gate } : {},
          filter.mine ? { requestedBy: person.userId } : {},
          filter.overdue ? { status: "PENDING", submittedAt: { lt: overdueIfBefore(clock, at) } } : {},
          filter.q ? { reference: referenceOf(filter.q) } : {},
          cursor
            ? { OR: [{ updatedAt: { lt: cursor.at } }, { updatedAt: cursor.at, id: { lt: cursor.id } }] }
            : {},
        ],
      },
      orderBy: [{ updatedAt: "desc" }, { id: "desc" }],
      take: PAGE + 1,
      select: {
        id: true,
        reference: true,
        title: true,
        gateId: true,
        status: true,
        amountUsd: true,
        details: true,
        requestedBy: true,
        submittedAt: true,
        updatedAt: true,
        requester: { select: { user: { select: { name: true } } } },
      },
    });
    const page = rows.slice(0, PAGE);
    const last = page.at(-1);
    return {
      rows: page.map((row) => ({
        reference: row.reference,
        title: row.title,
        gateId: row.gateId as GateId,
        status: row.status as RequestStatus,
        amountUsd: row.amountUsd === null ? null : Number(row.amountUsd),
        isMonthly: isPaidMonthly(row.details),
        requesterName: row.requester.user.name,
        isMine: row.requestedBy === person.userId,
        updatedAt: row.updatedAt,
        overdueSince: overdueSince(row, clock, at),
      })),
      after: rows.length > PAGE && last ? `${last.updatedAt.getTime()}.${last.id}` : null,
    };
  });
}

function overdueSince(
  { status, submittedAt }: { status: string; submittedAt: Date | null },
  clock: SigningClock,
  at: Date,
): string | null {
  if (status !== "PENDING" || submittedAt === null) return null;
  const dueOn = dueOnOf(clock, submittedAt);
  return isOverdue(dueOn, at) ? dueOn : null;
}

export type OwnDraft = {
  reference: string;
  title: string;
  form: RequestDraft["form"] | null;
  updatedAt: Date;
};

/** A person's drafts, the newest first. */
export async function ownDrafts(
  tx: Transaction,
  person: { tenantId: string; userId: string },
): Promise<OwnDraft[]> {
  const rows = await tx.request.findMany({
    where: { tenantId: person.tenantId, requestedBy: person.userId, status: "DRAFT" },
    orderBy: { updatedAt: "desc" },
    take: 50,
    select: { reference: true, title: true, draft: true, updatedAt: true },
  });
  return rows.map(({ reference, title, draft, updatedAt }) => ({
    reference,
    title,
    form: formOf(draft),
    updatedAt,
  }));
}

function formOf(draft: unknown): RequestDraft["form"] | null {
  const parsed = draftSchema.safeParse(draft);
  return parsed.success ? parsed.data.form : null;
}
