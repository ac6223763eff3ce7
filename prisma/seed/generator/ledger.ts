import { addBusinessDays } from "../../../kernel/enforcement";
import { COGS_COMPONENTS, EVENTS, REVENUE_EVENTS, SEGMENTS } from "../../../lib/queries/spine-vocabulary";
import {
  type CompanyStory,
  cents,
  dayOfMonth,
  daysInMonth,
  FIRST_COMPARATIVE,
  FIRST_DETAIL,
  LAST_COMPLETE,
  momentOf,
  type SeedCalendar,
  usd,
} from "./company";
import type { CustomerBook } from "./customers";
import { event } from "./demand";
import { apportion } from "./random";
import type { EventRow, RevenueEventRow } from "./rows";

/** Business days after a month's end on which its postings are in. */
const POSTED_AFTER = 5;
const COGS_SHARES = { cloud: 0.55, support: 0.32, other: 0.13 } as const;
const SEGMENT_REVENUE = [0.34, 0.47, 0.19] as const;
/** Parts of the operating expense that wins no new customers. */
const OVERHEAD = [
  { account: "Engineering pay", function: "R&D", behaviour: "fixed", share: 0.41 },
  { account: "Engineering contractors and tools", function: "R&D", behaviour: "variable", share: 0.09 },
  {
    account: "Customer success and account management",
    function: "S&M",
    behaviour: "fixed",
    share: 0.16,
    purpose: "retention",
  },
  {
    account: "Customer marketing",
    function: "S&M",
    behaviour: "variable",
    share: 0.04,
    purpose: "retention",
  },
  { account: "Finance, people and legal pay", function: "G&A", behaviour: "fixed", share: 0.19 },
  { account: "Rent, insurance and audit", function: "G&A", behaviour: "fixed", share: 0.07 },
  { account: "Travel and office", function: "G&A", behaviour: "variable", share: 0.04 },
] as const;

export interface Ledger {
  events: EventRow[];
  revenue: RevenueEventRow[];
  /** Cash in cents at the end of each month. */
  cashAtEndOf: Map<number, number>;
}

/**
 * Revenue from the ARR bridge, costs from the story's margins, and cash that follows from the operating cash
 * flow and capex of each month: what the statements say and what the bank says agree to the cent.
 */
export function generateLedger(
  story: CompanyStory,
  calendar: SeedCalendar,
  book: CustomerBook,
  mediaCents: ReadonlyMap<number, number>,
  holidays: readonly string[],
): Ledger {
  const ledger: Ledger = {
    events: [],
    revenue: [],
    cashAtEndOf: new Map([[FIRST_COMPARATIVE - 1, cents(story.openingCash)]]),
  };
  for (let index = FIRST_COMPARATIVE; index <= LAST_COMPLETE; index += 1) {
    const postedOn = addBusinessDays(calendar.endDay(index), POSTED_AFTER, holidays);
    postMonth(
      ledger,
      story,
      calendar,
      book,
      index,
      mediaCents.get(index) ?? cents(story.month(index).media),
      momentOf(postedOn, 18),
    );
  }
  for (let index = FIRST_DETAIL; index <= LAST_COMPLETE + 1; index += 1)
    reportBalances(ledger, story, calendar, index);
  const known = (row: { received_at: string }) => row.received_at <= calendar.anchor.toISOString();
  return { ...ledger, events: ledger.events.filter(known), revenue: ledger.revenue.filter(known) };
}

function postMonth(
  ledger: Ledger,
  story: CompanyStory,
  calendar: SeedCalendar,
  book: CustomerBook,
  index: number,
  mediaCents: number,
  receivedAt: string,
): void {
  const month = story.month(index);
  const day = calendar.endDay(index);
  const revenue = Math.round(
    ((book.arrAtEndOf.get(index - 1) ?? 0) + (book.arrAtEndOf.get(index) ?? 0)) / 24,
  );
  const cogs = Math.round(revenue * (1 - month.grossMarginPct / 100));
  const opex = revenue - cogs - cents(month.ebitda);
  const acquisition = cents(month.acquisition);
  const post = (eventType: string, account: string, amount: number, payload: Record<string, unknown> = {}) =>
    ledger.events.push(
      event(story, `${eventType}-${account}`, day, {
        event_type: eventType,
        source: "erp",
        received_at: receivedAt,
        entity_type: "ledger account",
        entity_id: account,
        amount_usd: usd(amount),
        payload: { account, ...payload },
      }),
    );
  recognise(ledger, story, day, revenue, receivedAt);
  apportion(
    cogs,
    COGS_COMPONENTS.map((component) => COGS_SHARES[component]),
  ).forEach((amount, position) => {
    const component = COGS_COMPONENTS[position];
    post(EVENTS.cogs, `Cost of revenue: ${component}`, amount, { component });
  });
  const winning = { function: "S&M", purpose: "acquisition" };
  post(EVENTS.opex, "Paid media", mediaCents, { ...winning, behaviour: "variable" });
  const commission = Math.round((acquisition - mediaCents) * 0.28);
  post(EVENTS.opex, "Sales commission", commission, { ...winning, behaviour: "variable" });
  post(EVENTS.opex, "Sales and marketing pay", acquisition - mediaCents - commission, {
    ...winning,
    behaviour: "fixed",
  });
  apportion(
    opex - acquisition,
    OVERHEAD.map(({ share }) => share),
  ).forEach((amount, position) => {
    const { account, share: _share, ...line } = OVERHEAD[position] ?? OVERHEAD[0];
    post(EVENTS.opex, account, amount, line);
  });
  post(EVENTS.depreciation, "Depreciation and amortisation", Math.round(revenue * 0.018));
  payAndReceive(ledger, story, index, cogs + opex, post);
}

/** Cash of the month: what customers paid, less pay, suppliers and capex. */
function payAndReceive(
  ledger: Ledger,
  story: CompanyStory,
  index: number,
  costCents: number,
  post: (eventType: string, account: string, amount: number) => void,
): void {
  const month = story.month(index);
  const capex = cents(month.capex);
  const operating = cents(month.freeCashFlow) + capex;
  const pay = Math.round(costCents * 0.62);
  post(EVENTS.operatingCashFlow, "Receipts from customers", operating + costCents);
  post(EVENTS.operatingCashFlow, "Pay and taxes", -pay);
  post(EVENTS.operatingCashFlow, "Suppliers", pay - costCents);
  post(EVENTS.capex, "Capitalised development", Math.round(capex * 0.7));
  post(EVENTS.capex, "Equipment", capex - Math.round(capex * 0.7));
  ledger.cashAtEndOf.set(index, (ledger.cashAtEndOf.get(index - 1) ?? 0) + operating - capex);
}

function recognise(
  ledger: Ledger,
  story: CompanyStory,
  day: string,
  revenue: number,
  receivedAt: string,
): void {
  apportion(revenue, SEGMENT_REVENUE).forEach((amount, position) => {
    const segment = SEGMENTS[position] ?? "Mid-market";
    ledger.revenue.push({
      tenant_id: story.tenantId,
      event_id: `revenue-${segment.toLowerCase()}-${day.slice(0, 7)}`,
      event_type: REVENUE_EVENTS.recognised,
      occurred_at: momentOf(day, 12),
      received_at: receivedAt,
      account_id: null,
      opportunity_id: null,
      campaign_id: null,
      channel: null,
      segment,
      amount_usd: usd(amount),
      payload: {},
    });
  });
}

/** The bank reports both accounts each Sunday and at the end of each month. */
function reportBalances(ledger: Ledger, story: CompanyStory, calendar: SeedCalendar, index: number): void {
  const days = daysInMonth(calendar, index);
  const from = ledger.cashAtEndOf.get(index - 1) ?? 0;
  const change = cents(story.month(index).freeCashFlow);
  for (let number = 1; number <= days; number += 1) {
    const day = dayOfMonth(calendar, index, number);
    const sunday = new Date(`${day}T00:00:00Z`).getUTCDay() === 0;
    if (day > calendar.lastDay || (!sunday && number !== days)) continue;
    // Customers pay early in the month and wages go out late in it; at its end both have happened.
    const swing = Math.round(Math.sin((2 * Math.PI * number) / days) * 2_500_000);
    const total = from + Math.round((change * number) / days) + (number === days ? 0 : swing);
    const operating = Math.round(total * 0.35);
    for (const [account, amount] of [
      ["operating", operating],
      ["reserve", total - operating],
    ] as const) {
      ledger.events.push(
        event(story, `bank-${account}`, day, {
          event_type: EVENTS.bankBalance,
          source: "bank",
          occurred_at: momentOf(day, 23, 30),
          // The same evening: a demonstration that is made in the small hours knows yesterday's balance too.
          received_at: momentOf(day, 23, 45),
          entity_type: "bank account",
          entity_id: account,
          amount_usd: usd(amount),
        }),
      );
    }
  }
}
