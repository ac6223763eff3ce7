import { addBusinessDays } from "../../../kernel/enforcement";
import { EVENTS } from "../../../lib/queries/spine-vocabulary";
import {
  type CompanyStory,
  cents,
  dayOfMonth,
  FIRST_DETAIL,
  LAST_COMPLETE,
  momentOf,
  type SeedCalendar,
  usd,
} from "./company";
import { event } from "./demand";
import type { Random } from "./random";
import type { EventRow } from "./rows";

/** Fully loaded cost of one person for a month, USD. */
export const LOADED_COST: Record<string, number> = {
  "R&D": 14_800,
  "S&M": 12_400,
  "G&A": 11_300,
  Support: 8_200,
};

/** Pay as the ledger posts it, by function: headcount is what that pay buys. */
const PAY_ACCOUNTS: Record<string, readonly string[]> = {
  "R&D": ["Engineering pay"],
  "S&M": ["Sales and marketing pay", "Customer success and account management"],
  "G&A": ["Finance, people and legal pay"],
  Support: ["Cost of revenue: support"],
};

/** Staff by function at each month's end, who joined and left between, and what customers say and ask. */
export function generateStaff(
  story: CompanyStory,
  calendar: SeedCalendar,
  random: Random,
  postings: readonly EventRow[],
  holidays: readonly string[],
): EventRow[] {
  const events: EventRow[] = [];
  const before = new Map<string, number>();
  for (let index = FIRST_DETAIL; index <= LAST_COMPLETE; index += 1) {
    const day = calendar.endDay(index);
    for (const [team, cost] of Object.entries(LOADED_COST)) {
      const pay = payOf(postings, team, day);
      const fte = Math.max(1, Math.round(pay / cents(cost)));
      events.push(
        event(story, `headcount-${team}`, day, {
          event_type: EVENTS.headcount,
          source: "hr system",
          received_at: momentOf(addBusinessDays(day, 3, holidays), 10),
          entity_type: "function",
          entity_id: team,
          amount_usd: usd(fte * cents(cost)),
          payload: { function: team, fte, openRoles: random.int(0, 3) },
        }),
        ...changes(story, calendar, random, index, team, fte - (before.get(team) ?? fte)),
      );
      before.set(team, fte);
    }
    events.push(...voices(story, calendar, random, index));
  }
  return events.filter((each) => each.received_at <= calendar.anchor.toISOString());
}

function payOf(postings: readonly EventRow[], team: string, day: string): number {
  return postings
    .filter((row) => row.occurred_at.startsWith(day) && PAY_ACCOUNTS[team]?.includes(row.entity_id ?? ""))
    .reduce((sum, row) => sum + cents(Number(row.amount_usd)), 0);
}

function changes(
  story: CompanyStory,
  calendar: SeedCalendar,
  random: Random,
  index: number,
  team: string,
  difference: number,
): EventRow[] {
  return Array.from({ length: Math.abs(difference) }, (_, position) =>
    event(story, `people-${team}-${position + 1}`, dayOfMonth(calendar, index, random.int(1, 26)), {
      event_type: EVENTS.headcountChange,
      source: "hr system",
      entity_type: "person",
      entity_id: `${team}-${calendar.monthKey(index)}-${position + 1}`,
      payload: { function: team, change: difference > 0 ? "hire" : "exit" },
    }),
  );
}

/** Survey answers and resolved tickets; what customers say sours as they begin to leave. */
function voices(story: CompanyStory, calendar: SeedCalendar, random: Random, index: number): EventRow[] {
  const sour = Math.min(0.5, story.month(index).churnPct / 6);
  const on = () => dayOfMonth(calendar, index, random.int(1, 28));
  const answers = Array.from({ length: 18 }, (_, position) =>
    event(story, `nps-${position + 1}`, on(), {
      event_type: EVENTS.npsResponse,
      source: "survey tool",
      payload: { score: random.chance(sour) ? random.int(2, 6) : random.int(7, 10) },
    }),
  );
  const tickets = Array.from({ length: 30 }, (_, position) =>
    event(story, `ticket-${position + 1}`, on(), {
      event_type: EVENTS.ticketResolved,
      source: "help desk",
      payload: { hoursToResolve: Math.round((2 + 30 * random.next() * (1 + sour)) * 10) / 10 },
    }),
  );
  return [...answers, ...tickets];
}
