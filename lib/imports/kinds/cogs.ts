import { COGS_COMPONENTS, EVENTS } from "../../queries/spine-vocabulary";
import { type Kind, keyOf, numberOf, textOf, widerKeys } from "./kind";
import {
  ACCOUNT,
  AMOUNT,
  bookedAt,
  COSTS_ABOVE_ZERO,
  MONTH,
  MONTH_SQL,
  partOf,
  SUM_SQL,
  totalled,
  totalSql,
} from "./shared-fields";

const TOTALS = [{ field: "account", part: 2 }];

export const COGS: Kind = {
  id: "cogs",
  title: "COGS breakdown",
  help: "A row states what one component of the cost of revenue came to in one month.",
  fields: [
    MONTH,
    {
      name: "component",
      label: "Component",
      type: "word",
      required: true,
      headers: ["cogs component", "category", "cost type", "line"],
      words: {
        [COGS_COMPONENTS[0]]: ["hosting", "infrastructure", "cloud hosting", "aws", "azure", "gcp"],
        [COGS_COMPONENTS[1]]: ["customer support", "customer success", "support staff", "helpdesk"],
        [COGS_COMPONENTS[2]]: ["others", "third party", "payment fees", "licences", "licenses", "misc"],
      },
      examples: ["cloud", "support"],
      help: `One of ${COGS_COMPONENTS.join(", ")}.`,
    },
    AMOUNT,
    ACCOUNT,
  ],
  state(values, context) {
    const month = textOf(values.month);
    const component = textOf(values.component);
    const account = partOf(values, context, "account");
    const parts = [month, component, account];
    return {
      key: keyOf("cogs", parts),
      wider: widerKeys("cogs", parts, TOTALS),
      says: { amount: numberOf(values.amount) },
      row: {
        event_type: EVENTS.cogs,
        occurred_at: bookedAt(month),
        entity_type: "ledger account",
        entity_id: textOf(values.account) || null,
        amount_usd: numberOf(values.amount),
        payload: { component, ...totalled({ account }) },
      },
      check: { group: `${component} in ${month}` },
    };
  },
  spine: {
    table: "events_raw",
    types: [EVENTS.cogs],
    parts: [
      MONTH_SQL,
      "coalesce(s.payload ->> 'component', '')",
      totalSql("account", "s.payload ->> 'account'"),
    ],
    totals: TOTALS,
    says: { amount: SUM_SQL },
  },
  checks: [COSTS_ABOVE_ZERO],
};
