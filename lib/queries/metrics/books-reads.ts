import { EVENTS, REVENUE_EVENTS } from "../spine-vocabulary";
import { COMPANY, dayOf, FIRST_DAY, figure, LAST_DAY, startOf, text, texts } from "./fact-sql";

const MOVEMENTS = [
  REVENUE_EVENTS.new,
  REVENUE_EVENTS.expansion,
  REVENUE_EVENTS.contraction,
  REVENUE_EVENTS.churn,
];
const POSTINGS = [EVENTS.cogs, EVENTS.opex, EVENTS.operatingCashFlow, EVENTS.capex];
/** Books look back three posted months, of which the newest may be two and a half months old. */
const LEDGER_LOOKBACK_DAYS = 260;

const until = startOf(`${LAST_DAY} + 1`);
const NOWHERE = "null::text as channel, null::text as campaign, null::text as segment, null::text as source";
const monthOf = (day: string) => `date_trunc('month', (${day})::timestamp)::date`;
const monthEnd = (month: string) => `((${month}) + interval '1 month' - interval '1 day')::date`;

/** The months that pass `having`, in their order: when each was posted, which follow, and whether two stand before it. */
const monthsOf = (name: string, of: string, having: string) => `${name} as (
    select month, ${monthEnd("month")} as posted,
      lead(${monthEnd("month")}) over months as next_posted, lead(${monthEnd("month")}, 3) over months as third_posted,
      lag(month, 2) over months = (month - interval '2 months')::date as has_quarter
    from (select month from ${of} group by month having ${having}) as found
    window months as (order by month)
  )`;
const any = (type: string) => `bool_or(type = ${text(type)})`;

/** The newest report of a bank account on a day, and the day of its next one. */
const BALANCES_OF_ACCOUNTS = `cash as (
    select *, lead(day) over (partition by account order by day) as next_day from (
      select distinct on (entity_id, ${dayOf("occurred_at")}) event_id as id, coalesce(entity_id, '') as account,
        ${dayOf("occurred_at")} as day, amount_usd as amount, ${NOWHERE}
      from events_raw
      where tenant_id = ${COMPANY} and event_type = ${text(EVENTS.bankBalance)} and amount_usd is not null
        and occurred_at >= ${startOf(`${FIRST_DAY} - 60`)} and occurred_at < ${until}
      order by entity_id, ${dayOf("occurred_at")}, occurred_at desc, received_at desc
    ) as newest
  )`;

export const BOOKS_READS = [
  `revenue as materialized (
    select event_id as id, event_type as type, occurred_at, received_at, ${dayOf("occurred_at")} as day,
      ${monthOf(dayOf("occurred_at"))} as month, account_id, amount_usd as amount,
      case when event_type in (${text(REVENUE_EVENTS.contraction)}, ${text(REVENUE_EVENTS.churn)})
        then -amount_usd else amount_usd end as signed,
      nullif(left(btrim(channel), 100), '') as channel, campaign_id::text as campaign,
      nullif(left(btrim(segment), 100), '') as segment, null::text as source
    from revenue_events where tenant_id = ${COMPANY} and occurred_at < ${until}
  )`,
  `balances as (
    select *, lead(day) over (order by day) as next_day from (
      select distinct on (day) * from revenue where type = ${text(REVENUE_EVENTS.balance)}
      order by day, occurred_at desc, received_at desc
    ) as newest
  )`,
  `movements as (
    select m.*, (select min(b.day) from balances b where b.day >= m.day) as stated,
      case when m.account_id is not null then
        min(m.day) filter (where m.type = ${text(REVENUE_EVENTS.new)}) over (partition by m.account_id) end as customer_since,
      min(m.day) filter (where m.type = ${text(REVENUE_EVENTS.churn)}) over (partition by m.account_id) as left_on
    from revenue m where m.type = any(${texts(MOVEMENTS)})
  )`,
  `customers as (
    select distinct on (account_id) * from movements
    where type = ${text(REVENUE_EVENTS.new)} and account_id is not null
    order by account_id, day, id
  )`,
  `ledger as materialized (
    select event_id as id, event_type as type, ${dayOf("occurred_at")} as day,
      ${monthOf(dayOf("occurred_at"))} as month, amount_usd as amount, payload ->> 'purpose' as purpose,
      payload ->> 'behaviour' as behaviour, payload ->> 'function' as function, ${NOWHERE}
    from events_raw
    where tenant_id = ${COMPANY} and event_type = any(${texts(POSTINGS)}) and amount_usd is not null
      and occurred_at >= ${startOf(`${FIRST_DAY} - ${LEDGER_LOOKBACK_DAYS}`)} and occurred_at < ${until}
  )`,
  `entries as (
    select month, type from ledger
    union all select month, type from revenue where type = ${text(REVENUE_EVENTS.recognised)}
  )`,
  monthsOf(
    "posted_months",
    "entries",
    [REVENUE_EVENTS.recognised, EVENTS.cogs, EVENTS.opex].map(any).join(" and "),
  ),
  monthsOf("cash_months", "entries", [EVENTS.operatingCashFlow, EVENTS.capex].map(any).join(" and ")),
  `posted_revenue as (select * from revenue join posted_months using (month))`,
  `posted_ledger as (select * from ledger join posted_months using (month))`,
  `posted_cash as (select * from ledger join cash_months using (month))`,
  `quarters as (select month::text as id, posted as day, next_posted, ${NOWHERE} from posted_months where has_quarter)`,
  `cash_quarters as (select month::text as id, posted as day, next_posted, ${NOWHERE} from cash_months where has_quarter)`,
  `acquiring_months as (
    select max(id) as id, max(posted) as day, max(posted) as posted, max(third_posted) as third_posted, ${NOWHERE}
    from posted_ledger where purpose = 'acquisition' and type = ${text(EVENTS.opex)} group by month
  )`,
  BALANCES_OF_ACCOUNTS,
  `staff as (
    select event_id as id, ${dayOf("occurred_at")} as day, ${monthOf(dayOf("occurred_at"))} as month,
      ${figure("fte")} as fte, ${NOWHERE}
    from events_raw
    where tenant_id = ${COMPANY} and event_type = ${text(EVENTS.headcount)}
      and occurred_at >= ${startOf(`${FIRST_DAY} - ${LEDGER_LOOKBACK_DAYS}`)} and occurred_at < ${until}
  )`,
  monthsOf("staff_months", "staff", "true"),
  `posted_staff as (select * from staff join staff_months using (month))`,
];
