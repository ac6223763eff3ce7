import * as z from "zod";
import type { Transaction } from "../db/tenant-transaction";
import { addDays, startOfDay } from "./cycle-calendar";
import type { PaybackFacts, WindowSums } from "./payback-measure";
import { type PaybackPlan, type Side, wholeMonths } from "./payback-plan";
import { CONFIG_KEYS, EVENTS, REVENUE_EVENTS } from "./spine-vocabulary";

export type PlannedCase = { reference: string; plan: PaybackPlan };

type WindowRow = {
  reference: string;
  side: Side;
  /** Moments: the first of its days, and of the day after its last. */
  from: Date;
  until: Date;
  months: string[];
  channels: string[];
  segment: string | null;
};

/** What the spine has for many cases at once: a handful of statements, however many there are. */
export async function paybackFacts(
  tx: Transaction,
  tenantId: string,
  cases: readonly PlannedCase[],
): Promise<Map<string, PaybackFacts>> {
  const windows = cases.flatMap(({ reference, plan }) =>
    (["since", "before"] as const).map(
      (side): WindowRow => ({
        reference,
        side,
        from: startOfDay(plan[side].from),
        until: startOfDay(addDays(plan[side].to, 1)),
        months: wholeMonths(plan[side], side),
        channels: plan.channels,
        segment: plan.segment,
      }),
    ),
  );
  const common = await commonFacts(tx, tenantId);
  const sums = await windowSums(tx, tenantId, windows, common.segmentsSeen);
  const of = (reference: string, side: Side): WindowSums => {
    const found = sums.find((each) => each.reference === reference && each.side === side);
    if (!found) throw new Error(`the window ${side} of ${reference} was asked for`);
    const { reference: _, side: __, ...rest } = found;
    return rest;
  };
  return new Map(
    cases.map(({ reference }) => [
      reference,
      { ...common, since: of(reference, "since"), before: of(reference, "before") },
    ]),
  );
}

type Common = Omit<PaybackFacts, "since" | "before">;

async function commonFacts(tx: Transaction, tenantId: string): Promise<Common> {
  const [row] = await tx.$queryRaw<(Omit<Common, "loadedCost"> & { loadedCost: unknown })[]>`
    select
      (select (min(occurred_at) at time zone 'UTC')::date::text from revenue_events where tenant_id = ${tenantId}::uuid
        and event_type in (${REVENUE_EVENTS.expansion}, ${REVENUE_EVENTS.churn}, ${REVENUE_EVENTS.balance})) as "firstArrOn",
      (select (min(occurred_at) at time zone 'UTC')::date::text from events_raw where tenant_id = ${tenantId}::uuid
        and event_type = ${EVENTS.adDelivery}) as "firstSpendOn",
      array(select distinct channel from revenue_events where tenant_id = ${tenantId}::uuid
        and event_type = ${REVENUE_EVENTS.new} and channel is not null) as "channelsSeen",
      array(select distinct segment from revenue_events where tenant_id = ${tenantId}::uuid
        and event_type = ${REVENUE_EVENTS.new} and segment is not null) as "segmentsSeen",
      (select value from optimizer_configs where tenant_id = ${tenantId}::uuid and key = ${CONFIG_KEYS.loadedCost}) as "loadedCost"`;
  if (!row) throw new Error("a select without a table gives one row");
  const loadedCost = z.record(z.string(), z.number()).safeParse(row.loadedCost);
  return { ...row, loadedCost: loadedCost.success ? loadedCost.data : {} };
}

type SumsRow = WindowSums & { reference: string; side: Side };

/** A segment that the books do not know ("All segments") narrows nothing. Averages need a posting in every whole month. */
function windowSums(
  tx: Transaction,
  tenantId: string,
  windows: readonly WindowRow[],
  segmentsSeen: readonly string[],
): Promise<SumsRow[]> {
  const asked = windows.map((window) => ({
    ...window,
    segment: window.segment !== null && segmentsSeen.includes(window.segment) ? window.segment : null,
  }));
  return tx.$queryRaw<SumsRow[]>`
    with w as (
      select * from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb)
        as x(reference text, side text, "from" timestamptz, "until" timestamptz, months text[], channels text[], segment text)
    ), monthly as (
      select to_char(occurred_at at time zone 'UTC', 'YYYY-MM') as month,
        sum(amount_usd) filter (where event_type = ${EVENTS.cogs}) as cogs,
        sum(amount_usd) filter (where event_type = ${EVENTS.cogs} and payload ->> 'component' in ('cloud', 'other')
          or event_type = ${EVENTS.opex} and payload ->> 'behaviour' = 'variable'
            and payload ->> 'function' in ('R&D', 'G&A')) as non_labor,
        sum((payload ->> 'fte')::numeric) filter (where event_type = ${EVENTS.headcount}) as fte
      from events_raw
      where tenant_id = ${tenantId}::uuid and event_type in (${EVENTS.cogs}, ${EVENTS.opex}, ${EVENTS.headcount})
      group by 1
    ), revenue as (
      select to_char(occurred_at at time zone 'UTC', 'YYYY-MM') as month, sum(amount_usd) as usd from revenue_events
      where tenant_id = ${tenantId}::uuid and event_type = ${REVENUE_EVENTS.recognised}
      group by 1
    )
    select w.reference, w.side, w.months,
      arr.new_usd as "newArrUsd", arr.new_rows as "newArrRows", arr.expansion_usd as "expansionUsd",
      arr.expansion_rows as "expansionRows", arr.lost_usd as "lostUsd", arr.lost_rows as "lostRows",
      (select e.amount_usd::float8 from revenue_events e
        where e.tenant_id = ${tenantId}::uuid and e.event_type = ${REVENUE_EVENTS.balance} and e.occurred_at < w."from"
        order by e.occurred_at desc limit 1) as "startingArrUsd",
      ads.usd as "spendUsd", ads.rows as "spendRows", ads.leads,
      m.revenue as "revenueUsdPerMonth", m.cogs as "cogsUsdPerMonth", m.fte, m.non_labor as "nonLaborUsdPerMonth"
    from w
    cross join lateral (
      select
        coalesce(sum(e.amount_usd) filter (where fits), 0)::float8 as new_usd,
        count(*) filter (where fits)::int as new_rows,
        coalesce(sum(e.amount_usd) filter (where e.event_type = ${REVENUE_EVENTS.expansion}), 0)::float8 as expansion_usd,
        count(*) filter (where e.event_type = ${REVENUE_EVENTS.expansion})::int as expansion_rows,
        coalesce(sum(e.amount_usd) filter (where e.event_type in (${REVENUE_EVENTS.churn}, ${REVENUE_EVENTS.contraction})), 0)::float8 as lost_usd,
        count(*) filter (where e.event_type in (${REVENUE_EVENTS.churn}, ${REVENUE_EVENTS.contraction}))::int as lost_rows
      from revenue_events e
      cross join lateral (select e.event_type = ${REVENUE_EVENTS.new}
        and (cardinality(w.channels) = 0 or e.channel = any(w.channels))
        and (w.segment is null or e.segment = w.segment) as fits) f
      where e.tenant_id = ${tenantId}::uuid and e.occurred_at >= w."from" and e.occurred_at < w."until"
    ) arr
    cross join lateral (
      select coalesce(sum(e.amount_usd) filter (where e.event_type = ${EVENTS.adDelivery}), 0)::float8 as usd,
        count(*) filter (where e.event_type = ${EVENTS.adDelivery})::int as rows,
        count(*) filter (where e.event_type = ${EVENTS.leadCreated})::int as leads
      from events_raw e
      where e.tenant_id = ${tenantId}::uuid and e.event_type in (${EVENTS.adDelivery}, ${EVENTS.leadCreated})
        and e.occurred_at >= w."from" and e.occurred_at < w."until"
        and (cardinality(w.channels) = 0 or e.payload ->> 'channel' = any(w.channels))
        and (w.segment is null or e.payload ->> 'segment' = w.segment)
    ) ads
    cross join lateral (
      select
        case when count(r.usd) = cardinality(w.months) then avg(r.usd)::float8 end as revenue,
        case when count(o.cogs) = cardinality(w.months) then avg(o.cogs)::float8 end as cogs,
        case when count(o.fte) = cardinality(w.months) then avg(o.fte)::float8 end as fte,
        case when count(o.non_labor) = cardinality(w.months) then avg(o.non_labor)::float8 end as non_labor
      from unnest(w.months) as asked(month)
      left join monthly o on o.month = asked.month
      left join revenue r on r.month = asked.month
    ) m`;
}
