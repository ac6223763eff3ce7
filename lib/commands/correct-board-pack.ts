import * as z from "zod";
import { periodName } from "../board-pack/period";
import type { Actor } from "../db/governed-write";
import { inTenant } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import { packRow } from "../queries/board-pack-row";
import { isStorable, UNSTORABLE_WORDS } from "../storable-text";
import { actingMember } from "./acting-member";
import { lockPeriod, periodAsked, storeDraft } from "./store-board-pack";

export const CORRECTION_CHARACTERS = 10;

export const correctBoardPackInput = z.strictObject({
  packId: z.guid(),
  reason: z
    .string()
    .trim()
    .min(CORRECTION_CHARACTERS, `Say in at least ${CORRECTION_CHARACTERS} characters what was wrong.`)
    .max(1_000, "Keep the reason under 1,000 characters.")
    .refine(isStorable, UNSTORABLE_WORDS),
});
export type CorrectBoardPackInput = z.infer<typeof correctBoardPackInput>;

/** Another edition of a released pack, with the data of now; it names the one before and why. The one before stays. */
export function correctBoardPack(
  actor: Actor,
  { packId, reason }: CorrectBoardPackInput,
  at: Date,
): Promise<Result<{ packId: string }>> {
  return settle(() =>
    inTenant(actor, async (tx) => {
      const member = await actingMember(tx, actor, "board-pack.draft");
      const { tenantId } = actor;
      const why = reason.trim();
      if (why.length < CORRECTION_CHARACTERS)
        return abort("INVALID_INPUT", undefined, { reason: `At least ${CORRECTION_CHARACTERS} characters.` });
      const pack = await packRow(tx, tenantId, packId);
      await lockPeriod(tx, tenantId, pack.periodKey);
      const later = await tx.boardPack.findFirst({
        where: { tenantId, periodKey: pack.periodKey, edition: { gt: pack.edition } },
        orderBy: { edition: "desc" },
        select: { edition: true, status: true },
      });
      if (pack.status !== "RELEASED" || pack.pdfSha256 === null) {
        return abort("CONFLICT", "This edition has not been released: its draft can still be changed.");
      }
      if (later) {
        return abort(
          "CONFLICT",
          `Edition ${later.edition} of ${periodName(pack.periodKey)} ${later.status === "DRAFT" ? "is being prepared" : "has been released"} already.`,
        );
      }
      const corrects = { edition: pack.edition, reason: why, pdfSha256: pack.pdfSha256 };
      return storeDraft(
        tx,
        { ...actor, ...member },
        {
          period: periodAsked(pack.periodKey),
          edition: pack.edition + 1,
          corrects: { id: pack.id, content: corrects },
        },
        at,
      );
    }),
  );
}
