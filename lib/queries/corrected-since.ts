import { inTenant, type Transaction } from "../db/tenant-transaction";
import { loadRecordedCycles } from "./policy-backtest-record";
import { restatedInputs } from "./restated-inputs";

/** Evaluations are few here: one or two that a page speaks of. */
const MOST = 200;

/** Those of the evaluations that rest on a figure that is another today, or carry states of a close that does. */
export async function correctedSince(
  tx: Transaction,
  tenantId: string,
  cycleIds: readonly string[],
  at: Date,
): Promise<Set<string>> {
  if (cycleIds.length === 0) return new Set();
  const carried = await closesCarried(tx, tenantId, cycleIds);
  const ids = [...new Set([...cycleIds, ...carried.map(({ from }) => from)])];
  const cycles = await loadRecordedCycles(tx, tenantId, MOST, ids);
  const restated = new Set((await restatedInputs(tx, tenantId, cycles, at)).map(({ cycle }) => cycle.id));
  const through = carried.filter(({ from }) => restated.has(from)).map(({ id }) => id);
  return new Set([...cycleIds.filter((id) => restated.has(id)), ...through]);
}

/** The newest version, at that time, of the close whose states a week has kept. */
function closesCarried(tx: Transaction, tenantId: string, cycleIds: readonly string[]) {
  return tx.$queryRaw<{ id: string; from: string }[]>`
    select distinct on (c.id) c.id, m.id as from
    from evaluation_cycles c
    join trigger_evaluations t on t.tenant_id = c.tenant_id and t.cycle_id = c.id and t.carried_from is not null
    join evaluation_cycles m on m.tenant_id = c.tenant_id and m.cadence = 'monthly_close' and m.status = 'CLOSED'
      and m.cycle_key = t.carried_from and m.evaluated_at <= c.evaluated_at
    where c.tenant_id = ${tenantId}::uuid and c.id = any(${[...cycleIds]}::uuid[])
    order by c.id, m.version desc`;
}

/** What a page shows: an evaluation, or the decision of an entry of the log. */
export type Resting = { cycleId: string | null } | { logSeq: bigint };

/** The same for one page: whether what it shows rests on a figure that was corrected since. */
export function restsOnCorrected(viewer: { tenantId: string }, resting: Resting, at: Date): Promise<boolean> {
  return inTenant(viewer, async (tx) => {
    const { tenantId } = viewer;
    const cycleId =
      "cycleId" in resting
        ? resting.cycleId
        : ((
            await tx.gateDecision.findFirst({
              where: { tenantId, logSeq: resting.logSeq },
              select: { cycleId: true },
            })
          )?.cycleId ?? null);
    return cycleId !== null && (await correctedSince(tx, tenantId, [cycleId], at)).has(cycleId);
  });
}
