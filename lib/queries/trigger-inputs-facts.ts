import type { Transaction } from "../db/tenant-transaction";
import { addDays, type Period, startOfDay } from "./cycle-calendar";
import { BOOKING_KINDS, EVENTS, REVENUE_EVENTS } from "./spine-vocabulary";

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

/** What the customers of a period's beginning did in it: the movements that net revenue retention is made of. */
export function cohortMovements(
  tx: Transaction,
  { tenantId, knownAt }: Reading,
  { start, end }: Period,
): Promise<CohortFact[]> {
  const types = [REVENUE_EVENTS.expansion, REVENUE_EVENTS.contraction, REVENUE_EVENTS.churn];
  return tx.$queryRaw<CohortFact[]>`
    with cohort as (
      select account_id from revenue_events
      where tenant_id = ${tenantId}::uuid and event_type = ${REVENUE_EVENTS.new} and account_id is not null
        and occurred_at < ${startOfDay(start)} and received_at <= ${knownAt}
      group by account_id
    )
    select event_type as "eventType", sum(amount_usd)::float8 as total, count(*)::int as rows
    from revenue_events join cohort using (account_id)
    where tenant_id = ${tenantId}::uuid and event_type = any(${types}::text[])
      and occurred_at >= ${startOfDay(start)} and occurred_at < ${startOfDay(addDays(end, 1))}
      and received_at <= ${knownAt}
    group by event_type`;
}

export type CashFact = { accounts: number; fresh: number; total: number | null };

/** A balance older than a week says nothing about today; an account that has gone quiet makes the sum unknown. */
const FRESH_DAYS = 7;
const KNOWN_ACCOUNT_DAYS = 42;

/** The newest balance of each bank account on the last day of the period. */
export async function cashAt(
  tx: Transaction,
  { tenantId, knownAt }: Reading,
  day: string,
): Promise<CashFact> {
  const [fact] = await tx.$queryRaw<CashFact[]>`
    select count(*)::int as accounts,
      (count(*) filter (where occurred_at >= ${startOfDay(addDays(day, 1 - FRESH_DAYS))}))::int as fresh,
      sum(amount_usd)::float8 as total
    from (
      select distinct on (entity_id) entity_id, occurred_at, amount_usd from events_raw
      where tenant_id = ${tenantId}::uuid and event_type = ${EVENTS.bankBalance} and amount_usd is not null
        and occurred_at >= ${startOfDay(addDays(day, -KNOWN_ACCOUNT_DAYS))}
        and occurred_at < ${startOfDay(addDays(day, 1))} and received_at <= ${knownAt}
      order by entity_id, occurred_at desc, received_at desc
    ) as newest`;
  return fact ?? { accounts: 0, fresh: 0, total: null };
}

export type PipelineFact = { day: string; total: number; deals: number; known: boolean };

/** Qualified, open pipeline due in a quarter, as it stood at the end of each of the days. */
export function pipelineSnapshots(
  tx: Transaction,
  { tenantId }: Reading,
  days: readonly string[],
  quarter: Period,
): Promise<PipelineFact[]> {
  return tx.$queryRaw<PipelineFact[]>`
    select to_char(s.day, 'YYYY-MM-DD') as day, coalesce(sum(o.amount_usd), 0)::float8 as total,
      count(o.id)::int as deals,
      exists (select from spine_opportunities any_deal
        where any_deal.tenant_id = ${tenantId}::uuid and any_deal.created_at < s.day + 1) as known
    from unnest(${days}::date[]) as s(day)
    left join spine_opportunities o on o.tenant_id = ${tenantId}::uuid
      and o.kind = any(${[...BOOKING_KINDS]}::text[])
      and o.qualified_at < s.day + 1 and (o.closed_at is null or o.closed_at >= s.day + 1)
      and o.expected_close_date between ${quarter.start}::date and ${quarter.end}::date
    group by s.day order by s.day`;
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
