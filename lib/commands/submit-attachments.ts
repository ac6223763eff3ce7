import type { Transaction } from "../db/tenant-transaction";
import type { RequestRow } from "../queries/request-row";

/** With a submission the files that were attached since belong to the request, and those to be left out no longer do. */
export async function submitAttachments(
  tx: Transaction,
  { tenantId, id: requestId }: Pick<RequestRow, "tenantId" | "id">,
  revision: number,
): Promise<void> {
  await tx.requestAttachment.updateMany({
    where: { tenantId, requestId, fromRevision: null },
    data: { fromRevision: revision },
  });
  await tx.requestAttachment.updateMany({
    where: { tenantId, requestId, leaving: true },
    data: { removedRevision: revision, leaving: false },
  });
}
