import { addDays } from "../../../lib/queries/cycle-calendar";
import { type Channel, EVENTS } from "../../../lib/queries/spine-vocabulary";
import {
  type CompanyStory,
  cents,
  dayOfMonth,
  daysInMonth,
  FIRST_DETAIL,
  LAST_COMPLETE,
  momentOf,
  type SeedCalendar,
  usd,
} from "./company";
import { segmentOf } from "./names";
import { apportion, namedUuid, type Random } from "./random";
import type { CampaignChannelRow, CampaignRow, EventRow } from "./rows";

/** A campaign, the channels it runs on and their share of the media spend. */
const CAMPAIGNS = [
  { name: "Always-on search", segment: "Mid-market", evidence: "proven", channels: [["paid search", 0.42]] },
  {
    name: "Category guides",
    segment: "SMB",
    evidence: "proven",
    channels: [
      ["paid search", 0.14],
      ["paid social", 0.12],
    ],
  },
  {
    name: "Named accounts",
    segment: "Enterprise",
    evidence: "proven",
    channels: [
      ["events", 0.16],
      ["partners", 0.08],
    ],
  },
  { name: "Short video trial", segment: "SMB", evidence: "experiment", channels: [["paid social", 0.08]] },
] as const;

const LEAD_CHANNELS: readonly (readonly [Channel, number])[] = [
  ["paid search", 0.34],
  ["paid social", 0.2],
  ["organic", 0.22],
  ["email", 0.09],
  ["partners", 0.08],
  ["events", 0.07],
];
/** What a thousand impressions cost, and how many of them are clicked. */
const MEDIA: Record<string, { costPerThousand: number; clickRate: number }> = {
  "paid search": { costPerThousand: 38, clickRate: 0.031 },
  "paid social": { costPerThousand: 11, clickRate: 0.009 },
  events: { costPerThousand: 260, clickRate: 0.05 },
  partners: { costPerThousand: 60, clickRate: 0.02 },
};
const QUIET_WEEKEND = 0.55;

/** Campaigns, daily delivery, traffic, mailings and leads of the months in full detail. */
export function generateDemand(story: CompanyStory, calendar: SeedCalendar, random: Random) {
  const { campaigns, channels } = campaignsOf(story, calendar);
  const events: EventRow[] = [];
  const mediaCents = new Map<number, number>();
  for (let index = FIRST_DETAIL; index <= LAST_COMPLETE + 1; index += 1) {
    const media = mediaEvents(story, calendar, random, index);
    mediaCents.set(
      index,
      media.reduce((sum, event) => sum + cents(Number(event.amount_usd)), 0),
    );
    events.push(
      ...media,
      ...trafficEvents(story, calendar, random, index),
      ...leadEvents(story, calendar, random, index),
    );
    events.push(...mailings(story, calendar, random, index));
  }
  return {
    campaigns,
    channels,
    mediaCents,
    events: events.filter((event) => event.occurred_at.slice(0, 10) <= calendar.lastDay),
  };
}

const campaignId = (story: CompanyStory, name: string): string =>
  namedUuid(`${story.tenantId}:campaign:${name}`);

/** The campaigns that run on a channel, with their share of the media spend; none for a channel without spend. */
export function campaignsOn(story: CompanyStory, channel: string): { id: string; share: number }[] {
  return CAMPAIGNS.flatMap(({ name, channels }) =>
    channels
      .filter(([each]) => each === channel)
      .map(([, share]) => ({ id: campaignId(story, name), share })),
  );
}

function campaignsOf(story: CompanyStory, calendar: SeedCalendar) {
  const budgetDaily = story.month(LAST_COMPLETE).media / 30;
  const updatedAt = momentOf(calendar.firstDay(FIRST_DETAIL), 9);
  const campaigns: CampaignRow[] = CAMPAIGNS.map((campaign) => ({
    tenant_id: story.tenantId,
    id: campaignId(story, campaign.name),
    name: campaign.name,
    status: "running",
    segment: campaign.segment,
    objective: "qualified pipeline",
    evidence: campaign.evidence,
    budget_daily: (budgetDaily * campaign.channels.reduce((sum, [, share]) => sum + share, 0)).toFixed(2),
    budget_total: null,
    bidding_strategy: campaign.evidence === "proven" ? "target cost per lead" : "maximise clicks",
    start_date: calendar.firstDay(FIRST_DETAIL),
    end_date: null,
    config: {},
    updated_at: updatedAt,
  }));
  const channels: CampaignChannelRow[] = CAMPAIGNS.flatMap((campaign) =>
    campaign.channels.map(([channel, share]) => ({
      tenant_id: story.tenantId,
      id: namedUuid(`${story.tenantId}:campaign:${campaign.name}:${channel}`),
      campaign_id: campaignId(story, campaign.name),
      channel,
      status: "running",
      budget_daily: (budgetDaily * share).toFixed(2),
      config: {},
      updated_at: updatedAt,
    })),
  );
  return { campaigns, channels };
}

/** Spend of each day and channel; the days of a month sum to the media spend that the ledger posts. */
function mediaEvents(story: CompanyStory, calendar: SeedCalendar, random: Random, index: number): EventRow[] {
  const days = Array.from({ length: daysInMonth(calendar, index) }, (_, position) =>
    dayOfMonth(calendar, index, position + 1),
  );
  const lines = CAMPAIGNS.flatMap((campaign) =>
    campaign.channels.map(([channel, share]) => ({ campaign, channel, share })),
  );
  const perLine = apportion(
    cents(story.month(index).media),
    lines.map(({ share }) => share),
  );
  return lines.flatMap(({ campaign, channel }, line) => {
    const weights = days.map((day) => dayWeight(day) * (0.8 + 0.4 * random.next()));
    return apportion(perLine[line] ?? 0, weights).map((amount, position) => {
      const { costPerThousand, clickRate } = MEDIA[channel] ?? { costPerThousand: 50, clickRate: 0.01 };
      const impressions = Math.round((amount / 100 / costPerThousand) * 1000);
      return event(story, `ads-${campaign.name}-${channel}`, days[position] ?? "", {
        event_type: EVENTS.adDelivery,
        source: "ad platform",
        entity_type: "campaign",
        entity_id: campaignId(story, campaign.name),
        amount_usd: usd(amount),
        payload: {
          channel,
          segment: campaign.segment,
          impressions,
          clicks: Math.round(impressions * clickRate * (0.85 + 0.3 * random.next())),
        },
      });
    });
  });
}

function trafficEvents(
  story: CompanyStory,
  calendar: SeedCalendar,
  random: Random,
  index: number,
): EventRow[] {
  const sessions = story.month(index).leads * 1.6;
  return Array.from({ length: daysInMonth(calendar, index) }, (_, position) => {
    const day = dayOfMonth(calendar, index, position + 1);
    const count = Math.round(sessions * dayWeight(day) * (0.85 + 0.3 * random.next()));
    return event(story, "web", day, {
      event_type: EVENTS.webTraffic,
      source: "web analytics",
      payload: { channel: "organic", sessions: count, signups: Math.round(count * 0.012) },
    });
  });
}

function leadEvents(story: CompanyStory, calendar: SeedCalendar, random: Random, index: number): EventRow[] {
  const { leads } = story.month(index);
  return Array.from({ length: leads }, (_, position) => {
    const id = `${calendar.monthKey(index)}-${String(position + 1).padStart(4, "0")}`;
    const on = dayOfMonth(calendar, index, random.int(1, daysInMonth(calendar, index)));
    const payload = { channel: leadChannel(random), segment: segmentOf(random) };
    const steps: [string, string][] = [[EVENTS.leadCreated, on]];
    if (random.chance(0.36)) steps.push([EVENTS.leadMarketingQualified, addDays(on, random.int(1, 9))]);
    if (steps.length > 1 && random.chance(0.4))
      steps.push([EVENTS.leadSalesAccepted, addDays(steps[1]?.[1] ?? on, random.int(1, 7))]);
    return steps.map(([eventType, day]) =>
      event(story, `${eventType}-${id}`, day, {
        event_type: eventType,
        source: "marketing automation",
        entity_type: "lead",
        entity_id: id,
        payload,
      }),
    );
  }).flat();
}

function mailings(story: CompanyStory, calendar: SeedCalendar, random: Random, index: number): EventRow[] {
  return [6, 13, 20, 27].map((dayNumber) => {
    const sent = story.month(index).leads * random.int(28, 36);
    const delivered = Math.round(sent * 0.973);
    const opened = Math.round(delivered * (0.26 + 0.08 * random.next()));
    return event(story, "mailing", dayOfMonth(calendar, index, dayNumber), {
      event_type: EVENTS.emailDelivery,
      source: "marketing automation",
      payload: { channel: "email", sent, delivered, opened, clicked: Math.round(opened * 0.14) },
    });
  });
}

function leadChannel(random: Random): Channel {
  let roll = random.next();
  for (const [channel, share] of LEAD_CHANNELS) {
    roll -= share;
    if (roll < 0) return channel;
  }
  return "organic";
}

function dayWeight(day: string): number {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday === 0 || weekday === 6 ? QUIET_WEEKEND : 1;
}

/** An event of one day, received the next morning. */
export function event(
  story: CompanyStory,
  idStem: string,
  day: string,
  facts: Pick<EventRow, "event_type" | "source"> & Partial<EventRow>,
): EventRow {
  return {
    tenant_id: story.tenantId,
    event_id: `${idStem}-${day}`.replaceAll(" ", "-").toLowerCase(),
    occurred_at: momentOf(day, 12),
    received_at: momentOf(addDays(day, 1), 4),
    entity_type: null,
    entity_id: null,
    amount_usd: null,
    payload: {},
    ...facts,
  };
}
