import type { Cadence } from "../../kernel/enforcement";
import type { Transaction } from "../db/tenant-transaction";
import { abort } from "../failures";

type CycleOfTenant = { tenantId: string; cadence: Cadence; cycleKey: string };

/** Cycles of a company are evaluated, certified, overridden and reopened one after the other. */
export async function oneCycleAtATime(tx: Transaction, tenantId: string): Promise<void> {
  await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${`cycles:${tenantId}`}, 0))::text`;
}

/** The newest closed version of a cycle where it is final; null where it is not. The database asks the same. */
export async function certifiedVersion(
  tx: Transaction,
  { tenantId, cadence, cycleKey }: CycleOfTenant,
): Promise<{ id: string; version: number } | null> {
  const newest = await tx.evaluationCycle.findFirst({
    where: { tenantId, cadence, cycleKey, status: "CLOSED" },
    orderBy: { version: "desc" },
    select: { id: true, version: true, certifiedFinal: true },
  });
  return newest?.certifiedFinal ? { id: newest.id, version: newest.version } : null;
}

/** What was certified as final is neither evaluated again nor overridden before the CFO has reopened it. */
export async function refuseCertified(tx: Transaction, cycle: CycleOfTenant): Promise<void> {
  if ((await certifiedVersion(tx, cycle)) === null) return;
  abort(
    "CERTIFIED",
    `The close of ${cycle.cycleKey} is certified as final. The CFO may reopen it with a reason; then it can be evaluated, overridden and certified again.`,
  );
}
