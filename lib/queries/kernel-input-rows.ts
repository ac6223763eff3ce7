import type { KernelInput } from "../../kernel/revenue/contract";
import { METRIC_IDS } from "../../kernel/revenue/metric-ids";
import type { Transaction } from "../db/tenant-transaction";
import { addDays, startOfDay } from "./cycle-calendar";
import { EVENTS } from "./spine-vocabulary";

/** The days that a cycle looks back on, both included, and the moment at which it looks. */
export type KernelReading = { tenantId: string; start: string; end: string; at: Date };

/** As the contract bounds them; of more the newest, or the largest, are read. */
const MOST = { metrics: 100_000, revenueEvents: 50_000, campaigns: 2_000, opportunities: 20_000 } as const;
const MOST_CHANNELS = 50;

export function metricPoints(
  tx: Transaction,
  { tenantId, start, end }: KernelReading,
): Promise<KernelInput["metrics"]> {
  return tx.$queryRaw<KernelInput["metrics"]>`
    select metric_id, value::float8 as value, to_char(date, 'YYYY-MM-DD') as date, left(dimension, 200) as dimension
    from metric_snapshots_daily
    where tenant_id = ${tenantId}::uuid and date between ${start}::date and ${end}::date
      and metric_id = any(${[...METRIC_IDS]}::text[])
    order by date desc, metric_id, dimension limit ${MOST.metrics}`;
}

export function revenueEventRows(
  tx: Transaction,
  { tenantId, start, end, at }: KernelReading,
): Promise<KernelInput["revenue_events"]> {
  return tx.$queryRaw<KernelInput["revenue_events"]>`
    select event_type, to_char(occurred_at at time zone 'UTC', 'YYYY-MM-DD') as occurred_on,
      amount_usd::float8 as amount_usd, left(segment, 100) as segment, left(channel, 100) as channel
    from revenue_events
    where tenant_id = ${tenantId}::uuid and occurred_at >= ${startOfDay(start)}
      and occurred_at < ${startOfDay(addDays(end, 1))} and received_at <= ${at}
    order by occurred_at desc, event_id limit ${MOST.revenueEvents}`;
}

/** Campaigns that have not ended, with their channels and what they have spent since their start. */
export function campaignRows(
  tx: Transaction,
  { tenantId, end, at }: KernelReading,
): Promise<KernelInput["campaigns"]> {
  return tx.$queryRaw<KernelInput["campaigns"]>`
    with spent as (
      select entity_id, sum(amount_usd)::float8 as total from events_raw
      where tenant_id = ${tenantId}::uuid and event_type = ${EVENTS.adDelivery} and entity_type = 'campaign'
        and occurred_at < ${startOfDay(addDays(end, 1))} and received_at <= ${at}
      group by entity_id
    ), channels as (
      select campaign_id, jsonb_agg(jsonb_build_object('id', id, 'channel', left(channel, 100), 'status', status,
        'budget_daily', budget_daily) order by channel, id) as list
      from (
        select *, row_number() over (partition by campaign_id order by channel, id) as place
        from spine_campaign_channels where tenant_id = ${tenantId}::uuid
      ) as placed
      where place <= ${MOST_CHANNELS}
      group by campaign_id
    )
    select c.id, left(c.name, 300) as name, c.status, left(c.segment, 100) as segment,
      left(c.objective, 300) as objective, c.evidence, c.budget_daily::float8 as budget_daily,
      c.budget_total::float8 as budget_total, coalesce(spent.total, 0) as spent_total,
      left(c.bidding_strategy, 200) as bidding_strategy, to_char(c.start_date, 'YYYY-MM-DD') as start_date,
      to_char(c.end_date, 'YYYY-MM-DD') as end_date, coalesce(channels.list, '[]'::jsonb) as channels
    from spine_campaigns c
    left join spent on spent.entity_id = c.id::text
    left join channels on channels.campaign_id = c.id
    where c.tenant_id = ${tenantId}::uuid and c.status <> 'ended'
    order by c.start_date desc, c.id limit ${MOST.campaigns}`;
}

/** Deals that were open at the end of the window, with the day on which anybody last did something about them. */
export function openOpportunities(
  tx: Transaction,
  { tenantId, end }: KernelReading,
): Promise<KernelInput["opportunities"]> {
  const until = startOfDay(addDays(end, 1));
  return tx.$queryRaw<KernelInput["opportunities"]>`
    with open as (
      select * from spine_opportunities
      where tenant_id = ${tenantId}::uuid and created_at < ${until} and (closed_at is null or closed_at >= ${until})
      order by amount_usd desc nulls last, id limit ${MOST.opportunities}
    ), touched as (
      select a.opportunity_id, max(a.occurred_at) as last_at
      from spine_crm_activities a join open o on o.id = a.opportunity_id
      where a.tenant_id = ${tenantId}::uuid and a.occurred_at < ${until}
      group by a.opportunity_id
    )
    select o.id, left(o.stage, 100) as stage, left(o.kind, 100) as kind, left(o.segment, 100) as segment,
      left(o.channel, 100) as channel, o.amount_usd::float8 as amount_usd,
      to_char(o.created_at at time zone 'UTC', 'YYYY-MM-DD') as created_on,
      to_char(o.qualified_at at time zone 'UTC', 'YYYY-MM-DD') as qualified_on,
      to_char(o.expected_close_date, 'YYYY-MM-DD') as expected_close_date,
      to_char(t.last_at at time zone 'UTC', 'YYYY-MM-DD') as last_activity_on
    from open o left join touched t on t.opportunity_id = o.id
    order by o.amount_usd desc nulls last, o.id`;
}
