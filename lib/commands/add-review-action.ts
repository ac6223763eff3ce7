import * as z from "zod";
import type { Actor } from "../db/governed-write";
import { inTenant } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import { isoDate, startOfDay } from "../queries/cycle-calendar";
import { isStorable, UNSTORABLE_WORDS } from "../storable-text";
import { actingMember } from "./acting-member";
import { openReviewRow } from "./open-review-row";
import { checkOwner, keepReviewActionState } from "./review-action-change";

export const actionBody = z
  .string()
  .trim()
  .min(1, "Say what is to be done.")
  .max(500, "Keep it under 500 characters.")
  .refine(isStorable, UNSTORABLE_WORDS);

export const addReviewActionInput = z.strictObject({
  reviewId: z.guid(),
  body: actionBody,
  ownerId: z.guid("Choose who does it."),
  dueOn: z.iso.date("Choose a day."),
});
export type AddReviewActionInput = z.infer<typeof addReviewActionInput>;

/** Somebody takes something on in an open review, by a day. */
export function addReviewAction(
  actor: Actor,
  { reviewId, body, ownerId, dueOn }: AddReviewActionInput,
  at: Date,
): Promise<Result<{ actionId: string }>> {
  return settle(() =>
    inTenant(actor, async (tx) => {
      const { tenantId } = actor;
      const member = await actingMember(tx, actor, "review.write");
      await openReviewRow(tx, tenantId, reviewId, "share");
      await checkOwner(tx, tenantId, ownerId);
      if (dueOn < isoDate(at)) return abort("INVALID_INPUT", undefined, { dueOn: "That day is over." });
      const action = await tx.reviewAction.create({
        data: {
          tenantId,
          raisedIn: reviewId,
          body,
          ownerId,
          dueOn: startOfDay(dueOn),
          createdBy: member.userId,
          createdAt: at,
          updatedAt: at,
        },
        select: { id: true },
      });
      const state = { body, ownerId, dueOn, status: "OPEN" as const, note: null };
      const kept = { tenantId, actionId: action.id, revision: 1, state, by: member.userId, at };
      await keepReviewActionState(tx, kept);
      return { actionId: action.id };
    }),
  );
}
