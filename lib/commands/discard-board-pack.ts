import * as z from "zod";
import type { Actor } from "../db/governed-write";
import { inTenant } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import { packRow } from "../queries/board-pack-row";
import { actingMember } from "./acting-member";

export const discardBoardPackInput = z.strictObject({ packId: z.guid() });

/** Throws a draft away. What was released cannot be. */
export function discardBoardPack(
  actor: Actor,
  { packId }: z.infer<typeof discardBoardPackInput>,
): Promise<Result<{ periodKey: string }>> {
  return settle(() =>
    inTenant(actor, async (tx) => {
      await actingMember(tx, actor, "board-pack.draft");
      const pack = await packRow(tx, actor.tenantId, packId, "for update");
      if (pack.status === "RELEASED") return abort("CONFLICT", "A released edition stays.");
      await tx.boardPack.delete({ where: { tenantId_id: { tenantId: actor.tenantId, id: packId } } });
      return { periodKey: pack.periodKey };
    }),
  );
}
