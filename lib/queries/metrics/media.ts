import { EVENTS, REVENUE_EVENTS } from "../spine-vocabulary";
import {
  COMPANY,
  dayOf,
  type FactSql,
  FIRST_DAY,
  figure,
  IS_PAID,
  LAST_DAY,
  ON_ITS_DAY,
  startOf,
  text,
  trailing,
  word,
} from "./fact-sql";
import type { MetricStatement } from "./statement";

const SILENT_DAYS = 28;
/** A company in which no win of a year names where it came from does not attribute at all. */
const UNATTRIBUTED_DAYS = 365;

const READS = [
  `ads as materialized (
    select event_id as id, ${dayOf("occurred_at")} as day, coalesce(amount_usd, 0) as amount,
      ${word("channel")} as channel, ${word("segment")} as segment, left(source, 100) as source,
      coalesce(case when entity_type = 'campaign' then left(entity_id, 100) end, ${word("campaignId")}) as campaign,
      ${figure("clicks")} as clicks, ${figure("impressions")} as impressions
    from events_raw
    where tenant_id = ${COMPANY} and event_type = ${text(EVENTS.adDelivery)}
      and occurred_at >= ${startOf(`${FIRST_DAY} - 100`)} and occurred_at < ${startOf(`${LAST_DAY} + 1`)}
  )`,
  `wins as materialized (
    select event_id as id, ${dayOf("occurred_at")} as day, amount_usd as amount,
      nullif(left(btrim(channel), 100), '') as channel, nullif(left(btrim(segment), 100), '') as segment,
      campaign_id::text as campaign, null::text as source
    from revenue_events
    where tenant_id = ${COMPANY} and event_type = ${text(REVENUE_EVENTS.new)}
      and occurred_at >= ${startOf(`${FIRST_DAY} - 400`)} and occurred_at < ${startOf(`${LAST_DAY} + 1`)}
  )`,
];

const ad = (fact: Omit<FactSql, "table" | "of">): FactSql => ({ ...fact, of: "ads", table: "events_raw" });
const win = (fact: Omit<FactSql, "table" | "of">): FactSql => ({
  ...fact,
  of: "wins",
  table: "revenue_events",
  amount: "amount",
});

const FACTS: FactSql[] = [
  ad({ part: "heard_ads", counts: trailing(SILENT_DAYS) }),
  ad({ part: "spend", counts: ON_ITS_DAY, amount: "amount" }),
  ad({ part: "spend_90", counts: trailing(90), amount: "amount" }),
  ad({ part: "campaign_spend_90", counts: trailing(90), amount: "amount", where: "campaign is not null" }),
  ad({ part: "clicked_spend_28", counts: trailing(28), amount: "amount", where: "clicks is not null" }),
  ad({ part: "clicks_28", counts: trailing(28), amount: "clicks" }),
  ad({ part: "shown_clicks_28", counts: trailing(28), amount: "clicks", where: "impressions is not null" }),
  ad({ part: "impressions_28", counts: trailing(28), amount: "impressions", where: "clicks is not null" }),
  win({
    part: "heard_attributed",
    counts: trailing(UNATTRIBUTED_DAYS),
    where: "(campaign is not null or channel is not null)",
  }),
  win({
    part: "heard_campaign",
    counts: trailing(UNATTRIBUTED_DAYS),
    where: "campaign is not null",
  }),
  win({ part: "paid_wins", counts: trailing(90), where: IS_PAID }),
  win({ part: "campaign_wins", counts: trailing(90), where: "campaign is not null" }),
  win({ part: "channel_wins", counts: trailing(90), where: "channel is not null" }),
];

/** Attribution is known, and a part of the company is shown only where it won something or spent. */
const attributed = (value: string) => `case when w.heard_attributed_n > 0 then ${value} end`;

/** What media cost, and what was won through it. */
export const MEDIA: MetricStatement = {
  name: "media",
  reads: READS,
  facts: FACTS,
  metrics: {
    spend_paid_total: {
      value: "case when s.heard_ads_n > 0 then s.spend end",
      rows: { spend: "Delivery of the day" },
    },
    ctr_paid: {
      value: "100.0 * s.shown_clicks_28 / nullif(s.impressions_28, 0)",
      rows: {
        impressions_28: "Delivery, with its impressions",
        shown_clicks_28: "The same, with its clicks",
      },
    },
    cpc_paid: {
      value: "s.clicked_spend_28 / nullif(s.clicks_28, 0)",
      rows: { clicked_spend_28: "Delivery, with its spend", clicks_28: "The same, with its clicks" },
    },
    revenue_from_paid: {
      value: attributed("case when s.kind = '' or s.paid_wins_n > 0 then s.paid_wins end"),
      rows: { paid_wins: "Customer won through a paid channel or campaign" },
    },
    roas_paid: {
      value: attributed("s.paid_wins / nullif(s.spend_90, 0)"),
      rows: {
        paid_wins: "Customer won through a paid channel or campaign",
        spend_90: "Delivery of the window",
      },
    },
    campaign_roas: {
      value: "case when w.heard_campaign_n > 0 then s.campaign_wins / nullif(s.campaign_spend_90, 0) end",
      rows: { campaign_wins: "Customer won through a campaign", campaign_spend_90: "Delivery of a campaign" },
    },
    cac_paid: {
      value: "nullif(s.spend_90, 0) / nullif(s.paid_wins_n, 0)",
      rows: {
        spend_90: "Delivery of the window",
        paid_wins: "Customer won through a paid channel or campaign",
      },
    },
    cac_by_channel: {
      value: "nullif(s.spend_90, 0) / nullif(s.channel_wins_n, 0)",
      rows: { spend_90: "Delivery of the window", channel_wins: "Customer won whose channel is known" },
    },
  },
};
