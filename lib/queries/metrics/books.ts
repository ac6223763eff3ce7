import { EVENTS, REVENUE_EVENTS } from "../spine-vocabulary";
import { BOOKS_READS } from "./books-reads";
import { type Days, type FactSql, FOREVER, text, trailing } from "./fact-sql";
import type { MetricStatement } from "./statement";

/** How long the newest of each is believed: a statement of ARR, posted books, a bank's report, a headcount. */
const BALANCE_DAYS = 45;
const BOOKS_DAYS = 75;
const FRESH_CASH_DAYS = 7;
const KNOWN_ACCOUNT_DAYS = 43;
const YEAR = 365;
/** Stands for a company that burns nothing. */
const NO_BURN_MONTHS = 999;

const believed = (days: number): Days => [
  "day",
  `least(coalesce(next_day - 1, ${FOREVER}), day + ${days - 1})`,
];
/** From the end of its month until the third month after it is posted: always the three months posted last. */
const IN_POSTED_QUARTER: Days = ["posted", `coalesce(third_posted - 1, ${FOREVER})`];
const WHILE_NEWEST: Days = ["day", `least(coalesce(next_posted - 1, ${FOREVER}), day + ${BOOKS_DAYS})`];
const later = ([from, to]: Days, days: number): Days => [`(${from}) + ${days}`, `(${to}) + ${days}`];
/** A movement adds to the last statement until a later one holds it. */
const SINCE_STATED: Days = ["day", `coalesce(stated - 1, ${FOREVER} - ${YEAR})`];

const revenue = (fact: Omit<FactSql, "table">): FactSql => ({
  amount: "amount",
  ...fact,
  table: "revenue_events",
});
const raw = (fact: Omit<FactSql, "table">): FactSql => ({ amount: "amount", ...fact, table: "events_raw" });
const typeIs = (type: string) => `type = ${text(type)}`;
const trailed = (part: string, type: string) =>
  revenue({ part, of: "movements", counts: trailing(90), where: typeIs(type) });
const posted = (part: string, where: string) =>
  raw({ part, of: "posted_ledger", counts: IN_POSTED_QUARTER, where });
const OPEX = typeIs(EVENTS.opex);
/** What the customers of a year ago did since. */
const OF_LAST_YEARS_CUSTOMERS: Days = [`greatest(day, customer_since + ${YEAR})`, `day + ${YEAR - 1}`];

const FACTS: FactSql[] = [
  trailed("bookings", REVENUE_EVENTS.new),
  trailed("expansion", REVENUE_EVENTS.expansion),
  trailed("churn", REVENUE_EVENTS.churn),
  revenue({ part: "balance", of: "balances", counts: believed(BALANCE_DAYS) }),
  revenue({ part: "since_balance", of: "movements", counts: SINCE_STATED, amount: "signed" }),
  revenue({ part: "balance_ago", of: "balances", counts: later(believed(BALANCE_DAYS), YEAR) }),
  revenue({ part: "since_ago", of: "movements", counts: later(SINCE_STATED, YEAR), amount: "signed" }),
  revenue({
    part: "cohort",
    of: "movements",
    counts: OF_LAST_YEARS_CUSTOMERS,
    amount: "signed",
    where: `type <> ${text(REVENUE_EVENTS.new)} and customer_since is not null`,
  }),
  revenue({
    part: "cohort_churn",
    of: "movements",
    counts: OF_LAST_YEARS_CUSTOMERS,
    where: `${typeIs(REVENUE_EVENTS.churn)} and customer_since is not null`,
  }),
  revenue({ part: "customers", of: "customers", counts: ["day", `coalesce(left_on - 1, ${FOREVER})`] }),
  raw({ part: "quarter", of: "quarters", counts: WHILE_NEWEST, amount: "1" }),
  revenue({
    part: "recognised",
    of: "posted_revenue",
    counts: IN_POSTED_QUARTER,
    where: typeIs(REVENUE_EVENTS.recognised),
  }),
  posted("cogs", typeIs(EVENTS.cogs)),
  posted("acquisition", `${OPEX} and purpose = 'acquisition'`),
  raw({ part: "acquiring_months", of: "acquiring_months", counts: IN_POSTED_QUARTER, amount: "1" }),
  posted("variable_opex", `${OPEX} and behaviour = 'variable'`),
  posted("unlabelled_opex", `${OPEX} and coalesce(behaviour, '') not in ('fixed', 'variable')`),
  posted("selling", `${OPEX} and function = 'S&M'`),
  revenue({
    part: "won",
    of: "posted_revenue",
    counts: IN_POSTED_QUARTER,
    where: typeIs(REVENUE_EVENTS.new),
  }),
  revenue({
    part: "net_new",
    of: "posted_revenue",
    counts: IN_POSTED_QUARTER,
    amount: "signed",
    where: `type in (${[REVENUE_EVENTS.new, REVENUE_EVENTS.expansion, REVENUE_EVENTS.contraction, REVENUE_EVENTS.churn].map(text).join(", ")})`,
  }),
  raw({ part: "cash_quarter", of: "cash_quarters", counts: WHILE_NEWEST, amount: "1" }),
  raw({
    part: "burn",
    of: "posted_cash",
    counts: IN_POSTED_QUARTER,
    amount: `case when ${typeIs(EVENTS.capex)} then amount else -amount end`,
    where: `type in (${text(EVENTS.capex)}, ${text(EVENTS.operatingCashFlow)})`,
  }),
  raw({ part: "cash", of: "cash", counts: believed(FRESH_CASH_DAYS) }),
  raw({ part: "accounts", of: "cash", counts: believed(KNOWN_ACCOUNT_DAYS), amount: "1" }),
  raw({
    part: "fte",
    of: "posted_staff",
    counts: ["posted", `least(coalesce(next_posted - 1, ${FOREVER}), posted + ${BOOKS_DAYS})`],
    amount: "fte",
  }),
];

const ARR = "case when s.balance_n > 0 then s.balance + s.since_balance end";
const ARR_AGO = "case when s.balance_ago_n > 0 then nullif(greatest(s.balance_ago + s.since_ago, 0), 0) end";
const MARGIN = "(s.recognised - s.cogs) / nullif(greatest(s.recognised, 0), 0)";
const POSITIVE_MARGIN = `nullif(greatest(${MARGIN}, 0), 0)`;
const CHURN_RATE = `(s.cohort_churn / (${ARR_AGO}))`;
const CAC = "s.acquisition / nullif(s.won_n, 0)";
/** Known only while three months in a row are posted, the newest not long ago. */
const inQuarter = (value: string) => `case when s.quarter_n > 0 then ${value} end`;
const withAcquisition = (value: string) =>
  `case when s.quarter_n > 0 and s.acquiring_months_n = 3 then ${value} end`;
/** A movement that is not there was none only while billing speaks at all. */
const whileBilled = (part: string) => `case when s.${part}_n > 0 or s.balance_n > 0 then s.${part} end`;

const ARR_ROWS = { balance: "What billing stated", since_balance: "Movement since" };
const MARGIN_ROWS = { recognised: "Revenue of the posted quarter", cogs: "Cost of revenue" };
const CAC_ROWS = { acquisition: "Expense on winning customers", won: "Customer won in the posted quarter" };

/** The books: recurring revenue, margins, what customers cost and bring, and cash. */
export const BOOKS: MetricStatement = {
  name: "books",
  reads: BOOKS_READS,
  facts: FACTS,
  metrics: {
    bookings_new: { value: whileBilled("bookings"), rows: { bookings: "Customer won" } },
    arr_total: { value: ARR, rows: ARR_ROWS },
    mrr_total: { value: `(${ARR}) / 12`, rows: {}, from: ["arr_total"] },
    expansion_revenue: { value: whileBilled("expansion"), rows: { expansion: "Customer added" } },
    churn_revenue: { value: whileBilled("churn"), rows: { churn: "Customer left" } },
    net_revenue_retention: {
      value: `case when s.balance_n > 0 then 100 * (1 + s.cohort / (${ARR_AGO})) end`,
      rows: {
        balance_ago: "What billing stated a year ago",
        since_ago: "Movement between that and the day a year ago",
        cohort: "Movement of a customer of a year ago",
      },
    },
    cac_blended: { value: withAcquisition(CAC), rows: CAC_ROWS },
    payback_months: {
      value: withAcquisition(`s.acquisition / nullif(greatest(s.won, 0) / 12 * (${POSITIVE_MARGIN}), 0)`),
      rows: CAC_ROWS,
      from: ["gross_margin_pct"],
    },
    gross_margin: { value: inQuarter("s.recognised - s.cogs"), rows: MARGIN_ROWS },
    gross_margin_pct: { value: inQuarter(`100 * ${MARGIN}`), rows: MARGIN_ROWS },
    contribution_margin_pct: {
      value: inQuarter(
        "case when s.unlabelled_opex_n = 0 then 100 * (s.recognised - s.cogs - s.variable_opex) / nullif(greatest(s.recognised, 0), 0) end",
      ),
      rows: {
        ...MARGIN_ROWS,
        variable_opex: "Variable expense",
        unlabelled_opex: "Expense that says neither fixed nor variable",
      },
    },
    ltv_to_cac: {
      value: withAcquisition(
        `(${ARR}) / nullif(s.customers_n, 0) * (${POSITIVE_MARGIN}) / nullif(${CHURN_RATE}, 0) / nullif(${CAC}, 0)`,
      ),
      rows: { customers: "Customer of the day", cohort_churn: "Customer of a year ago who left" },
      from: ["arr_total", "gross_margin_pct", "cac_blended"],
    },
    revenue_per_fte: {
      value: inQuarter("s.recognised * 4 / nullif(s.fte, 0)"),
      rows: { recognised: "Revenue of the posted quarter", fte: "Staff of a function, newest headcount" },
    },
    sales_efficiency_ratio: {
      value: inQuarter("case when s.selling > 0 then s.net_new / s.selling end"),
      rows: { net_new: "Movement of ARR in the posted quarter", selling: "Sales and marketing expense" },
    },
    cash_runway_months: {
      value: `case when s.cash_quarter_n > 0 and s.accounts_n > 0 and s.cash_n = s.accounts_n
        then least(${NO_BURN_MONTHS}, greatest(0, s.cash / greatest(1, s.burn / 3))) end`,
      rows: {
        cash: "Newest balance of an account",
        burn: "Capital spend, or cash flow with its sign turned, of the months posted last",
      },
    },
  },
};
