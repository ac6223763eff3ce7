import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { evaluateCycle } from "../commands/evaluate-cycle";
import { createCompany } from "../commands/testing/company";
import { updateForecastSettings } from "../commands/update-forecast-settings";
import { connect, disconnect } from "../db/client";
import { inTenant } from "../db/tenant-transaction";
import { createTestDatabase } from "../db/testing/test-database";
import type { Result } from "../failures";
import { USUAL_FORECAST } from "./forecast-settings";
import { loadRevenueSettings } from "./revenue-settings";
import { CONFIG_KEYS } from "./spine-vocabulary";
import { type MonthFigures, writeHealthySpine } from "./testing/spine-fixture";
import { loadTrajectory } from "./trajectory";

beforeAll(async () => {
  connect((await createTestDatabase()).appUrl);
});
afterAll(disconnect);

const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.failure.code}: ${result.failure.message}`);
  return result.value;
};

/** A plan from July 2025 on, closed up to May 2026 (month 10) unless the books lack something. */
async function planned(changes?: (month: string) => Partial<MonthFigures>, closes = ["2026-04", "2026-05"]) {
  const company = await createCompany();
  const { tenantId } = company;
  await writeHealthySpine(tenantId, "2026-10", changes, "2024-12");
  const [analyst, cfo] = [await company.hire("FP&A"), await company.hire("CFO")];
  for (const cycleKey of closes) {
    const [year, month] = cycleKey.split("-").map(Number);
    const at = new Date(Date.UTC(year ?? 0, month ?? 0, 8, 9));
    must(await evaluateCycle(analyst, { cadence: "monthly_close", cycleKey }, at));
  }
  const set = (key: string, value: object) =>
    inTenant(company, (tx) =>
      tx.optimizerConfig.upsert({
        where: { tenantId_key: { tenantId, key } },
        create: { tenantId, key, value },
        update: { value },
      }),
    );
  return { company, analyst, cfo, set, load: async () => must(await loadTrajectory(cfo)) };
}

describe("the path to breakeven", () => {
  test("shows each month what T1 and T2 averaged, the month alone, and the plan", async () => {
    const { load } = await planned((month) => (month === "2026-05" ? { capex: 430_000 } : {}));
    const { trajectory } = await load();
    expect(trajectory.close).toMatchObject({ cycleKey: "2026-05", index: 10 });
    const [april, may, june] = trajectory.metrics.fcf.months.slice(9, 12);
    expect(april).toMatchObject({
      month: "2026-04",
      average: -100_000,
      single: -100_000,
      target: -100_000,
    });
    expect(may).toMatchObject({ month: "2026-05", average: -200_000, single: -400_000, forecast: null });
    expect(june).toMatchObject({ month: "2026-06", average: null, single: null });
    expect(trajectory.metrics.ebitda.months[10]).toMatchObject({ average: 0, single: 0, target: 0 });
    expect(trajectory.metrics.fcf.dueRange).toEqual([0, 200_000]);
  });

  test("draws the plan's bands where they were given, and none where only points were", async () => {
    const { load, set } = await planned();
    expect((await load()).trajectory.metrics.fcf.months.every(({ band }) => band === null)).toBe(true);
    await set(CONFIG_KEYS.fcfBands, { "10": [-150_000, -50_000], "12": [0, 200_000] });
    const { months } = (await load()).trajectory.metrics.fcf;
    expect([months[10]?.band, months[11]?.band, months[12]?.band]).toEqual([
      [-150_000, -50_000],
      null,
      [0, 200_000],
    ]);
  });

  test("says which setting of the plan cannot be read instead of drawing something else", async () => {
    const { load, set } = await planned();
    await set(CONFIG_KEYS.ebitdaBands, { "10": [50_000, -50_000] });
    const { trajectory } = await load();
    expect(trajectory.unreadable).toEqual([CONFIG_KEYS.ebitdaBands]);
    expect(trajectory.metrics.ebitda.months[10]?.band).toBeNull();
  });
});

describe("the forecast", () => {
  test("goes on from the newest close in ranges, its drivers measured on the six months before", async () => {
    const { load } = await planned();
    const { trajectory } = await load();
    expect(trajectory.missing).toEqual([]);
    expect(trajectory.window).toEqual({ from: "2025-12", to: "2026-05", months: 6 });
    const measured = trajectory.drivers.map(({ kind, function: name, value }) => [kind, name, value]);
    expect(measured).toContainEqual(["new_arr", null, 200_000]);
    expect(measured).toContainEqual(["gross_margin", null, 75]);
    expect(measured).toContainEqual(["opex_growth", "R&D", 0]);
    expect(measured).toContainEqual(["capex", null, 130_000]);
    // Earnings are zero and 30k of cash come in: 3.75 % of revenue of 800k.
    expect(measured).toContainEqual(["collections", null, 3.75]);
    const { months, breakeven } = trajectory.metrics.fcf;
    expect(months.slice(11).every(({ forecast }) => forecast !== null)).toBe(true);
    for (const { forecast } of months.slice(11)) {
      const [low, high] = forecast?.base ?? [0, 0];
      expect(low).toBeLessThan(high);
    }
    expect(breakeven?.base.better.isActual).toBe(false);
  });

  test.each([
    ["a function's expense", { otherOpex: Number.NaN }, "Operating expense (R&D) of 2026-04"],
    ["capex", { capex: Number.NaN }, "Capex of 2026-04"],
  ])("is not drawn where %s of the window is missing, and says so by month", async (_, change, words) => {
    const { load, company } = await planned();
    // Half a year later, with a hole in the window that no close has looked at.
    const later = await planned((month) => (month === "2026-04" ? change : {}), ["2026-07"]);
    const { trajectory } = await later.load();
    expect(trajectory.missing).toContain(words);
    expect(trajectory.drivers).toEqual([]);
    expect(trajectory.metrics.fcf.months.every(({ forecast }) => forecast === null)).toBe(true);
    expect(trajectory.metrics.fcf.breakeven).toBeNull();
    // The other company's books are whole.
    expect((await load()).trajectory.missing).toEqual([]);
    expect(company.tenantId).not.toBe(later.company.tenantId);
  });

  test("looks half a year ahead still when the plan is older than its month 18", async () => {
    const { company, load } = await planned(undefined, []);
    await inTenant(company, (tx) =>
      tx.tenant.update({ where: { id: company.tenantId }, data: { planStart: new Date("2024-07-01") } }),
    );
    const order = { cadence: "monthly_close", cycleKey: "2026-05" } as const;
    must(await evaluateCycle(await company.hire("FP&A", "Second"), order, new Date("2026-06-08T09:00:00Z")));
    const { trajectory } = await load();
    expect(trajectory).toMatchObject({ close: { index: 22 }, horizonIndex: 28, missing: [] });
    const { months, breakeven } = trajectory.metrics.fcf;
    expect(months).toHaveLength(29);
    expect(months[22]).toMatchObject({ month: "2026-05", average: -100_000, forecast: null });
    expect(months.slice(23).every(({ forecast }) => forecast !== null)).toBe(true);
    expect(breakeven).not.toBeNull();
  });

  test("does not begin before the first close; then the plan alone is shown", async () => {
    const { load } = await planned(undefined, []);
    const { trajectory } = await load();
    expect(trajectory.close).toBeNull();
    expect(trajectory.missing).toEqual(["A closed month of the plan"]);
    expect(trajectory.metrics.fcf.months[0]?.target).toBe(-100_000);
  });
});

describe("spreads of the forecast", () => {
  const AT = new Date("2026-06-10T09:00:00Z");
  const wider = { ...USUAL_FORECAST, window_months: 12 as const };

  test("are set by CFO or FP&A, logged with what was there before, and change the window at once", async () => {
    const { load, cfo, analyst, company } = await planned();
    expect((await load()).setting.isUsual).toBe(true);
    must(await updateForecastSettings(cfo, { settings: wider, seenAt: null }, AT));
    const { trajectory, setting } = await load();
    expect(setting).toMatchObject({ isUsual: false, lastSet: { at: AT, by: "CFO" } });
    expect(trajectory.window).toEqual({ from: "2025-06", to: "2026-05", months: 12 });
    const stale = await updateForecastSettings(analyst, { settings: USUAL_FORECAST, seenAt: null }, AT);
    expect(stale).toMatchObject({ ok: false, failure: { code: "CONFLICT" } });
    must(await updateForecastSettings(analyst, { settings: USUAL_FORECAST, seenAt: AT.toISOString() }, AT));
    const entries = await inTenant(company, (tx) =>
      tx.decisionLogEntry.findMany({ where: { kind: "target_change" }, orderBy: { seq: "asc" } }),
    );
    expect(entries.map(({ title }) => title)).toEqual([
      "Forecast drivers set for the first time",
      "Forecast drivers changed",
    ]);
    expect(JSON.parse(entries[1]?.content ?? "{}")).toMatchObject({ before: wider, after: USUAL_FORECAST });
    // The page of targets lists changes out of the same log.
    expect((await loadRevenueSettings(cfo, null, AT)).history).toHaveLength(2);
  });

  test("are nobody else's to set, and never a single line", async () => {
    const { company, cfo } = await planned(undefined, []);
    for (const role of ["CEO", "CPO/CTO", "Team lead", "Auditor", "Administrator"] as const) {
      const person = await company.hire(role, `${role} who tries`);
      expect(await updateForecastSettings(person, { settings: wider, seenAt: null }, AT)).toMatchObject({
        ok: false,
        failure: { code: "FORBIDDEN" },
      });
    }
    const point = {
      ...wider,
      spreads: { ...wider.spreads, churn: { base: 0, downside: 30, upside: 15 } },
    };
    expect(await updateForecastSettings(cfo, { settings: point, seenAt: null }, AT)).toMatchObject({
      ok: false,
      failure: { code: "INVALID_INPUT" },
    });
  });
});
