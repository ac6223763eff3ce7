import { CONFIG_KEYS } from "../../queries/spine-vocabulary";
import { type Kind, keyOf, numberOf, textOf } from "./kind";
import { AMOUNT, FUNCTION_WORDS, MONTH } from "./shared-fields";

/** Between month and function in the name of an entry; neither holds one. */
const BETWEEN = "|";

/** The name under which a month's budget of a function stands in the setting. */
export const budgetEntry = (month: string, team: string): string => `${month}${BETWEEN}${team}`;

/** A plan, which no trigger reads: the weekly review compares what was spent with it. */
export const OPEX_BUDGET: Kind = {
  id: "opex-budget",
  title: "Operating budget by function",
  help: "A row states what one function may spend in one month, fixed and variable together, without depreciation.",
  fields: [
    { ...MONTH, mayLieAhead: true, examples: ["2026-03", "Apr 2026"] },
    {
      name: "function",
      label: "Function",
      type: "word",
      required: true,
      headers: ["department", "cost center", "cost centre", "team", "func"],
      words: FUNCTION_WORDS,
      examples: ["R&D", "S&M"],
      help: `One of ${Object.keys(FUNCTION_WORDS).join(", ")}.`,
    },
    {
      ...AMOUNT,
      label: "Budget (USD)",
      headers: ["budget", "amount", "plan", "planned", "value"],
      belowZero: false,
      help: "US dollars for the whole month. Cents are kept; what lies behind them is rounded.",
    },
  ],
  state(values) {
    const [month, team, amount] = [textOf(values.month), textOf(values.function), numberOf(values.amount)];
    return {
      key: keyOf("opex-budget", [month, team]),
      wider: [],
      says: { amount },
      entries: [{ config: CONFIG_KEYS.opexBudget, entry: budgetEntry(month, team), value: amount }],
    };
  },
  spine: {
    table: "optimizer_configs",
    configs: [CONFIG_KEYS.opexBudget],
    entries: `select jsonb_build_array('opex-budget', split_part(e.key, '${BETWEEN}', 1), split_part(e.key, '${BETWEEN}', 2))::text as key,
        jsonb_build_object('amount', e.value) as says
      from optimizer_configs c
      cross join lateral jsonb_each(case when jsonb_typeof(c.value) = 'object' then c.value else '{}' end) as e(key, value)
      where c.tenant_id = $1::uuid and c.key = '${CONFIG_KEYS.opexBudget}'`,
  },
  checks: [],
};
