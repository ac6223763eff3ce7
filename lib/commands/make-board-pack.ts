import * as z from "zod";
import { PERIOD_KEY, periodName } from "../board-pack/period";
import type { Actor } from "../db/governed-write";
import { inTenant } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import { actingMember } from "./acting-member";
import { lockPeriod, periodAsked, storeDraft } from "./store-board-pack";

export const makeBoardPackInput = z.strictObject({
  period: z.string().regex(PERIOD_KEY, "Choose a month or a quarter."),
  /** Throw away the draft that is there, with what was written in its memo. */
  replaceDraft: z.boolean().default(false),
});
export type MakeBoardPackInput = z.input<typeof makeBoardPackInput>;

/**
 * One click: the data of a month or quarter as they are now, frozen as a draft. A period that has been released is not made
 * again but corrected. A draft governs nothing, so it needs no entry in the log; its release does.
 */
export function makeBoardPack(
  actor: Actor,
  { period: key, replaceDraft = false }: MakeBoardPackInput,
  at: Date,
): Promise<Result<{ packId: string }>> {
  return settle(() =>
    inTenant(actor, async (tx) => {
      const member = await actingMember(tx, actor, "board-pack.draft");
      const period = periodAsked(key);
      await lockPeriod(tx, actor.tenantId, key);
      const known = await tx.boardPack.findMany({
        where: { tenantId: actor.tenantId, periodKey: key },
        orderBy: { edition: "desc" },
        select: { id: true, status: true, edition: true, corrects: true },
      });
      const [newest] = known;
      if (newest?.status === "RELEASED" || (newest && newest.corrects !== null)) {
        return abort(
          "CONFLICT",
          `${periodName(key)} has been released. What was wrong in it is put right by a correction, from the page of its newest edition.`,
        );
      }
      if (newest && !replaceDraft) {
        return abort("CONFLICT", `There is a draft for ${periodName(key)} already. Open it, or replace it.`);
      }
      if (newest)
        await tx.boardPack.delete({ where: { tenantId_id: { tenantId: actor.tenantId, id: newest.id } } });
      return storeDraft(tx, { ...actor, ...member }, { period, edition: 1, corrects: null }, at);
    }),
  );
}
