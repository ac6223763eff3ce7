import type { Transaction } from "../../db/tenant-transaction";
import { type CycleStep, readProgress, sourceOf } from "../progress";

export type Finding = { pass: boolean; detail: string };

export const found = (detail: string): Finding => ({ pass: true, detail });
export const fault = (detail: string): Finding => ({ pass: false, detail });

/** Passes when nothing is wrong; else says how much is, and names the first few. */
export function noFaults(faults: readonly string[], otherwise: string): Finding {
  if (faults.length === 0) return found(otherwise);
  const more = faults.length > 3 ? ` … and ${faults.length - 3} more` : "";
  return fault(`${faults.slice(0, 3).join("; ")}${more}`);
}

/** Cycles that a step of this loop has run, looked for by their moment and source. */
export async function cyclesOf(
  tx: Transaction,
  tenantId: string,
  step: CycleStep,
): Promise<{ id: string }[]> {
  const since = (await readProgress(tx, tenantId))[step];
  if (since === undefined) return [];
  return tx.$queryRaw<{ id: string }[]>`
    select id from optimization_cycles
    where tenant_id = ${tenantId}::uuid and trigger_source = ${sourceOf(step)} and executed_at >= ${new Date(since)}
    order by executed_at`;
}

/** Measures on the one cycle of a step; without one, or with several, there is nothing to measure. */
export async function onCycle(
  tx: Transaction,
  tenantId: string,
  step: CycleStep,
  measure: (cycleId: string) => Promise<Finding>,
): Promise<Finding> {
  const cycles = await cyclesOf(tx, tenantId, step);
  const [only] = cycles;
  if (only === undefined) return fault(`There is no cycle of this loop yet: ${step} comes first.`);
  return cycles.length === 1 ? measure(only.id) : fault(`${step} left ${cycles.length} cycles.`);
}
