import { inTenant, type Transaction } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import { addDays, isoDate, startOfDay } from "./cycle-calendar";
import { type PaybackResult, paybackResults } from "./payback";
import { BY_MONTH, type PaybackMeasure, type PaybackPlan, type Side, wholeMonths } from "./payback-plan";
import { EVENTS, REVENUE_EVENTS } from "./spine-vocabulary";
import type { Person } from "./waiting";

/** A row of the spine that the figure was counted from. */
export type PaybackRow = {
  side: Side;
  day: string;
  table: "revenue_events" | "events_raw";
  id: string;
  kind: string;
  label: string | null;
  amountUsd: number | null;
};

export type PaybackCaseScreen = PaybackResult & { today: string; rows: PaybackRow[]; isCut: boolean };

const MOST_ROWS = 200;

/** One case with the rows behind its figure. */
export function loadPaybackCase(
  person: Person,
  reference: string,
  at: Date,
): Promise<Result<PaybackCaseScreen>> {
  return settle(() =>
    inTenant(person, async (tx) => {
      const results = await paybackResults(tx, person.tenantId, at);
      const found = results.find(({ item }) => item.reference === reference);
      if (!found) return abort("NOT_FOUND");
      const rows = await rowsBehind(tx, person.tenantId, found.plan);
      return {
        ...found,
        today: isoDate(at),
        rows: rows.slice(0, MOST_ROWS),
        isCut: rows.length > MOST_ROWS,
      };
    }),
  );
}

const LOST = [REVENUE_EVENTS.churn, REVENUE_EVENTS.contraction];

/** Which events each measure is counted from. */
const COUNTED: Readonly<Record<PaybackMeasure, { revenue: readonly string[]; raw: readonly string[] }>> = {
  NEW_ARR_PER_DOLLAR: { revenue: [REVENUE_EVENTS.new], raw: [] },
  PAYBACK_MONTHS: { revenue: [REVENUE_EVENTS.new], raw: [] },
  SPEND_AVOIDED: { revenue: [], raw: [EVENTS.adDelivery] },
  ARR_KEPT_PER_COST: { revenue: LOST, raw: [] },
  REVENUE_PER_FTE: { revenue: [REVENUE_EVENTS.recognised], raw: [EVENTS.headcount] },
  RETENTION_USD: { revenue: LOST, raw: [] },
  RETENTION_POINTS: { revenue: [...LOST, REVENUE_EVENTS.expansion], raw: [] },
  UPSELL_USD: { revenue: [REVENUE_EVENTS.expansion], raw: [] },
  UPSELL_POINTS: { revenue: [REVENUE_EVENTS.expansion], raw: [] },
  NON_LABOR_COST: { revenue: [], raw: [EVENTS.cogs, EVENTS.opex] },
  ACTION_RESULT: { revenue: [], raw: [] },
};

function rowsBehind(tx: Transaction, tenantId: string, plan: PaybackPlan): Promise<PaybackRow[]> {
  if (plan.measure === null) return Promise.resolve([]);
  const { revenue, raw } = COUNTED[plan.measure];
  const [since, before] = [daysOf(plan, "since"), daysOf(plan, "before")];
  const isNarrow = plan.measure === "NEW_ARR_PER_DOLLAR" || plan.measure === "PAYBACK_MONTHS";
  const channels = isNarrow || plan.measure === "SPEND_AVOIDED" ? plan.channels : [];
  const segment = channels.length > 0 || isNarrow ? plan.segment : null;
  const isNonLabor = plan.measure === "NON_LABOR_COST";
  return tx.$queryRaw<PaybackRow[]>`
    with w (side, since, until) as (values
      ('since', ${startOfDay(since.from)}::timestamptz, ${startOfDay(addDays(since.to, 1))}::timestamptz),
      ('before', ${startOfDay(before.from)}::timestamptz, ${startOfDay(addDays(before.to, 1))}::timestamptz))
    select w.side, (e.occurred_at at time zone 'UTC')::date::text as day, 'revenue_events' as table, e.event_id as id, e.event_type as kind,
      a.name as label, e.amount_usd::float8 as "amountUsd"
    from w
    join revenue_events e on e.tenant_id = ${tenantId}::uuid and e.occurred_at >= w.since and e.occurred_at < w.until
    left join spine_accounts a on a.tenant_id = e.tenant_id and a.id = e.account_id
    where e.event_type = any(${[...revenue]}::text[])
      and (${channels.length === 0} or e.channel = any(${channels}::text[]))
      and (${segment}::text is null or e.segment = ${segment} or not exists (
        select from revenue_events s where s.tenant_id = e.tenant_id and s.event_type = ${REVENUE_EVENTS.new} and s.segment = ${segment}))
    union all
    select w.side, (e.occurred_at at time zone 'UTC')::date::text, 'events_raw', e.event_id, e.event_type,
      coalesce(e.payload ->> 'account', e.payload ->> 'channel', e.payload ->> 'function'), e.amount_usd::float8
    from w
    join events_raw e on e.tenant_id = ${tenantId}::uuid and e.occurred_at >= w.since and e.occurred_at < w.until
    where e.event_type = any(${[...raw]}::text[])
      and (${channels.length === 0} or e.payload ->> 'channel' = any(${channels}::text[]))
      and (${segment}::text is null or e.payload ->> 'segment' = ${segment} or not exists (
        select from revenue_events s where s.tenant_id = e.tenant_id and s.event_type = ${REVENUE_EVENTS.new} and s.segment = ${segment}))
      and (not ${isNonLabor} or e.payload ->> 'component' in ('cloud', 'other')
        or e.payload ->> 'behaviour' = 'variable' and e.payload ->> 'function' in ('R&D', 'G&A'))
    order by side desc, day desc, id
    limit ${MOST_ROWS + 1}`;
}

/** Measures of whole months are counted from the rows of those months. */
function daysOf(plan: PaybackPlan, side: Side): { from: string; to: string } {
  if (plan.measure === null || !BY_MONTH.includes(plan.measure)) return plan[side];
  const months = wholeMonths(plan[side], side);
  const [first, last] = [months[0] ?? "", months.at(-1) ?? ""];
  const after = new Date(Date.UTC(Number(last.slice(0, 4)), Number(last.slice(5)), 1));
  return { from: `${first}-01`, to: addDays(isoDate(after), -1) };
}
