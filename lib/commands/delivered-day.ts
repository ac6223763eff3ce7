import { businessDaysBetween } from "../../kernel/enforcement";
import type { Transaction } from "../db/tenant-transaction";
import { abort } from "../failures";
import { isoDate, startOfDay } from "../queries/cycle-calendar";
import type { CycleOrder, CycleRun } from "../queries/cycle-run";
import type { ActingMember } from "./acting-member";

/**
 * Once the last day of a close is over, an earlier day of delivery would make it punctual by the word of whoever certifies
 * it. That word is the CFO's, as it is with a holiday that is past; a day with which the month was certified before is on
 * record and anybody's who certifies.
 */
export async function refuseEarlierDelivery(
  tx: Transaction,
  { policy, scope: { tenantId, cadence, cycleKey, period }, document }: CycleRun,
  { deliveredAt }: CycleOrder,
  { role }: ActingMember,
  at: Date,
): Promise<void> {
  if (role === "CFO" || !deliveredAt) return;
  const holidays = document.close?.holidays ?? [];
  const [, latest] = policy.compiled.closeTimelinessDays;
  if (businessDaysBetween(period.end, isoDate(at), holidays) <= latest) return;
  const onRecord = await tx.evaluationCycle.findFirst({
    where: { tenantId, cadence, cycleKey, certifiedFinal: true, deliveredAt: startOfDay(deliveredAt) },
    select: { id: true },
  });
  if (onRecord) return;
  const words = `Business day ${latest} of this close is over. That it was delivered on ${deliveredAt} all the same, only the CFO certifies.`;
  abort("FORBIDDEN", words, { deliveredAt: words });
}
