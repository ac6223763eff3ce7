import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { METRIC_IDS, type MetricId } from "@/kernel/revenue/metric-ids";
import { metric } from "@/kernel/revenue/metrics";
import { connect, disconnect } from "@/lib/db/client";
import { inTenant } from "@/lib/db/tenant-transaction";
import { createTestDatabase } from "@/lib/db/testing/test-database";
import { addDays } from "@/lib/queries/cycle-calendar";
import { metricRows } from "@/lib/queries/metric-rows";
import { type Attributed, REFERENCES } from "@/lib/queries/metrics/testing/reference-metrics";
import { ADS, DEALS, LEADS, MOVEMENTS } from "@/lib/queries/metrics/testing/small-company";
import { insert, rawRow, writeSmallCompany } from "@/lib/queries/metrics/testing/small-company-rows";
import { CONFIG_KEYS, EVENTS } from "@/lib/queries/spine-vocabulary";
import { computeDueMetrics, computeMetrics } from "./compute-metrics";

const AT = new Date("2026-07-06T02:00:00Z");
const DAYS = { from: "2026-02-01", to: "2026-07-05" };
/** Quiet days, busy days, ends of months and quarters, the days around them. */
const LOOKED_AT = [
  "2026-02-01",
  "2026-03-06",
  "2026-03-31",
  "2026-04-01",
  "2026-04-12",
  "2026-05-20",
  "2026-06-10",
  "2026-06-20",
  "2026-06-29",
  "2026-06-30",
  "2026-07-01",
  "2026-07-02",
  "2026-07-03",
  "2026-07-05",
];

let superuser: pg.Client;
/** A company with everything, computed once. */
let whole: string;
let wholeRows: Stored[];

beforeAll(async () => {
  const database = await createTestDatabase();
  superuser = new pg.Client({ connectionString: database.superuserUrl });
  await superuser.connect();
  connect(database.appUrl, 4);
  whole = await newTenant();
  await writeSmallCompany(whole);
  await computeMetrics(whole, DAYS, AT);
  wholeRows = await rowsOf(whole);
});
afterAll(() => Promise.all([superuser.end(), disconnect()]));

async function newTenant(): Promise<string> {
  const id = randomUUID();
  await superuser.query(
    "insert into tenants (id, name, slug, plan_start) values ($1, $2, $2, '2026-01-01')",
    [id, id],
  );
  return id;
}

type Stored = {
  date: string;
  metric_id: MetricId;
  dimension: string;
  value: string | null;
  computed_at: Date;
};
const rowsOf = async (tenantId: string): Promise<Stored[]> =>
  (
    await superuser.query(
      `select date::text, metric_id, dimension, value::text, computed_at from metric_snapshots_daily
       where tenant_id = $1 order by date, metric_id, dimension`,
      [tenantId],
    )
  ).rows;
const byKey = new WeakMap<readonly Stored[], Map<string, Stored>>();
/** A stored value; undefined where there is no row. */
function figureOf(
  rows: readonly Stored[],
  id: MetricId,
  day: string,
  dimension = "",
): number | null | undefined {
  const known =
    byKey.get(rows) ?? new Map(rows.map((row) => [`${row.metric_id} ${row.date} ${row.dimension}`, row]));
  byKey.set(rows, known);
  const row = known.get(`${id} ${day} ${dimension}`);
  return row === undefined ? undefined : row.value === null ? null : Number(row.value);
}

const PARTS = ["channel", "segment", "campaign"] as const;
const valuesOf = (part: (typeof PARTS)[number]) => [
  ...new Set([...LEADS, ...ADS, ...DEALS, ...MOVEMENTS].flatMap((row: Attributed) => row[part] ?? [])),
];

describe("each metric says what its definition says, on every day that is looked at", () => {
  test.each(METRIC_IDS.filter((id) => REFERENCES[id] !== undefined))("%s", (id) => {
    const rows = wholeRows;
    const reference = REFERENCES[id];
    for (const day of LOOKED_AT) {
      const expected = reference?.(day, () => true, true) ?? null;
      expectClose([id, day], figureOf(rows, id, day), expected);
    }
    expect(LOOKED_AT.some((day) => figureOf(rows, id, day) !== null)).toBe(true);
  });

  test.each(METRIC_IDS.filter((id) => PARTS.some((part) => part === metric(id).dimension)))(
    "%s by its dimension",
    (id) => {
      const rows = wholeRows;
      const part = PARTS.find((each) => each === metric(id).dimension) ?? "channel";
      let known = 0;
      for (const day of LOOKED_AT) {
        for (const value of valuesOf(part)) {
          const expected = REFERENCES[id]?.(day, (row) => row[part] === value, false) ?? null;
          // Where a part of the company has no value it has no row.
          expectClose([id, day, value], figureOf(rows, id, day, value) ?? null, expected);
          if (expected !== null) known += 1;
        }
      }
      expect(known).toBeGreaterThan(0);
    },
  );

  test("data_freshness_hours: from the newest of all to the end of the day, and by source", () => {
    const rows = wholeRows;
    expect(figureOf(rows, "data_freshness_hours", "2026-07-01")).toBe(1);
    expect(figureOf(rows, "data_freshness_hours", "2026-07-01", "bank")).toBe(1);
    expect(figureOf(rows, "data_freshness_hours", "2026-07-01", "ad platform")).toBe(36);
    expect(figureOf(rows, "data_freshness_hours", "2026-07-05")).toBe(62);
    expect(figureOf(rows, "data_freshness_hours", "2026-07-05", "CRM")).toBe(253);
  });

  function expectClose(where: unknown[], value: number | null | undefined, expected: number | null) {
    if (expected === null || value === null || value === undefined)
      expect([...where, value]).toEqual([...where, expected]);
    else
      expect([...where, Math.abs(value - expected) < 2e-6 ? expected : value]).toEqual([...where, expected]);
  }
});

test("every metric has one row for the whole company on every day, and no day lacks one", () => {
  const totals = wholeRows.filter(({ dimension }) => dimension === "");
  const days = new Set(totals.map(({ date }) => date));
  expect([...days].sort()).toEqual([...days]);
  expect([days.size, [...days][0], [...days].at(-1)]).toEqual([155, DAYS.from, DAYS.to]);
  expect(totals).toHaveLength(155 * METRIC_IDS.length);
});

test("the rows that a figure was counted from are there for every metric, and add up to it", async () => {
  await inTenant({ tenantId: whole }, async (tx) => {
    for (const id of METRIC_IDS) {
      const page = await metricRows(tx, whole, { metric: id, day: "2026-07-02" });
      expect([id, page.parts.length + page.from.length > 0]).toEqual([id, true]);
      const counted = page.parts.reduce((sum, { count }) => sum + count, 0);
      expect([id, page.rows.length]).toEqual([id, Math.min(counted, 50)]);
    }
    const bookings = await metricRows(tx, whole, { metric: "bookings_new", day: "2026-07-02" });
    expect(bookings.parts).toEqual([{ part: "bookings", words: "Customer won", count: 3, sum: 51_000 }]);
    expect(bookings.value).toBe(51_000);
    expect(bookings.rows.map(({ id, day, amount, label }) => [id, day, amount, label])).toEqual([
      ["m11", "2026-07-02", 15_000, "arr.new: Customer 6"],
      ["m9", "2026-06-10", 24_000, "arr.new: Customer 5"],
      ["m7", "2026-04-12", 12_000, "arr.new: Customer 4"],
    ]);
  });
});

test("rows come in pages, none twice and none left out, and by dimension", async () => {
  await inTenant({ tenantId: whole }, async (tx) => {
    const question = { metric: "stage_conversion_lead_to_opp", day: "2026-07-02" } as const;
    const all = await metricRows(tx, whole, question);
    const seen: string[] = [];
    for (let after: string | undefined, more = true; more; ) {
      const page = await metricRows(tx, whole, { ...question, limit: 2, after });
      seen.push(...page.rows.map(({ part, id }) => `${part} ${id}`));
      more = page.next !== null;
      after = page.next ?? undefined;
    }
    expect(seen).toEqual(all.rows.map(({ part, id }) => `${part} ${id}`));
    const social = await metricRows(tx, whole, {
      metric: "leads_created",
      day: "2026-06-18",
      dimension: "paid social",
    });
    expect([social.value, social.rows.length]).toEqual([2, 2]);
    const nul = Buffer.from(JSON.stringify(["2026-07-02", "\0", "", ""])).toString("base64url");
    for (const after of ["certainly-no-cursor", nul]) {
      const top = await metricRows(tx, whole, { ...question, after });
      expect(top.rows).toHaveLength(all.rows.length);
    }
    for (const asked of [
      { dimension: "a\0b" },
      { part: "a\0b" },
      { day: "0001-01-01" },
      { day: "9999-12-31" },
    ])
      expect((await metricRows(tx, whole, { ...question, ...asked })).rows).toEqual([]);
  });
});

describe("running the job", () => {
  let tenantId: string;
  beforeEach(async () => {
    tenantId = await newTenant();
    await writeSmallCompany(tenantId);
  });
  const LATER = new Date("2026-07-06T09:00:00Z");

  test("again gives the same rows, and leaves the moment at which they were computed", async () => {
    const first = await computeMetrics(tenantId, DAYS, AT);
    const before = await rowsOf(tenantId);
    expect(first).toEqual({ days: 155, rows: before.length, changed: before.length });
    const again = await computeMetrics(tenantId, DAYS, LATER);
    expect(again).toEqual({ days: 155, rows: before.length, changed: 0 });
    expect(await rowsOf(tenantId)).toEqual(before);
  });

  test("day by day gives the same rows as all days at once", async () => {
    for (let day = "2026-06-20"; day <= "2026-07-05"; day = addDays(day, 1))
      await computeMetrics(tenantId, { from: day, to: day }, AT);
    const atOnce = wholeRows.filter(({ date }) => date >= "2026-06-20");
    expect(await rowsOf(tenantId)).toEqual(atOnce);
  });

  test("in several transactions reports how far it is, and gives the same rows", async () => {
    const said: string[] = [];
    await computeMetrics(tenantId, DAYS, AT, ({ to, days }) => said.push(`${to} ${days}`));
    expect(said).toEqual(["2026-05-03 92", "2026-07-05 155"]);
    expect(await rowsOf(tenantId)).toEqual(wholeRows);
  });

  test("when due begins at the first day of data and ends yesterday; the next time only the newest days", async () => {
    const first = await computeDueMetrics(tenantId, AT);
    expect(first).toMatchObject({ from: "2024-12-23", to: "2026-07-05", days: 560 });
    const next = await computeDueMetrics(tenantId, new Date("2026-07-07T02:00:00Z"));
    expect(next).toMatchObject({ from: "2026-06-29", to: "2026-07-06", days: 8 });
    const rows = await rowsOf(tenantId);
    expect(rows.at(-1)?.date).toBe("2026-07-06");
  });

  test("a late event corrects its day and every later day that looks back on it, and no earlier one", async () => {
    await computeDueMetrics(tenantId, AT);
    const before = await rowsOf(tenantId);
    const lead = rawRow("late", EVENTS.leadCreated, "2026-06-08T09:00:00Z", {
      received_at: "2026-07-06T08:00:00Z",
      entity_id: "late",
      payload: { channel: "email", segment: "SMB" },
    });
    await insert(tenantId, "events_raw", [lead]);
    expect(await computeDueMetrics(tenantId, LATER)).toMatchObject({ from: "2026-06-08", to: "2026-07-05" });
    const after = await rowsOf(tenantId);
    expect([before, after].map((rows) => figureOf(rows, "leads_created", "2026-06-08"))).toEqual([0, 1]);
    expect([before, after].map((rows) => figureOf(rows, "leads_created", "2026-06-09"))).toEqual([0, 0]);
    for (const day of ["2026-06-08", "2026-06-20", "2026-07-05"]) {
      const [was, is] = [before, after].map((rows) => figureOf(rows, "follow_up_rate", day) ?? 0);
      expect([day, Number(is) < Number(was)]).toEqual([day, true]);
    }
    const changed = after.filter(({ computed_at }) => computed_at.getTime() === LATER.getTime());
    expect(changed.length).toBeGreaterThan(30);
    expect(changed.every(({ date }) => date >= "2026-06-08")).toBe(true);
    expect(after.filter(({ date }) => date < "2026-06-08")).toEqual(
      before.filter(({ date }) => date < "2026-06-08"),
    );
  });

  test("a posting for a month that was not in yet fills the days since that month's end", async () => {
    await superuser.query(
      "delete from events_raw where tenant_id = $1 and event_type = 'ledger.cogs' and event_id like '%2026-06'",
      [tenantId],
    );
    await computeDueMetrics(tenantId, AT);
    const before = await rowsOf(tenantId);
    const cost = { received_at: "2026-07-06T08:00:00Z", amount_usd: 3_000, payload: { component: "cloud" } };
    await insert(tenantId, "events_raw", [rawRow("late-cogs", EVENTS.cogs, "2026-06-30T12:00:00Z", cost)]);
    await computeDueMetrics(tenantId, LATER);
    const after = await rowsOf(tenantId);
    // Until June is in, April to May and March stand for the quarter; then April to June.
    expect([before, after].map((rows) => figureOf(rows, "cac_blended", "2026-07-01"))).toEqual([
      12_000, 6_500,
    ]);
    expect(figureOf(after, "cac_blended", "2026-06-29")).toBe(figureOf(before, "cac_blended", "2026-06-29"));
  });

  test("what is no longer there is taken away", async () => {
    await computeMetrics(tenantId, DAYS, AT);
    await superuser.query("delete from events_raw where tenant_id = $1 and payload ->> 'channel' = 'email'", [
      tenantId,
    ]);
    await computeMetrics(tenantId, DAYS, LATER);
    const rows = await rowsOf(tenantId);
    expect(rows.some(({ dimension }) => dimension === "email")).toBe(false);
    expect(figureOf(rows, "leads_created", "2026-06-05")).toBe(0);
  });
});

describe("what cannot be known is null, and never zero", () => {
  test("a company without any data has nothing due", async () => {
    expect(await computeDueMetrics(await newTenant(), AT)).toBeNull();
  });

  test("without its source a metric has rows and no value", async () => {
    const tenantId = await newTenant();
    await writeSmallCompany(tenantId, ["spine_accounts", "spine_campaigns", "spine_opportunities"]);
    await computeMetrics(tenantId, { from: "2026-07-01", to: "2026-07-02" }, AT);
    const rows = (await rowsOf(tenantId)).filter(
      ({ dimension, date }) => dimension === "" && date === "2026-07-02",
    );
    expect(rows).toHaveLength(METRIC_IDS.length);
    const known = rows.filter(({ value }) => value !== null).map(({ metric_id }) => metric_id);
    expect(known.sort()).toEqual(
      [
        "avg_deal_size",
        "avg_sales_cycle_days",
        "channel_contribution",
        "pipeline_from_paid",
        "pipeline_total",
        "pipeline_velocity",
        "qualified_opps_created",
        "stage_conversion_opp_to_close",
        "win_rate",
      ].sort(),
    );
  });

  test("a source that fell silent counts nothing any more, and books that were not closed say nothing", async () => {
    const tenantId = await newTenant();
    await writeSmallCompany(tenantId);
    await computeMetrics(
      tenantId,
      { from: "2026-07-28", to: "2026-09-30" },
      new Date("2026-10-01T02:00:00Z"),
    );
    const rows = await rowsOf(tenantId);
    // The last lead came on the first of July; 28 days later nobody knows whether there are none or none are told.
    expect(["2026-07-28", "2026-07-29"].map((day) => figureOf(rows, "leads_created", day))).toEqual([
      0,
      null,
    ]);
    // June was stated and posted on its last day: ARR is believed for 45 days, the books for 75.
    expect(["2026-08-13", "2026-08-14"].map((day) => figureOf(rows, "arr_total", day) !== null)).toEqual([
      true,
      false,
    ]);
    expect(
      ["2026-09-13", "2026-09-14"].map((day) => figureOf(rows, "gross_margin_pct", day) !== null),
    ).toEqual([true, false]);
    expect(figureOf(rows, "cash_runway_months", "2026-07-28")).toBeNull();
  });

  test("figures that are no figures count as missing, and stop nothing", async () => {
    const tenantId = await newTenant();
    await writeSmallCompany(tenantId, ["spine_accounts", "spine_campaigns", "revenue_events"]);
    const strange = [
      rawRow("mail", EVENTS.emailDelivery, "2026-07-01T12:00:00Z", {
        payload: { delivered: "many", replied: [1] },
      }),
      rawRow("ad", EVENTS.adDelivery, "2026-07-01T12:00:00Z", {
        amount_usd: 10,
        payload: { clicks: 1e300, impressions: 1 },
      }),
      rawRow("staff", EVENTS.headcount, "2026-06-30T12:00:00Z", { payload: { fte: null } }),
      rawRow("lead", EVENTS.leadCreated, "2026-07-01T12:00:00Z", { payload: "a text" }),
    ];
    await insert(tenantId, "events_raw", strange);
    await insert(tenantId, "optimizer_configs", [
      { key: CONFIG_KEYS.bookingsTargets, value: ["2026-Q4"], updated_at: AT.toISOString() },
    ]);
    await computeMetrics(tenantId, { from: "2026-07-01", to: "2026-07-02" }, AT);
    const rows = await rowsOf(tenantId);
    const strangers = ["email_reply_rate", "ctr_paid", "revenue_per_fte", "pipeline_coverage_ratio"] as const;
    for (const id of strangers) expect([id, figureOf(rows, id, "2026-07-01")]).toEqual([id, null]);
    expect(figureOf(rows, "leads_created", "2026-07-01")).toBe(1);
  });
});

test("one company's data never enters another's figures, and the job writes only its own", async () => {
  const other = await newTenant();
  await writeSmallCompany(other, ["spine_accounts", "spine_campaigns"]);
  const before = await rowsOf(whole);
  await computeMetrics(other, { from: "2026-06-30", to: "2026-07-02" }, AT);
  expect((await rowsOf(other)).filter(({ value }) => value !== null)).toEqual([]);
  expect(await rowsOf(whole)).toEqual(before);
  const page = await inTenant({ tenantId: other }, (tx) =>
    metricRows(tx, whole, { metric: "bookings_new", day: "2026-07-02" }),
  );
  expect([page.value, page.rows, page.parts[0]?.count]).toEqual([null, [], 0]);
});
