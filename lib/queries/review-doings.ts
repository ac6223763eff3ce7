import type { Transaction } from "../db/tenant-transaction";
import type { ReviewMinutes } from "./review-minutes";

/** What was done between the opening of a review and a moment. */
export type ReviewDoings = Pick<ReviewMinutes, "decisions" | "decisionsLeftOut" | "logHead"> & {
  present: string[];
  notes: Map<number, { body: string; by: string }>;
  changed: ReviewMinutes["actions"]["changed"];
  open: ReviewMinutes["actions"]["open"];
};

type Opened = { id: string; openedLogSeq: bigint };

const MOST_DECISIONS = 100;

/**
 * Decisions are taken from the log, where they stand anyway: what people of the company caused after the opening. What
 * outside systems asked for meanwhile was no part of the meeting.
 */
export async function reviewDoings(
  tx: Transaction,
  tenantId: string,
  { id, openedLogSeq }: Opened,
  at: Date,
): Promise<ReviewDoings> {
  const decisions = await tx.$queryRaw<ReviewMinutes["decisions"]>`
    select seq::int as seq, kind, title, actor, outcome, request_ref as "requestRef" from decision_log_entries
    where tenant_id = ${tenantId}::uuid and seq > ${openedLogSeq} and source = 'application' and occurred_at <= ${at}
    order by seq`;
  const head = await tx.decisionLogHead.findUnique({ where: { tenantId } });
  const attendance = await tx.reviewAttendance.findMany({
    where: { tenantId, reviewId: id, isPresent: true },
    select: { userId: true },
  });
  return {
    decisions: decisions.slice(0, MOST_DECISIONS),
    decisionsLeftOut: Math.max(0, decisions.length - MOST_DECISIONS),
    logHead: Number(head?.seq ?? 0n),
    present: attendance.map(({ userId }) => userId),
    notes: await notesOf(tx, tenantId, id),
    changed: await changedIn(tx, tenantId, id),
    open: await tx.$queryRaw<ReviewDoings["open"]>`
      select a.id, a.body, u.name as owner, a.due_on::text as "dueOn", a.status, a.note
      from review_actions a join users u on u.id = a.owner_id
      where a.tenant_id = ${tenantId}::uuid and a.status = 'OPEN' order by a.due_on, a.created_at, a.id`,
  };
}

async function notesOf(tx: Transaction, tenantId: string, reviewId: string) {
  const rows = await tx.$queryRaw<{ item: number; body: string; by: string }[]>`
    select n.item, n.body, u.name as by from review_notes n join users u on u.id = n.updated_by
    where n.tenant_id = ${tenantId}::uuid and n.review_id = ${reviewId}::uuid and btrim(n.body) <> ''`;
  return new Map(rows.map(({ item, body, by }) => [item, { body, by }]));
}

type Changed = ReviewMinutes["actions"]["changed"][number];
type Row = Omit<Changed, "what"> & { revision: number };

/** Each action once, as it stood last in this review, with what was done to it there. */
async function changedIn(tx: Transaction, tenantId: string, reviewId: string): Promise<Changed[]> {
  const rows = await tx.$queryRaw<(Row & { first: number; dueBefore: string | null })[]>`
    select distinct on (c.action_id) c.action_id as id, c.body, o.name as owner, c.due_on::text as "dueOn", c.status, c.note,
      u.name as by, c.revision, min(c.revision) over (partition by c.action_id) as first,
      (select b.due_on::text from review_action_changes b where b.tenant_id = c.tenant_id and b.action_id = c.action_id
        and b.review_id is distinct from c.review_id and b.revision < c.revision order by b.revision desc limit 1) as "dueBefore"
    from review_action_changes c
    join users o on o.id = c.owner_id join users u on u.id = c.changed_by
    where c.tenant_id = ${tenantId}::uuid and c.review_id = ${reviewId}::uuid
    order by c.action_id, c.revision desc`;
  return rows
    .map(({ first, dueBefore, revision: _, ...row }) => ({ ...row, what: wordOf(row, first, dueBefore) }))
    .sort((one, other) => one.dueOn.localeCompare(other.dueOn) || one.id.localeCompare(other.id));
}

function wordOf(row: Omit<Row, "revision">, first: number, dueBefore: string | null): string {
  if (row.status === "DONE") return "Done";
  if (row.status === "DROPPED") return "Dropped";
  if (first === 1) return "Taken on";
  return dueBefore !== null && dueBefore !== row.dueOn ? `Due day moved from ${dueBefore}` : "Changed";
}
