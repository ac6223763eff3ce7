import type { Transaction } from "../db/tenant-transaction";
import { EVENTS, REVENUE_EVENTS } from "../queries/spine-vocabulary";
import { dayOf, type FeedWindow, feedRows } from "./feed-window";

/** Days after the end of a month on which its postings are in. */
const POSTED_AFTER_DAYS = 7;
const MONTHLY = [
  EVENTS.cogs,
  EVENTS.opex,
  EVENTS.depreciation,
  EVENTS.operatingCashFlow,
  EVENTS.capex,
  EVENTS.headcount,
];

/** What moves ARR, up or down. */
const MOVEMENTS = [
  REVENUE_EVENTS.new,
  REVENUE_EVENTS.expansion,
  REVENUE_EVENTS.contraction,
  REVENUE_EVENTS.churn,
];

/** The ends of the months that have no postings yet and would have them by the clock. */
const MONTH_ENDS = (last: string) => `
  select (month + interval '1 month' - interval '1 day')::date as ends
  from ${last} as known(ends),
    generate_series(date_trunc('month', known.ends::timestamp) + interval '1 month', {clock} at time zone 'UTC',
      interval '1 month') as month
  where (month + interval '1 month' - interval '1 day')::date + ${POSTED_AFTER_DAYS} <= ({clock} at time zone 'UTC')::date`;

/** Postings, staff, recognised revenue and billing's balance of each month that ended meanwhile. */
export async function feedMonths(tx: Transaction, window: FeedWindow): Promise<number> {
  return (
    (await repeatPostings(tx, window)) +
    (await repeatRecognised(tx, window)) +
    (await stateBalances(tx, window))
  );
}

/** A gain in economics lowers what it costs to serve. */
const repeatPostings = (tx: Transaction, window: FeedWindow) =>
  feedRows(
    tx,
    window,
    `with last as (
       select max(${dayOf("occurred_at")}) as ends from events_raw
       where tenant_id = {tenant} and event_type = '${EVENTS.cogs}'),
     due as (${MONTH_ENDS("last")})
     insert into events_raw (tenant_id, event_id, event_type, source, occurred_at, received_at, entity_type, entity_id,
       amount_usd, payload)
     select e.tenant_id, e.event_type || '-' || coalesce(e.entity_id, e.payload->>'function', '') || '-' || due.ends,
       e.event_type, e.source, e.occurred_at + (due.ends - last.ends) * interval '24 hours',
       (due.ends + ${POSTED_AFTER_DAYS}) at time zone 'UTC', e.entity_type, e.entity_id,
       round(e.amount_usd * case when e.event_type = '${EVENTS.cogs}' then 1 - {economics} * 0.1 else 1 end, 2), e.payload
     from last cross join due join events_raw e on ${dayOf("e.occurred_at")} = last.ends
     where e.tenant_id = {tenant} and e.event_type = any({kinds})
     on conflict do nothing`,
    { kinds: MONTHLY },
  );

const repeatRecognised = (tx: Transaction, window: FeedWindow) =>
  feedRows(
    tx,
    window,
    `with last as (
       select max(${dayOf("occurred_at")}) as ends from revenue_events
       where tenant_id = {tenant} and event_type = {kind}),
     due as (${MONTH_ENDS("last")})
     insert into revenue_events (tenant_id, event_id, event_type, occurred_at, received_at, account_id, channel, segment,
       amount_usd, payload)
     select r.tenant_id, 'revenue-' || lower(coalesce(r.segment, '')) || '-' || to_char(due.ends, 'YYYY-MM'), {kind},
       r.occurred_at + (due.ends - last.ends) * interval '24 hours',
       (due.ends + ${POSTED_AFTER_DAYS}) at time zone 'UTC', r.account_id, r.channel, r.segment, r.amount_usd, r.payload
     from last cross join due join revenue_events r on ${dayOf("r.occurred_at")} = last.ends
     where r.tenant_id = {tenant} and r.event_type = {kind}
     on conflict do nothing`,
    { kind: REVENUE_EVENTS.recognised },
  );

/** What billing states at a month's end is the last balance and the movements since. */
const stateBalances = (tx: Transaction, window: FeedWindow) =>
  feedRows(
    tx,
    window,
    `with last as (
       select ${dayOf("occurred_at")} as ends, amount_usd from revenue_events
       where tenant_id = {tenant} and event_type = {kind} order by occurred_at desc limit 1),
     due as (${MONTH_ENDS("(select ends from last)")})
     insert into revenue_events (tenant_id, event_id, event_type, occurred_at, received_at, amount_usd, payload)
     select {tenant}, 'billing-balance-' || to_char(due.ends, 'YYYY-MM'), {kind},
       (due.ends + interval '23 hours') at time zone 'UTC', (due.ends + ${POSTED_AFTER_DAYS}) at time zone 'UTC',
       last.amount_usd + coalesce((
         select sum(case when r.event_type = any(array['${REVENUE_EVENTS.new}', '${REVENUE_EVENTS.expansion}']) then r.amount_usd else -r.amount_usd end)
         from revenue_events r
         where r.tenant_id = {tenant} and r.event_type = any({kinds})
           and ${dayOf("r.occurred_at")} > last.ends and ${dayOf("r.occurred_at")} <= due.ends), 0), '{}'
     from last cross join due
     on conflict do nothing`,
    { kind: REVENUE_EVENTS.balance, kinds: MOVEMENTS },
  );
