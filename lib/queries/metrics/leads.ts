import { EVENTS } from "../spine-vocabulary";
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
  texts,
  trailing,
  word,
} from "./fact-sql";
import type { MetricStatement } from "./statement";

/** A source that has been silent for longer says nothing: its counts are then unknown rather than zero. */
const SILENT_DAYS = 28;
/** Steps after the lead are rarer. */
const SILENT_STEP_DAYS = 90;
/** A contact seen within so many days before is the same one come again. */
const SEEN_WITHIN_DAYS = 365;
/** Leads are read as far back as a contact is remembered, the rest as far as a step and its repetitions lie apart. */
const LEAD_LOOKBACK_DAYS = 90 + SEEN_WITHIN_DAYS;
const STEP_LOOKBACK_DAYS = 180;

const STEP_TYPES = [
  EVENTS.leadMarketingQualified,
  EVENTS.leadSalesAccepted,
  EVENTS.leadContacted,
  EVENTS.meetingBooked,
  EVENTS.emailDelivery,
];

/** The first event of a kind for each lead: a step that is reported twice is taken once. */
const firstOf = (name: string, type: string) => `${name} as (
    select distinct on (lead) id, lead, at, day, channel, campaign, segment, source, contact
    from told where type = ${text(type)} order by lead, at, id
  )`;

/** A later step of the leads of `origin`, counted for as long as its lead is in the window. */
const stepOf = (name: string, step: string, origin: string) => `${name} as (
    select ${step}.id, ${step}.day, greatest(${step}.day, ${origin}.day) as since, ${origin}.day as origin_day,
      greatest(0, extract(epoch from ${step}.at - ${origin}.at) / 3600) as hours,
      ${origin}.channel, ${origin}.campaign, ${origin}.segment, ${origin}.source
    from ${step} join ${origin} using (lead)
  )`;

const READS = [
  `told as materialized (
    select event_id as id, event_type as type, occurred_at as at, ${dayOf("occurred_at")} as day,
      coalesce(entity_id, event_id) as lead, ${word("channel")} as channel, ${word("campaignId")} as campaign,
      ${word("segment")} as segment, left(source, 100) as source, ${word("contact")} as contact,
      ${figure("delivered")} as delivered, ${figure("replied")} as replied
    from events_raw
    where tenant_id = ${COMPANY} and occurred_at < ${startOf(`${LAST_DAY} + 1`)} and (
      event_type = ${text(EVENTS.leadCreated)} and occurred_at >= ${startOf(`${FIRST_DAY} - ${LEAD_LOOKBACK_DAYS}`)}
      or event_type = any(${texts(STEP_TYPES)}) and occurred_at >= ${startOf(`${FIRST_DAY} - ${STEP_LOOKBACK_DAYS}`)})
  )`,
  firstOf("created", EVENTS.leadCreated),
  firstOf("qualified", EVENTS.leadMarketingQualified),
  firstOf("accepted", EVENTS.leadSalesAccepted),
  firstOf("contacted", EVENTS.leadContacted),
  firstOf("booked", EVENTS.meetingBooked),
  stepOf("accepted_leads", "accepted", "created"),
  stepOf("contacted_leads", "contacted", "created"),
  stepOf("booked_leads", "booked", "qualified"),
  `contacts as (
    select *, lag(day) over (partition by contact order by at, id) as seen_on from created where contact is not null
  )`,
];

const event = (fact: Omit<FactSql, "table">): FactSql => ({ ...fact, table: "events_raw" });
const heard = (part: string, type: string, days: number): FactSql =>
  event({ part, of: "told", counts: trailing(days), where: `type = ${text(type)}` });
/** Counts from the step on until the lead leaves the window. */
const within = (days: number): readonly [string, string] => ["since", `origin_day + ${days - 1}`];

const FACTS: FactSql[] = [
  heard("heard_leads", EVENTS.leadCreated, SILENT_DAYS),
  event({ part: "leads", of: "created", counts: ON_ITS_DAY }),
  event({ part: "paid_leads", of: "created", counts: ON_ITS_DAY, where: IS_PAID }),
  heard("heard_mqls", EVENTS.leadMarketingQualified, SILENT_DAYS),
  event({ part: "mqls", of: "qualified", counts: ON_ITS_DAY }),
  event({ part: "leads_90", of: "created", counts: trailing(90) }),
  event({ part: "accepted_90", of: "accepted_leads", counts: within(90) }),
  heard("heard_accepted", EVENTS.leadSalesAccepted, SILENT_STEP_DAYS),
  event({ part: "leads_28", of: "created", counts: trailing(28) }),
  event({ part: "contacted_28", of: "contacted_leads", counts: within(28) }),
  event({ part: "contact_hours", of: "contacted_leads", counts: trailing(28), amount: "hours" }),
  heard("heard_contacted", EVENTS.leadContacted, SILENT_STEP_DAYS),
  event({ part: "mqls_28", of: "qualified", counts: trailing(28) }),
  event({ part: "booked_28", of: "booked_leads", counts: within(28) }),
  heard("heard_booked", EVENTS.meetingBooked, SILENT_STEP_DAYS),
  event({
    part: "delivered",
    of: "told",
    counts: trailing(28),
    amount: "delivered",
    where: "replied is not null",
  }),
  event({
    part: "replied",
    of: "told",
    counts: trailing(28),
    amount: "replied",
    where: "delivered is not null",
  }),
  event({ part: "contacts", of: "contacts", counts: trailing(90) }),
  event({
    part: "known_contacts",
    of: "contacts",
    counts: trailing(90),
    where: `seen_on >= day - ${SEEN_WITHIN_DAYS}`,
  }),
];

/** Leads, from the moment they come in until sales takes them up. */
export const LEADS: MetricStatement = {
  name: "leads",
  reads: READS,
  facts: FACTS,
  metrics: {
    leads_created: {
      value: "case when s.heard_leads_n > 0 then s.leads_n end",
      rows: { leads: "Lead of the day" },
    },
    leads_from_paid: {
      value: "case when w.heard_leads_n > 0 and (s.kind = '' or s.paid_leads_n > 0) then s.paid_leads_n end",
      rows: { paid_leads: "Lead that names a campaign or a paid channel" },
    },
    mqls_created: {
      value: "case when s.heard_mqls_n > 0 then s.mqls_n end",
      rows: { mqls: "Lead that marketing qualified" },
    },
    stage_conversion_lead_to_opp: {
      value: "case when w.heard_accepted_n > 0 then 100.0 * s.accepted_90_n / nullif(s.leads_90_n, 0) end",
      rows: { leads_90: "Lead of the window", accepted_90: "Taken up by sales" },
    },
    speed_to_lead_hours: {
      value: "s.contact_hours / nullif(s.contact_hours_n, 0)",
      rows: { contact_hours: "First contact, with the hours since the lead" },
    },
    follow_up_rate: {
      value: "case when w.heard_contacted_n > 0 then 100.0 * s.contacted_28_n / nullif(s.leads_28_n, 0) end",
      rows: { leads_28: "Lead of the window", contacted_28: "First contact" },
    },
    meeting_book_rate: {
      value: "case when w.heard_booked_n > 0 then 100.0 * s.booked_28_n / nullif(s.mqls_28_n, 0) end",
      rows: { mqls_28: "Lead that marketing qualified in the window", booked_28: "Meeting booked" },
    },
    email_reply_rate: {
      value: "100.0 * s.replied / nullif(s.delivered, 0)",
      rows: {
        delivered: "Mailing, with the e-mails delivered",
        replied: "The same mailing, with the replies",
      },
    },
    duplicate_contact_rate: {
      value: "100.0 * s.known_contacts_n / nullif(s.contacts_n, 0)",
      rows: { contacts: "Lead that says who the contact is", known_contacts: "Contact seen before" },
    },
  },
};
