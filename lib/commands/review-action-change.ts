import type { Transaction } from "../db/tenant-transaction";
import { abort } from "../failures";
import { startOfDay } from "../queries/cycle-calendar";

export type ReviewActionState = {
  body: string;
  ownerId: string;
  dueOn: string;
  status: "OPEN" | "DONE" | "DROPPED";
  note: string | null;
};

/** Keeps an action as it stands now, and in which review it came to stand so. */
export async function keepReviewActionState(
  tx: Transaction,
  kept: {
    tenantId: string;
    actionId: string;
    revision: number;
    state: ReviewActionState;
    by: string;
    at: Date;
  },
): Promise<void> {
  const { tenantId, actionId, revision, state, by, at } = kept;
  const open = await tx.weeklyReview.findFirst({
    where: { tenantId, status: "OPEN" },
    select: { id: true },
  });
  await tx.reviewActionChange.create({
    data: {
      tenantId,
      actionId,
      revision,
      reviewId: open?.id ?? null,
      ...state,
      dueOn: startOfDay(state.dueOn),
      changedBy: by,
      changedAt: at,
    },
  });
}

/** An action is owned by somebody who works here. */
export async function checkOwner(tx: Transaction, tenantId: string, ownerId: string): Promise<void> {
  const owner = await tx.membership.findFirst({
    where: { tenantId, userId: ownerId, endedAt: null, role: { not: "Optimizer" } },
    select: { userId: true },
  });
  if (!owner) abort("INVALID_INPUT", undefined, { ownerId: "Choose somebody who works in this company." });
}
