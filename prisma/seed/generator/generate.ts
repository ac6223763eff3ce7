import { addDays, isoDate, nextQuarter, quarterKey } from "../../../lib/queries/cycle-calendar";
import { CONFIG_KEYS } from "../../../lib/queries/spine-vocabulary";
import { limitsOf } from "../revenue/limits";
import { opexBudget } from "./budget";
import {
  type CompanyStory,
  FIRST_COMPARATIVE,
  FIRST_DETAIL,
  LAST_COMPLETE,
  momentOf,
  type SeedCalendar,
} from "./company";
import { generateCustomers } from "./customers";
import { generateDemand } from "./demand";
import { attribute, followUp, missMeetings } from "./follow-up";
import { generateLedger } from "./ledger";
import { generatePipeline, PIPELINE_STAGES } from "./pipeline";
import { createRandom } from "./random";
import type { ConfigRow, SpineRows } from "./rows";
import { generateStaff, LOADED_COST } from "./staff";

/**
 * The whole spine of an invented company, from its story and the anchor alone: the same anchor gives the same
 * rows, to the byte. Each part draws from a stream of its own, so that a change in one leaves the others be.
 */
export function generateSpine(
  story: CompanyStory,
  calendar: SeedCalendar,
  holidays: readonly string[],
): SpineRows {
  const stream = (part: string) => createRandom(`${story.slug}:${part}`);
  const book = generateCustomers(story, calendar, stream("customers"));
  const pipeline = generatePipeline(story, calendar, book, stream("pipeline"));
  const demand = generateDemand(story, calendar, stream("demand"));
  const ledger = generateLedger(story, calendar, book, demand.mediaCents, holidays);
  const staff = generateStaff(story, calendar, stream("staff"), ledger.events, holidays);
  const steps = followUp(story, calendar, stream("follow-up"), demand.events);
  attribute(story, stream("attribution"), pipeline.opportunities, book.events);
  missMeetings(story, stream("meetings"), pipeline.activities);
  return {
    optimizer_configs: configs(story, calendar, ledger.events),
    spine_campaigns: demand.campaigns,
    spine_campaign_channels: demand.channels,
    spine_accounts: [...book.accounts, ...pipeline.accounts],
    spine_opportunities: pipeline.opportunities,
    spine_crm_activities: pipeline.activities,
    revenue_events: arrived([...book.events, ...ledger.revenue], calendar),
    events_raw: arrived([...ledger.events, ...demand.events, ...steps, ...staff], calendar),
  };
}

/** A demonstration that is made in the small hours has of yesterday what would arrive in the morning. */
function arrived<T extends { received_at: string }>(rows: readonly T[], { anchor }: SeedCalendar): T[] {
  const present = anchor.toISOString();
  return rows.map((row) => (row.received_at > present ? { ...row, received_at: present } : row));
}

function configs(
  story: CompanyStory,
  calendar: SeedCalendar,
  postings: SpineRows["events_raw"],
): ConfigRow[] {
  const row = (key: string, value: unknown): ConfigRow => ({
    tenant_id: story.tenantId,
    key,
    value,
    updated_at: momentOf(addDays(calendar.planStart, -3), 9),
    updated_by: null,
  });
  // The plan is set for two years, whatever the anchor shows of it.
  const planned = Array.from({ length: 25 }, (_, index) => index);
  return [
    row(
      CONFIG_KEYS.fcfTargets,
      byIndex(planned, (index) => Math.min(0, story.fcfTarget(index))),
    ),
    row(
      CONFIG_KEYS.ebitdaTargets,
      byIndex(planned, (index) => Math.min(0, story.ebitdaTarget(index))),
    ),
    row(
      CONFIG_KEYS.fcfBands,
      byIndex(planned, (index) => bandAround(story.fcfTarget(index), index)),
    ),
    row(
      CONFIG_KEYS.ebitdaBands,
      byIndex(planned, (index) => bandAround(story.ebitdaTarget(index), index)),
    ),
    row(CONFIG_KEYS.bookingsTargets, bookingsTargets(story, calendar)),
    row(CONFIG_KEYS.opexBudget, opexBudget(calendar, postings)),
    row(CONFIG_KEYS.pipelineStages, PIPELINE_STAGES),
    row(CONFIG_KEYS.discountCeilings, { Enterprise: 20, "Mid-market": 15, SMB: 10 }),
    row(CONFIG_KEYS.loadedCost, LOADED_COST),
    ...Object.entries(limitsOf(story.tenantId).settings).map(([key, value]) => row(key, value)),
  ];
}

const byIndex = <Value>(indices: readonly number[], target: (index: number) => Value) =>
  Object.fromEntries(indices.map((index) => [String(index), target(index)]));

/** Fifty thousand to both sides, and from month 12 on the range in which the contract wants breakeven. */
function bandAround(target: number, index: number): [number, number] {
  return index < 12 ? [target - 50_000, target + 50_000] : [0, 200_000];
}

function bookingsTargets(story: CompanyStory, calendar: SeedCalendar): Record<string, number> {
  const targets: Record<string, number> = {};
  const last = quarterKey(calendar.endDay(LAST_COMPLETE + 12));
  for (let day = calendar.firstDay(FIRST_DETAIL); quarterKey(day) <= last; day = nextQuarter(day).start) {
    const first = addDays(nextQuarter(day).start, -1).slice(0, 7);
    targets[quarterKey(day)] = story.bookingsTarget(calendar.indexOf(`${first}-01`) - 2);
  }
  return targets;
}

/** New Year, Independence Day, Thanksgiving and Christmas of each year the seed touches. */
export function demoHolidays(calendar: SeedCalendar): string[] {
  const from = Number(calendar.firstDay(FIRST_COMPARATIVE).slice(0, 4));
  const to = Number(isoDate(calendar.anchor).slice(0, 4)) + 1;
  return Array.from({ length: to - from + 1 }, (_, offset) => from + offset).flatMap((year) => [
    `${year}-01-01`,
    `${year}-07-04`,
    thanksgiving(year),
    `${year}-12-25`,
  ]);
}

/** The fourth Thursday of November. */
function thanksgiving(year: number): string {
  const first = new Date(Date.UTC(year, 10, 1)).getUTCDay();
  return `${year}-11-${String(1 + ((11 - first) % 7) + 21).padStart(2, "0")}`;
}
