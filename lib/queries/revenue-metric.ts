import type { MetricId } from "../../kernel/revenue/metric-ids";
import { inTenant, type Transaction } from "../db/tenant-transaction";
import { addDays, isoDate } from "./cycle-calendar";
import { type MetricTarget, metricTarget } from "./metric-targets";
import { REVENUE_CONFIG_KEYS, revenueConfigsOf, storedConfigs } from "./revenue-configs";
import { DAYS_COMPARED, isStale } from "./revenue-spine";
import { tenantClock } from "./tenant-clock";

export type MetricDay = { day: string; value: number | null; computedAt: Date };

/** One channel's, campaign's or segment's part on the newest day, and 28 days before. */
export type MetricPart = { dimension: string; name: string; value: number | null; before: number | null };

export type MetricScreen = {
  id: MetricId;
  /** The newest day with a value, its value, and the value 28 days before it. */
  day: string | null;
  value: number | null;
  before: number | null;
  newestDay: string | null;
  isStale: boolean;
  present: Date;
  target: MetricTarget | null;
  /** Eighteen months of days, oldest first, for the chart. */
  series: { day: string; value: number | null }[];
  parts: MetricPart[];
  /** The day that the parts speak of. */
  partsDay: string | null;
  /** One page of days as they were computed, newest first. */
  history: MetricDay[];
  /** Where the next page begins: the last day of this one. */
  olderThan: string | null;
};

const CHART_DAYS = 549;
const PAGE = 15;
const MOST_PARTS = 100;

/** One metric: where it stands, how it came here, what it is made of. */
export function loadRevenueMetric(
  viewer: { tenantId: string; userId: string },
  id: MetricId,
  olderThan: string | null,
  at: Date,
): Promise<MetricScreen> {
  return inTenant(viewer, async (tx) => {
    const { tenantId } = viewer;
    const present = await tenantClock(tx, tenantId, at);
    const today = isoDate(present);
    const series = await totals(tx, tenantId, id, { before: addDays(today, 1), limit: CHART_DAYS });
    const page = await totals(tx, tenantId, id, { before: olderThan ?? addDays(today, 1), limit: PAGE + 1 });
    const latest = series.find(({ value }) => value !== null);
    const compared = latest && addDays(latest.day, -DAYS_COMPARED);
    const configs = revenueConfigsOf(await storedConfigs(tx, tenantId, REVENUE_CONFIG_KEYS));
    const newestDay = series[0]?.day ?? null;
    const history = page.slice(0, PAGE);
    return {
      id,
      day: latest?.day ?? null,
      value: latest?.value ?? null,
      before: series.find(({ day }) => day === compared)?.value ?? null,
      newestDay,
      isStale: isStale(newestDay, present),
      present,
      target: metricTarget(id, latest?.value ?? null, configs),
      series: series.map(({ day, value }) => ({ day, value })).reverse(),
      parts: newestDay ? await partsOf(tx, tenantId, id, newestDay) : [],
      partsDay: newestDay,
      history,
      olderThan: page.length > PAGE ? (history.at(-1)?.day ?? null) : null,
    };
  });
}

/** Newest first. */
async function totals(
  tx: Transaction,
  tenantId: string,
  id: MetricId,
  { before, limit }: { before: string; limit: number },
): Promise<MetricDay[]> {
  return tx.$queryRaw<MetricDay[]>`
    select date::text as day, value::float8 as value, computed_at as "computedAt"
    from metric_snapshots_daily
    where tenant_id = ${tenantId}::uuid and metric_id = ${id} and dimension = '' and date < ${before}::date
    order by date desc limit ${limit}`;
}

/** The largest first; a campaign is known by its name, not by its id. */
async function partsOf(tx: Transaction, tenantId: string, id: MetricId, day: string): Promise<MetricPart[]> {
  return tx.$queryRaw<MetricPart[]>`
    select s.dimension, coalesce(c.name, s.dimension) as name, s.value::float8 as value, b.value::float8 as before
    from metric_snapshots_daily s
    left join metric_snapshots_daily b on b.tenant_id = s.tenant_id and b.metric_id = s.metric_id
      and b.dimension = s.dimension and b.date = s.date - ${DAYS_COMPARED}::int
    left join spine_campaigns c on c.tenant_id = s.tenant_id and c.id::text = s.dimension
    where s.tenant_id = ${tenantId}::uuid and s.metric_id = ${id} and s.date = ${day}::date and s.dimension <> ''
    order by s.value desc nulls last, name limit ${MOST_PARTS}`;
}
