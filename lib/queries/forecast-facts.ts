import type { Transaction } from "../db/tenant-transaction";
import { addDays, addMonths, startOfDay } from "./cycle-calendar";
import type { BookMonth } from "./forecast";
import { EVENTS, REVENUE_EVENTS } from "./spine-vocabulary";
import { monthsEnding, spanOf } from "./trigger-inputs-book";
import type { Reading } from "./trigger-inputs-facts";

type Fact = { month: string; eventType: string; function: string | null; total: number; newest: number };

export type ForecastBooks = {
  months: BookMonth[];
  /** What the window lacks, each in words a person can look for; the forecast stays undrawn while there is any. */
  missing: string[];
};

const LEDGER = [EVENTS.cogs, EVENTS.opex, EVENTS.operatingCashFlow, EVENTS.capex];
const REVENUE = [
  REVENUE_EVENTS.recognised,
  REVENUE_EVENTS.balance,
  REVENUE_EVENTS.new,
  REVENUE_EVENTS.expansion,
  REVENUE_EVENTS.contraction,
  REVENUE_EVENTS.churn,
];

/** The months that the drivers are measured on, as they were known at the reading's moment. */
export async function forecastBooks(
  tx: Transaction,
  reading: Reading,
  last: string,
  count: number,
): Promise<ForecastBooks> {
  const window = monthsEnding(last, count);
  const facts = await readFacts(tx, reading, [addMonths(window[0] ?? last, -1), ...window]);
  const functions = functionsIn(facts);
  const months = window.map((month) => bookMonth(new Month(facts, month), functions));
  return {
    months: months.flatMap(({ book }) => (book ? [book] : [])),
    missing: months.flatMap(({ missing }) => missing),
  };
}

const functionsIn = (facts: readonly Fact[]): string[] => [
  ...new Set(facts.flatMap((fact) => (fact.eventType === EVENTS.opex ? [functionOf(fact)] : []))),
];

const functionOf = (fact: Fact): string => fact.function ?? "Without a function";

class Month {
  constructor(
    private readonly facts: readonly Fact[],
    readonly month: string,
  ) {}
  of(eventType: string, month = this.month): Fact | undefined {
    return this.facts.find((fact) => fact.month === month && fact.eventType === eventType);
  }
  opexOf(name: string): Fact | undefined {
    return this.facts.find(
      (fact) => fact.month === this.month && fact.eventType === EVENTS.opex && functionOf(fact) === name,
    );
  }
}

/** A month whose ARR is stated is loaded; only then does "no churn booked" mean that there was none. */
function bookMonth(
  facts: Month,
  functions: readonly string[],
): { book: BookMonth | null; missing: string[] } {
  const missing: string[] = [];
  const { month } = facts;
  const asked = (words: string, fact: Fact | undefined, read: "total" | "newest" = "total"): number => {
    if (!fact) missing.push(`${words} of ${month}`);
    return fact?.[read] ?? Number.NaN;
  };
  const before = addMonths(month, -1);
  const opening = facts.of(REVENUE_EVENTS.balance, before);
  if (!opening) missing.push(`ARR balance of ${before}`);
  const moved = (kind: string) => facts.of(kind)?.total ?? 0;
  const opex = Object.fromEntries(
    functions.map((name) => [name, asked(`Operating expense (${name})`, facts.opexOf(name))]),
  );
  if (functions.length === 0) missing.push(`Operating expense of ${month}`);
  const book: BookMonth = {
    month,
    openingArr: opening?.newest ?? Number.NaN,
    closingArr: asked("ARR balance", facts.of(REVENUE_EVENTS.balance), "newest"),
    newArr: moved(REVENUE_EVENTS.new),
    expansion: moved(REVENUE_EVENTS.expansion),
    contraction: moved(REVENUE_EVENTS.contraction),
    churn: moved(REVENUE_EVENTS.churn),
    revenue: asked("Revenue", facts.of(REVENUE_EVENTS.recognised)),
    cogs: asked("COGS", facts.of(EVENTS.cogs)),
    opex,
    operatingCashFlow: asked("Operating cash flow", facts.of(EVENTS.operatingCashFlow)),
    capex: asked("Capex", facts.of(EVENTS.capex)),
  };
  return { book: missing.length === 0 ? book : null, missing: [...new Set(missing)] };
}

/** In one statement; a row counts once it has been received (lib/queries/trigger-inputs-facts.ts reads the same way). */
function readFacts(
  tx: Transaction,
  { tenantId, knownAt }: Reading,
  months: readonly string[],
): Promise<Fact[]> {
  const { start, end } = spanOf(months);
  const [from, until] = [startOfDay(start), startOfDay(addDays(end, 1))];
  return tx.$queryRaw<Fact[]>`
    select to_char(occurred_at at time zone 'UTC', 'YYYY-MM') as month, event_type as "eventType", function,
      sum(amount_usd)::float8 as total,
      (array_agg(amount_usd order by occurred_at desc, received_at desc))[1]::float8 as newest
    from (
      select occurred_at, received_at, event_type, amount_usd,
        case when event_type = ${EVENTS.opex} then payload ->> 'function' end as function
      from events_raw
      where tenant_id = ${tenantId}::uuid and event_type = any(${LEDGER}::text[])
        and occurred_at >= ${from} and occurred_at < ${until} and received_at <= ${knownAt}
        and amount_usd is not null
      union all
      select occurred_at, received_at, event_type, amount_usd, null from revenue_events
      where tenant_id = ${tenantId}::uuid and event_type = any(${REVENUE}::text[])
        and occurred_at >= ${from} and occurred_at < ${until} and received_at <= ${knownAt}
    ) as facts
    group by 1, 2, 3
    order by 1, 2, 3`;
}
