import { afterAll, beforeAll, expect, test } from "vitest";
import { METRIC_IDS } from "../../kernel/revenue/metric-ids";
import { createCompany } from "../commands/testing/company";
import { connect, disconnect } from "../db/client";
import { inTenant } from "../db/tenant-transaction";
import { createTestDatabase } from "../db/testing/test-database";
import { loadRevenueSpine } from "./revenue-spine";
import { CONFIG_KEYS } from "./spine-vocabulary";
import { daily, type Snapshot, writeSnapshots } from "./testing/metric-snapshots";

const at = new Date("2026-03-20T10:00:00Z");
const YESTERDAY = "2026-03-19";

beforeAll(async () => {
  connect((await createTestDatabase()).appUrl);
});
afterAll(disconnect);

async function spineWith(snapshots: readonly Snapshot[], configs: Record<string, object> = {}) {
  const company = await createCompany();
  const cfo = await company.hire("CFO");
  await writeSnapshots(company.tenantId, snapshots);
  await inTenant(cfo, (tx) =>
    tx.optimizerConfig.createMany({
      data: Object.entries(configs).map(([key, value]) => ({ tenantId: company.tenantId, key, value })),
    }),
  );
  const spine = await loadRevenueSpine(cfo, at);
  const line = (id: string) => spine.lines.find((each) => each.id === id);
  return { ...spine, line };
}

test("before the analytics job has run, every canonical metric is listed and said to be missing", async () => {
  const spine = await spineWith([]);
  expect(spine).toMatchObject({ newestDay: null, isStale: true });
  expect(spine.lines.map(({ id }) => id)).toEqual(METRIC_IDS);
  expect(spine.lines.every(({ standing, value }) => standing === "missing" && value === null)).toBe(true);
});

test("a metric shows its newest value, the one 28 days before it, and half a year of weeks up to it", async () => {
  const { line, newestDay, isStale } = await spineWith(
    daily("win_rate", YESTERDAY, 400, (before) => 40 - before / 100),
  );
  expect({ newestDay, isStale }).toEqual({ newestDay: YESTERDAY, isStale: false });
  expect(line("win_rate")).toMatchObject({ standing: "current", value: 40, day: YESTERDAY, before: 39.72 });
  expect(line("win_rate")?.series).toHaveLength(27);
  expect(line("win_rate")?.series[0]).toEqual({ day: "2025-09-18", value: 38.18 });
});

test("the total of a metric is shown, not one channel's part of it", async () => {
  const { line } = await spineWith([
    { metric: "cac_by_channel", day: YESTERDAY, value: 9_000 },
    { metric: "cac_by_channel", day: YESTERDAY, value: 12_000, dimension: "events" },
  ]);
  expect(line("cac_by_channel")?.series).toEqual([{ day: YESTERDAY, value: 9_000 }]);
});

test("a metric that could not be computed on the newest day keeps its last value and says which day that was", async () => {
  const { line } = await spineWith([
    { metric: "arr_total", day: YESTERDAY, value: 6_000_000 },
    { metric: "no_show_rate", day: YESTERDAY, value: null },
    { metric: "no_show_rate", day: "2026-03-12", value: 11 },
    { metric: "win_rate", day: "2026-03-10", value: 25 },
    { metric: "ctr_paid", day: YESTERDAY, value: null },
  ]);
  expect(line("no_show_rate")).toMatchObject({ standing: "uncomputable", value: 11, day: "2026-03-12" });
  expect(line("win_rate")).toMatchObject({ standing: "behind", value: 25, day: "2026-03-10" });
  expect(line("ctr_paid")).toMatchObject({ standing: "uncomputable", value: null, day: null });
  expect(line("cpc_paid")).toMatchObject({ standing: "missing", value: null, day: null });
});

test("figures whose day ended more than 48 hours ago are stale", async () => {
  const fresh = await spineWith([{ metric: "arr_total", day: "2026-03-18", value: 1 }]);
  const stale = await spineWith([{ metric: "arr_total", day: "2026-03-17", value: 1 }]);
  expect([fresh.isStale, stale.isStale]).toEqual([false, true]);
});

test("where a target is set, the spine says how far the value falls short of it", async () => {
  const { line } = await spineWith(
    [
      { metric: "payback_months", day: YESTERDAY, value: 17.5 },
      { metric: "gross_margin_pct", day: YESTERDAY, value: 76 },
      { metric: "cash_runway_months", day: YESTERDAY, value: 9 },
    ],
    {
      [CONFIG_KEYS.revenueTargets]: { payback_max_months: 15, gross_margin_min_pct: 74, arr: 7_000_000 },
      [CONFIG_KEYS.cfoGuardrails]: {
        payback_target_months: 15,
        payback_tolerance_months: 2,
        margin_floor_pct: 70,
        max_cac_by_segment: {},
        cash_risk_tolerance: "medium",
        runway_threshold_months: 12,
      },
    },
  );
  expect(line("payback_months")?.target).toEqual({
    bound: "at most",
    kind: "target",
    value: 15,
    shortfall: 2.5,
  });
  expect(line("gross_margin_pct")?.target).toMatchObject({ bound: "at least", value: 74, shortfall: -2 });
  expect(line("cash_runway_months")?.target).toMatchObject({
    kind: "CFO guardrail",
    value: 12,
    shortfall: 3,
  });
  expect(line("arr_total")?.target).toMatchObject({ value: 7_000_000, shortfall: null });
  expect(line("win_rate")?.target).toBeNull();
});

test("another company's figures are not in it", async () => {
  const other = await createCompany();
  await writeSnapshots(other.tenantId, [{ metric: "arr_total", day: YESTERDAY, value: 123 }]);
  const { line } = await spineWith([]);
  expect(line("arr_total")?.value).toBeNull();
});
