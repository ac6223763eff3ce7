import type { MetricId } from "../../kernel/revenue";
import type { Transaction } from "../db/tenant-transaction";

export type MeasuredDay = { date: string; value: number | null };

/**
 * Company-wide daily values of some metrics over some days, both included, oldest first. A day of which the analytics
 * job has no row is not there; a day whose value cannot be computed is there with null.
 */
export async function measuredDays(
  tx: Transaction,
  tenantId: string,
  metrics: readonly MetricId[],
  { from, to }: { from: string; to: string },
): Promise<Map<MetricId, MeasuredDay[]>> {
  const rows = await tx.$queryRaw<{ metric: MetricId; days: MeasuredDay[] }[]>`
    select metric_id as metric,
      jsonb_agg(jsonb_build_object('date', to_char(date, 'YYYY-MM-DD'), 'value', value) order by date) as days
    from metric_snapshots_daily
    where tenant_id = ${tenantId}::uuid and dimension = '' and metric_id = any(${[...metrics]}::text[])
      and date between ${from}::date and ${to}::date
    group by metric_id`;
  const found = new Map(rows.map(({ metric, days }) => [metric, days]));
  return new Map(metrics.map((metric) => [metric, found.get(metric) ?? []]));
}
