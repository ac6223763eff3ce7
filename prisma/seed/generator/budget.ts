import { budgetEntry } from "../../../lib/imports/kinds/opex-budget";
import { EVENTS, FUNCTIONS } from "../../../lib/queries/spine-vocabulary";
import { LAST_COMPLETE, type SeedCalendar } from "./company";
import type { SpineRows } from "./rows";

/** By how much the plan lets operating expense grow in a month. */
const GROWTH_A_MONTH = 1.012;
const LAST_PLANNED = LAST_COMPLETE + 12;

/** The budget of two years as it was planned: the three months before the plan, and a little more each month. */
export function opexBudget(calendar: SeedCalendar, events: SpineRows["events_raw"]): Record<string, number> {
  const before = [-3, -2, -1].map((index) => calendar.monthKey(index));
  return Object.fromEntries(
    FUNCTIONS.flatMap((team) => {
      const spent = events
        .filter(
          ({ event_type, occurred_at, payload }) =>
            event_type === EVENTS.opex &&
            before.includes(occurred_at.slice(0, 7)) &&
            payload.function === team,
        )
        .reduce((sum, { amount_usd }) => sum + Number(amount_usd), 0);
      return Array.from({ length: LAST_PLANNED + 1 }, (_, index) => [
        budgetEntry(calendar.monthKey(index), team),
        Math.round(((spent / before.length) * GROWTH_A_MONTH ** (index + 2)) / 1000) * 1000,
      ]);
    }),
  );
}
