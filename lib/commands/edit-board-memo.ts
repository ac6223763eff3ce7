import * as z from "zod";
import { type PackMemo, SENTENCE_CHARACTERS } from "../board-pack/content";
import type { Actor } from "../db/governed-write";
import { inTenant } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import { packRow } from "../queries/board-pack-row";
import { isStorable, UNSTORABLE_WORDS } from "../storable-text";
import { actingMember } from "./acting-member";

export const editBoardMemoInput = z.strictObject({
  packId: z.guid(),
  sentences: z
    .array(
      z.strictObject({
        id: z.string().max(60),
        /** Empty leaves the sentence out. */
        text: z
          .string()
          .trim()
          .max(
            SENTENCE_CHARACTERS,
            `Keep a sentence under ${SENTENCE_CHARACTERS.toLocaleString("en-US")} characters.`,
          )
          .refine(isStorable, UNSTORABLE_WORDS),
      }),
    )
    .max(60),
  /** When the draft that the person was looking at was last changed. */
  seenAt: z.iso.datetime(),
});
export type EditBoardMemoInput = z.infer<typeof editBoardMemoInput>;

/** Puts sentences of people in place of filled ones. What the data filled stays beside, and whose words the others are. */
export function editBoardMemo(
  actor: Actor,
  { packId, sentences, seenAt }: EditBoardMemoInput,
  at: Date,
): Promise<Result<{ updatedAt: Date }>> {
  return settle(() =>
    inTenant(actor, async (tx) => {
      const member = await actingMember(tx, actor, "board-pack.draft");
      const pack = await packRow(tx, actor.tenantId, packId, "for update");
      if (pack.status === "RELEASED") {
        return abort("CONFLICT", "This edition has been released; a correction is another edition.");
      }
      if (pack.updatedAt.getTime() !== Date.parse(seenAt)) return abort("CONFLICT");
      const unknown = sentences.find(({ id }) => !pack.memo.some((sentence) => sentence.id === id));
      if (unknown) return abort("INVALID_INPUT", `The memo has no sentence “${unknown.id}”.`);
      const memo = pack.memo.map((sentence): PackMemo[number] => {
        const given = sentences.find(({ id }) => id === sentence.id);
        const text = given?.text.trim();
        if (text === undefined || text === sentence.text) return sentence;
        const edited = text === sentence.original ? null : { by: member.name, at: at.toISOString() };
        return { ...sentence, text, edited };
      });
      if (memo.every(({ text }) => text === "")) {
        return abort("INVALID_INPUT", "A memo without a sentence says nothing; keep at least one.");
      }
      // What was seen is told by this time, so it moves on even where the clock stands still or two edits share its tick.
      const updatedAt = new Date(Math.max(at.getTime(), pack.updatedAt.getTime() + 1));
      await tx.boardPack.update({
        where: { tenantId_id: { tenantId: actor.tenantId, id: packId } },
        data: { memo, updatedAt, updatedBy: member.userId },
      });
      return { updatedAt };
    }),
  );
}
