import * as z from "zod";
import type { Actor } from "../db/governed-write";
import { inTenant } from "../db/tenant-transaction";
import { type Result, settle } from "../failures";
import { actingMember } from "./acting-member";

export const markNoticeReadInput = z.strictObject({
  /** All that the person has when left out. */
  ids: z.array(z.guid()).min(1).max(200).optional(),
});

/** Marks the person's own notices as read; what is read already, or somebody else's, stays as it is. */
export function markNoticeRead(
  actor: Actor,
  { ids }: z.infer<typeof markNoticeReadInput>,
  at: Date,
): Promise<Result<{ read: number }>> {
  return settle(() =>
    inTenant(actor, async (tx) => {
      const { userId } = await actingMember(tx, actor, "company.read");
      const { count } = await tx.notice.updateMany({
        where: {
          tenantId: actor.tenantId,
          userId,
          readAt: null,
          createdAt: { lte: at },
          ...(ids && { id: { in: ids } }),
        },
        data: { readAt: at },
      });
      return { read: count };
    }),
  );
}
