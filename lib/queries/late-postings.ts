import type { Transaction } from "../db/tenant-transaction";
import { addDays, startOfDay } from "./cycle-calendar";
import type { Reader } from "./figure-history";
import type { RestatedFigure } from "./restated-figures";
import { EVENTS, REVENUE_EVENTS } from "./spine-vocabulary";
import { spanOf } from "./trigger-inputs-book";

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
  if (closes.size === 0) return [];
  const months = [...closes.keys()].sort();
  const span = spanOf([months[0] ?? "", months.at(-1) ?? ""]);
  const [from, until] = [startOfDay(span.start), startOfDay(addDays(span.end, 1))];
  const firstRead = new Date(Math.min(...[...closes.values()].map((at) => at.getTime())));
  const rows = await tx.$queryRaw<Late[]>`
    with closes as (
      select month, read_at::timestamptz as read_at
      from unnest(${[...closes.keys()]}::text[], ${[...closes.values()].map((at) => at.toISOString())}::text[])
        as c(month, read_at)
    ), posted as not materialized (
      select event_id, event_type, source, to_char(occurred_at at time zone 'UTC', 'YYYY-MM') as month, received_at,
        amount_usd, import_id
      from events_raw
      where tenant_id = ${tenantId}::uuid and event_type = any(${Object.keys(WORDS)}::text[]) and amount_usd is not null
        and occurred_at >= ${from} and occurred_at < ${until}
      union all
      select event_id, event_type, 'revenue feed', to_char(occurred_at at time zone 'UTC', 'YYYY-MM'), received_at,
        amount_usd, import_id
      from revenue_events
      where tenant_id = ${tenantId}::uuid and event_type = any(${Object.keys(WORDS)}::text[])
        and occurred_at >= ${from} and occurred_at < ${until}
    ), late as (
      select c.month, c.read_at, p.event_type, min(p.source) as source, count(*)::int as rows, max(p.received_at) as at
      from posted p
      join closes c on c.month = p.month and p.received_at > c.read_at
      where p.received_at > ${firstRead} and p.import_id is null
        and not exists (select from superseded_figures f where f.tenant_id = ${tenantId}::uuid
          and f.content ->> 'event_id' = p.event_id)
      group by 1, 2, 3
    )
    select l.month, l.event_type as type, l.source, l.rows, l.at,
      (sum(p.amount_usd) filter (where p.received_at <= l.read_at))::float8 as was, sum(p.amount_usd)::float8 as now
    from late l
    join posted p on p.event_type = l.event_type and p.month = l.month
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
