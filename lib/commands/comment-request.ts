import type { Actor } from "../db/governed-write";
import { inTenant } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import { actingMember } from "./acting-member";

const LONGEST = 4000;

/** Adds a comment. Comments are kept for good and decide nothing, so they have no place in the log. */
export function commentRequest(
  actor: Actor,
  input: { reference: string; body: string },
  at: Date,
): Promise<Result<{ id: string }>> {
  return settle(() =>
    inTenant(actor, async (tx) => {
      const { tenantId } = actor;
      const body = input.body.trim();
      if (body === "") return abort("INVALID_INPUT", undefined, { body: "Write something first." });
      if (body.length > LONGEST)
        return abort("INVALID_INPUT", undefined, { body: `At most ${LONGEST} characters.` });
      const { userId: authorId } = await actingMember(tx, actor, "request.comment");
      const request = await tx.request.findUnique({
        where: { tenantId_reference: { tenantId, reference: input.reference } },
        select: { id: true, status: true },
      });
      if (!request || request.status === "DRAFT") return abort("NOT_FOUND");
      return tx.requestComment.create({
        data: { tenantId, requestId: request.id, authorId, body, createdAt: at },
        select: { id: true },
      });
    }),
  );
}
