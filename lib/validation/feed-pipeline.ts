import type { Transaction } from "../db/tenant-transaction";
import { NO_SHOW, REVENUE_EVENTS } from "../queries/spine-vocabulary";
import {
  BLOCKS,
  dayOf,
  type FeedWindow,
  feedRows,
  inPattern,
  lotOf,
  repeatedUuid,
  SHIFT,
} from "./feed-window";

/** Days from the first contact to a qualified opportunity, and from there to its expected close. */
const DAYS_TO_QUALIFY = 15;
const DAYS_TO_CLOSE = 90;
/** Of a hundred opportunities that are old enough. */
const QUALIFIED_OF_HUNDRED = 75;
/** Days of closed deals from which the share that is won is taken. */
const WIN_RATE_DAYS = 180;

/** Deals that were open go on, new ones begin, and what was done for them is done again. */
export async function feedPipeline(tx: Transaction, window: FeedWindow): Promise<number> {
  return (
    (await closeDeals(tx, window)) +
    (await bookWins(tx, window)) +
    (await newAccounts(tx, window)) +
    (await newDeals(tx, window)) +
    (await qualifyDeals(tx, window)) +
    (await repeatActivities(tx, window))
  );
}

const CLOSES_ON = `greatest(o.expected_close_date, {from} + 1 + ${lotOf("o.id")} / 8)`;

/** Deals close when they were expected to, or soon where they are late, as often won as of late; a gain in conversion wins more. */
const closeDeals = (tx: Transaction, window: FeedWindow) =>
  feedRows(
    tx,
    window,
    `with closed as (
       select coalesce(avg(case when is_won then 100 else 0 end), 0) * (1 + {conversion}) as won_of_hundred
       from spine_opportunities
       where tenant_id = {tenant} and closed_at is not null
         and ${dayOf("closed_at")} > {from} - ${WIN_RATE_DAYS} and ${dayOf("closed_at")} <= {from})
     update spine_opportunities o
     set closed_at = (${CLOSES_ON} + interval '16 hours') at time zone 'UTC',
       is_won = ${lotOf("o.id")} < closed.won_of_hundred,
       stage = case when ${lotOf("o.id")} < closed.won_of_hundred then 'closed_won' else 'closed_lost' end,
       amount_usd = round(o.amount_usd * (1 + {economics}), 2)
     from closed
     where o.tenant_id = {tenant} and o.closed_at is null
       and ${CLOSES_ON} <= {to}`,
  );

const bookWins = async (tx: Transaction, window: FeedWindow) => {
  const booked = await feedRows(
    tx,
    window,
    `insert into revenue_events (tenant_id, event_id, event_type, occurred_at, received_at, account_id,
       opportunity_id, campaign_id, channel, segment, amount_usd, payload)
     select o.tenant_id, 'billing-' || o.id, {kind}, o.closed_at, least(o.closed_at + interval '6 hours', {clock}),
       o.account_id, o.id, o.campaign_id, o.channel, o.segment, o.amount_usd, '{}'
     from spine_opportunities o
     where o.tenant_id = {tenant} and o.is_won and o.kind = 'new_business' and o.amount_usd is not null
       and ${dayOf("o.closed_at")} > {from} and ${dayOf("o.closed_at")} <= {to}
     on conflict do nothing`,
    { kind: REVENUE_EVENTS.new },
  );
  const customers = await feedRows(
    tx,
    window,
    `update spine_accounts a set status = 'customer'
     from spine_opportunities o
     where a.tenant_id = {tenant} and a.status = 'prospect' and o.tenant_id = a.tenant_id
       and o.account_id = a.id and o.is_won
       and ${dayOf("o.closed_at")} > {from} and ${dayOf("o.closed_at")} <= {to}`,
  );
  return booked + customers;
};

/** Begun within the pattern; a gain in demand begins a share of them twice. */
const BEGUN = `spine_opportunities o cross join ${BLOCKS} cross join generate_series(0, 1) as twin(number)
  where o.tenant_id = {tenant} and ${inPattern("o.created_at")}
    and (twin.number = 0 or ${lotOf("o.id")} < {demand} * 100)`;
const twinOf = (id: string) => `md5(${repeatedUuid(id)}::text || ':' || twin.number)::uuid`;

const newAccounts = (tx: Transaction, window: FeedWindow) =>
  feedRows(
    tx,
    window,
    `insert into spine_accounts (tenant_id, id, name, segment, industry, status, owner_name, created_on, employee_count)
     select a.tenant_id, ${twinOf("a.id")}, a.name || ' ' || (b.number * 2 + twin.number), a.segment, a.industry,
       'prospect', a.owner_name, min(${dayOf(`(o.created_at + ${SHIFT})`)}), a.employee_count
     from spine_accounts a join (select o.*, b.number as block, twin.number as twin from ${BEGUN}) o
       on o.tenant_id = a.tenant_id and o.account_id = a.id
     cross join lateral (select o.block as number) b cross join lateral (select o.twin as number) twin
     group by a.tenant_id, a.id, b.number, twin.number
     on conflict do nothing`,
  );

const newDeals = (tx: Transaction, window: FeedWindow) =>
  feedRows(
    tx,
    window,
    `insert into spine_opportunities (tenant_id, id, account_id, campaign_id, name, kind, stage, segment, channel,
       amount_usd, owner_name, created_at)
     select o.tenant_id, ${twinOf("o.id")}, case when o.account_id is null then null else ${twinOf("o.account_id")} end,
       o.campaign_id, o.name, o.kind, 'discovery', o.segment, o.channel, o.amount_usd, o.owner_name,
       o.created_at + ${SHIFT}
     from ${BEGUN}
     on conflict do nothing`,
  );

const qualifyDeals = (tx: Transaction, window: FeedWindow) =>
  feedRows(
    tx,
    window,
    `update spine_opportunities o
     set stage = 'qualified', qualified_at = o.created_at + interval '${DAYS_TO_QUALIFY * 24} hours',
       expected_close_date = ${dayOf("o.created_at")} + ${DAYS_TO_QUALIFY + DAYS_TO_CLOSE}
     where o.tenant_id = {tenant} and o.closed_at is null and o.qualified_at is null
       and ${dayOf("o.created_at")} + ${DAYS_TO_QUALIFY} > {from}
       and ${dayOf("o.created_at")} + ${DAYS_TO_QUALIFY} <= {to}
       and ${lotOf("o.id")} < ${QUALIFIED_OF_HUNDRED}`,
  );

/** Calls, mails and meetings; under a gain in conversion more people come. */
const repeatActivities = (tx: Transaction, window: FeedWindow) =>
  feedRows(
    tx,
    window,
    `insert into spine_crm_activities (tenant_id, id, opportunity_id, account_id, activity_type, occurred_at, outcome,
       owner_name, payload)
     select c.tenant_id, ${repeatedUuid("c.id")}, c.opportunity_id, c.account_id, c.activity_type,
       c.occurred_at + ${SHIFT},
       case when c.outcome = '${NO_SHOW}' and ${lotOf("c.id")} < {conversion} * 100
         then 'next step agreed' else c.outcome end,
       c.owner_name, c.payload
     from spine_crm_activities c cross join ${BLOCKS}
     where c.tenant_id = {tenant} and ${inPattern("c.occurred_at")}
     on conflict do nothing`,
  );
