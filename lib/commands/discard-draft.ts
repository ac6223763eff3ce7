import type { Actor } from "../db/governed-write";
import { inTenant } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import { lockRequest } from "../queries/request-row";
import { actingMember } from "./acting-member";

/** Throws away a draft; of a submitted request, only the edit that was not submitted. */
export function discardDraft(
  actor: Actor,
  input: { reference: string },
): Promise<Result<{ deleted: boolean }>> {
  return settle(() =>
    inTenant(actor, async (tx) => {
      const member = await actingMember(tx, actor, "request.submit");
      const row = await lockRequest(tx, actor.tenantId, input.reference);
      if (!row || row.requestedBy !== member.userId) return abort("NOT_FOUND");
      if (row.status === "DRAFT") {
        await tx.request.delete({ where: { tenantId_id: { tenantId: row.tenantId, id: row.id } } });
        return { deleted: true };
      }
      await tx.$executeRaw`
        update requests set draft = null
        where tenant_id = ${row.tenantId}::uuid and id = ${row.id}::uuid and draft is not null`;
      return { deleted: false };
    }),
  );
}
