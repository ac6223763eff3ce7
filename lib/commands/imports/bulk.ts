import type { Transaction } from "../../db/tenant-transaction";

/**
 * Statements over a whole import: the planner has no statistics of rows that were written a moment ago, takes them for
 * a handful, and goes through them pair by pair. Told not to, it hashes them.
 */
export async function inBulk<T>(tx: Transaction, work: () => Promise<T>): Promise<T> {
  await tx.$queryRaw`select set_config('enable_nestloop', 'off', true), set_config('jit', 'off', true), set_config('work_mem', '64MB', true)`;
  const done = await work();
  await tx.$executeRaw`set local enable_nestloop to default`;
  return done;
}

/** A whole file in one transaction takes longer than a person's click, above all on a machine that is busy. */
export const BULK_TIMEOUT_MS = 300_000;
