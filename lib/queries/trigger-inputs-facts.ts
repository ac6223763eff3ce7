import type { Transaction } from "../db/tenant-transaction";
import { addDays, type Period, startOfDay } from "./cycle-calendar";
import { EVENTS, REVENUE_EVENTS } from "./spine-vocabulary";

/**
 * The spine as it was known at a moment: a row counts once it has been received. A figure that is not there
 * stays absent; nothing here turns into zero for want of rows.
 */
export type Reading = { tenantId: string; knownAt: Date };

export type MonthFact = {
  month: string;
  eventType: string;
  total: number;
  /** The newest single amount of the month, for facts that state a balance rather than a movement. */
  newest: number;
  acquisition: number | null;
  rows: number;
};

const LEDGER_TYPES = [EVENTS.cogs, EVENTS.opex, EVENTS.operatingCashFlow, EVENTS.capex];
const REVENUE_TYPES = [REVENUE_EVENTS.recognised, REVENUE_EVENTS.balance, REVENUE_EVENTS.new];

/** Ledger, revenue and ARR balances by month and kind, in one statement. */
export function monthFacts(
  tx: Transaction,
  { tenantId, knownAt }: Reading,
  { start, end }: Period,
): Promise<MonthFact[]> {
  const from = startOfDay(start);
  const until = startOfDay(addDays(end, 1));
  return tx.$queryRaw<MonthFact[]>`
    select to_char(occurred_at at time zone 'UTC', 'YYYY-MM') as month, event_type as "eventType",
      sum(amount_usd)::float8 as total,
      (array_agg(amount_usd order by occurred_at desc, received_at desc))[1]::float8 as newest,
      (sum(amount_usd) filter (where purpose = 'acquisition'))::float8 as acquisition,
      count(*)::int as rows
    from (
      select occurred_at, received_at, event_type, amount_usd, payload ->> 'purpose' as purpose from events_raw
      where tenant_id = ${tenantId}::uuid and event_type = any(${LEDGER_TYPES}::text[])
        and occurred_at >= ${from} and occurred_at < ${until} and received_at <= ${knownAt}
        and amount_usd is not null
      union all
      select occurred_at, received_at, event_type, amount_usd, null from revenue_events
      where tenant_id = ${tenantId}::uuid and event_type = any(${REVENUE_TYPES}::text[])
        and occurred_at >= ${from} and occurred_at < ${until} and received_at <= ${knownAt}
    ) as facts
    group by 1, 2`;
}

export type CohortFact = { eventType: string; total: number; rows: number };

/** What the customers of each period's beginning did in it: the movements that net revenue retention is made of. */
export async function cohortMovements(
  tx: Transaction,
  { tenantId, knownAt }: Reading,
  periods: readonly Period[],
): Promise<CohortFact[][]> {
  if (periods.length === 0) return [];
  const types = [REVENUE_EVENTS.expansion, REVENUE_EVENTS.contraction, REVENUE_EVENTS.churn];
  const rows = await tx.$queryRaw<(CohortFact & { at: number })[]>`
    select p.at::int as at, moved.*
    from unnest(${periods.map(({ start }) => start)}::text[], ${periods.map(({ end }) => end)}::text[])
      with ordinality as asked(first_day, last_day, at)
    cross join lateral (
      select (first_day || 'T00:00:00Z')::timestamptz as from_, (last_day || 'T00:00:00Z')::timestamptz + interval '24 hours' as until, asked.at
    ) as p
    cross join lateral (
      with cohort as (
        select account_id from revenue_events
        where tenant_id = ${tenantId}::uuid and event_type = ${REVENUE_EVENTS.new} and account_id is not null
          and occurred_at < p.from_ and received_at <= ${knownAt}
        group by account_id
      )
      select event_type as "eventType", sum(amount_usd)::float8 as total, count(*)::int as rows
      from revenue_events join cohort using (account_id)
      where tenant_id = ${tenantId}::uuid and event_type = any(${types}::text[])
        and occurred_at >= p.from_ and occurred_at < p.until and received_at <= ${knownAt}
      group by event_type
    ) as moved`;
  return periods.map((_, index) => rows.filter(({ at }) => at === index + 1));
}

export type CashFact = { accounts: number; fresh: number; total: number | null };

/** A balance older than a week says nothing about today; an account that has gone quiet makes the sum unknown. */
const FRESH_DAYS = 7;
const KNOWN_ACCOUNT_DAYS = 42;

/** The newest balance of each bank account at the end of each of the days. */
export async function cashOn(
  tx: Transaction,
  { tenantId, knownAt }: Reading,
  days: readonly string[],
): Promise<CashFact[]> {
  const facts = await tx.$queryRaw<CashFact[]>`
    select count(c.entity_id)::int as accounts,
      (count(c.entity_id) filter (where c.occurred_at >= s.ends - make_interval(hours => 24 * ${FRESH_DAYS}::int)))::int as fresh,
      sum(c.amount_usd)::float8 as total
    from (
      select at, (day || 'T00:00:00Z')::timestamptz + interval '24 hours' as ends
      from unnest(${[...days]}::text[]) with ordinality as asked(day, at)
    ) as s
    left join lateral (
      select distinct on (entity_id) coalesce(entity_id, '') as entity_id, occurred_at, amount_usd from events_raw
      where tenant_id = ${tenantId}::uuid and event_type = ${EVENTS.bankBalance} and amount_usd is not null
        and occurred_at >= s.ends - make_interval(hours => 24 * ${KNOWN_ACCOUNT_DAYS + 1}::int)
        and occurred_at < s.ends and received_at <= ${knownAt}
      order by entity_id, occurred_at desc, received_at desc
    ) as c on true
    group by s.at order by s.at`;
  return facts;
}

/** The newest month whose cash flow has been posted, not after the given one. */
export async function newestPostedMonth(
  tx: Transaction,
  { tenantId, knownAt }: Reading,
  day: string,
): Promise<string | null> {
  const [row] = await tx.$queryRaw<{ month: string | null }[]>`
    select to_char(max(occurred_at) at time zone 'UTC', 'YYYY-MM') as month from events_raw
    where tenant_id = ${tenantId}::uuid and event_type = ${EVENTS.operatingCashFlow}
      and occurred_at < ${startOfDay(addDays(day, 1))} and received_at <= ${knownAt}`;
  return row?.month ?? null;
}
