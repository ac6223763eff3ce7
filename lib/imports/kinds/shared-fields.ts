import { addDays, addMonths } from "../../queries/cycle-calendar";
import { COST_BEHAVIOURS, FUNCTIONS, SEGMENTS } from "../../queries/spine-vocabulary";
import { ALL, type Field, type RowContext, textOf, type Values } from "./kind";

export const MONTH: Field = {
  name: "month",
  label: "Month",
  type: "month",
  required: true,
  headers: ["period", "month end", "accounting period", "posting period", "date"],
  examples: ["2026-03", "Mar 2026"],
  help: "The calendar month; a day stands for its month.",
};

export const AMOUNT: Field = {
  name: "amount",
  label: "Amount (USD)",
  type: "amount",
  required: true,
  headers: ["amount", "amount usd", "usd", "value", "total", "cost", "actual"],
  belowZero: true,
  examples: ["125000.00", "48,300.50"],
  help: "US dollars. Cents are kept; what lies behind them is rounded.",
};

export const ACCOUNT: Field = {
  name: "account",
  label: "Account",
  type: "text",
  required: false,
  headers: ["ledger account", "gl account", "account name", "account number", "gl code"],
  examples: ["6100 Salaries", "6420 Cloud tools"],
  help: "The ledger account. Without this column a row states the total over all accounts.",
};

export const SEGMENT: Field = {
  name: "segment",
  label: "Segment",
  type: "word",
  required: false,
  headers: ["customer segment", "size", "tier"],
  words: {
    [SEGMENTS[0]]: ["ent", "large", "large enterprise"],
    [SEGMENTS[1]]: ["mid market", "midmarket", "mm", "mid", "commercial"],
    [SEGMENTS[2]]: ["small business", "small", "small and medium", "smb and below"],
  },
  examples: ["Mid-market", "SMB"],
  help: `One of ${SEGMENTS.join(", ")}.`,
};

export const FUNCTION_WORDS = {
  [FUNCTIONS[0]]: [
    "rd",
    "r & d",
    "rnd",
    "research and development",
    "research & development",
    "engineering",
    "product",
    "product and engineering",
  ],
  [FUNCTIONS[1]]: [
    "sm",
    "s & m",
    "snm",
    "sales and marketing",
    "sales & marketing",
    "sales",
    "marketing",
    "go to market",
    "gtm",
  ],
  [FUNCTIONS[2]]: [
    "ga",
    "g & a",
    "gna",
    "general and administrative",
    "general & administrative",
    "general and admin",
    "admin",
    "administration",
  ],
} as const;

export const BEHAVIOUR_WORDS = {
  [COST_BEHAVIOURS[0]]: ["fix", "fixed cost", "f"],
  [COST_BEHAVIOURS[1]]: ["var", "variable cost", "v"],
} as const;

export const lastDay = (month: string): string => addDays(`${addMonths(month, 1)}-01`, -1);
/** Books are dated the last day of their month. */
export const bookedAt = (month: string, time = "12:00:00"): string => `${lastDay(month)}T${time}Z`;

/** A part of the key that a file may leave out: its value, or all of them where there is no such column. */
export const partOf = (values: Values, { has }: RowContext, field: string): string =>
  has(field) ? textOf(values[field]) : ALL;

/** In the spine's row: over which parts it is a total; and what it says of the others. */
export function totalled(parts: Readonly<Record<string, string>>): Record<string, unknown> {
  const total = Object.keys(parts).filter((name) => parts[name] === ALL);
  const said = Object.entries(parts).filter(([, value]) => value !== ALL && value !== "");
  return { ...Object.fromEntries(said), ...(total.length > 0 && { total }) };
}

/** The part of a spine row's key for a field of its payload that some rows state a total over. */
export const totalSql = (field: string, expression: string): string =>
  `case when s.payload -> 'total' ? '${field}' then '${ALL}' else coalesce(${expression}, '') end`;
export const MONTH_SQL = "to_char(s.occurred_at at time zone 'UTC', 'YYYY-MM')";
export const DAY_SQL = "to_char(s.occurred_at at time zone 'UTC', 'YYYY-MM-DD')";
export const SUM_SQL = "sum(s.amount_usd)";

/** Costs are stated above zero; a ledger's credits are, as long as what they are part of stays above. */
export const COSTS_ABOVE_ZERO = {
  name: "costs above zero",
  sql: `select min(row_number) as row_number,
      format('The rows of %s add up to %s.', part, to_char(sum(amount), 'FM999,999,999,999,990.00')) as what,
      'State costs as amounts above zero; only credits among them are below.' as remedy
    from (
      select row_number, record -> 'check' ->> 'group' as part, (record -> 'says' ->> 'amount')::numeric as amount
      from import_rows where tenant_id = $1::uuid and import_id = $2::uuid and record is not null offset 0
    ) as costs group by part having sum(amount) < 0`,
};
