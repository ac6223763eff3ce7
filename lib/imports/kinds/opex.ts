import { EVENTS } from "../../queries/spine-vocabulary";
import { type Kind, keyOf, numberOf, type RowFault, textOf, widerKeys } from "./kind";
import {
  ACCOUNT,
  AMOUNT,
  BEHAVIOUR_WORDS,
  bookedAt,
  COSTS_ABOVE_ZERO,
  FUNCTION_WORDS,
  MONTH,
  MONTH_SQL,
  partOf,
  SUM_SQL,
  totalled,
  totalSql,
} from "./shared-fields";

/** Written off and not paid: it stands outside `Opex_excl_DA`, as an event type of its own. */
const DEPRECIATION = "depreciation";
const TOTALS = [
  { field: "purpose", part: 3 },
  { field: "account", part: 4 },
];

export const OPEX: Kind = {
  id: "opex",
  title: "Operating expense by function",
  help: "A row states what one function spent in one month, fixed or variable, on what, and on which account.",
  fields: [
    MONTH,
    {
      name: "function",
      label: "Function",
      type: "word",
      required: false,
      headers: ["department", "cost center", "cost centre", "team", "func"],
      words: FUNCTION_WORDS,
      examples: ["R&D", "S&M"],
      help: `One of ${Object.keys(FUNCTION_WORDS).join(", ")}. Only depreciation may go without.`,
    },
    {
      name: "behaviour",
      label: "Fixed or variable",
      type: "word",
      required: true,
      headers: ["behavior", "fixed variable", "cost behaviour", "cost behavior", "cost type", "type"],
      words: {
        ...BEHAVIOUR_WORDS,
        [DEPRECIATION]: [
          "depreciation and amortisation",
          "depreciation and amortization",
          "d&a",
          "da",
          "amortisation",
          "amortization",
        ],
      },
      examples: ["fixed", "variable"],
      help: "fixed, variable, or depreciation, which is no part of the operating expense that EBITDA counts.",
    },
    {
      name: "purpose",
      label: "Purpose",
      type: "word",
      required: false,
      headers: ["spend purpose", "acquisition or retention"],
      words: {
        acquisition: ["acquire", "new business", "new customers", "cac", "hunting"],
        retention: ["retain", "customer success", "account management", "farming"],
      },
      examples: ["", "acquisition"],
      help: "acquisition is what CAC counts; retention is what keeps customers. Blank for the rest.",
    },
    AMOUNT,
    ACCOUNT,
  ],
  state(values, context) {
    const month = textOf(values.month);
    const behaviour = textOf(values.behaviour);
    const team = textOf(values.function);
    if (team === "" && behaviour !== DEPRECIATION) return [NO_FUNCTION];
    const purpose = partOf(values, context, "purpose");
    const account = partOf(values, context, "account");
    const parts = [month, team, behaviour, purpose, account];
    const written = behaviour === DEPRECIATION;
    return {
      key: keyOf("opex", parts),
      wider: widerKeys("opex", parts, TOTALS),
      says: { amount: numberOf(values.amount) },
      row: {
        event_type: written ? EVENTS.depreciation : EVENTS.opex,
        occurred_at: bookedAt(month),
        entity_type: "ledger account",
        entity_id: textOf(values.account) || null,
        amount_usd: numberOf(values.amount),
        payload: {
          ...(team !== "" && { function: team }),
          ...(!written && { behaviour }),
          ...totalled({ purpose, account }),
        },
      },
      check: { group: `${team || "depreciation"} (${behaviour}) in ${month}` },
    };
  },
  spine: {
    table: "events_raw",
    types: [EVENTS.opex, EVENTS.depreciation],
    parts: [
      MONTH_SQL,
      "coalesce(s.payload ->> 'function', '')",
      `case when s.event_type = '${EVENTS.depreciation}' then '${DEPRECIATION}' else coalesce(s.payload ->> 'behaviour', '') end`,
      totalSql("purpose", "s.payload ->> 'purpose'"),
      totalSql("account", "s.payload ->> 'account'"),
    ],
    totals: TOTALS,
    says: { amount: SUM_SQL },
  },
  checks: [COSTS_ABOVE_ZERO],
};

const NO_FUNCTION: RowFault = {
  field: "function",
  what: "The function is missing.",
  remedy: `Write ${Object.keys(FUNCTION_WORDS).join(", ")}; only depreciation goes without.`,
};
