import type { Transaction } from "../db/tenant-transaction";
import { addMonths, type Period, periodOf } from "./cycle-calendar";
import { EVENTS, REVENUE_EVENTS } from "./spine-vocabulary";
import { type CohortFact, cohortMovements, type MonthFact, type Reading } from "./trigger-inputs-facts";
import type { TriggerInput } from "./trigger-inputs-from-spine";

export const monthsEnding = (last: string, count: number): string[] =>
  Array.from({ length: count }, (_, back) => addMonths(last, back - count + 1));

export function spanOf(months: readonly string[]): Period {
  const start = periodOf("monthly_close", months[0] ?? "")?.start ?? "";
  return { start, end: periodOf("monthly_close", months.at(-1) ?? "")?.end ?? start };
}

/** Facts by month and kind; a month that lacks any fact asked for makes the answer null. */
export class Months {
  private readonly facts = new Map<string, MonthFact>();
  constructor(facts: readonly MonthFact[]) {
    for (const fact of facts) this.facts.set(`${fact.month} ${fact.eventType}`, fact);
  }
  series(months: readonly string[], kind: string, read: (fact: MonthFact) => number | null): number[] | null {
    const values = months.map((month) => {
      const fact = this.facts.get(`${month} ${kind}`);
      return fact ? read(fact) : null;
    });
    return values.every((value) => value !== null) ? values : null;
  }
  totals(months: readonly string[], kind: string): number[] | null {
    return this.series(months, kind, (fact) => fact.total);
  }
  /** What the months together have of it; a month without any has none. */
  sum(months: readonly string[], kind: string): number {
    return total(months.map((month) => this.facts.get(`${month} ${kind}`)?.total ?? 0));
  }
  balance(month: string): number | null {
    return this.series([month], REVENUE_EVENTS.balance, (fact) => fact.newest)?.[0] ?? null;
  }
  rows(months: readonly string[], ...kinds: string[]): number {
    return months
      .flatMap((month) => kinds.map((kind) => this.facts.get(`${month} ${kind}`)?.rows ?? 0))
      .reduce(add, 0);
  }
}

const add = (sum: number, value: number): number => sum + value;
const total = (values: readonly number[]): number => values.reduce(add, 0);
/** Ratios are kept to six places: the column that holds a trigger's value has as many. */
const rounded = (value: number): number => Math.round(value * 1e6) / 1e6;
export const dollars = (value: number): number => Math.round(value * 100) / 100;

/** The months that a close looks back on: its own year, and the one before it. */
export const monthsOfBook = (month: string): string[] => monthsEnding(month, 13);

/** The monthly inputs of each of the closes: ledger, ratios, retention and acquisition. `facts` holds their months. */
export async function bookInputs(
  tx: Transaction,
  reading: Reading,
  facts: Months,
  closes: readonly string[],
): Promise<TriggerInput[][]> {
  const cohorts = await cohortMovements(
    tx,
    reading,
    closes.map((month) => spanOf(monthsEnding(month, 12))),
  );
  return closes.map((month, at) => bookOf(facts, month, cohorts[at] ?? []));
}

function bookOf(facts: Months, month: string, moved: readonly CohortFact[]): TriggerInput[] {
  const year = monthsEnding(month, 12);
  const quarter = year.slice(-3);
  const before = addMonths(month, -12);
  // A month is loaded once billing has stated its ARR; only then does "no churn booked" mean that none was.
  const loaded = [before, ...year].every((each) => facts.balance(each) !== null);
  return [
    ...ledgerInputs(facts, quarter),
    ...ratioInputs(facts, quarter, year, before),
    ...retentionInputs(facts, before, year, loaded ? moved : null),
    ...acquisitionInputs(facts, quarter),
  ];
}

const LEDGER_SERIES = [
  ["OperatingCashFlow", EVENTS.operatingCashFlow, "events_raw", "receipts less payments, net, per month"],
  ["Capex", EVENTS.capex, "events_raw", "capitalised spend per month"],
  ["Revenue", REVENUE_EVENTS.recognised, "revenue_events", "revenue recognised per month"],
  ["COGS", EVENTS.cogs, "events_raw", "cost of revenue per month"],
  [
    "Opex_excl_DA",
    EVENTS.opex,
    "events_raw",
    "operating expense per month, without depreciation and amortisation",
  ],
] as const;

function ledgerInputs(facts: Months, quarter: readonly string[]): TriggerInput[] {
  const series = LEDGER_SERIES.map(
    ([name, kind, table, words]): TriggerInput => ({
      name,
      value: rounds(facts.totals(quarter, kind)),
      unit: "USD",
      source: {
        table,
        query: `Sum of ${kind}: ${words}, last three months`,
        period: spanOf(quarter),
        rows: facts.rows(quarter, kind),
      },
    }),
  );
  return [...series, burnInput(facts, quarter)];
}

const rounds = (values: number[] | null): number[] | null => values?.map(dollars) ?? null;

export function burnInput(facts: Months, quarter: readonly string[]): TriggerInput {
  const flow = facts.totals(quarter, EVENTS.operatingCashFlow);
  const capex = facts.totals(quarter, EVENTS.capex);
  return {
    name: "NetBurn",
    value: flow && capex ? flow.map((value, at) => dollars((capex[at] ?? 0) - value)) : null,
    unit: "USD",
    source: {
      table: "events_raw",
      query: `Sum of ${EVENTS.capex} less sum of ${EVENTS.operatingCashFlow}, per month, last three months posted`,
      period: spanOf(quarter),
      rows: facts.rows(quarter, EVENTS.capex, EVENTS.operatingCashFlow),
    },
  };
}

function ratioInputs(
  facts: Months,
  quarter: readonly string[],
  year: readonly string[],
  before: string,
): TriggerInput[] {
  const [opening, closing] = [facts.balance(before), facts.balance(year.at(-1) ?? "")];
  const growth =
    opening !== null && closing !== null && opening > 0 ? rounded((closing / opening - 1) * 100) : null;
  return [
    {
      name: "ARR_Growth_Rate_TTM",
      value: growth,
      unit: "percent",
      source: {
        table: "revenue_events",
        query: `${REVENUE_EVENTS.balance} at the month's end against twelve months before`,
        period: spanOf([before, ...year]),
        rows: facts.rows([before, year.at(-1) ?? ""], REVENUE_EVENTS.balance),
      },
    },
    marginInput("EBITDA_Margin_TTM", facts, year, [EVENTS.cogs, EVENTS.opex], "twelve"),
    marginInput("GrossMargin", facts, quarter, [EVENTS.cogs], "three"),
  ];
}

/** What is left of revenue after the costs of the same months, in percent of it. */
function marginInput(
  name: string,
  facts: Months,
  months: readonly string[],
  costs: readonly string[],
  span: string,
): TriggerInput {
  const revenue = facts.totals(months, REVENUE_EVENTS.recognised);
  const spent = costs.map((kind) => facts.totals(months, kind));
  const earned = revenue === null ? 0 : total(revenue);
  const known = spent.every((each) => each !== null) && earned > 0;
  return {
    name,
    value: known ? rounded(((earned - total(spent.map((each) => total(each ?? [])))) / earned) * 100) : null,
    unit: "percent",
    source: {
      table: "revenue_events, events_raw",
      query: `(${REVENUE_EVENTS.recognised} − ${costs.join(" − ")}) ÷ ${REVENUE_EVENTS.recognised}, totals of the last ${span} months`,
      period: spanOf(months),
      rows: facts.rows(months, REVENUE_EVENTS.recognised, ...costs),
    },
  };
}

function retentionInputs(
  facts: Months,
  before: string,
  year: readonly string[],
  cohort: readonly CohortFact[] | null,
): TriggerInput[] {
  const movement = (name: string, kind: string): TriggerInput => {
    const fact = cohort?.find(({ eventType }) => eventType === kind);
    return {
      name,
      value: cohort === null ? null : dollars(fact?.total ?? 0),
      unit: "USD",
      source: {
        table: "revenue_events",
        query: `Sum of ${kind} over twelve months, of customers who were there at their beginning`,
        period: spanOf(year),
        rows: fact?.rows ?? 0,
      },
    };
  };
  const starting: TriggerInput = {
    name: "StartingARR",
    value: facts.balance(before),
    unit: "USD",
    source: {
      table: "revenue_events",
      query: `${REVENUE_EVENTS.balance} twelve months before the month's end`,
      period: spanOf([before]),
      rows: facts.rows([before], REVENUE_EVENTS.balance),
    },
  };
  return [
    starting,
    movement("Expansion", REVENUE_EVENTS.expansion),
    movement("Contraction", REVENUE_EVENTS.contraction),
    movement("Churn", REVENUE_EVENTS.churn),
  ];
}

function acquisitionInputs(facts: Months, quarter: readonly string[]): TriggerInput[] {
  const spent = facts.series(quarter, EVENTS.opex, (fact) => fact.acquisition);
  // As with churn: where a month's ARR is stated, nothing booked means that nobody was won.
  const loaded = quarter.every((month) => facts.balance(month) !== null);
  const won = loaded ? facts.sum(quarter, REVENUE_EVENTS.new) : null;
  return [
    {
      name: "CAC",
      value: spent === null ? null : dollars(total(spent)),
      unit: "USD",
      source: {
        table: "events_raw",
        query: `Sum of ${EVENTS.opex} with the purpose of acquisition, last three months`,
        period: spanOf(quarter),
        rows: facts.rows(quarter, EVENTS.opex),
      },
    },
    {
      name: "NewARR_per_month",
      value: won === null ? null : dollars(won / 12),
      unit: "USD",
      source: {
        table: "revenue_events",
        query: `Sum of ${REVENUE_EVENTS.new} of the last three months, as revenue a month (÷ 12)`,
        period: spanOf(quarter),
        rows: facts.rows(quarter, REVENUE_EVENTS.new),
      },
    },
  ];
}
