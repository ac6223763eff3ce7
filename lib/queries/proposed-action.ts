import type { Transaction } from "../db/tenant-transaction";

/** The action of the Revenue OS kernel that waits for, or waited for, each request; people's requests have none. */
export async function proposedActions(
  tx: Transaction,
  tenantId: string,
  requestIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.optimizationAction.findMany({
    where: { tenantId, requestId: { in: [...requestIds] } },
    select: { id: true, requestId: true },
  });
  return new Map(rows.flatMap(({ id, requestId }) => (requestId === null ? [] : [[requestId, id] as const])));
}
