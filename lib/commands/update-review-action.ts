import * as z from "zod";
import { can } from "../auth/permissions";
import type { Actor } from "../db/governed-write";
import { inTenant, type Transaction } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import { startOfDay } from "../queries/cycle-calendar";
import { REVIEW_ACTION_STATES } from "../queries/review-actions";
import { isStorable, UNSTORABLE_WORDS } from "../storable-text";
import { actingMember } from "./acting-member";
import { actionBody } from "./add-review-action";
import { checkOwner, keepReviewActionState, type ReviewActionState } from "./review-action-change";

export const updateReviewActionInput = z
  .strictObject({
    actionId: z.guid(),
    /** The revision that the person had before them. */
    revision: z.int().min(1),
    body: actionBody,
    ownerId: z.guid("Choose who does it."),
    dueOn: z.iso.date("Choose a day."),
    status: z.enum(REVIEW_ACTION_STATES),
    note: z
      .string()
      .trim()
      .max(2000, "Keep the note under 2,000 characters.")
      .refine(isStorable, UNSTORABLE_WORDS),
  })
  .refine(({ status, note }) => status === "OPEN" || note.length > 0, {
    path: ["note"],
    message: "Say what came of it, or why it is dropped.",
  });
export type UpdateReviewActionInput = z.infer<typeof updateReviewActionInput>;

type Locked = ReviewActionState & { revision: number };

/** Puts off, hands over, ends. Those who sit in the review change any action; an owner reports on their own. */
export function updateReviewAction(
  actor: Actor,
  { actionId, revision, note, ...given }: UpdateReviewActionInput,
  at: Date,
): Promise<Result<{ revision: number }>> {
  return settle(() =>
    inTenant(actor, async (tx) => {
      const { tenantId } = actor;
      const member = await actingMember(tx, actor, "review.report");
      const before = await lockedAction(tx, tenantId, actionId);
      if (!can(member.role, "review.write") && !isReport(before, given, member.userId)) {
        return abort("FORBIDDEN", "You may report on actions of your own; the review changes the others.");
      }
      if (before.status !== "OPEN") {
        return abort("CONFLICT", "This action has ended; it stays as it ended.");
      }
      if (before.revision !== revision) return abort("CONFLICT");
      if (given.ownerId !== before.ownerId) await checkOwner(tx, tenantId, given.ownerId);
      const state: ReviewActionState = { ...given, note: note || null };
      await tx.reviewAction.update({
        where: { tenantId_id: { tenantId, id: actionId } },
        data: {
          ...state,
          dueOn: startOfDay(state.dueOn),
          revision: revision + 1,
          updatedAt: at,
          endedAt: state.status === "OPEN" ? null : at,
        },
      });
      await keepReviewActionState(tx, {
        tenantId,
        actionId,
        revision: revision + 1,
        state,
        by: member.userId,
        at,
      });
      return { revision: revision + 1 };
    }),
  );
}

/** Own, and only its state and note: what was taken on, by when and by whom is the review's. */
function isReport(before: Locked, given: Pick<Locked, "body" | "ownerId" | "dueOn">, userId: string) {
  return (
    before.ownerId === userId &&
    given.ownerId === userId &&
    given.body === before.body &&
    given.dueOn === before.dueOn
  );
}

async function lockedAction(tx: Transaction, tenantId: string, actionId: string): Promise<Locked> {
  const [action] = await tx.$queryRaw<Locked[]>`
    select body, owner_id as "ownerId", due_on::text as "dueOn", status, note, revision
    from review_actions where tenant_id = ${tenantId}::uuid and id = ${actionId}::uuid for update`;
  return action ?? abort("NOT_FOUND");
}
