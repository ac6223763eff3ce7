import { describe, expect, test } from "vitest";
import { budgetEntry } from "../../../lib/imports/kinds/opex-budget";
import { CONFIG_KEYS, EVENTS, FUNCTIONS, REVENUE_EVENTS } from "../../../lib/queries/spine-vocabulary";
import { cents, FIRST_COMPARATIVE, FIRST_DETAIL, LAST_COMPLETE, seedCalendar } from "./company";
import { demoHolidays, generateSpine } from "./generate";
import type { EventRow, SpineRows } from "./rows";
import { STORIES } from "./stories";

const ANCHOR = new Date("2026-11-22T10:00:00Z");
const calendar = seedCalendar(ANCHOR);
const holidays = demoHolidays(calendar);
const spines = STORIES.map((story) => ({ story, rows: generateSpine(story, calendar, holidays) }));
const indices = (from: number) =>
  Array.from({ length: LAST_COMPLETE - from + 1 }, (_, offset) => from + offset);

const sum = (rows: readonly { amount_usd: string | null }[]) =>
  rows.reduce((total, row) => total + cents(Number(row.amount_usd)), 0);
const ofMonth = <T extends { occurred_at: string }>(rows: readonly T[], index: number) =>
  rows.filter(({ occurred_at }) => occurred_at.startsWith(calendar.monthKey(index)));
const kind = (rows: readonly EventRow[], type: string) =>
  rows.filter(({ event_type }) => event_type === type);

describe.each(spines)("the data of $story.name", ({ story, rows }) => {
  const revenue = (type: string) => rows.revenue_events.filter(({ event_type }) => event_type === type);
  const events = (type: string) => kind(rows.events_raw, type);

  test("the ARR bridge reconciles to the cent in every month: start + new + expansion − contraction − churn = end", () => {
    const balance = (index: number) => sum(ofMonth(revenue(REVENUE_EVENTS.balance), index));
    for (const index of indices(FIRST_COMPARATIVE)) {
      const moved = (type: string) => sum(ofMonth(revenue(type), index));
      const end =
        balance(index - 1) +
        moved(REVENUE_EVENTS.new) +
        moved(REVENUE_EVENTS.expansion) -
        moved(REVENUE_EVENTS.contraction) -
        moved(REVENUE_EVENTS.churn);
      expect(balance(index), calendar.monthKey(index)).toBe(end);
    }
  });

  test("no customer ever pays less than nothing, and who has left pays nothing", () => {
    const sign: Record<string, number> = {
      [REVENUE_EVENTS.new]: 1,
      [REVENUE_EVENTS.expansion]: 1,
      [REVENUE_EVENTS.contraction]: -1,
      [REVENUE_EVENTS.churn]: -1,
    };
    const arr = new Map<string, number>();
    for (const { account_id, event_type, amount_usd } of rows.revenue_events) {
      if (account_id)
        arr.set(account_id, (arr.get(account_id) ?? 0) + (sign[event_type] ?? 0) * cents(Number(amount_usd)));
    }
    for (const { id, status } of rows.spine_accounts) {
      const left = arr.get(id);
      if (status === "customer") expect(left).toBeGreaterThan(0);
      else expect(left ?? 0).toBe(0);
    }
  });

  test("leads are spoken to after they came in, and meetings booked with those that marketing qualified", () => {
    const since = (type: string) =>
      new Map(events(type).map((event) => [event.entity_id, event.occurred_at]));
    for (const [step, origin] of [
      [EVENTS.leadContacted, EVENTS.leadCreated],
      [EVENTS.meetingBooked, EVENTS.leadMarketingQualified],
    ] as const) {
      const began = since(origin);
      const steps = events(step);
      expect(steps.length).toBeGreaterThan(began.size * 0.3);
      expect(steps.length).toBeLessThan(began.size);
      expect(
        steps.every(({ entity_id, occurred_at }) => occurred_at > (began.get(entity_id) ?? "9999")),
      ).toBe(true);
    }
  });

  test("what paid channels bring names its campaign, except where nobody wrote it down", () => {
    const campaigns = new Set(rows.spine_campaigns.map(({ id }) => id));
    const named = rows.spine_opportunities.filter(({ campaign_id }) => campaign_id !== null);
    expect(named.every(({ campaign_id }) => campaigns.has(campaign_id ?? ""))).toBe(true);
    expect(named.every(({ channel }) => channel !== "organic" && channel !== "email")).toBe(true);
    const paid = events(EVENTS.leadCreated).filter(({ payload }) => payload.channel === "paid search");
    const share = paid.filter(({ payload }) => payload.campaignId === undefined).length / paid.length;
    expect(share).toBeCloseTo(story.habits.unattributed, 1);
  });

  test("every new customer came from a deal that was won, at the deal's amount", () => {
    const deals = new Map(rows.spine_opportunities.map((deal) => [deal.id, deal]));
    const fromDeals = revenue(REVENUE_EVENTS.new).filter(
      ({ occurred_at }) => occurred_at >= calendar.firstDay(FIRST_DETAIL),
    );
    expect(fromDeals.length).toBeGreaterThan(40);
    for (const { opportunity_id, account_id, amount_usd } of fromDeals) {
      expect(deals.get(opportunity_id ?? "")).toMatchObject({
        is_won: true,
        stage: "closed_won",
        account_id,
        amount_usd,
      });
    }
    const won = rows.spine_opportunities.filter(
      ({ is_won, closed_at }) => is_won && (closed_at ?? "") >= calendar.firstDay(FIRST_DETAIL),
    );
    expect(won).toHaveLength(fromDeals.length);
  });

  test("the days' media spend is what the ledger posts for the month", () => {
    for (const index of indices(FIRST_DETAIL)) {
      const posted = ofMonth(events(EVENTS.opex), index).filter(
        ({ entity_id }) => entity_id === "Paid media",
      );
      expect(sum(ofMonth(events(EVENTS.adDelivery), index))).toBe(sum(posted));
    }
  });

  test("each function has a budget in every month of the plan, of the size of what it spends", () => {
    const budget = rows.optimizer_configs.find(({ key }) => key === CONFIG_KEYS.opexBudget)?.value;
    for (const index of indices(0)) {
      for (const team of FUNCTIONS) {
        const spent =
          sum(ofMonth(events(EVENTS.opex), index).filter(({ payload }) => payload.function === team)) / 100;
        const planned = (budget as Record<string, number>)[budgetEntry(calendar.monthKey(index), team)] ?? 0;
        expect(planned / spent, `${team} in ${calendar.monthKey(index)}`).toBeGreaterThan(0.6);
        expect(planned / spent, `${team} in ${calendar.monthKey(index)}`).toBeLessThan(1.7);
      }
    }
  });

  test("cash follows: the bank moves by the operating cash flow less capex of the month", () => {
    const atEndOf = (index: number) =>
      sum(
        events(EVENTS.bankBalance).filter(({ occurred_at }) =>
          occurred_at.startsWith(calendar.endDay(index)),
        ),
      );
    for (const index of indices(FIRST_DETAIL + 1)) {
      const flow =
        sum(ofMonth(events(EVENTS.operatingCashFlow), index)) - sum(ofMonth(events(EVENTS.capex), index));
      expect(atEndOf(index) - atEndOf(index - 1), calendar.monthKey(index)).toBe(flow);
    }
  });

  test("the ledger tells the story's earnings: revenue less COGS less operating expense", () => {
    for (const index of indices(FIRST_COMPARATIVE)) {
      const earned =
        sum(ofMonth(revenue(REVENUE_EVENTS.recognised), index)) -
        sum(ofMonth(events(EVENTS.cogs), index)) -
        sum(ofMonth(events(EVENTS.opex), index));
      expect(earned, calendar.monthKey(index)).toBe(cents(story.month(index).ebitda));
      expect(ofMonth(events(EVENTS.opex), index).every(({ amount_usd }) => Number(amount_usd) > 0)).toBe(
        true,
      );
    }
  });

  test("nothing lies after the last day, and nothing is received before it happened", () => {
    for (const { occurred_at, received_at } of [...rows.events_raw, ...rows.revenue_events]) {
      expect(occurred_at <= received_at).toBe(true);
      expect(occurred_at.slice(0, 10) <= calendar.lastDay).toBe(true);
      expect(received_at <= ANCHOR.toISOString()).toBe(true);
    }
    const days = rows.spine_opportunities.flatMap((deal) => [
      deal.created_at,
      deal.qualified_at,
      deal.closed_at,
    ]);
    expect(days.every((day) => day === null || day.slice(0, 10) <= calendar.lastDay)).toBe(true);
  });

  test("ids are unique, and what rows point at is there", () => {
    const unique = (ids: readonly string[]) => expect(new Set(ids).size).toBe(ids.length);
    unique(rows.events_raw.map(({ event_id }) => event_id));
    unique(rows.revenue_events.map(({ event_id }) => event_id));
    unique(rows.spine_accounts.map(({ name }) => name));
    const accounts = new Set(rows.spine_accounts.map(({ id }) => id));
    unique(rows.spine_accounts.map(({ id }) => id));
    for (const { account_id } of [
      ...rows.revenue_events,
      ...rows.spine_opportunities,
      ...rows.spine_crm_activities,
    ]) {
      expect(account_id === null || accounts.has(account_id)).toBe(true);
    }
  });
});

test("the same anchor gives the same bytes; another anchor another history", () => {
  const again = STORIES.map((story) => generateSpine(story, seedCalendar(ANCHOR), holidays));
  expect(JSON.stringify(again)).toBe(JSON.stringify(spines.map(({ rows }) => rows)));
  const [story] = STORIES;
  const other = seedCalendar(new Date("2026-10-22T10:00:00Z"));
  expect(JSON.stringify(generateSpine(story, other, holidays))).not.toBe(JSON.stringify(again[0]));
});

test.each(["2026-03-01T00:05:00Z", "2028-02-29T23:59:59Z", "2027-01-01T00:00:00Z", "2026-12-31T12:00:00Z"])(
  "eighteen months end with the last complete month before %s, whatever the day",
  (anchor) => {
    const at = seedCalendar(new Date(anchor));
    expect(at.endDay(LAST_COMPLETE) < anchor.slice(0, 10)).toBe(true);
    expect(at.endDay(LAST_COMPLETE + 1) >= anchor.slice(0, 10)).toBe(true);
    for (const story of STORIES) {
      const rows: SpineRows = generateSpine(story, at, demoHolidays(at));
      const months = new Set(
        kind(rows.events_raw, EVENTS.adDelivery).map(({ occurred_at }) => occurred_at.slice(0, 7)),
      );
      expect([...months].filter((month) => month <= at.monthKey(LAST_COMPLETE))).toHaveLength(18);
    }
  },
);

test("one deal of the underperforming company once stood in the CRM without an owner, and none now", () => {
  const [healthy, under] = spines.map(({ rows }) =>
    rows.spine_opportunities.filter(({ owner_name }) => owner_name === null),
  );
  expect(healthy).toEqual([]);
  expect(under).toHaveLength(1);
  expect(under?.[0]?.closed_at).not.toBeNull();
});

test("a demonstration that is made on a Monday just after midnight knows Sunday's balances, and nothing arrives later", () => {
  const midnight = seedCalendar(new Date("2026-11-23T00:10:00Z"));
  for (const story of STORIES) {
    const { events_raw, revenue_events } = generateSpine(story, midnight, demoHolidays(midnight));
    const balances = kind(events_raw, EVENTS.bankBalance).map(({ occurred_at }) => occurred_at.slice(0, 10));
    expect(balances).toContain("2026-11-22");
    for (const { received_at } of [...events_raw, ...revenue_events])
      expect(received_at <= "2026-11-23T00:10:00.000Z").toBe(true);
  }
});
