import { type Action, actionSchema, type LeverValue } from "../../kernel/revenue/contract";
import { BASELINE_DAYS } from "../../kernel/revenue/measure";
import type { MetricId } from "../../kernel/revenue/metric-ids";
import type { MetricDirection } from "../../kernel/revenue/metrics";
import { can, type Role } from "../auth/permissions";
import { conditionText, daysInARow, metOn } from "../commands/executors/abort-conditions";
import { inTenant, type Transaction } from "../db/tenant-transaction";
import type { ActionStatus } from "./action-status";
import { type ActionStep, actionSteps } from "./action-steps";
import { addDays, isoDate } from "./cycle-calendar";
import { type MeasuredDay, measuredDays } from "./measured-days";
import type { RequestStatus } from "./requests";
import type { ResultOutcome } from "./revenue-actions";
import { tenantClock } from "./tenant-clock";

export type ActionResult = {
  metric: MetricId;
  role: "target" | "economic";
  baseline: number | null;
  observed: number | null;
  delta: number | null;
  direction: MetricDirection | null;
  confidence: number | null;
  outcome: ResultOutcome | null;
};

/** A condition for stopping, and how close to it the action is. */
export type AbortWatch = {
  metric: MetricId;
  operator: ">" | ">=" | "<" | "<=";
  threshold: number;
  consecutiveDays: number;
  words: string;
  newest: { day: string; value: number } | null;
  inARow: number;
  metOn: string | null;
};

export type RevenueActionScreen = {
  id: string;
  action: Action;
  status: ActionStatus;
  statusReason: string | null;
  cycle: { id: string; executedAt: Date };
  request: { reference: string; title: string; status: RequestStatus } | null;
  /** What the executor found and wrote; null before it began. `found` is null where nothing stood there. */
  written: { found: LeverValue; value: LeverValue } | null;
  startedAt: Date | null;
  windowEndsOn: string | null;
  finishedAt: Date | null;
  attempts: number;
  results: ActionResult[];
  /** Daily values of the target, from before the action to a while after it. */
  series: { day: string; value: number | null }[];
  watches: AbortWatch[];
  steps: ActionStep[];
  present: Date;
  choices: { execute: boolean; revert: boolean; abort: boolean };
};

type Row = Pick<
  RevenueActionScreen,
  "id" | "status" | "statusReason" | "startedAt" | "windowEndsOn" | "finishedAt" | "attempts"
> & {
  action: unknown;
  oldValue: { value: LeverValue } | { absent: string } | null;
  newValue: LeverValue;
  updatedAt: Date;
  cycleId: string;
  executedAt: Date;
  reference: string | null;
  requestTitle: string | null;
  requestStatus: RequestStatus | null;
};

type Person = { tenantId: string; userId: string; role: Role };

/** Shown before the baseline begins, and after the window has ended. */
const DAYS_BEFORE = BASELINE_DAYS * 2;
const DAYS_AFTER = 14;

/** One action with what came of it, or null where the company has none under this id. */
export function loadRevenueAction(person: Person, id: string, at: Date): Promise<RevenueActionScreen | null> {
  const { tenantId } = person;
  return inTenant(person, async (tx) => {
    const row = await actionRow(tx, tenantId, id);
    if (!row) return null;
    const action = actionSchema.parse(row.action);
    const present = await tenantClock(tx, tenantId, at);
    const { startedAt, windowEndsOn, finishedAt, attempts, status, statusReason } = row;
    return {
      id,
      action,
      status,
      statusReason,
      cycle: { id: row.cycleId, executedAt: row.executedAt },
      request: requestOf(row),
      written: writtenBy(row),
      startedAt,
      windowEndsOn,
      finishedAt,
      attempts,
      results: await resultsOf(tx, tenantId, id),
      series: await seriesOf(tx, tenantId, action.target_metric, row, present),
      watches: await watchesOf(tx, tenantId, action, row, present),
      steps: await actionSteps(tx, tenantId, row),
      present,
      choices: choicesOf(row, action, person.role),
    };
  });
}

async function actionRow(tx: Transaction, tenantId: string, id: string): Promise<Row | undefined> {
  const [row] = await tx.$queryRaw<Row[]>`
    select a.id, a.status, a.status_reason as "statusReason", a.action, a.old_value as "oldValue",
      a.new_value as "newValue", a.started_at as "startedAt", a.window_ends_on::text as "windowEndsOn",
      a.finished_at as "finishedAt", a.attempts, a.updated_at as "updatedAt",
      a.cycle_id as "cycleId", c.executed_at as "executedAt",
      r.reference, r.title as "requestTitle", r.status as "requestStatus"
    from optimization_actions a
    join optimization_cycles c on c.tenant_id = a.tenant_id and c.id = a.cycle_id
    left join requests r on r.tenant_id = a.tenant_id and r.id = a.request_id
    where a.tenant_id = ${tenantId}::uuid and a.id = ${id}::uuid`;
  return row;
}

function requestOf({ reference, requestTitle: title, requestStatus: status }: Row) {
  return reference && title && status ? { reference, title, status } : null;
}

function writtenBy({ oldValue, newValue }: Row): RevenueActionScreen["written"] {
  if (oldValue === null) return null;
  return { found: "value" in oldValue ? oldValue.value : null, value: newValue };
}

/** The target first, then the economic metrics in the order of the dictionary. */
async function resultsOf(tx: Transaction, tenantId: string, id: string): Promise<ActionResult[]> {
  return tx.$queryRaw<ActionResult[]>`
    select metric_id as metric, role, baseline_value::float8 as baseline, observed_value::float8 as observed,
      delta::float8 as delta, direction, confidence::float8 as confidence, outcome
    from optimization_action_results
    where tenant_id = ${tenantId}::uuid and action_id = ${id}::uuid
    order by role desc, metric_id`;
}

async function seriesOf(
  tx: Transaction,
  tenantId: string,
  metric: MetricId,
  { startedAt, executedAt, windowEndsOn }: Row,
  present: Date,
): Promise<RevenueActionScreen["series"]> {
  const today = isoDate(present);
  const last = windowEndsOn ? addDays(windowEndsOn, DAYS_AFTER) : today;
  const isOver = last < today;
  const range = {
    from: addDays(isoDate(startedAt ?? executedAt), -DAYS_BEFORE),
    to: isOver ? last : today,
  };
  const days = (await measuredDays(tx, tenantId, [metric], range)).get(metric) ?? [];
  return days.map(({ date, value }) => ({ day: date, value }));
}

/** As the daily look at them does it: from the day after the start, and not beyond the window. */
async function watchesOf(
  tx: Transaction,
  tenantId: string,
  { guardrails: { abort_conditions: conditions } }: Action,
  { startedAt, windowEndsOn, finishedAt }: Row,
  present: Date,
): Promise<AbortWatch[]> {
  const until = isoDate(finishedAt ?? present);
  const yesterday = addDays(until, -1);
  const isOver = windowEndsOn !== null && windowEndsOn < yesterday;
  const to = isOver ? windowEndsOn : yesterday;
  const metrics = conditions.map(({ metric }) => metric);
  const measured = startedAt
    ? await measuredDays(tx, tenantId, metrics, { from: addDays(isoDate(startedAt), 1), to })
    : new Map<MetricId, MeasuredDay[]>();
  return conditions.map((condition) => {
    const days = measured.get(condition.metric) ?? [];
    const { metric, operator, threshold, consecutive_days: consecutiveDays } = condition;
    return {
      metric,
      operator,
      threshold,
      consecutiveDays,
      words: conditionText(condition),
      newest: newestOf(days),
      inARow: daysInARow(condition, days),
      metOn: metOn(condition, days),
    };
  });
}

function newestOf(days: readonly MeasuredDay[]): AbortWatch["newest"] {
  const newest = days.findLast(({ value }) => value !== null);
  return newest?.value == null ? null : { day: newest.date, value: newest.value };
}

/** What the commands would not refuse at once; they decide again. A price is the CFO's, to change and to take back. */
function choicesOf(
  { status, oldValue, requestStatus }: Row,
  { owner_subsystem: subsystem }: Action,
  role: Role,
): RevenueActionScreen["choices"] {
  const may = can(role, "revenue.act");
  const mayEnd = may && (subsystem !== "pricing" || role === "CFO");
  const isDue = status === "pending" || (status === "awaiting_signoff" && requestStatus === "APPROVED");
  return {
    execute: may && isDue,
    revert: mayEnd && oldValue !== null && ["executing", "completed", "failed"].includes(status),
    abort: mayEnd && status === "executing",
  };
}
