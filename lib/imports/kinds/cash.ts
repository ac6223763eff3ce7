import { EVENTS } from "../../queries/spine-vocabulary";
import { type Kind, keyOf, numberOf, textOf, widerKeys } from "./kind";
import {
  ACCOUNT,
  AMOUNT,
  bookedAt,
  DAY_SQL,
  MONTH,
  MONTH_SQL,
  partOf,
  SUM_SQL,
  totalled,
  totalSql,
} from "./shared-fields";

/** A balance is not added up: of several reports of one day the newest holds. */
const NEWEST_SQL = "(array_agg(s.amount_usd order by s.occurred_at desc, s.received_at desc))[1]";

export const CASH: Kind = {
  id: "cash",
  title: "Cash and bank balances",
  help: "A row states the balance of one bank account at the end of one day.",
  fields: [
    {
      name: "date",
      label: "Date",
      type: "day",
      required: true,
      headers: ["day", "as of", "balance date", "statement date"],
      examples: ["2026-03-31", "31.03.2026"],
      help: "The day at whose end the balance stood.",
    },
    {
      name: "bank_account",
      label: "Bank account",
      type: "text",
      required: true,
      headers: ["account", "account name", "bank", "iban"],
      examples: ["operating", "reserve"],
      help: "The name under which the account is always reported; an account that goes quiet makes the cash unknown.",
    },
    {
      ...AMOUNT,
      name: "balance",
      label: "Balance (USD)",
      headers: ["balance", "closing balance", "amount", "ending balance"],
      examples: ["1250000.00", "900,000.00"],
    },
  ],
  state(values) {
    const [day, account] = [textOf(values.date), textOf(values.bank_account)];
    return {
      key: keyOf("cash", [day, account]),
      wider: [],
      says: { amount: numberOf(values.balance) },
      row: {
        event_type: EVENTS.bankBalance,
        occurred_at: `${day}T23:30:00Z`,
        entity_type: "bank account",
        entity_id: account,
        amount_usd: numberOf(values.balance),
        payload: {},
      },
    };
  },
  spine: {
    table: "events_raw",
    types: [EVENTS.bankBalance],
    parts: [DAY_SQL, "coalesce(s.entity_id, '')"],
    totals: [],
    says: { amount: NEWEST_SQL },
  },
  checks: [],
};

const LINES = { "operating cash flow": EVENTS.operatingCashFlow, capex: EVENTS.capex } as const;
type Line = keyof typeof LINES;
const TOTALS = [{ field: "account", part: 2 }];

export const CASH_FLOW: Kind = {
  id: "cash-flow",
  title: "Operating cash flow and capex",
  help: "A row states the operating cash flow of a month, net, or its capital expenditure.",
  fields: [
    MONTH,
    {
      name: "line",
      label: "Line",
      type: "word",
      required: true,
      headers: ["cash flow line", "type", "category"],
      words: {
        "operating cash flow": [
          "ocf",
          "cfo",
          "cash flow from operations",
          "operating",
          "net operating cash flow",
        ],
        capex: ["capital expenditure", "capital expenditures", "capitalised spend", "investing"],
      },
      examples: ["operating cash flow", "capex"],
      help: "operating cash flow (receipts above zero, payments below) or capex (above zero).",
    },
    { ...AMOUNT, examples: ["30000.00", "130000.00"] },
    { ...ACCOUNT, examples: ["Receipts from customers", "Equipment"] },
  ],
  state(values, context) {
    const [month, line] = [textOf(values.month), textOf(values.line) as Line];
    const amount = numberOf(values.amount);
    if (line === "capex" && amount < 0)
      return [
        {
          field: "amount",
          what: "Capital expenditure is below zero.",
          remedy: "State it as an amount above zero; free cash flow subtracts it.",
        },
      ];
    const account = partOf(values, context, "account");
    const parts = [month, line, account];
    return {
      key: keyOf("cash-flow", parts),
      wider: widerKeys("cash-flow", parts, TOTALS),
      says: { amount },
      row: {
        event_type: LINES[line],
        occurred_at: bookedAt(month),
        entity_type: "ledger account",
        entity_id: textOf(values.account) || null,
        amount_usd: amount,
        payload: totalled({ account }),
      },
    };
  },
  spine: {
    table: "events_raw",
    types: Object.values(LINES),
    parts: [
      MONTH_SQL,
      `case s.event_type when '${EVENTS.capex}' then 'capex' else 'operating cash flow' end`,
      totalSql("account", "s.payload ->> 'account'"),
    ],
    totals: TOTALS,
    says: { amount: SUM_SQL },
  },
  checks: [],
};
