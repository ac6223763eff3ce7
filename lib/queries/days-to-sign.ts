import { addBusinessDays } from "../../kernel/enforcement";
import type { Transaction } from "../db/tenant-transaction";
import { addDays, isoDate, startOfDay } from "./cycle-calendar";

/** Business days that a request may wait for its signatures, in optimizer_configs; without it, three. */
export const DAYS_TO_SIGN_KEY = "requests.days_to_sign";
export const DAYS_TO_SIGN_UNLESS_SET = 3;
export const MOST_DAYS_TO_SIGN = 60;

/** What says by when a request is to be signed. */
export type SigningClock = { days: number; holidays: string[] };

export async function signingClock(tx: Transaction, tenantId: string): Promise<SigningClock> {
  const row = await tx.optimizerConfig.findUnique({
    where: { tenantId_key: { tenantId, key: DAYS_TO_SIGN_KEY } },
    select: { value: true },
  });
  const { holidays } = await tx.tenant.findUniqueOrThrow({
    where: { id: tenantId },
    select: { holidays: true },
  });
  return {
    days: typeof row?.value === "number" ? row.value : DAYS_TO_SIGN_UNLESS_SET,
    holidays: holidays.map(isoDate),
  };
}

/** The last day (UTC) on which a request that was submitted at this moment is signed in time. */
export function dueOnOf({ days, holidays }: SigningClock, submittedAt: Date): string {
  return addBusinessDays(isoDate(submittedAt), days, holidays);
}

/** The due day itself is still in time. */
export const isOverdue = (dueOn: string, at: Date): boolean => isoDate(at) > dueOn;

/** What was submitted before this moment, and still waits, is overdue; what came later is not. */
export function overdueIfBefore(clock: SigningClock, at: Date): Date {
  let day = isoDate(at);
  while (!isOverdue(dueOnOf(clock, startOfDay(day)), at)) day = addDays(day, -1);
  return startOfDay(addDays(day, 1));
}
