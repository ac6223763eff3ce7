import { EVENTS, MOVED, NO_SHOW, REVENUE_EVENTS } from "../../../lib/queries/spine-vocabulary";
import type { CompanyStory, SeedCalendar } from "./company";
import { campaignsOn } from "./demand";
import type { Random } from "./random";
import type { ActivityRow, EventRow, OpportunityRow, RevenueEventRow } from "./rows";

/** How a company works its leads, and how well its records say where they came from. */
export interface Habits {
  /** Hours until somebody first speaks to a lead, in the middle of the year. */
  firstContactHours: number;
  /** Shares from 0 to 1: of leads spoken to, of qualified leads with a meeting, of meetings nobody comes to. */
  contacted: number;
  booked: number;
  noShow: number;
  /** Of delivered e-mails, those answered. */
  replied: number;
  /** Of paid leads and deals, those whose campaign nobody wrote down. */
  unattributed: number;
  /** Of leads, those whose contact was a lead before. */
  repeated: number;
}

const HOUR_MS = 3_600_000;

/**
 * What follows a lead, and which campaign brought it: drawn from a stream of its own after everything else, so that
 * the companies' books are the same with it and without it. Events that lie after the last day are left out.
 */
export function followUp(
  story: CompanyStory,
  calendar: SeedCalendar,
  random: Random,
  events: readonly EventRow[],
): EventRow[] {
  const contacts: string[] = [];
  const added = events.flatMap((event) => {
    if (event.event_type === EVENTS.emailDelivery) return repliesTo(story, random, event);
    if (event.event_type === EVENTS.leadCreated) return contactOf(story, random, event, contacts);
    return event.event_type === EVENTS.leadMarketingQualified ? meetingOf(story, random, event) : [];
  });
  return added.filter(({ occurred_at }) => occurred_at.slice(0, 10) <= calendar.lastDay);
}

function repliesTo({ habits }: CompanyStory, random: Random, { payload }: EventRow): EventRow[] {
  payload.replied = Math.round(Number(payload.delivered) * habits.replied * (0.8 + 0.4 * random.next()));
  return [];
}

/** The lead's own record gains contact and campaign; its later steps share it. */
function contactOf(story: CompanyStory, random: Random, lead: EventRow, contacts: string[]): EventRow[] {
  const { habits } = story;
  const again = contacts.length > 0 && random.chance(habits.repeated);
  const contact = again ? random.pick(contacts) : `contact-${lead.entity_id}`;
  if (!again) contacts.push(contact);
  lead.payload.contact = contact;
  const campaignId = campaignFor(story, random, String(lead.payload.channel));
  if (campaignId) lead.payload.campaignId = campaignId;
  if (!random.chance(habits.contacted)) return [];
  const hours = habits.firstContactHours * (0.4 + 1.2 * random.next());
  return [laterStep(lead, EVENTS.leadContacted, hours)];
}

function meetingOf({ habits }: CompanyStory, random: Random, qualified: EventRow): EventRow[] {
  if (!random.chance(habits.booked)) return [];
  return [laterStep(qualified, EVENTS.meetingBooked, random.int(2, 96))];
}

function laterStep(from: EventRow, eventType: string, hours: number): EventRow {
  const at = Math.round(Date.parse(from.occurred_at) + hours * HOUR_MS);
  return {
    ...from,
    event_id: from.event_id.replace(from.event_type, eventType),
    event_type: eventType,
    occurred_at: new Date(at).toISOString(),
    received_at: new Date(at + HOUR_MS).toISOString(),
  };
}

function campaignFor(story: CompanyStory, random: Random, channel: string): string | null {
  const campaigns = campaignsOn(story, channel);
  let roll = random.next() * campaigns.reduce((sum, { share }) => sum + share, 0);
  if (campaigns.length === 0 || random.chance(story.habits.unattributed)) return null;
  for (const { id, share } of campaigns) {
    roll -= share;
    if (roll < 0) return id;
  }
  return campaigns.at(-1)?.id ?? null;
}

/** Deals of paid channels name the campaign that brought them, and so does the ARR that comes of them. */
export function attribute(
  story: CompanyStory,
  random: Random,
  opportunities: readonly OpportunityRow[],
  revenue: readonly RevenueEventRow[],
): void {
  const campaigns = new Map<string, string>();
  for (const deal of opportunities) {
    deal.campaign_id = campaignFor(story, random, deal.channel);
    if (deal.campaign_id) campaigns.set(deal.id, deal.campaign_id);
  }
  for (const event of revenue) {
    if (event.event_type !== REVENUE_EVENTS.new || event.opportunity_id === null) continue;
    event.campaign_id = campaigns.get(event.opportunity_id) ?? null;
  }
}

/** Some meetings are moved, and to some nobody comes. */
export function missMeetings(
  { habits }: CompanyStory,
  random: Random,
  activities: readonly ActivityRow[],
): void {
  for (const activity of activities) {
    if (activity.activity_type !== "meeting" && activity.activity_type !== "demo") continue;
    const roll = random.next();
    if (roll < habits.noShow) activity.outcome = NO_SHOW;
    else if (roll < habits.noShow + 0.05) activity.outcome = MOVED;
  }
}
