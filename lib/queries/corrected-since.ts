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

/** The same for one page: whether what it shows rests on a figure that was corrected since. */
export function restsOnCorrected(
  viewer: { tenantId: string },
  cycleId: string | null,
  at: Date,
): Promise<boolean> {
  if (cycleId === null) return Promise.resolve(false);
  return inTenant(viewer, async (tx) =>
    (await correctedSince(tx, viewer.tenantId, [cycleId], at)).has(cycleId),
  );
}
