import * as z from "zod";
import {
  type Action,
  type Measured,
  type MetricDirection,
  type MetricId,
  measure,
  meetsExpectation,
  metric,
  sharedWith,
} from "../../../kernel/revenue";
import type { Transaction } from "../../db/tenant-transaction";
import { addDays, isoDate } from "../../queries/cycle-calendar";
import { type MeasuredDay, measuredDays } from "../../queries/measured-days";
import type { HeldAction } from "./held-action";
import { figureOf, nameOf } from "./metric-words";

/** So long after its window an action waits for values that are late; then it is measured by those that came, or fails. */
export const GRACE_DAYS = 7;

export type Observation = { id: string; metric: MetricId; measured: Measured; days: MeasuredDay[] };

/** What came of an action, or why nothing can be said yet. */
export type Observed =
  | { kind: "wait"; reason: string }
  | { kind: "end"; status: "completed" | "failed"; reason: string; observations: Observation[] };

const baselineDetails = z.looseObject({
  baseline: z.looseObject({
    days: z.array(z.strictObject({ date: z.string(), value: z.number().nullable() })),
  }),
});

/** Holds the days of the window against the days before, for the target and for every economic metric. */
export async function observe(
  tx: Transaction,
  held: HeldAction,
  action: Action,
  window: { from: string; to: string },
  at: Date,
): Promise<Observed> {
  const results = await tx.optimizationActionResult.findMany({
    where: { tenantId: held.tenantId, actionId: held.id, observedAt: null },
    orderBy: { metricId: "asc" },
  });
  const names = results.map(({ metricId }) => metricId as MetricId);
  const measured = await measuredDays(tx, held.tenantId, names, window);
  const isOver = isoDate(at) > addDays(window.to, GRACE_DAYS);
  const waits = whyWait(measured.get(action.target_metric) ?? [], action.target_metric, window.to);
  if (waits && !isOver) return { kind: "wait", reason: waits };
  const others = await othersOnTarget(tx, held, window);
  const observations = results.map(({ id, metricId, details }) => {
    const name = metricId as MetricId;
    const days = measured.get(name) ?? [];
    const before = baselineDetails.parse(details).baseline.days;
    const seen = compare(directionOf(name, action), before, days);
    return {
      id,
      metric: name,
      days,
      measured: name === action.target_metric ? sharedWith(others, seen) : seen,
    };
  });
  return verdictOn(action, observations, { ...window, others });
}

/** Actions that took effect, aimed at the same figure and were under way at some time of the window. */
async function othersOnTarget(
  tx: Transaction,
  { tenantId, id }: HeldAction,
  { from, to }: { from: string; to: string },
): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    select count(*)::integer as count from optimization_actions own
    join optimization_actions other on other.tenant_id = own.tenant_id and other.target_metric = own.target_metric
      and other.id <> own.id
    where own.tenant_id = ${tenantId}::uuid and own.id = ${id}::uuid and other.started_at is not null
      and (other.started_at at time zone 'UTC')::date <= ${to}::date and other.window_ends_on >= ${from}::date
      and (other.status not in ('aborted', 'reverted') or (other.finished_at at time zone 'UTC')::date >= ${from}::date)`;
  return row?.count ?? 0;
}

const values = (days: readonly MeasuredDay[]) => days.map(({ value }) => value);

function compare(
  wanted: MetricDirection,
  before: readonly MeasuredDay[],
  after: readonly MeasuredDay[],
): Measured {
  return measure(wanted, values(before), values(after));
}

/** The target is wanted where the action wants it; an economic metric where it is better for the company. */
function directionOf(name: MetricId, action: Action): MetricDirection {
  return name === action.target_metric ? action.target_direction : metric(name).direction;
}

function whyWait(days: readonly MeasuredDay[], name: MetricId, lastDay: string): string | null {
  if (days.every(({ value }) => value === null)) return `${nameOf(name)} has no value in the window yet.`;
  return days.at(-1)?.date === lastDay ? null : `${nameOf(name)} is not yet computed for ${lastDay}.`;
}

function verdictOn(
  action: Action,
  observations: Observation[],
  { from, to, others }: { from: string; to: string; others: number },
): Observed {
  const target = observations.find((each) => each.metric === action.target_metric);
  if (!target) throw new Error("an action under way has a baseline of its target");
  const { measured } = target;
  if (measured.observed === null || measured.baseline === null) {
    const when = measured.observed === null ? `between ${from} and ${to}` : "before it began";
    return {
      kind: "end",
      status: "failed",
      reason: `${nameOf(action.target_metric)} has no value ${when}, so its effect cannot be told.`,
      observations,
    };
  }
  const isMet = meetsExpectation(action.expected_impact, measured);
  return {
    kind: "end",
    status: isMet ? "completed" : "failed",
    reason: `${movement(action.target_metric, measured)}${sharing(others)}; ${isMet ? "as expected" : "not as expected"}: ${expectation(action)}.`,
    observations,
  };
}

function movement(name: MetricId, { baseline, observed, deltaPct, confidence }: Measured): string {
  const pct = deltaPct === null ? "" : ` (${deltaPct > 0 ? "+" : ""}${deltaPct.toFixed(1)}%)`;
  return `${nameOf(name)} went from ${figureOf(name, baseline)} to ${figureOf(name, observed)}${pct}, with confidence ${Math.round(confidence * 100)}%`;
}

function sharing(others: number): string {
  if (others === 0) return "";
  return others === 1
    ? " because another action aimed at it too"
    : ` because ${others} other actions aimed at it too`;
}

function expectation({ expected_impact: { direction, low_pct: low, high_pct: high } }: Action): string {
  if (direction === "hold") return "it was to hold";
  return `${direction} by at least ${Math.min(Math.abs(low), Math.abs(high))}%`;
}
