import { BOOKING_KINDS, EVENTS } from "../spine-vocabulary";
import {
  COMPANY,
  dayOf,
  type FactSql,
  FIRST_DAY,
  IS_PAID,
  LAST_DAY,
  startOf,
  text,
  texts,
  trailing,
  word,
} from "./fact-sql";
import type { MetricStatement } from "./statement";

/** After so many silent days a source has no freshness any more. */
const SILENT_DAYS = 35;

const from = startOf(`${FIRST_DAY} - ${SILENT_DAYS}`);
const until = startOf(`${LAST_DAY} + 1`);
const between = (moment: string) =>
  `tenant_id = ${COMPANY} and ${moment} >= ${from} and ${moment} < ${until}`;

/** Where the newest of a day is, each day's newest until the next one. */
const newest = (name: string, by: string, source: string) => `${name} as (
    select *, lead(day) over (${by === "" ? "" : `partition by ${by} `}order by day) as next_day
    from (
      select distinct on (${by === "" ? "" : `${by}, `}day) id, tbl, day, extract(epoch from at) as at, ${source} as source,
        null::text as channel, null::text as campaign, null::text as segment
      from arrivals order by ${by === "" ? "" : `${by}, `}day, at desc, id
    ) as newest
  )`;

const READS = [
  `arrivals as materialized (
    select 'events_raw' as tbl, event_id as id, occurred_at as at, ${dayOf("occurred_at")} as day, left(source, 100) as source
    from events_raw where ${between("occurred_at")}
    union all
    select 'revenue_events', event_id, occurred_at, ${dayOf("occurred_at")}, 'revenue events'
    from revenue_events where ${between("occurred_at")}
    union all
    select 'spine_crm_activities', id::text, occurred_at, ${dayOf("occurred_at")}, 'CRM'
    from spine_crm_activities where ${between("occurred_at")}
  )`,
  newest("newest_of_all", "", "null::text"),
  newest("newest_of_source", "source", "source"),
  `touched_leads as (
    select event_id as id, ${dayOf("occurred_at")} as day, ${word("channel")} as channel,
      ${word("campaignId")} as campaign, null::text as segment, null::text as source
    from events_raw where ${between("occurred_at")} and event_type = ${text(EVENTS.leadCreated)}
  )`,
  `touched_deals as (
    select id::text as id, ${dayOf("created_at")} as day, nullif(left(btrim(channel), 100), '') as channel,
      campaign_id::text as campaign, null::text as segment, null::text as source
    from spine_opportunities where ${between("created_at")} and kind = any(${texts(BOOKING_KINDS)})
  )`,
];

const UNATTRIBUTED = `campaign is null and (channel is null or ${IS_PAID})`;
const UNTIL_NEXT = [
  "day",
  `least(coalesce(next_day - 1, day + ${SILENT_DAYS - 1}), day + ${SILENT_DAYS - 1})`,
] as const;

const FACTS: FactSql[] = [
  { part: "newest", of: "newest_of_all", counts: UNTIL_NEXT, amount: "at" },
  { part: "newest_by_source", of: "newest_of_source", counts: UNTIL_NEXT, amount: "at" },
  ...(["touched_leads", "touched_deals"] as const).flatMap((of) => {
    const table = of === "touched_leads" ? "events_raw" : "spine_opportunities";
    return [
      { part: "touched", of, table, counts: trailing(28) },
      { part: "unattributed", of, table, counts: trailing(28), where: UNATTRIBUTED },
    ];
  }),
];

const hoursSince = (moment: string) => `(extract(epoch from ${startOf("s.day + 1")}) - ${moment}) / 3600`;

/** How far the data itself can be believed. */
export const QUALITY: MetricStatement = {
  name: "quality",
  reads: READS,
  facts: FACTS,
  metrics: {
    data_freshness_hours: {
      value: `case when s.kind = '' then ${hoursSince("s.newest")} * nullif(sign(s.newest_n), 0)
        else ${hoursSince("s.newest_by_source")} * nullif(sign(s.newest_by_source_n), 0) end`,
      rows: {
        newest: "Newest of all, with its moment in seconds since 1970",
        newest_by_source: "Newest of its source, likewise",
      },
    },
    missing_attribution_pct: {
      value: "100.0 * s.unattributed_n / nullif(s.touched_n, 0)",
      rows: {
        touched: "Lead or deal of the window",
        unattributed: "Names no channel, or a paid one and no campaign",
      },
    },
  },
};
