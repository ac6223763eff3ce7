import { METRIC_IDS, type MetricId } from "../../kernel/revenue/metric-ids";
import { inTenant, type Transaction } from "../db/tenant-transaction";
import { addDays, isoDate } from "./cycle-calendar";
import { type MetricTarget, metricTarget } from "./metric-targets";
import { REVENUE_CONFIG_KEYS, revenueConfigsOf, storedConfigs } from "./revenue-configs";
import { tenantClock } from "./tenant-clock";

/**
 * current: the newest computed day has a value. uncomputable: that day was computed and has none. behind: that day
 * has no row of this metric, though an earlier one has a value. missing: neither.
 */
export type MetricStanding = "current" | "uncomputable" | "behind" | "missing";

export type MetricLine = {
  id: MetricId;
  standing: MetricStanding;
  value: number | null;
  /** `YYYY-MM-DD`, the day that the value speaks of. */
  day: string | null;
  /** The value 28 days before that day. */
  before: number | null;
  /** Half a year, a point a week counted back from the day, oldest first. */
  series: { day: string; value: number | null }[];
  target: MetricTarget | null;
};

export type RevenueSpine = {
  /** The newest day that the analytics job has computed. */
  newestDay: string | null;
  computedAt: Date | null;
  /** Older than 48 hours: a cycle would look after the data before anything else. */
  isStale: boolean;
  present: Date;
  lines: MetricLine[];
};

export const DAYS_COMPARED = 28;
const STALE_AFTER_HOURS = 48;
const HOUR_MS = 3_600_000;

type Viewer = { tenantId: string; userId: string };

/** Every canonical metric at a glance: two statements, however many metrics there are. */
export function loadRevenueSpine(viewer: Viewer, at: Date): Promise<RevenueSpine> {
  return inTenant(viewer, async (tx) => {
    const present = await tenantClock(tx, viewer.tenantId, at);
    const points = await weeklyPoints(tx, viewer.tenantId, present);
    const configs = revenueConfigsOf(await storedConfigs(tx, viewer.tenantId, REVENUE_CONFIG_KEYS));
    const [first] = points;
    return {
      newestDay: first?.newestDay ?? null,
      computedAt: first?.computedAt ?? null,
      isStale: isStale(first?.newestDay ?? null, present),
      present,
      lines: METRIC_IDS.map((id) => {
        const own = points.filter(({ metricId }) => metricId === id);
        const line = lineOf(id, own);
        return { ...line, target: metricTarget(id, line.value, configs) };
      }),
    };
  });
}

/** A day's figures stand at its end; from there the 48 hours are counted. */
export function isStale(newestDay: string | null, present: Date): boolean {
  if (newestDay === null) return true;
  const end = Date.parse(newestDay) + 24 * HOUR_MS;
  return present.getTime() - end > STALE_AFTER_HOURS * HOUR_MS;
}

type Point = {
  metricId: string;
  newestDay: string | null;
  computedAt: Date | null;
  /** Whether the newest day has a row of this metric, with or without a value. */
  isComputed: boolean;
  lastDay: string | null;
  day: string | null;
  value: number | null;
};

/**
 * Each metric's newest value, and every seventh day of the half year before it. Each metric is looked up in the index on
 * its own: of figures that were computed a moment ago the planner has no statistics, and it would go through all of a
 * company's once per metric.
 */
async function weeklyPoints(tx: Transaction, tenantId: string, present: Date): Promise<Point[]> {
  return tx.$queryRaw<Point[]>`
    with newest as (
      select date as day, max(computed_at) as computed_at from metric_snapshots_daily
      where tenant_id = ${tenantId}::uuid and date <= ${isoDate(present)}::date
      group by date order by date desc limit 1
    ),
    known as (
      select w.metric_id, n.day, n.computed_at, last.date as last_day, own.metric_id is not null as is_computed
      from unnest(${[...METRIC_IDS]}::text[]) as w(metric_id)
      cross join newest n
      left join metric_snapshots_daily own on own.tenant_id = ${tenantId}::uuid and own.date = n.day
        and own.metric_id = w.metric_id and own.dimension = ''
      left join lateral (
        select l.date from metric_snapshots_daily l
        where l.tenant_id = ${tenantId}::uuid and l.metric_id = w.metric_id and l.dimension = ''
          and l.value is not null and l.date <= n.day
        order by l.date desc limit 1
      ) last on true
    )
    select k.metric_id as "metricId", k.day::text as "newestDay", k.computed_at as "computedAt",
      k.is_computed as "isComputed", k.last_day::text as "lastDay", s.date::text as day, s.value::float8 as value
    from known k
    left join lateral (
      select e.date, e.value from metric_snapshots_daily e
      where e.tenant_id = ${tenantId}::uuid and e.metric_id = k.metric_id and e.dimension = ''
        and e.date > k.last_day - 183 and e.date <= k.last_day and (k.last_day - e.date) % 7 = 0 offset 0
    ) s on true
    order by k.metric_id, s.date`;
}

function lineOf(id: MetricId, points: readonly Point[]): Omit<MetricLine, "target"> {
  const [first] = points;
  const day = first?.lastDay ?? null;
  const series = points.flatMap((point) =>
    point.day === null ? [] : [{ day: point.day, value: point.value }],
  );
  const compared = day === null ? null : addDays(day, -DAYS_COMPARED);
  return {
    id,
    standing: standingOf(first),
    value: series.at(-1)?.value ?? null,
    day,
    before: series.find((point) => point.day === compared)?.value ?? null,
    series,
  };
}

function standingOf(point: Point | undefined): MetricStanding {
  if (point?.isComputed) return point.lastDay === point.newestDay ? "current" : "uncomputable";
  return point === undefined || point.lastDay === null ? "missing" : "behind";
}
