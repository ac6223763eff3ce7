import { LEAST_HOURS_BETWEEN_CYCLES, type MetricId, metric } from "../../kernel/revenue";
import { computeDueMetrics } from "../commands/compute-metrics";
import { executeActions } from "../commands/execute-actions";
import { recordResults } from "../commands/record-results";
import { runRevenueCycle } from "../commands/run-revenue-cycle";
import { inTenant } from "../db/tenant-transaction";
import { abort, type Result } from "../failures";
import { addDays, isoDate } from "../queries/cycle-calendar";
import { CYCLE_CHECKS } from "./checks/cycle";
import { EXECUTION_CHECKS } from "./checks/execution";
import { LEARNING_CHECKS } from "./checks/learning";
import { PLACES_DIFFER } from "./checks/places";
import { RESULT_CHECKS } from "./checks/results";
import { STANDING_CHECKS } from "./checks/standing";
import { feedTenant } from "./feed";
import { type Gains, NO_GAINS } from "./feed-window";
import { type CycleStep, keepProgress, moveClock, readProgress, sourceOf } from "./progress";
import { loopActor, type Subject, type ValidationStep } from "./subject";

const HOUR_MS = 3_600_000;
/** By so much a gaining tenant does better in what its actions aim at: enough to be told from chance. */
const GAIN = 0.4;
const MOST_ATTEMPTS = 3;
/** The hour, UTC, at which a moved clock stands: the day before is complete, and its data is in. */
const MORNING = "T06:00:00.000Z";

/** The steps, in the order of the loop; verify_all also ends it. */
export const STEPS: readonly ValidationStep[] = [
  { operation: "verify_all", run: analyse, checks: STANDING_CHECKS },
  { operation: "run_cycle_1", run: firstCycle, checks: CYCLE_CHECKS("run_cycle_1") },
  { operation: "execute_actions", run: execute, checks: EXECUTION_CHECKS },
  { operation: "record_results", run: record, checks: RESULT_CHECKS },
  {
    operation: "run_cycle_2",
    run: (subject, at) => runCycle(subject, "run_cycle_2", at),
    checks: [...CYCLE_CHECKS("run_cycle_2"), ...LEARNING_CHECKS],
    compare: PLACES_DIFFER,
  },
];

/** The analytics job, as every night: what is verified is what the data says now. */
async function analyse({ tenantId }: Subject, at: Date): Promise<string> {
  const computed = await computeDueMetrics(tenantId, at);
  if (computed === null) return "There were no metrics to compute.";
  return `Metrics of ${computed.days} days are up to date; ${computed.changed} values have changed.`;
}

/** What an earlier loop left open is carried out and observed first: what is open is not proposed again. */
async function firstCycle(subject: Subject, at: Date): Promise<string> {
  const open = await openActions(subject);
  let clock = at;
  if (open.pending + open.executing > 0) {
    clock = await upToDate(subject, clock, NO_GAINS);
    done(await executeActions(loopActor(subject.tenantId), {}, clock));
    clock = await passWindows(subject, clock, NO_GAINS);
    done(await recordResults(loopActor(subject.tenantId), clock));
  }
  return runCycle(subject, "run_cycle_1", clock);
}

async function runCycle(subject: Subject, step: CycleStep, at: Date, attempt = 1): Promise<string> {
  const { tenantId } = subject;
  const clock = await upToDate(subject, await afterLastCycle(subject, at), NO_GAINS);
  await inTenant({ tenantId }, async (tx) => {
    const earlier = step === "run_cycle_1" ? {} : await readProgress(tx, tenantId);
    await keepProgress(tx, tenantId, { ...earlier, [step]: clock.toISOString() }, clock);
  });
  const trigger = { type: "manual" as const, source: sourceOf(step) };
  const cycle = await runRevenueCycle(loopActor(tenantId), { trigger }, clock);
  // The company's own schedule goes on meanwhile; where it was faster, the loop waits its twelve hours.
  if (!cycle.ok && cycle.failure.code === "CYCLE_TOO_RECENT" && attempt < MOST_ATTEMPTS)
    return runCycle(subject, step, clock, attempt + 1);
  const { binding_constraint, diagnosis } = done(cycle).output.cycle_summary;
  return `${binding_constraint}: ${diagnosis}`;
}

async function execute(subject: Subject, at: Date): Promise<string> {
  const { executed, failed, left } = done(await executeActions(loopActor(subject.tenantId), {}, at));
  return `Executed ${executed.length}, failed ${failed.length}, left ${left.length}.`;
}

/** Lets the windows pass: tenant A gains along what its actions aim at, tenant B goes on as before. */
async function record(subject: Subject, at: Date): Promise<string> {
  const gains = subject.gains ? await gainsOf(subject) : NO_GAINS;
  const clock = await passWindows(subject, at, gains);
  const { completed, failed, left } = done(await recordResults(loopActor(subject.tenantId), clock));
  return `Completed ${completed.length}, failed ${failed.length}, left ${left.length}.`;
}

function done<T>(result: Result<T>): T {
  return result.ok ? result.value : abort(result.failure.code, result.failure.message);
}

/** The first moment at which a further cycle may run. */
async function afterLastCycle({ tenantId }: Subject, at: Date): Promise<Date> {
  return inTenant({ tenantId }, async (tx) => {
    const last = await tx.optimizationCycle.findFirst({
      where: { tenantId },
      orderBy: { executedAt: "desc" },
      select: { executedAt: true },
    });
    const least = (last?.executedAt.getTime() ?? 0) + LEAST_HOURS_BETWEEN_CYCLES * HOUR_MS;
    if (least <= at.getTime()) return at;
    return moveClock(tx, tenantId, morningFrom(new Date(least)), at);
  });
}

function morningFrom(moment: Date): Date {
  const sameDay = new Date(`${isoDate(moment)}${MORNING}`);
  return sameDay >= moment ? sameDay : new Date(`${addDays(isoDate(moment), 1)}${MORNING}`);
}

async function passWindows(subject: Subject, at: Date, gains: Gains): Promise<Date> {
  const { tenantId } = subject;
  const clock = await inTenant({ tenantId }, async (tx) => {
    const { _max: latest } = await tx.optimizationAction.aggregate({
      where: { tenantId, status: "executing" },
      _max: { windowEndsOn: true },
    });
    if (latest.windowEndsOn === null) return at;
    return moveClock(tx, tenantId, new Date(`${addDays(isoDate(latest.windowEndsOn), 1)}${MORNING}`), at);
  });
  return upToDate(subject, clock, gains);
}

/** Raw rows up to the clock, and of them the metrics, by the analytics job. */
async function upToDate({ tenantId }: Subject, clock: Date, gains: Gains): Promise<Date> {
  await inTenant({ tenantId }, (tx) => feedTenant(tx, { tenantId, clock, gains }));
  await computeDueMetrics(tenantId, clock);
  return clock;
}

async function openActions({ tenantId }: Subject): Promise<{ pending: number; executing: number }> {
  return inTenant({ tenantId }, async (tx) => ({
    pending: await tx.optimizationAction.count({ where: { tenantId, status: "pending" } }),
    executing: await tx.optimizationAction.count({ where: { tenantId, status: "executing" } }),
  }));
}

/** A gain where an action under way aims; what aims at economics is reached by winning more, too. */
async function gainsOf({ tenantId }: Subject): Promise<Gains> {
  const targets = await inTenant({ tenantId }, (tx) =>
    tx.optimizationAction.findMany({
      where: { tenantId, status: "executing" },
      select: { targetMetric: true },
    }),
  );
  const domains = new Set(targets.map(({ targetMetric }) => metric(targetMetric as MetricId).domain));
  const economics = domains.has("economics") ? GAIN : 0;
  return {
    demand: domains.has("demand") ? GAIN : 0,
    conversion: domains.has("conversion") ? GAIN : economics,
    economics,
  };
}
