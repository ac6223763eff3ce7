import { BOOKING_KINDS, CONFIG_KEYS, MOVED, NO_SHOW } from "../spine-vocabulary";
import {
  COMPANY,
  type Days,
  dayOf,
  type FactSql,
  FIRST_DAY,
  FOREVER,
  IS_PAID,
  LAST_DAY,
  ON_ITS_DAY,
  startOf,
  text,
  texts,
  trailing,
} from "./fact-sql";
import type { MetricStatement } from "./statement";

/** A CRM in which nothing was opened for a year is not in use: its figures are unknown rather than zero. */
const SILENT_DAYS = 365;
const LOOKBACK_DAYS = 400;

const until = startOf(`${LAST_DAY} + 1`);
const since = startOf(`${FIRST_DAY} - ${LOOKBACK_DAYS}`);

/** A deal as it moved through its days; what lies after the last day has not happened yet. */
const READS = [
  `deals as materialized (
    select id::text as id, kind, channel, campaign_id::text as campaign, segment, null::text as source,
      amount_usd as amount, ${dayOf("created_at")} as opened,
      case when qualified_at < ${until} then ${dayOf("qualified_at")} end as qualified,
      case when closed_at < ${until} then ${dayOf("closed_at")} end as closed,
      date_trunc('quarter', expected_close_date::timestamp)::date as due_quarter,
      coalesce(is_won, false) as won
    from spine_opportunities
    where tenant_id = ${COMPANY} and kind = any(${texts(BOOKING_KINDS)}) and created_at < ${until}
      and (closed_at is null or closed_at >= ${since})
  )`,
  "opened as (select *, opened as day from deals)",
  "qualified as (select *, qualified as day from deals where qualified is not null)",
  "closed as (select *, closed as day from deals where closed is not null)",
  `meetings as materialized (
    select id::text as id, opportunity_id::text as deal, activity_type as type, outcome,
      ${dayOf("occurred_at")} as day, null::text as channel, null::text as campaign, null::text as segment,
      null::text as source
    from spine_crm_activities
    where tenant_id = ${COMPANY} and activity_type in ('meeting', 'demo', 'proposal')
      and occurred_at >= ${since} and occurred_at < ${until}
  )`,
  "proposed as (select * from closed where id in (select deal from meetings where type = 'proposal'))",
  `targets as (
    select ${text(CONFIG_KEYS.bookingsTargets)} as id,
      make_date(left(quarter, 4)::int, right(quarter, 1)::int * 3 - 2, 1) as day, target::text::numeric as amount,
      null::text as channel, null::text as campaign, null::text as segment, null::text as source
    from optimizer_configs
    cross join lateral jsonb_each(case when jsonb_typeof(value) = 'object' then value else '{}' end) as t(quarter, target)
    where tenant_id = ${COMPANY} and key = ${text(CONFIG_KEYS.bookingsTargets)}
      and quarter ~ '^[12][0-9]{3}-Q[1-4]$' and jsonb_typeof(target) = 'number'
  )`,
];

const deal = (fact: Omit<FactSql, "table">): FactSql => ({ ...fact, table: "spine_opportunities" });
const activity = (fact: Omit<FactSql, "table" | "of">): FactSql => ({
  ...fact,
  of: "meetings",
  table: "spine_crm_activities",
});

/** At the end of a day a deal is open that was qualified by then and closes later. */
const WHILE_OPEN: Days = ["qualified", `coalesce(closed - 1, ${FOREVER})`];
/** Days whose next quarter is the one that the deal is due in. */
const WHILE_DUE_NEXT: Days = [
  "greatest(qualified, (due_quarter - interval '3 months')::date)",
  "least(coalesce(closed - 1, due_quarter - 1), due_quarter - 1)",
];
const HELD = `type in ('meeting', 'demo') and outcome is not null and outcome <> ${text(MOVED)}`;

const FACTS: FactSql[] = [
  deal({ part: "heard_crm", of: "opened", counts: trailing(SILENT_DAYS) }),
  deal({ part: "new_qualified", of: "qualified", counts: ON_ITS_DAY }),
  deal({ part: "open_deals", of: "qualified", counts: WHILE_OPEN, amount: "coalesce(amount, 0)" }),
  deal({ part: "qualified_90", of: "qualified", counts: trailing(90), amount: "amount" }),
  deal({
    part: "sourced_90",
    of: "qualified",
    counts: trailing(90),
    amount: "amount",
    where: "channel is not null",
  }),
  deal({ part: "paid_28", of: "qualified", counts: trailing(28), amount: "amount", where: IS_PAID }),
  deal({ part: "closed_90", of: "closed", counts: trailing(90), where: "qualified is not null or won" }),
  deal({ part: "closed_any_90", of: "closed", counts: trailing(90) }),
  deal({ part: "won_90", of: "closed", counts: trailing(90), where: "won" }),
  deal({ part: "cycle_days", of: "closed", counts: trailing(90), amount: "closed - opened", where: "won" }),
  deal({
    part: "won_amount",
    of: "closed",
    counts: trailing(90),
    amount: "amount",
    where: "won and kind = 'new_business'",
  }),
  deal({ part: "proposed", of: "proposed", counts: trailing(90) }),
  deal({ part: "proposed_won", of: "proposed", counts: trailing(90), where: "won" }),
  deal({
    part: "due_next",
    of: "qualified",
    counts: WHILE_DUE_NEXT,
    amount: "coalesce(amount, 0)",
    where: "due_quarter is not null",
  }),
  {
    part: "target_next",
    of: "targets",
    table: "optimizer_configs",
    counts: ["(day - interval '3 months')::date", "day - 1"],
    amount: "amount",
  },
  activity({ part: "meetings", counts: trailing(28), where: HELD }),
  activity({ part: "no_shows", counts: trailing(28), where: `${HELD} and outcome = ${text(NO_SHOW)}` }),
  activity({
    part: "heard_no_show",
    counts: trailing(SILENT_DAYS),
    where: `${HELD} and outcome = ${text(NO_SHOW)}`,
  }),
];

const WIN_RATE = "s.won_90_n::numeric / nullif(s.closed_90_n, 0)";
const DEAL_SIZE = "s.won_amount / nullif(s.won_amount_n, 0)";
const CYCLE_DAYS = "s.cycle_days / nullif(s.cycle_days_n, 0)";

/** Deals, from the moment they are opened until they close, and the meetings on the way. */
export const DEALS: MetricStatement = {
  name: "deals",
  reads: READS,
  facts: FACTS,
  metrics: {
    qualified_opps_created: {
      value:
        "case when w.heard_crm_n > 0 and (s.kind = '' or s.new_qualified_n > 0) then s.new_qualified_n end",
      rows: { new_qualified: "Deal qualified on the day" },
    },
    pipeline_total: {
      value: "case when w.heard_crm_n > 0 and (s.kind = '' or s.open_deals_n > 0) then s.open_deals end",
      rows: { open_deals: "Qualified deal, open at the end of the day" },
    },
    pipeline_velocity: {
      value: `s.open_deals_n * (${WIN_RATE}) * (${DEAL_SIZE}) / nullif(${CYCLE_DAYS}, 0)`,
      rows: { open_deals: "Qualified deal, open at the end of the day" },
      from: ["win_rate", "avg_deal_size", "avg_sales_cycle_days"],
    },
    channel_contribution: {
      value: "100.0 * nullif(s.sourced_90, 0) / nullif(w.qualified_90, 0)",
      rows: { qualified_90: "Deal qualified in the window", sourced_90: "Deal that names its channel" },
    },
    pipeline_from_paid: {
      value: "case when w.heard_crm_n > 0 and (s.kind = '' or s.paid_28_n > 0) then s.paid_28 end",
      rows: { paid_28: "Deal that names a campaign or a paid channel" },
    },
    win_rate: {
      value: `100.0 * ${WIN_RATE}`,
      rows: { closed_90: "Qualified deal that closed", won_90: "Deal won" },
    },
    avg_sales_cycle_days: {
      value: CYCLE_DAYS,
      rows: { cycle_days: "Deal won, with the days from its opening" },
    },
    stage_conversion_opp_to_close: {
      value: "100.0 * s.won_90_n / nullif(s.closed_any_90_n, 0)",
      rows: { closed_any_90: "Deal that closed", won_90: "Deal won" },
    },
    proposal_acceptance_rate: {
      value: "100.0 * s.proposed_won_n / nullif(s.proposed_n, 0)",
      rows: { proposed: "Deal with a proposal that closed", proposed_won: "Deal won" },
    },
    no_show_rate: {
      value: "case when s.heard_no_show_n > 0 then 100.0 * s.no_shows_n / nullif(s.meetings_n, 0) end",
      rows: { meetings: "Meeting or demo", no_shows: "Nobody came" },
    },
    avg_deal_size: { value: DEAL_SIZE, rows: { won_amount: "New-business deal won" } },
    pipeline_coverage_ratio: {
      value: "case when s.heard_crm_n > 0 then s.due_next / nullif(s.target_next, 0) end",
      rows: {
        due_next: "Qualified, open deal due next quarter",
        target_next: "Bookings target of that quarter",
      },
    },
  },
};
