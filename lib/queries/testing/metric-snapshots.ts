// Rows of metric_snapshots_daily as the analytics job leaves them, for tests of what is read from them.
import { inTenant } from "../../db/tenant-transaction";
import { addDays } from "../cycle-calendar";

export type Snapshot = { metric: string; day: string; value: number | null; dimension?: string };

const COMPUTED_AT = "2026-03-20T02:10:00Z";

export async function writeSnapshots(tenantId: string, snapshots: readonly Snapshot[]): Promise<void> {
  const rows = snapshots.map(({ metric, day, value, dimension = "" }) => ({
    tenant_id: tenantId,
    date: day,
    metric_id: metric,
    dimension,
    value,
    computed_at: COMPUTED_AT,
  }));
  await inTenant({ tenantId }, (tx) =>
    tx.$executeRawUnsafe(
      "insert into metric_snapshots_daily select * from jsonb_populate_recordset(null::metric_snapshots_daily, $1::jsonb)",
      JSON.stringify(rows),
    ),
  );
}

/** A value for each day of a stretch that ends on `last`; `figure` is told how many days before the last a day is. */
export function daily(
  metric: string,
  last: string,
  days: number,
  figure: (daysBefore: number) => number | null,
  dimension = "",
): Snapshot[] {
  return Array.from({ length: days }, (_, before) => ({
    metric,
    day: addDays(last, -before),
    value: figure(before),
    dimension,
  }));
}
