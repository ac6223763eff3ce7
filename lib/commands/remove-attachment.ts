import * as z from "zod";
import { MOST_FILES } from "../attachments/file-kind";
import type { Actor } from "../db/governed-write";
import { inTenant } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import { actingMember } from "./acting-member";
import { ownOpenRequest } from "./attach-file";

export const removeAttachmentInput = z.strictObject({
  reference: z.string().regex(/^REQ-\d{1,10}$/),
  attachmentId: z.guid(),
  /** Keeps after all what was to be left out. */
  keep: z.boolean().optional(),
});

/**
 * What has never been submitted is gone. What was submitted stays on record, and is left out from the next submission
 * on; until then it can be kept after all.
 */
export function removeAttachment(
  actor: Actor,
  { reference, attachmentId, keep = false }: z.infer<typeof removeAttachmentInput>,
): Promise<Result<{ gone: boolean }>> {
  return settle(() =>
    inTenant(actor, async (tx) => {
      const { userId } = await actingMember(tx, actor, "request.submit");
      const { tenantId, id: requestId } = await ownOpenRequest(tx, actor.tenantId, reference, userId);
      const where = { tenantId_id: { tenantId, id: attachmentId } };
      const file = await tx.requestAttachment.findUnique({ where });
      if (!file || file.requestId !== requestId || file.removedRevision !== null) return abort("NOT_FOUND");
      if (file.fromRevision === null) {
        if (!keep) await tx.requestAttachment.delete({ where });
        return { gone: !keep };
      }
      if (keep) {
        const there = { tenantId, requestId, removedRevision: null, leaving: false };
        if ((await tx.requestAttachment.count({ where: there })) >= MOST_FILES)
          return abort("CONFLICT", `A request holds at most ${MOST_FILES} files. Remove one first.`);
      }
      if (file.leaving === keep) await tx.requestAttachment.update({ where, data: { leaving: !keep } });
      return { gone: false };
    }),
  );
}
