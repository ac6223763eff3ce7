import { acknowledgeEscalation } from "../../lib/commands/acknowledge-escalation";
import { evaluateCycle } from "../../lib/commands/evaluate-cycle";
import { overrideInput } from "../../lib/commands/override-input";
import { reopenClose } from "../../lib/commands/reopen-close";
import { resolveEscalation } from "../../lib/commands/resolve-escalation";
import { updateDefensiveAction } from "../../lib/commands/update-defensive-action";
import { inTenant } from "../../lib/db/tenant-transaction";
import type { Result } from "../../lib/failures";
import { addDays, isoDate } from "../../lib/queries/cycle-calendar";
import { explainChanges } from "./close-commentary";
import { demoActor } from "./companies";
import { followRequests, type SeedStep } from "./cycle-steps";
import { type CompanyStory, dayOfMonth, momentOf, type SeedCalendar } from "./generator/company";
import { TENANT_A } from "./generator/stories";

/** What people did about escalations and mandated actions, and the one figure that FP&A put right. */
export function governanceSteps(story: CompanyStory, calendar: SeedCalendar): SeedStep[] {
  const steps = story.tenantId === TENANT_A ? correction(story, calendar) : answers(story, calendar);
  return steps.filter(({ at }) => at <= calendar.anchor);
}

const momentIn = (calendar: SeedCalendar, index: number, day: number, hour: number): Date =>
  new Date(momentOf(dayOfMonth(calendar, index, day), hour, 40));

/**
 * A: a supplier's bill for one month was posted to the next. The month is certified, so the CFO reopens it; FP&A puts the
 * figure right and certifies it again.
 */
function correction({ tenantId }: CompanyStory, calendar: SeedCalendar): SeedStep[] {
  const cycle = { cadence: "monthly_close" as const, cycleKey: calendar.monthKey(6) };
  const analyst = demoActor(tenantId, "FP&A");
  const reopenedAt = momentIn(calendar, 7, 14, 8);
  const overriddenAt = momentIn(calendar, 7, 14, 9);
  const evaluatedAt = momentIn(calendar, 7, 14, 10);
  const versionsOf = () =>
    inTenant({ tenantId }, (tx) =>
      tx.evaluationCycle.findMany({ where: { tenantId, ...cycle }, select: { deliveredAt: true } }),
    );
  return [
    {
      at: reopenedAt,
      run: async () => {
        if ((await versionsOf()).length !== 1) return;
        const reason = "An agency invoice of this month was posted to the next; acquisition cost is too low.";
        expectOk(
          await reopenClose(demoActor(tenantId, "CFO"), { cycleKey: cycle.cycleKey, reason }, reopenedAt),
        );
      },
    },
    {
      at: overriddenAt,
      run: async () => {
        const spent = await inTenant({ tenantId }, async (tx) => {
          const known = await tx.inputOverride.count({ where: { tenantId, cycleKey: cycle.cycleKey } });
          if (known > 0) return null;
          const input = await tx.cycleInput.findFirstOrThrow({
            where: { tenantId, name: "CAC", cycle: { cadence: cycle.cadence, cycleKey: cycle.cycleKey } },
          });
          return Number(input.value);
        });
        if (spent === null) return;
        const reason = "An agency invoice of $18,400 for this month was posted to the next one.";
        expectOk(
          await overrideInput(
            analyst,
            { ...cycle, name: "CAC", value: spent + 18_400, reason },
            overriddenAt,
          ),
        );
      },
    },
    {
      at: evaluatedAt,
      run: async () => {
        const versions = await versionsOf();
        const delivered = versions[0]?.deliveredAt;
        if (versions.length !== 2 || !delivered) return;
        const certified = { deliveredAt: isoDate(delivered), certifyFinal: true };
        expectOk(await evaluateCycle(analyst, { ...cycle, ...certified }, evaluatedAt));
        await explainChanges(tenantId, cycle.cycleKey, { at: evaluatedAt, leaveOut: null });
        await followRequests(tenantId, evaluatedAt);
      },
    },
  ];
}

const EVIDENCE = [
  "Requisitions closed in the hiring tool on the day of entry; three backfills named as retention-critical.",
  "Tools and contractors cut by 14 percent; list with amounts in the finance folder.",
  "Collections call every Tuesday; $310k of overdue invoices came in within five weeks.",
  "Paid social moved to renewals and paid search; channel plan of the month signed off.",
] as const;

/** B: the first escalation was answered and carried out, and the mandated actions of the first stretch done. */
function answers(story: CompanyStory, calendar: SeedCalendar): SeedStep[] {
  const { tenantId } = story;
  const cfo = demoActor(tenantId, "CFO");
  const acknowledgedAt = momentIn(calendar, 6, 15, 9);
  const resolvedAt = momentIn(calendar, 8, 22, 9);
  const plan =
    "Collections push and a spending stop on tools and contractors until free cash flow is back within $50k of plan; the CFO reports weekly.";
  return [
    {
      at: acknowledgedAt,
      run: async () => {
        const escalation = await escalationOf(tenantId, "monthly", "OPEN", acknowledgedAt);
        const dueOn = addDays(isoDate(acknowledgedAt), 45);
        if (escalation)
          expectOk(
            await acknowledgeEscalation(cfo, { escalationId: escalation, plan, dueOn }, acknowledgedAt),
          );
      },
    },
    {
      at: resolvedAt,
      run: async () => {
        const escalation = await escalationOf(tenantId, "monthly", "ACKNOWLEDGED", resolvedAt);
        const resolution =
          "Free cash flow is within plan again for the last close, and the company has left DEFENSIVE mode.";
        if (escalation)
          expectOk(await resolveEscalation(cfo, { escalationId: escalation, resolution }, resolvedAt));
      },
    },
    ...EVIDENCE.map((evidence, position) =>
      actionDone(tenantId, 0, position + 1, evidence, momentIn(calendar, 5, 20 + position, 15)),
    ),
    ...EVIDENCE.slice(0, 2).map((evidence, position) =>
      actionDone(tenantId, 1, position + 1, evidence, momentIn(calendar, 10, 22 + position, 15)),
    ),
    {
      at: new Date(momentOf(addDays(isoDate(calendar.anchor), -8), 9, 45)),
      run: async () => {
        const at = new Date(momentOf(addDays(isoDate(calendar.anchor), -8), 9, 45));
        const escalation = await escalationOf(tenantId, "weekly", "OPEN", at);
        const bridge =
          "Bridge facility talks with two lenders are open; burn plan with ten percent less from next month on.";
        const dueOn = addDays(isoDate(at), 30);
        if (escalation)
          expectOk(await acknowledgeEscalation(cfo, { escalationId: escalation, plan: bridge, dueOn }, at));
      },
    },
  ];
}

async function escalationOf(
  tenantId: string,
  cadence: "weekly" | "monthly",
  status: string,
  raisedBefore: Date,
) {
  const found = await inTenant({ tenantId }, (tx) =>
    tx.escalation.findFirst({
      where: { tenantId, status, rule: { contains: cadence }, raisedAt: { lt: raisedBefore } },
      orderBy: { raisedAt: "asc" },
      select: { id: true },
    }),
  );
  return found?.id ?? null;
}

/** One action of the first or second stretch of DEFENSIVE mode, done with evidence. */
function actionDone(
  tenantId: string,
  stretch: number,
  position: number,
  evidence: string,
  at: Date,
): SeedStep {
  const run = async () => {
    const action = await inTenant({ tenantId }, async (tx) => {
      const periods = await tx.modePeriod.findMany({
        where: { tenantId, mode: "DEFENSIVE" },
        orderBy: { startedAt: "asc" },
        include: { actions: { where: { position } } },
      });
      const period = periods[stretch];
      const held = period && period.startedAt < at && (period.endedAt === null || period.endedAt > at);
      return held ? (period.actions[0] ?? null) : null;
    });
    if (!action || action.doneAt) return;
    const { id: actionId, ownerId, dueOn } = action;
    const change = { actionId, ownerId, dueOn: dueOn ? isoDate(dueOn) : null, done: true, evidence };
    expectOk(await updateDefensiveAction(demoActor(tenantId, "CFO"), change, at));
  };
  return { at, run };
}

function expectOk(result: Result<unknown>): void {
  if (!result.ok) throw new Error(`a step of the demonstration was refused: ${result.failure.message}`);
}
