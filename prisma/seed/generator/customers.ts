import { addDays } from "../../../lib/queries/cycle-calendar";
import { CHANNELS, REVENUE_EVENTS, type Segment } from "../../../lib/queries/spine-vocabulary";
import {
  type CompanyStory,
  cents,
  dayOfMonth,
  daysInMonth,
  FIRST_COMPARATIVE,
  LAST_COMPLETE,
  momentOf,
  type SeedCalendar,
  usd,
} from "./company";
import { companyNames, industryOf, SEGMENT_MIX, segmentOf, staffOf } from "./names";
import { apportion, type Random } from "./random";
import type { AccountRow, RevenueEventRow } from "./rows";

/** A customer as the ARR bridge moves it: what it pays a year, in cents; zero once it has left. */
interface Customer {
  account: AccountRow;
  arrCents: number;
}

/** A deal won: the pipeline writes its opportunity under the same id. */
export interface Win {
  opportunityId: string;
  account: AccountRow;
  segment: Segment;
  channel: string;
  amountCents: number;
  closedOn: string;
  monthIndex: number;
}

export interface CustomerBook {
  accounts: AccountRow[];
  events: RevenueEventRow[];
  wins: Win[];
  /** ARR in cents at the end of a month; the key before the first comparative holds the opening balance. */
  arrAtEndOf: Map<number, number>;
  nextName: () => string;
}

interface Bridge extends CustomerBook {
  story: CompanyStory;
  calendar: SeedCalendar;
  random: Random;
  customers: Customer[];
}

/**
 * The customers of a company and every movement of their ARR, month by month, so that the bridge reconciles:
 * the balance that billing states at a month's end is the sum of the movements up to it.
 */
export function generateCustomers(story: CompanyStory, calendar: SeedCalendar, random: Random): CustomerBook {
  const bridge: Bridge = {
    story,
    calendar,
    random,
    customers: [],
    accounts: [],
    events: [],
    wins: [],
    arrAtEndOf: new Map(),
    nextName: companyNames(random),
  };
  openBook(bridge);
  for (let index = FIRST_COMPARATIVE; index <= LAST_COMPLETE + 1; index += 1) moveMonth(bridge, index);
  const { accounts, wins, arrAtEndOf, nextName } = bridge;
  const events = bridge.events.filter((event) => event.occurred_at.slice(0, 10) <= calendar.lastDay);
  return { accounts, events, wins, arrAtEndOf, nextName };
}

function openBook(bridge: Bridge): void {
  const { story, calendar, random } = bridge;
  const segments = Array.from({ length: story.openingCustomers }, () => segmentOf(random));
  const weights = segments.map((segment) => SEGMENT_MIX[segment].size * (0.7 + 0.6 * random.next()));
  const amounts = apportion(cents(story.openingArr), weights);
  segments.forEach((segment, position) => {
    const since = addDays(calendar.firstDay(FIRST_COMPARATIVE), -random.int(20, 1100));
    join(bridge, segment, amounts[position] ?? 0, since, null);
  });
  balance(bridge, FIRST_COMPARATIVE - 1);
}

function moveMonth(bridge: Bridge, index: number): void {
  const { story, random } = bridge;
  const month = story.month(index);
  const opening = bridge.arrAtEndOf.get(index - 1) ?? 0;
  churn(bridge, index, (opening * month.churnPct) / 100);
  contract(bridge, index, Math.round((opening * month.contractionPct) / 100));
  expand(bridge, index, Math.round((opening * month.expansionPct) / 100));
  const deals = Math.max(2, Math.round(month.newArr / story.contractValue));
  for (const amount of random.split(cents(month.newArr), deals, 0.6)) win(bridge, index, amount);
  balance(bridge, index);
}

/** Customers leave whole: the largest that still fits into what the story says is lost. */
function churn(bridge: Bridge, index: number, lossCents: number): void {
  let left = lossCents;
  const staying = bridge.customers.filter((customer) => customer.arrCents > 0);
  const smallest = Math.min(...staying.map((customer) => customer.arrCents));
  while (left > smallest * 0.5) {
    const fitting = staying.filter((customer) => customer.arrCents > 0 && customer.arrCents <= left * 1.05);
    if (fitting.length === 0) break;
    const leaving = bridge.random.pick(fitting);
    const day = dayOf(bridge, index);
    move(bridge, REVENUE_EVENTS.churn, leaving, leaving.arrCents, day);
    left -= leaving.arrCents;
    leaving.arrCents = 0;
    if (day <= bridge.calendar.lastDay) {
      leaving.account.status = "churned";
      leaving.account.churned_on = day;
    }
  }
}

function contract(bridge: Bridge, index: number, totalCents: number): void {
  for (const [customer, amount] of shares(bridge, index, totalCents, 4)) {
    const cut = Math.min(amount, Math.floor(customer.arrCents * 0.4));
    customer.arrCents -= cut;
    move(bridge, REVENUE_EVENTS.contraction, customer, cut, dayOf(bridge, index));
  }
}

function expand(bridge: Bridge, index: number, totalCents: number): void {
  for (const [customer, amount] of shares(bridge, index, totalCents, 9)) {
    customer.arrCents += amount;
    move(bridge, REVENUE_EVENTS.expansion, customer, amount, dayOf(bridge, index));
  }
}

/** Spreads an amount over a few customers that have been there for a while. */
function shares(bridge: Bridge, index: number, totalCents: number, parts: number): [Customer, number][] {
  if (totalCents <= 0) return [];
  const old = bridge.calendar.firstDay(index);
  const eligible = bridge.customers.filter(
    (customer) => customer.arrCents > 100_000 && customer.account.created_on < old,
  );
  return bridge.random
    .split(totalCents, Math.min(parts, eligible.length), 0.5)
    .map((amount) => [bridge.random.pick(eligible), amount]);
}

function win(bridge: Bridge, index: number, amountCents: number): void {
  const { random } = bridge;
  const segment = segmentOf(random);
  const closedOn = dayOf(bridge, index);
  const opportunityId = random.uuid();
  const channel = random.pick(CHANNELS);
  const customer = join(bridge, segment, amountCents, closedOn, { opportunityId, channel });
  bridge.wins.push({
    opportunityId,
    account: customer.account,
    segment,
    channel,
    amountCents,
    closedOn,
    monthIndex: index,
  });
}

function join(
  bridge: Bridge,
  segment: Segment,
  arrCents: number,
  since: string,
  deal: { opportunityId: string; channel: string } | null,
): Customer {
  const { random, story } = bridge;
  const account: AccountRow = {
    tenant_id: story.tenantId,
    id: random.uuid(),
    name: bridge.nextName(),
    segment,
    industry: industryOf(random),
    status: since > bridge.calendar.lastDay ? "prospect" : "customer",
    owner_name: random.pick(story.salesOwners),
    created_on: since,
    churned_on: null,
    employee_count: staffOf(random, segment),
  };
  const customer = { account, arrCents };
  bridge.customers.push(customer);
  bridge.accounts.push(account);
  move(bridge, REVENUE_EVENTS.new, customer, arrCents, since, deal);
  return customer;
}

function move(
  bridge: Bridge,
  eventType: string,
  customer: Customer,
  amountCents: number,
  day: string,
  deal: { opportunityId: string; channel: string } | null = null,
): void {
  bridge.events.push({
    tenant_id: bridge.story.tenantId,
    event_id: `billing-${String(bridge.events.length + 1).padStart(6, "0")}`,
    event_type: eventType,
    occurred_at: momentOf(day, 14),
    received_at: momentOf(day, 20),
    account_id: customer.account.id,
    opportunity_id: deal?.opportunityId ?? null,
    campaign_id: null,
    channel: deal?.channel ?? null,
    segment: customer.account.segment,
    amount_usd: usd(amountCents),
    payload: {},
  });
}

/** What billing states at the end of a month: the sum over its customers. */
function balance(bridge: Bridge, index: number): void {
  const total = bridge.customers.reduce((sum, customer) => sum + customer.arrCents, 0);
  bridge.arrAtEndOf.set(index, total);
  const day = bridge.calendar.endDay(index);
  bridge.events.push({
    tenant_id: bridge.story.tenantId,
    event_id: `billing-balance-${day.slice(0, 7)}`,
    event_type: REVENUE_EVENTS.balance,
    occurred_at: momentOf(day, 23),
    received_at: momentOf(addDays(day, 1), 5),
    account_id: null,
    opportunity_id: null,
    campaign_id: null,
    channel: null,
    segment: null,
    amount_usd: usd(total),
    payload: {},
  });
}

const dayOf = (bridge: Bridge, index: number): string =>
  dayOfMonth(bridge.calendar, index, bridge.random.int(1, daysInMonth(bridge.calendar, index)));
