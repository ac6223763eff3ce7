import { businessDaysBetween } from "../../kernel/enforcement";
import type { Transaction } from "../db/tenant-transaction";
import { isoDate, startOfDay } from "./cycle-calendar";
import type { CycleRun } from "./cycle-run";

/**
 * Why a day of delivery is the CFO's word alone; null where whoever certifies may give it. Once the last day of a close is
 * over, an earlier day would make it punctual by that word, as a holiday that is past would; a day with which the month was
 * certified before is on record.
 */
export async function onlyTheCfo(
  tx: Transaction,
  { policy, scope: { tenantId, cadence, cycleKey, period }, document }: CycleRun,
  deliveredAt: string,
  at: Date,
): Promise<string | null> {
  const holidays = document.close?.holidays ?? [];
  const [, latest] = policy.compiled.closeTimelinessDays;
  const isOver = businessDaysBetween(period.end, isoDate(at), holidays) > latest;
  // A late day makes nothing punctual: the kernel refuses it, whoever says it.
  if (!isOver || businessDaysBetween(period.end, deliveredAt, holidays) > latest) return null;
  const onRecord = await tx.evaluationCycle.findFirst({
    where: { tenantId, cadence, cycleKey, certifiedFinal: true, deliveredAt: startOfDay(deliveredAt) },
    select: { id: true },
  });
  return onRecord
    ? null
    : `Business day ${latest} of this close is over. That it was delivered on ${deliveredAt} all the same, only the CFO certifies.`;
}
