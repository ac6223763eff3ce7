import * as z from "zod";
import { KERNEL_VERSION } from "../../kernel/enforcement";
import { type Actor, governedWrite } from "../db/governed-write";
import type { Transaction } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import { loadActivePolicy } from "../policy/active-policy";
import { addMonths, isoDate, periodOf, startOfDay } from "../queries/cycle-calendar";
import { type ActingMember, actingMember } from "./acting-member";
import { oneCycleAtATime } from "./certified-close";
import { MOST_DAYS, readHolidays } from "./holiday-list";

export const closeCalendarInput = z.strictObject({
  year: z.int("Choose a year.").min(2000).max(2100),
  /** One date a line, as in `2027-01-01 New Year's Day`; takes the place of the year's days. */
  days: z.string().max(10_000, "That is too long for one year."),
  /** The year's days as the person had them before them. */
  seen: z.array(z.iso.date()).max(MOST_DAYS),
});
export type CloseCalendar = z.infer<typeof closeCalendarInput>;

/**
 * Sets the holidays of one year, from which the business days of a close are counted. A past day that counts for a close
 * not yet certified could make a late one punctual, so that only the CFO may change it.
 */
export function setCloseCalendar(
  actor: Actor,
  { year, days: text, seen }: CloseCalendar,
  at: Date,
): Promise<Result<{ year: number; days: number }>> {
  return settle(() =>
    governedWrite(actor, async ({ tx, append }) => {
      const { tenantId } = actor;
      const member = await actingMember(tx, actor, "close.calendar");
      // No close is certified on a calendar that changes at the same moment.
      await oneCycleAtATime(tx, tenantId);
      const read = readHolidays(text, year);
      if (!read.ok) return abort("INVALID_INPUT", undefined, { days: read.fault });
      const tenant = await tx.tenant.findUniqueOrThrow({
        where: { id: tenantId },
        select: { holidays: true },
      });
      const all = tenant.holidays.map(isoDate);
      const before = all.filter((day) => Number(day.slice(0, 4)) === year);
      if (seen.length !== before.length || seen.some((day) => !before.includes(day))) {
        const words = before.length === 0 ? "none" : before.join(", ");
        return abort(
          "CONFLICT",
          `Somebody else has changed the days of ${year} meanwhile; they are now: ${words}. Put them into your list, or leave it as it is, and keep it again.`,
        );
      }
      const added = read.days.filter((day) => !before.includes(day));
      const removed = before.filter((day) => !read.days.includes(day));
      if (added.length + removed.length === 0) return abort("CONFLICT", "These are the days already.");
      const policy = await loadActivePolicy(tx, tenantId);
      await refusePast(tx, { tenantId, member, changed: [...added, ...removed], at });
      const kept = all.filter((day) => Number(day.slice(0, 4)) !== year);
      const days = [...kept, ...read.days].sort();
      await tx.tenant.update({ where: { id: tenantId }, data: { holidays: days.map(startOfDay) } });
      await append([
        {
          kind: "close_setting",
          occurredAt: at,
          title: `Holidays of ${year}: ${added.length} added, ${removed.length} removed`,
          source: "application",
          policyVersion: policy.version,
          policyHash: policy.hash,
          kernelVersion: KERNEL_VERSION,
          // Every day that holds from now on: the database compares.
          facts: { setting: "holidays", year, added, removed, days },
        },
      ]);
      return { year, days: read.days.length };
    }),
  );
}

type Change = {
  tenantId: string;
  member: ActingMember;
  changed: readonly string[];
  at: Date;
};

async function refusePast(tx: Transaction, { tenantId, member, changed, at }: Change): Promise<void> {
  if (member.role === "CFO") return;
  const month = await firstUncertified(tx, tenantId);
  const end = periodOf("monthly_close", month)?.end ?? "";
  const past = changed.filter((day) => day > end && day < isoDate(at));
  if (past.length === 0) return;
  abort(
    "FORBIDDEN",
    `${past.join(", ")}: past days that count for the close of ${month} or a later one, which is not certified; only the CFO may change them.`,
  );
}

/** The first month of the plan that is not certified: what is past counts for it still. */
async function firstUncertified(tx: Transaction, tenantId: string): Promise<string> {
  const { planStart } = await tx.tenant.findUniqueOrThrow({
    where: { id: tenantId },
    select: { planStart: true },
  });
  const certified = await tx.$queryRaw<{ cycleKey: string }[]>`
    select cycle_key as "cycleKey" from (
      select distinct on (cycle_key) cycle_key, certified_final from evaluation_cycles
      where tenant_id = ${tenantId}::uuid and cadence = 'monthly_close' and status = 'CLOSED'
      order by cycle_key, version desc
    ) as newest where certified_final`;
  const final = new Set(certified.map(({ cycleKey }) => cycleKey));
  let month = isoDate(planStart).slice(0, 7);
  while (final.has(month)) month = addMonths(month, 1);
  return month;
}
