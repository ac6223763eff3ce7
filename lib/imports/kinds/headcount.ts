import { EVENTS } from "../../queries/spine-vocabulary";
import { type Kind, keyOf, numberOf, textOf } from "./kind";
import { AMOUNT, bookedAt, FUNCTION_WORDS, MONTH, MONTH_SQL, SUM_SQL } from "./shared-fields";

const WORDS = { ...FUNCTION_WORDS, Support: ["customer support", "cs", "helpdesk"] };
const sumOf = (field: string) => `sum((s.payload ->> '${field}')::numeric)`;

export const HEADCOUNT: Kind = {
  id: "headcount",
  title: "Headcount with loaded cost",
  help: "A row states the staff of one function at the end of a month, and what it costs fully loaded.",
  fields: [
    MONTH,
    {
      name: "function",
      label: "Function",
      type: "word",
      required: true,
      headers: ["department", "team", "cost center", "cost centre"],
      words: WORDS,
      examples: ["R&D", "S&M"],
      help: `One of ${Object.keys(WORDS).join(", ")}.`,
    },
    {
      name: "fte",
      label: "FTE",
      type: "number",
      required: true,
      headers: ["headcount", "full time equivalents", "staff", "heads", "employees"],
      examples: ["18", "11.5"],
      help: "Full-time equivalents at the end of the month.",
    },
    {
      name: "open_roles",
      label: "Open roles",
      type: "count",
      required: false,
      headers: ["open positions", "vacancies", "open reqs", "reqs"],
      examples: ["2", "0"],
      help: "Positions being filled.",
    },
    {
      ...AMOUNT,
      name: "loaded_cost",
      label: "Loaded cost (USD)",
      headers: ["loaded cost", "fully loaded cost", "cost", "total cost", "payroll", "amount"],
      belowZero: false,
      examples: ["266400.00", "142,600.00"],
      help: "What the staff of the row costs in the month, with everything that comes on top of pay.",
    },
  ],
  state(values, { has }) {
    const [month, team] = [textOf(values.month), textOf(values.function)];
    const roles = has("open_roles") && values.open_roles !== null ? numberOf(values.open_roles) : null;
    return {
      key: keyOf("headcount", [month, team]),
      wider: [],
      says: {
        amount: numberOf(values.loaded_cost),
        fte: numberOf(values.fte),
        ...(roles !== null && { open_roles: roles }),
      },
      row: {
        event_type: EVENTS.headcount,
        occurred_at: bookedAt(month),
        entity_type: "function",
        entity_id: team,
        amount_usd: numberOf(values.loaded_cost),
        payload: { function: team, fte: numberOf(values.fte), ...(roles !== null && { openRoles: roles }) },
      },
    };
  },
  spine: {
    table: "events_raw",
    types: [EVENTS.headcount],
    parts: [MONTH_SQL, "coalesce(s.payload ->> 'function', '')"],
    totals: [],
    says: { amount: SUM_SQL, fte: sumOf("fte"), open_roles: sumOf("openRoles") },
  },
  checks: [],
};
