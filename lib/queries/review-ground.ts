import type { Transaction } from "../db/tenant-transaction";
import type { ActivePolicy } from "../policy/active-policy";
import { type ReviewActions, reviewActions } from "./review-actions";
import { type ReviewBoard, reviewBoard } from "./review-board";
import { type ReviewExceptions, reviewExceptions } from "./review-exceptions";
import { type ReviewSpend, reviewSpend } from "./review-spend";

/** All that lies on the table at one moment. */
export type ReviewGround = {
  /** Since when things count as new: the review before, or seven days. */
  since: string;
  board: ReviewBoard;
  spend: ReviewSpend;
  actions: ReviewActions;
  exceptions: ReviewExceptions;
};

const WEEK_MS = 7 * 86_400_000;

export async function reviewGround(
  tx: Transaction,
  tenantId: string,
  policy: ActivePolicy,
  at: Date,
): Promise<ReviewGround> {
  const last = await tx.weeklyReview.findFirst({
    where: { tenantId, status: "CLOSED" },
    orderBy: { closedAt: "desc" },
    select: { closedAt: true },
  });
  const since = last?.closedAt ?? new Date(at.getTime() - WEEK_MS);
  const board = await reviewBoard(tx, tenantId, policy.compiled);
  return {
    since: since.toISOString(),
    board,
    spend: await reviewSpend(tx, tenantId, board.cycle, at),
    actions: await reviewActions(tx, tenantId, since, at),
    exceptions: await reviewExceptions(tx, tenantId, since),
  };
}

export type ReviewPerson = { userId: string; name: string; role: string };

/** People of the company who may sit in a review; the optimiser is nobody. */
export function reviewPeople(tx: Transaction, tenantId: string): Promise<ReviewPerson[]> {
  return tx.$queryRaw<ReviewPerson[]>`
    select m.user_id as "userId", u.name, m.role from memberships m join users u on u.id = m.user_id
    where m.tenant_id = ${tenantId}::uuid and m.ended_at is null and m.role <> 'Optimizer'
    order by array_position(
      array['CFO', 'CEO', 'Head of Sales/Marketing', 'CPO/CTO', 'FP&A', 'Team lead', 'Auditor', 'Administrator'], m.role),
      u.name
    limit 500`;
}
