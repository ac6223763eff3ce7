import { addBusinessDays, type Cadence } from "../../kernel/enforcement";
import { evaluateCycle } from "../../lib/commands/evaluate-cycle";
import { reevaluateOpenRequests } from "../../lib/commands/reevaluate-open-requests";
import { inTenant } from "../../lib/db/tenant-transaction";
import { addDays, closeDeadline, isoDate, weekKey } from "../../lib/queries/cycle-calendar";
import { explainChanges } from "./close-commentary";
import { demoActor, demoArtifacts } from "./companies";
import { type CompanyStory, LAST_COMPLETE, momentOf, type SeedCalendar } from "./generator/company";
import { TENANT_B } from "./generator/stories";

/** Something that happened at a moment; done once, however often the seed is resumed. */
export type SeedStep = { at: Date; run(): Promise<void> };

const SLA_DAYS = demoArtifacts.outcome_contract.outcome_contract.data_requirements.data_quality_sla
  .close_timeliness_days.range as [number, number];

/** Business days after the month's end on which the close is delivered: later where the numbers hurt. */
const DELIVERED_AFTER = { quick: [6, 7], slow: [7, 9, 8] } as const;

type PlannedCycle = { cadence: Cadence; cycleKey: string; deliveredAt?: string; at: Date };

/** Every close and every week up to the anchor, in the order in which the company evaluated them. */
export function plannedCycles(
  story: CompanyStory,
  calendar: SeedCalendar,
  holidays: readonly string[],
): PlannedCycle[] {
  const closes = plannedCloses(story, calendar, holidays);
  const first = closes[0];
  return [...closes, ...(first ? plannedWeeks(calendar, first.at) : [])].sort(
    (one, other) => one.at.getTime() - other.at.getTime(),
  );
}

function plannedCloses(
  story: CompanyStory,
  calendar: SeedCalendar,
  holidays: readonly string[],
): PlannedCycle[] {
  const today = isoDate(calendar.anchor);
  const slow = story.tenantId === TENANT_B;
  const days = slow ? DELIVERED_AFTER.slow : DELIVERED_AFTER.quick;
  // B leaves its newest due close undelivered beyond the SLA; early in a month that is the close before the last.
  const overdue = today > closeDeadline(calendar.endDay(LAST_COMPLETE), SLA_DAYS, holidays);
  const last = slow ? LAST_COMPLETE - (overdue ? 1 : 2) : LAST_COMPLETE;
  return Array.from({ length: last + 1 }, (_, index) => {
    const deliveredAt = addBusinessDays(calendar.endDay(index), days[index % days.length] ?? 7, holidays);
    return {
      cadence: "monthly_close" as const,
      cycleKey: calendar.monthKey(index),
      deliveredAt,
      at: new Date(momentOf(deliveredAt, 15)),
    };
  }).filter(({ at }) => at <= calendar.anchor);
}

/** Weeks are evaluated on the Monday after, once the first close has given them something to carry. */
function plannedWeeks(calendar: SeedCalendar, from: Date): PlannedCycle[] {
  const weeks: PlannedCycle[] = [];
  const start = isoDate(from);
  let monday = addDays(start, (8 - new Date(`${start}T00:00:00Z`).getUTCDay()) % 7 || 7);
  for (; ; monday = addDays(monday, 7)) {
    const at = new Date(momentOf(monday, 8));
    if (at > calendar.anchor) return weeks;
    weeks.push({ cadence: "weekly", cycleKey: weekKey(addDays(monday, -1)), at });
  }
}

/** As in the application: what is open is decided again once a cycle has closed. A resumed seed catches up. */
export async function followRequests(tenantId: string, at: Date): Promise<void> {
  const { failed } = await reevaluateOpenRequests(tenantId, at);
  if (failed.length > 0)
    throw new Error(failed.map(({ reference, reason }) => `${reference}: ${reason}`).join("; "));
}

/** The cycles as steps: each evaluated by FP&A at its moment, on the data of that moment. */
export async function cycleSteps(
  story: CompanyStory,
  calendar: SeedCalendar,
  holidays: readonly string[],
): Promise<SeedStep[]> {
  const { tenantId } = story;
  const analyst = demoActor(tenantId, "FP&A");
  const done = await inTenant({ tenantId }, (tx) =>
    tx.evaluationCycle.findMany({
      where: { tenantId, version: 1 },
      select: { cadence: true, cycleKey: true },
    }),
  );
  const isDone = (cycle: PlannedCycle) =>
    done.some(({ cadence, cycleKey }) => cadence === cycle.cadence && cycleKey === cycle.cycleKey);
  const planned = plannedCycles(story, calendar, holidays);
  // B has not said yet why its newest close looks as it does.
  const newest = planned.findLast(({ cadence }) => cadence === "monthly_close")?.cycleKey ?? null;
  const leaveOut = tenantId === TENANT_B ? newest : null;
  const evaluation = ({ cadence, cycleKey, deliveredAt, at }: PlannedCycle): SeedStep => ({
    at,
    run: async () => {
      const order = { cadence, cycleKey, deliveredAt: deliveredAt ?? null };
      const asked = await evaluateCycle(analyst, { ...order, certifyFinal: !!deliveredAt }, at);
      // While the CRM was in no state to rest on, the months closed without being certified.
      const isRefused = !asked.ok && /CFO-33/.test(asked.failure.fields?.certifyFinal ?? "");
      const result = isRefused ? await evaluateCycle(analyst, order, at) : asked;
      if (!result.ok) throw new Error(`${story.name}, ${cycleKey}: ${result.failure.message}`);
      await followRequests(tenantId, at);
    },
  });
  const explanation = ({ cycleKey, at }: PlannedCycle): SeedStep[] => {
    const after = new Date(at.getTime() + 20 * 60_000);
    if (after > calendar.anchor) return [];
    return [{ at: after, run: () => explainChanges(tenantId, cycleKey, { at: after, leaveOut }) }];
  };
  return planned.flatMap((cycle) => [
    ...(isDone(cycle) ? [] : [evaluation(cycle)]),
    ...(cycle.deliveredAt ? explanation(cycle) : []),
  ]);
}
