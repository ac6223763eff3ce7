import * as z from "zod";
import type { Actor } from "../db/governed-write";
import { inTenant } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import { isStorable, UNSTORABLE_WORDS } from "../storable-text";
import { actingMember } from "./acting-member";
import { openReviewRow } from "./open-review-row";

export const NOTE_CHARACTERS = 10_000;

export const noteReviewInput = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("note"),
    reviewId: z.guid(),
    item: z.int().min(0).max(39),
    body: z
      .string()
      .max(NOTE_CHARACTERS, "Keep a note under 10,000 characters.")
      .refine(isStorable, UNSTORABLE_WORDS),
    /** The revision of the text that was typed over; 0 where there was none. */
    revision: z.int().min(0),
  }),
  z.strictObject({
    kind: z.literal("attendance"),
    reviewId: z.guid(),
    userId: z.guid(),
    isPresent: z.boolean(),
  }),
]);
export type NoteReviewInput = z.infer<typeof noteReviewInput>;

/** Keeps what is typed under an item of the agenda, or who is there. */
export function noteReview(
  actor: Actor,
  input: NoteReviewInput,
  at: Date,
): Promise<Result<{ revision: number }>> {
  return settle(() =>
    inTenant(actor, async (tx) => {
      const { tenantId } = actor;
      const member = await actingMember(tx, actor, "review.write");
      const review = await openReviewRow(tx, tenantId, input.reviewId, "share");
      if (input.kind === "attendance") {
        const { userId, isPresent } = input;
        const person = await tx.membership.findFirst({ where: { tenantId, userId, endedAt: null } });
        if (!person) return abort("INVALID_INPUT", undefined, { userId: "Choose somebody of this company." });
        const noted = { isPresent, notedBy: member.userId, notedAt: at };
        await tx.reviewAttendance.upsert({
          where: { tenantId_reviewId_userId: { tenantId, reviewId: review.id, userId } },
          create: { tenantId, reviewId: review.id, userId, ...noted },
          update: noted,
        });
        return { revision: 0 };
      }
      const { item, body, revision } = input;
      if (item >= z.array(z.unknown()).parse(review.agenda).length) {
        return abort("NOT_FOUND", "The agenda has no such item.");
      }
      // Written only over the text that the person had before them: of two at once, one learns of the other.
      const written = await tx.$executeRaw`
        insert into review_notes (tenant_id, review_id, item, body, revision, updated_by, updated_at)
        select ${tenantId}::uuid, ${review.id}::uuid, ${item}, ${body}, 1, ${member.userId}::uuid, ${at}
        where ${revision} = 0 or exists (
          select from review_notes n
          where n.tenant_id = ${tenantId}::uuid and n.review_id = ${review.id}::uuid and n.item = ${item})
        on conflict (tenant_id, review_id, item) do update
        set body = excluded.body, revision = review_notes.revision + 1, updated_by = excluded.updated_by,
          updated_at = excluded.updated_at
        where review_notes.revision = ${revision}`;
      if (written === 0) return abort("CONFLICT", "Somebody else has written here since.");
      return { revision: revision + 1 };
    }),
  );
}
