import { addDays, addMonths, nextQuarter, quarterKey, startOfDay } from "../../../lib/queries/cycle-calendar";
import { ACTIVITIES, CHANNELS } from "../../../lib/queries/spine-vocabulary";
import { type CompanyStory, cents, FIRST_DETAIL, momentOf, type SeedCalendar, usd } from "./company";
import type { CustomerBook, Win } from "./customers";
import { industryOf, segmentOf, staffOf } from "./names";
import type { Random } from "./random";
import type { AccountRow, ActivityRow, OpportunityRow } from "./rows";

export const PIPELINE_STAGES = [
  { stage: "discovery", qualified: false, definition: "A named problem and somebody who will talk about it" },
  {
    stage: "qualified",
    qualified: true,
    definition: "Budget, authority, need and date are confirmed in writing",
  },
  {
    stage: "solution",
    qualified: true,
    definition: "The solution has been shown to the people who will use it",
  },
  { stage: "proposal", qualified: true, definition: "Price and scope are with the economic buyer" },
  {
    stage: "negotiation",
    qualified: true,
    definition: "Terms are being agreed; legal and procurement are named",
  },
  { stage: "closed_won", qualified: true, definition: "Signed by both sides" },
  { stage: "closed_lost", qualified: true, definition: "Declined, or nothing heard for 60 days" },
] as const;

/** Share of a quarter's deals that is qualified four weeks before the quarter ahead of it begins. */
const EARLY_SHARE = 0.78;
const DAY_MS = 86_400_000;

interface Pipeline {
  story: CompanyStory;
  calendar: SeedCalendar;
  random: Random;
  nextName: () => string;
  accounts: AccountRow[];
  opportunities: OpportunityRow[];
  activities: ActivityRow[];
}

/** A deal as it will have gone by its end; what lies after the last day of data is then struck out. */
interface Deal {
  id: string;
  account: AccountRow;
  channel: string;
  amountCents: number;
  createdOn: string;
  qualifiedOn: string | null;
  expectedOn: string;
  closedOn: string;
  won: boolean;
  ownerless?: boolean;
}

/** The deals of each quarter: those the ARR bridge says were won, and enough others to fill the pipeline raised. */
export function generatePipeline(
  story: CompanyStory,
  calendar: SeedCalendar,
  book: CustomerBook,
  random: Random,
) {
  const pipeline: Pipeline = {
    story,
    calendar,
    random,
    nextName: book.nextName,
    accounts: [],
    opportunities: [],
    activities: [],
  };
  const last = nextQuarter(nextQuarter(calendar.lastDay).end).key;
  for (
    let day = quarterStart(calendar.firstDay(FIRST_DETAIL));
    quarterKey(day) <= last;
    day = nextQuarter(day).start
  ) {
    fillQuarter(
      pipeline,
      day,
      book.wins.filter((win) => quarterKey(win.closedOn) === quarterKey(day)),
    );
  }
  const { accounts, opportunities, activities } = pipeline;
  return { accounts, opportunities, activities };
}

const quarterStart = (day: string): string => `${addMonths(nextQuarter(day).start.slice(0, 7), -3)}-01`;

function fillQuarter(pipeline: Pipeline, start: string, wins: readonly Win[]): void {
  const { story, calendar, random } = pipeline;
  const index = calendar.indexOf(start);
  const raised = cents(story.bookingsTarget(index) * story.pipelineRaised(index));
  const wonDeals = wins.map((win) => wonDeal(pipeline, win, start));
  const left = Math.max(0, raised - wins.reduce((sum, win) => sum + win.amountCents, 0));
  const count = Math.max(4, Math.round(left / cents(story.contractValue)));
  const others = random.split(left, count, 0.7).map((amount) => otherDeal(pipeline, amount, start));
  const marked = others.find((deal) => calendar.indexOf(deal.closedOn) === story.ownerlessDealClosesIn);
  if (marked) marked.ownerless = true;
  qualify(pipeline, [...wonDeals, ...others], start, raised);
  const neverQualified = Array.from({ length: Math.round(count * 0.3) }, () => ({
    ...otherDeal(pipeline, cents(story.contractValue), start),
    createdOn: addDays(start, -random.int(60, 150)),
  }));
  for (const deal of [...wonDeals, ...others, ...neverQualified]) write(pipeline, deal);
}

function wonDeal(pipeline: Pipeline, win: Win, start: string): Deal {
  const expectedOn = addDays(win.closedOn, pipeline.random.int(-6, 6));
  const inQuarter = quarterKey(expectedOn) === quarterKey(start) ? expectedOn : win.closedOn;
  const { opportunityId: id, account, channel, amountCents, closedOn } = win;
  return {
    id,
    account,
    channel,
    amountCents,
    createdOn: "",
    qualifiedOn: null,
    expectedOn: inQuarter,
    closedOn,
    won: true,
  };
}

function otherDeal(pipeline: Pipeline, amountCents: number, start: string): Deal {
  const { random, story } = pipeline;
  const segment = segmentOf(random);
  const expectedOn = addDays(start, random.int(3, 88));
  const account: AccountRow = {
    tenant_id: story.tenantId,
    id: random.uuid(),
    name: pipeline.nextName(),
    segment,
    industry: industryOf(random),
    status: "prospect",
    owner_name: random.pick(story.salesOwners),
    created_on: start,
    churned_on: null,
    employee_count: staffOf(random, segment),
  };
  return {
    id: random.uuid(),
    account,
    channel: random.pick(CHANNELS),
    amountCents,
    createdOn: "",
    qualifiedOn: null,
    expectedOn,
    closedOn: addDays(expectedOn, random.int(0, 20)),
    won: false,
  };
}

/** Sets when each deal was qualified: most of the amount well before the quarter ahead, the rest during it. */
function qualify(pipeline: Pipeline, deals: Deal[], start: string, raisedCents: number): void {
  const { random } = pipeline;
  const quarterAhead = `${addMonths(start.slice(0, 7), -3)}-01`;
  let early = 0;
  for (const deal of shuffled(deals, random)) {
    const inTime = early < raisedCents * EARLY_SHARE;
    if (inTime) early += deal.amountCents;
    deal.qualifiedOn = addDays(quarterAhead, inTime ? -random.int(28, 110) : random.int(-27, 60));
    deal.createdOn = addDays(deal.qualifiedOn, -random.int(5, 25));
  }
}

function shuffled<T>(list: readonly T[], random: Random): T[] {
  return list
    .map((item) => ({ item, order: random.next() }))
    .sort((one, other) => one.order - other.order)
    .map(({ item }) => item);
}

function write(pipeline: Pipeline, deal: Deal): void {
  const { calendar, story, random } = pipeline;
  if (deal.createdOn > calendar.lastDay) return;
  const closed = deal.closedOn <= calendar.lastDay;
  const qualified = deal.qualifiedOn !== null && deal.qualifiedOn <= calendar.lastDay;
  if (!deal.won || !closed) {
    deal.account.created_on = deal.createdOn;
    if (!deal.won) pipeline.accounts.push(deal.account);
  }
  pipeline.opportunities.push({
    tenant_id: story.tenantId,
    id: deal.id,
    account_id: deal.account.id,
    campaign_id: null,
    name: `${deal.account.name}: ${deal.account.segment} subscription`,
    kind: "new_business",
    stage: stageOf(calendar.lastDay, deal, qualified, closed),
    segment: deal.account.segment,
    channel: deal.channel,
    amount_usd: usd(deal.amountCents),
    owner_name: deal.ownerless ? null : deal.account.owner_name,
    created_at: momentOf(deal.createdOn, 9),
    qualified_at: qualified && deal.qualifiedOn ? momentOf(deal.qualifiedOn, 15) : null,
    expected_close_date: qualified ? deal.expectedOn : null,
    closed_at: closed ? momentOf(deal.closedOn, 16) : null,
    is_won: closed ? deal.won : null,
  });
  workDeal(pipeline, deal, random.int(2, 6));
}

function stageOf(lastDay: string, deal: Deal, qualified: boolean, closed: boolean): string {
  if (closed) return deal.won ? "closed_won" : "closed_lost";
  if (!qualified) return "discovery";
  const daysLeft = daysBetween(lastDay, deal.expectedOn);
  if (daysLeft > 120) return "qualified";
  if (daysLeft > 60) return "solution";
  return daysLeft > 25 ? "proposal" : "negotiation";
}

const daysBetween = (from: string, to: string): number =>
  Math.round((startOfDay(to).getTime() - startOfDay(from).getTime()) / DAY_MS);

/** Calls, meetings and proposals along the life of a deal, in the order in which deals go. */
function workDeal(pipeline: Pipeline, deal: Deal, count: number): void {
  const { random, calendar, story } = pipeline;
  const life = Math.max(1, daysBetween(deal.createdOn, deal.closedOn));
  for (let position = 0; position < count; position += 1) {
    const on = addDays(deal.createdOn, Math.floor((life * (position + random.next())) / count));
    if (on > calendar.lastDay) return;
    const kind =
      ACTIVITIES[Math.min(ACTIVITIES.length - 1, Math.floor((position / count) * ACTIVITIES.length))];
    pipeline.activities.push({
      tenant_id: story.tenantId,
      id: random.uuid(),
      opportunity_id: deal.id,
      account_id: deal.account.id,
      activity_type: kind ?? "call",
      occurred_at: momentOf(on, random.int(8, 17), random.int(0, 59)),
      outcome: random.pick(["next step agreed", "waiting for an answer", "held", "moved"]),
      owner_name: deal.account.owner_name,
      payload: {},
    });
  }
}
