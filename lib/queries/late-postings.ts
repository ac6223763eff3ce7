import type { Transaction } from "../db/tenant-transaction";
import type { Reader } from "./figure-history";
import type { RestatedFigure } from "./restated-figures";
import { EVENTS, REVENUE_EVENTS } from "./spine-vocabulary";

/** What feeds post after a month has closed on what was there. Balances do not add up; they show at the input. */
const WORDS: Record<string, string> = {
  [EVENTS.cogs]: "Cost of revenue",
  [EVENTS.opex]: "Operating expense",
  [EVENTS.operatingCashFlow]: "Operating cash flow",
  [EVENTS.capex]: "Capex",
  [REVENUE_EVENTS.recognised]: "Revenue recognised",
  [REVENUE_EVENTS.new]: "New ARR",
  [REVENUE_EVENTS.expansion]: "Expansion",
  [REVENUE_EVENTS.contraction]: "Contraction",
  [REVENUE_EVENTS.churn]: "Churn",
};

type Late = {
  month: string;
  type: string;
  source: string;
  was: number | null;
  now: number;
  at: Date;
  rows: number;
};

/** Postings of a month that came from a feed after its close had first been evaluated: a correction by its own event. */
export async function latePostings(
  tx: Transaction,
  tenantId: string,
  readers: readonly Reader[],
): Promise<RestatedFigure[]> {
  const closes = new Map<string, Date>();
  for (const { cadence, cycleKey, readAt } of readers) {
    const before = closes.get(cycleKey);
    if (cadence === "monthly_close" && (before === undefined || readAt < before))
      closes.set(cycleKey, readAt);
  }
  const rows = await tx.$queryRaw<Late[]>`
    with closes as (
      select month, read_at::timestamptz as read_at, (month || '-01T00:00:00Z')::timestamptz as begins,
        ((month || '-01')::date + interval '1 month') at time zone 'UTC' as ends
      from unnest(${[...closes.keys()]}::text[], ${[...closes.values()].map((at) => at.toISOString())}::text[])
        as c(month, read_at)
    ), posted as not materialized (
      select event_id, event_type, source, occurred_at, received_at, amount_usd, import_id from events_raw
      where tenant_id = ${tenantId}::uuid and event_type = any(${Object.keys(WORDS)}::text[]) and amount_usd is not null
      union all
      select event_id, event_type, 'revenue feed', occurred_at, received_at, amount_usd, import_id from revenue_events
      where tenant_id = ${tenantId}::uuid and event_type = any(${Object.keys(WORDS)}::text[])
    ), late as (
      select c.month, c.begins, c.ends, c.read_at, p.event_type, min(p.source) as source, count(*)::int as rows,
        max(p.received_at) as at
      from closes c
      join posted p on p.occurred_at >= c.begins and p.occurred_at < c.ends
        and p.received_at > c.read_at and p.import_id is null
      where not exists (select from superseded_figures f where f.tenant_id = ${tenantId}::uuid
        and f.content ->> 'event_id' = p.event_id)
      group by 1, 2, 3, 4, 5
    )
    select l.month, l.event_type as type, l.source, l.rows, l.at,
      (sum(p.amount_usd) filter (where p.received_at <= l.read_at))::float8 as was, sum(p.amount_usd)::float8 as now
    from late l
    join posted p on p.event_type = l.event_type and p.occurred_at >= l.begins and p.occurred_at < l.ends
      and (p.import_id is null or p.received_at <= l.read_at)
    group by 1, 2, 3, 4, 5 order by l.at desc limit 500`;
  return rows.map(({ month, type, source, was, now, at, rows: count }) => ({
    id: `feed ${month} ${type}`,
    words: `${WORDS[type] ?? type} · ${month}`,
    key: null,
    unit: "USD",
    was,
    now,
    how: "feed",
    by: null,
    at,
    source: `${source}, ${count} later ${count === 1 ? "posting" : "postings"}`,
    importId: null,
    cycles: [{ cadence: "monthly_close", cycleKey: month }],
  }));
}
