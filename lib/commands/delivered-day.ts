import type { Transaction } from "../db/tenant-transaction";
import { abort } from "../failures";
import type { CycleOrder, CycleRun } from "../queries/cycle-run";
import { onlyTheCfo } from "../queries/earlier-delivery";
import type { ActingMember } from "./acting-member";

/** Refuses a day of delivery that is the CFO's word alone to anybody else. */
export async function refuseEarlierDelivery(
  tx: Transaction,
  run: CycleRun,
  { deliveredAt }: CycleOrder,
  { role }: ActingMember,
  at: Date,
): Promise<void> {
  if (role === "CFO" || !deliveredAt) return;
  const words = await onlyTheCfo(tx, run, deliveredAt, at);
  if (words !== null) abort("FORBIDDEN", words, { deliveredAt: words });
}
