import type { Transaction } from "../db/tenant-transaction";
import { addDays, isoDate } from "./cycle-calendar";

export const REVIEW_ACTION_STATES = ["OPEN", "DONE", "DROPPED"] as const;
export type ReviewActionState = (typeof REVIEW_ACTION_STATES)[number];

/** What somebody took on in a review. */
export type ReviewActionRow = {
  id: string;
  body: string;
  ownerId: string;
  ownerName: string;
  dueOn: string;
  status: ReviewActionState;
  note: string | null;
  revision: number;
  /** The week in whose review it was taken on. */
  raisedIn: string;
  endedAt: Date | null;
};

/** What the contract mandates in DEFENSIVE mode and is not done. */
export type MandatedAction = { action: string; ownerName: string | null; dueOn: string | null };

/** What the Revenue OS kernel is about: a person's word is awaited, or its window ends within the week. */
export type RevenueActionDue = {
  id: string;
  words: string;
  status: string;
  targetMetric: string;
  windowEndsOn: string | null;
};

export type ReviewActions = {
  /** Open ones, and what has ended since the review before. */
  taken: ReviewActionRow[];
  mandated: MandatedAction[];
  revenue: RevenueActionDue[];
};

const MOST = 200;

export async function reviewActions(
  tx: Transaction,
  tenantId: string,
  since: Date,
  at: Date,
): Promise<ReviewActions> {
  const taken = await tx.$queryRaw<ReviewActionRow[]>`
    select a.id, a.body, a.owner_id as "ownerId", u.name as "ownerName", a.due_on::text as "dueOn", a.status, a.note,
      a.revision, w.week_key as "raisedIn", a.ended_at as "endedAt"
    from review_actions a
    join weekly_reviews w on w.tenant_id = a.tenant_id and w.id = a.raised_in
    join users u on u.id = a.owner_id
    where a.tenant_id = ${tenantId}::uuid and (a.status = 'OPEN' or a.ended_at >= ${since})
    order by a.due_on, a.created_at, a.id limit ${MOST}`;
  const mandated = await tx.$queryRaw<MandatedAction[]>`
    select a.action, u.name as "ownerName", a.due_on::text as "dueOn"
    from mode_periods p
    join defensive_actions a on a.tenant_id = p.tenant_id and a.mode_period_id = p.id
    left join users u on u.id = a.owner_id
    where p.tenant_id = ${tenantId}::uuid and p.ended_at is null and p.mode = 'DEFENSIVE' and a.done_at is null
    order by a.position`;
  const revenue = await tx.$queryRaw<RevenueActionDue[]>`
    select id, coalesce(action ->> 'notes_for_humans', action_key) as words, status, target_metric as "targetMetric",
      window_ends_on::text as "windowEndsOn"
    from optimization_actions
    where tenant_id = ${tenantId}::uuid
      and (status = 'awaiting_signoff' or status = 'executing' and window_ends_on <= ${addDays(isoDate(at), 7)}::date)
    order by window_ends_on nulls first, priority, id limit ${MOST}`;
  return { taken, mandated, revenue };
}
