import type { Transaction } from "../db/tenant-transaction";
import { isoDate, startOfDay } from "./cycle-calendar";
import { cycleTriggers, type TriggerReason, triggerOf } from "./cycle-triggers";
import { type CycleTrigger, DAILY_SOURCE, DEEP_SOURCE } from "./kernel-input";

/** The hour, UTC, of the daily cycle. */
const DAILY_HOUR = 2;
const HOUR_MS = 3_600_000;
const MONDAY = 1;

type Scheduled = { type: "scheduled"; name: string; source: string };
export type DueTrigger = Scheduled | TriggerReason;

/** Every trigger that is due at a moment: the night's cycle that has not run yet, and what should not wait for it. */
export async function dueTriggers(
  tx: Transaction,
  tenantId: string,
  at: Date,
): Promise<{ due: DueTrigger[]; last: Date | null }> {
  const cycle = await tx.optimizationCycle.findFirst({
    where: { tenantId },
    orderBy: { executedAt: "desc" },
    select: { executedAt: true },
  });
  const last = cycle?.executedAt ?? null;
  const night = new Date(startOfDay(isoDate(at)).getTime() + DAILY_HOUR * HOUR_MS);
  const missed = at >= night && (last === null || last < night);
  const name = night.getUTCDay() === MONDAY ? DEEP_SOURCE : DAILY_SOURCE;
  return {
    due: [
      ...(missed ? [{ type: "scheduled", name, source: name } as const] : []),
      ...(await cycleTriggers(tx, tenantId, at)),
    ],
    last,
  };
}

/** What a cycle is told that set it off: the night's own, or all other reasons in one. */
export function setOffBy(due: readonly DueTrigger[]): CycleTrigger | null {
  const [first] = due;
  if (first?.type === "scheduled") return { type: first.type, source: first.source };
  const [reason, ...others] = due.filter((each) => each.type !== "scheduled");
  return reason ? triggerOf([reason, ...others]) : null;
}
