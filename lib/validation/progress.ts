import * as z from "zod";
import type { Transaction } from "../db/tenant-transaction";
import { CONFIG_KEYS } from "../queries/spine-vocabulary";
import { tenantClock } from "../queries/tenant-clock";

/** Where the loop stands with a tenant: the moments from which on its two cycles are looked for. */
const progressSchema = z.strictObject({
  run_cycle_1: z.iso.datetime().optional(),
  run_cycle_2: z.iso.datetime().optional(),
});
export type Progress = z.infer<typeof progressSchema>;
export type CycleStep = keyof Progress;

const KEY = CONFIG_KEYS.validationProgress;

/** `optimization_cycles.trigger_source` of the loop's own cycles. */
export const sourceOf = (step: CycleStep) => `validation.${step}`;

export async function readProgress(tx: Transaction, tenantId: string): Promise<Progress> {
  const row = await tx.optimizerConfig.findUnique({ where: { tenantId_key: { tenantId, key: KEY } } });
  return row === null ? {} : progressSchema.parse(row.value);
}

export async function keepProgress(
  tx: Transaction,
  tenantId: string,
  progress: Progress,
  at: Date,
): Promise<void> {
  await put(tx, { tenantId, key: KEY, value: progress, at });
}

/** Moves a test tenant's clock forward; it never goes back. */
export async function moveClock(tx: Transaction, tenantId: string, to: Date, at: Date): Promise<Date> {
  const standing = await tenantClock(tx, tenantId, at);
  if (to <= standing) return standing;
  await put(tx, { tenantId, key: CONFIG_KEYS.validationClock, value: { now: to.toISOString() }, at });
  return to;
}

type Setting = { tenantId: string; key: string; value: object; at: Date };

async function put(tx: Transaction, { tenantId, key, value, at }: Setting): Promise<void> {
  await tx.optimizerConfig.upsert({
    where: { tenantId_key: { tenantId, key } },
    create: { tenantId, key, value, updatedAt: at },
    update: { value, updatedAt: at },
  });
}
