import { abortActions } from "../../commands/abort-actions";
import { computeDueMetrics } from "../../commands/compute-metrics";
import { executeActions } from "../../commands/execute-actions";
import { recordResults } from "../../commands/record-results";
import { inTenant } from "../../db/tenant-transaction";
import { startOfDay } from "../../queries/cycle-calendar";
import { DAILY_SOURCE, DEEP_SOURCE } from "../../queries/kernel-input";
import { type Job, type RunningWork, succeeded } from "../job";
import { scheduleActor, scheduledCycle } from "../scheduled-cycle";

const MONDAY = 1;
const KEEP_HOURLY_RUNS_DAYS = 7;

/** On Mondays the cycle looks back over a quarter of a year. */
export const sourceOf = (day: string): string =>
  startOfDay(day).getUTCDay() === MONDAY ? DEEP_SOURCE : DAILY_SOURCE;

/**
 * The company's night: yesterday's figures, then what the actions under way did with them, then what has been signed,
 * then the next cycle. Every step is idempotent, so a run that was cut off begins again at the first.
 */
async function work({ tenantId, runFor, at }: RunningWork) {
  const actor = scheduleActor(tenantId);
  const metrics = await computeDueMetrics(tenantId, at);
  const { aborted } = succeeded(await abortActions(actor, at));
  const results = succeeded(await recordResults(actor, at));
  const { executed, failed } = succeeded(await executeActions(actor, {}, at));
  const cycle = await scheduledCycle(tenantId, { type: "scheduled", source: sourceOf(runFor) }, at);
  await forgetHourlyRuns(tenantId, runFor);
  return {
    metric_days: metrics?.days ?? 0,
    metric_values_changed: metrics?.changed ?? 0,
    actions_aborted: aborted.length,
    results_recorded: results.completed.length + results.failed.length,
    actions_executed: executed.length,
    actions_failed: failed.length,
    ...cycle,
  };
}

/** Of the hourly checks only the failures, and the last days, are worth their rows. */
async function forgetHourlyRuns(tenantId: string, day: string): Promise<void> {
  const before = new Date(startOfDay(day).getTime() - KEEP_HOURLY_RUNS_DAYS * 86_400_000);
  await inTenant({ tenantId }, (tx) =>
    tx.jobRun.deleteMany({
      where: { tenantId, job: "check_triggers", status: "completed", startedAt: { lt: before } },
    }),
  );
}

export const daily: Job = { name: "daily", work };
