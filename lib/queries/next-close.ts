import { businessDaysBetween, type CompiledPolicy } from "../../kernel/enforcement";
import type { Transaction } from "../db/tenant-transaction";
import { addMonths, closeDeadline, isoDate, periodOf } from "./cycle-calendar";

export type NextClose = {
  /** `2026-10` */
  cycleKey: string;
  periodEnd: string;
  /** The last business day of the SLA range after the period's end (RUNTIME-A9-2). */
  deadline: string;
  slaDays: readonly [number, number];
  state: "PERIOD_RUNNING" | "DUE" | "OVERDUE";
  /** Business days until the deadline, or past it when overdue. */
  businessDays: number;
  /** What kept an evaluation of this close from closing, when there has been one. */
  heldUpBy: readonly string[];
};

/**
 * A company's first close: the month that has just ended is the one to load, and before the plan's first month there is
 * none.
 */
export function firstClose(planStart: Date, at: Date): string {
  const beginsWith = isoDate(planStart).slice(0, 7);
  const ended = addMonths(isoDate(at).slice(0, 7), -1);
  if (ended < beginsWith) return beginsWith;
  return ended;
}

/** The close that comes after the newest closed month, with its deadline in the company's business days. */
export async function nextClose(
  tx: Transaction,
  tenantId: string,
  policy: CompiledPolicy,
  at: Date,
): Promise<NextClose> {
  const tenant = await tx.tenant.findUniqueOrThrow({
    where: { id: tenantId },
    select: { planStart: true, holidays: true },
  });
  const closed = await tx.evaluationCycle.findFirst({
    where: { tenantId, cadence: "monthly_close", status: "CLOSED" },
    orderBy: { periodEnd: "desc" },
    select: { cycleKey: true },
  });
  const cycleKey = closed ? addMonths(closed.cycleKey, 1) : firstClose(tenant.planStart, at);
  const periodEnd = periodOf("monthly_close", cycleKey)?.end;
  if (periodEnd === undefined) throw new Error(`the key of a monthly close is no month: ${cycleKey}`);
  const attempt = await tx.evaluationCycle.findFirst({
    where: { tenantId, cadence: "monthly_close", cycleKey },
    orderBy: { version: "desc" },
    select: { reasonCodes: true },
  });
  return {
    cycleKey,
    heldUpBy: attempt?.reasonCodes ?? [],
    ...deadlineOf(periodEnd, policy, tenant.holidays, at),
  };
}

function deadlineOf(
  periodEnd: string,
  policy: CompiledPolicy,
  holidays: readonly Date[],
  at: Date,
): Omit<NextClose, "cycleKey" | "heldUpBy"> {
  const today = isoDate(at);
  const closedDays = holidays.map(isoDate);
  const slaDays = policy.closeTimelinessDays;
  const deadline = closeDeadline(periodEnd, slaDays, closedDays);
  // Days off behind the last one add no business day: until they are over, the close is not late.
  const overdue = businessDaysBetween(periodEnd, today, closedDays) > slaDays[1];
  return {
    periodEnd,
    deadline,
    slaDays,
    state: overdue ? "OVERDUE" : today <= periodEnd ? "PERIOD_RUNNING" : "DUE",
    businessDays: overdue
      ? businessDaysBetween(deadline, today, closedDays)
      : businessDaysBetween(today, deadline, closedDays),
  };
}
