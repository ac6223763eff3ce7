import type { Transaction } from "../db/tenant-transaction";
import { EVENTS, REVENUE_EVENTS } from "../queries/spine-vocabulary";
import { BLOCKS, dayOf, type FeedWindow, feedRows, inPattern, lotOf, repeatedId, SHIFT } from "./feed-window";

const DAILY = [
  EVENTS.adDelivery,
  EVENTS.emailDelivery,
  EVENTS.webTraffic,
  EVENTS.leadCreated,
  EVENTS.leadMarketingQualified,
  EVENTS.leadSalesAccepted,
  EVENTS.leadContacted,
  EVENTS.meetingBooked,
  EVENTS.npsResponse,
  EVENTS.ticketResolved,
];
const LEADS = [
  EVENTS.leadCreated,
  EVENTS.leadMarketingQualified,
  EVENTS.leadSalesAccepted,
  EVENTS.leadContacted,
  EVENTS.meetingBooked,
];
const EVENT_COLUMNS =
  "tenant_id, event_id, event_type, source, occurred_at, received_at, entity_type, entity_id, amount_usd, payload";

/** Daily streams, bank balances and the movements of ARR that no deal brings. */
export async function feedEvents(tx: Transaction, window: FeedWindow): Promise<number> {
  return (
    (await repeatDays(tx, window)) +
    (await moreLeads(tx, window)) +
    (await furtherStep(tx, window, EVENTS.leadCreated, EVENTS.leadContacted, 3)) +
    (await furtherStep(tx, window, EVENTS.leadMarketingQualified, EVENTS.leadSalesAccepted, 60)) +
    (await furtherStep(tx, window, EVENTS.leadMarketingQualified, EVENTS.meetingBooked, 30)) +
    (await repeatBalances(tx, window)) +
    (await repeatMovements(tx, window))
  );
}

const CONTACT = (suffix = "") => `case when e.payload ? 'contact'
  then jsonb_build_object('contact', ${repeatedId("e.payload->>'contact'", suffix)}) else '{}' end`;
/** More of what was counted in a delivery: clicks of advertising, replies to mail. */
const MORE = (name: string, gain: string) => `case when e.payload ? '${name}'
  then jsonb_build_object('${name}', round((e.payload->>'${name}')::numeric * (1 + ${gain}))) else '{}' end`;

/**
 * Each day is the one of four weeks earlier, with other people in it. A campaign that does not run delivers nothing. A
 * gain in conversion speaks to a lead sooner.
 */
const repeatDays = (tx: Transaction, window: FeedWindow) =>
  feedRows(
    tx,
    window,
    `insert into events_raw (${EVENT_COLUMNS})
     select e.tenant_id, ${repeatedId("e.event_id")}, e.event_type, e.source,
       e.occurred_at + ${SHIFT} - coalesce(waited.hours, interval '0') * {conversion}::float8,
       least(e.received_at + ${SHIFT}, {clock}), e.entity_type,
       case when e.entity_type = 'lead' then ${repeatedId("e.entity_id")} else e.entity_id end, e.amount_usd,
       e.payload || ${CONTACT()} || ${MORE("clicks", "{demand}")} || ${MORE("replied", "{conversion}")}
     from events_raw e cross join ${BLOCKS}
     left join lateral (
       select e.occurred_at - c.occurred_at as hours from events_raw c
       where e.event_type = '${EVENTS.leadContacted}' and c.tenant_id = e.tenant_id
         and c.event_type = '${EVENTS.leadCreated}' and c.entity_id = e.entity_id
         and c.occurred_at > e.occurred_at - interval '240 hours' and c.occurred_at <= e.occurred_at) waited on true
     where e.tenant_id = {tenant} and e.event_type = any({kinds}) and ${inPattern("e.occurred_at")}
       and not exists (select from spine_campaigns c where c.tenant_id = e.tenant_id
         and c.id::text = e.entity_id and e.entity_type = 'campaign' and c.status <> 'running')
     on conflict do nothing`,
    { kinds: DAILY },
  );

/** A gain in demand is more leads for the same spend: a share of the repeated ones comes twice. */
const moreLeads = (tx: Transaction, window: FeedWindow) =>
  feedRows(
    tx,
    window,
    `insert into events_raw (${EVENT_COLUMNS})
     select e.tenant_id, ${repeatedId("e.event_id", "-more")}, e.event_type, e.source, e.occurred_at + ${SHIFT},
       least(e.received_at + ${SHIFT}, {clock}), e.entity_type, ${repeatedId("e.entity_id", "-more")}, e.amount_usd,
       e.payload || ${CONTACT("-more")}
     from events_raw e cross join ${BLOCKS}
     where e.tenant_id = {tenant} and e.event_type = any({kinds}) and e.entity_type = 'lead'
       and ${inPattern("e.occurred_at")} and ${lotOf("e.entity_id")} < {demand} * 100
     on conflict do nothing`,
    { kinds: LEADS },
  );

/** A gain in conversion takes a share of the new leads on that would have stayed where they are. */
const furtherStep = (tx: Transaction, window: FeedWindow, from: string, kind: string, hours: number) =>
  feedRows(
    tx,
    window,
    `insert into events_raw (${EVENT_COLUMNS})
     select e.tenant_id, {kind} || '-' || e.entity_id, {kind}, e.source, e.occurred_at + interval '${hours} hours',
       least(e.received_at + interval '${hours} hours', {clock}), e.entity_type, e.entity_id, null, e.payload
     from events_raw e
     where e.tenant_id = {tenant} and e.event_type = '${from}' and e.entity_type = 'lead'
       and ${dayOf("e.occurred_at")} > {from} and ${dayOf(`(e.occurred_at + interval '${hours} hours')`)} <= {to}
       and ${lotOf("e.entity_id")} < {conversion} * 100
       and not exists (select from events_raw n where n.tenant_id = e.tenant_id and n.event_type = {kind}
         and n.entity_id = e.entity_id)
     on conflict do nothing`,
    { kind },
  );

/** The bank reports on Sundays; four weeks later the balance has moved by what the last month brought or cost. */
const repeatBalances = (tx: Transaction, window: FeedWindow) =>
  feedRows(
    tx,
    window,
    `with month as (
       select max(${dayOf("occurred_at")}) as ends from events_raw
       where tenant_id = {tenant} and event_type = '${EVENTS.operatingCashFlow}'),
     cash as (
       select coalesce(sum(case when event_type = '${EVENTS.operatingCashFlow}' then amount_usd else -amount_usd end), 0) * 28 / 30 as moved
       from events_raw, month
       where tenant_id = {tenant} and event_type in ('${EVENTS.operatingCashFlow}', '${EVENTS.capex}') and ${dayOf("occurred_at")} = month.ends)
     insert into events_raw (${EVENT_COLUMNS})
     select e.tenant_id, ${repeatedId("e.event_id")}, e.event_type, e.source, e.occurred_at + ${SHIFT},
       least(e.received_at + ${SHIFT}, {clock}), e.entity_type, e.entity_id,
       round(e.amount_usd + b.number * cash.moved * e.amount_usd
         / nullif(sum(e.amount_usd) over (partition by e.occurred_at, b.number), 0), 2), e.payload
     from cash, events_raw e cross join ${BLOCKS}
     where e.tenant_id = {tenant} and e.event_type = {kind} and ${inPattern("e.occurred_at")}
       and extract(isodow from ${dayOf("e.occurred_at")}) = 7
     on conflict do nothing`,
    { kind: EVENTS.bankBalance },
  );

/** Expansion, contraction and churn as they were; a gain in economics keeps part of what would have left. */
const repeatMovements = (tx: Transaction, window: FeedWindow) =>
  feedRows(
    tx,
    window,
    `insert into revenue_events (tenant_id, event_id, event_type, occurred_at, received_at, account_id, channel,
       segment, amount_usd, payload)
     select r.tenant_id, ${repeatedId("r.event_id")}, r.event_type, r.occurred_at + ${SHIFT},
       least(r.received_at + ${SHIFT}, {clock}), r.account_id, r.channel, r.segment,
       round(r.amount_usd * case when r.event_type = '${REVENUE_EVENTS.expansion}' then 1 + {economics} else 1 - {economics} end, 2), r.payload
     from revenue_events r cross join ${BLOCKS}
     where r.tenant_id = {tenant} and r.event_type = any({kinds}) and ${inPattern("r.occurred_at")}
     on conflict do nothing`,
    { kinds: [REVENUE_EVENTS.expansion, REVENUE_EVENTS.contraction, REVENUE_EVENTS.churn] },
  );
