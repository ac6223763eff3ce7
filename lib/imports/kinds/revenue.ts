import { REVENUE_EVENTS } from "../../queries/spine-vocabulary";
import { ALL, type Kind, keyOf, numberOf, textOf, widerKeys } from "./kind";
import {
  AMOUNT,
  bookedAt,
  MONTH,
  MONTH_SQL,
  partOf,
  SEGMENT,
  SUM_SQL,
  totalled,
  totalSql,
} from "./shared-fields";

const TOTALS = [{ field: "segment", part: 1 }];

export const REVENUE: Kind = {
  id: "revenue",
  title: "Recognised revenue",
  help: "A row states the revenue recognised in one month, in all or in one segment.",
  fields: [
    MONTH,
    {
      ...AMOUNT,
      headers: [...AMOUNT.headers, "revenue", "recognised revenue", "recognized revenue", "net revenue"],
      belowZero: false,
      examples: ["812000.00", "815,400.00"],
    },
    SEGMENT,
  ],
  state(values, context) {
    const month = textOf(values.month);
    const segment = partOf(values, context, "segment");
    const parts = [month, segment];
    return {
      key: keyOf("revenue", parts),
      wider: widerKeys("revenue", parts, TOTALS),
      says: { amount: numberOf(values.amount) },
      row: {
        event_type: REVENUE_EVENTS.recognised,
        occurred_at: bookedAt(month),
        segment: segment === ALL ? null : segment || null,
        amount_usd: numberOf(values.amount),
        payload: segment === ALL ? totalled({ segment }) : {},
      },
    };
  },
  spine: {
    table: "revenue_events",
    types: [REVENUE_EVENTS.recognised],
    parts: [MONTH_SQL, totalSql("segment", "s.segment")],
    totals: TOTALS,
    says: { amount: SUM_SQL },
  },
  checks: [],
};
