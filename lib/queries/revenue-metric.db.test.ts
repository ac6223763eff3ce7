import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createCompany } from "../commands/testing/company";
import { connect, disconnect } from "../db/client";
import { inTenant } from "../db/tenant-transaction";
import { createTestDatabase } from "../db/testing/test-database";
import { loadRevenueMetric } from "./revenue-metric";
import { daily, type Snapshot, writeSnapshots } from "./testing/metric-snapshots";

const at = new Date("2026-03-20T10:00:00Z");
const YESTERDAY = "2026-03-19";

beforeAll(async () => {
  connect((await createTestDatabase()).appUrl);
});
afterAll(disconnect);

async function companyWith(snapshots: readonly Snapshot[]) {
  const company = await createCompany();
  const cfo = await company.hire("CFO");
  await writeSnapshots(company.tenantId, snapshots);
  return cfo;
}

test("a metric's page draws eighteen months, and compares the newest value with the one 28 days before", async () => {
  const cfo = await companyWith(daily("win_rate", YESTERDAY, 700, (before) => 40 - before / 100));
  const screen = await loadRevenueMetric(cfo, "win_rate", null, at);
  expect(screen).toMatchObject({ day: YESTERDAY, value: 40, before: 39.72, isStale: false });
  expect(screen.series).toHaveLength(549);
  expect(screen.series.at(-1)).toEqual({ day: YESTERDAY, value: 40 });
});

test("the history says when each day was computed, and goes on a page at a time without repeating a day", async () => {
  const cfo = await companyWith(daily("win_rate", YESTERDAY, 20, () => 30));
  const first = await loadRevenueMetric(cfo, "win_rate", null, at);
  const second = await loadRevenueMetric(cfo, "win_rate", first.olderThan, at);
  expect(first.history[0]).toEqual({
    day: YESTERDAY,
    value: 30,
    computedAt: new Date("2026-03-20T02:10:00Z"),
  });
  expect([first.history.length, second.history.length, second.olderThan]).toEqual([15, 5, null]);
  expect(new Set([...first.history, ...second.history].map(({ day }) => day)).size).toBe(20);
});

test("a metric that is broken down shows each part with its change, a campaign by its name", async () => {
  const campaign = randomUUID();
  const cfo = await companyWith([
    { metric: "campaign_roas", day: YESTERDAY, value: 2 },
    { metric: "campaign_roas", day: YESTERDAY, value: 2.4, dimension: campaign },
    { metric: "campaign_roas", day: "2026-02-19", value: 3, dimension: campaign },
    { metric: "campaign_roas", day: YESTERDAY, value: null, dimension: "elsewhere" },
  ]);
  await inTenant(cfo, (tx) =>
    tx.spineCampaign.create({
      data: {
        tenantId: cfo.tenantId,
        id: campaign,
        name: "Autumn search",
        status: "running",
        budgetDaily: 100,
        startDate: new Date("2026-01-01"),
      },
    }),
  );
  const { parts, partsDay } = await loadRevenueMetric(cfo, "campaign_roas", null, at);
  expect(partsDay).toBe(YESTERDAY);
  expect(parts).toEqual([
    { dimension: campaign, name: "Autumn search", value: 2.4, before: 3 },
    { dimension: "elsewhere", name: "elsewhere", value: null, before: null },
  ]);
});

test("a metric without any value is an empty page, not a fault", async () => {
  const cfo = await companyWith([]);
  expect(await loadRevenueMetric(cfo, "win_rate", null, at)).toMatchObject({
    value: null,
    newestDay: null,
    isStale: true,
    series: [],
    parts: [],
    history: [],
  });
});
