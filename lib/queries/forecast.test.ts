import { describe, expect, test } from "vitest";
import {
  averagesAfter,
  type BookMonth,
  breakevenOf,
  driverRanges,
  driversOf,
  forecast,
  openingOf,
  SCENARIOS,
} from "./forecast";
import { forecastSettingsSchema, USUAL_FORECAST } from "./forecast-settings";

/** Six months of a company that stands still: what goes in at the top comes out at the bottom. */
const still = (change: Partial<BookMonth> = {}): BookMonth[] =>
  Array.from({ length: 6 }, (_, at) => ({
    month: `2026-0${at + 1}`,
    openingArr: 12_000_000,
    closingArr: 12_000_000,
    newArr: 120_000,
    expansion: 0,
    contraction: 0,
    churn: 120_000,
    revenue: 1_000_000,
    cogs: 250_000,
    opex: { "R&D": 400_000, "S&M": 300_000, "G&A": 150_000 },
    operatingCashFlow: -80_000,
    capex: 20_000,
    ...change,
  }));

const drivers = (months: BookMonth[]) => {
  const found = driversOf(months);
  if (found === null) throw new Error("the months have drivers");
  return found;
};
const ranges = (months: BookMonth[]) => driverRanges(drivers(months), USUAL_FORECAST.spreads);

describe("drivers are the company's own last months", () => {
  test("each with the value a person gets with pencil and paper", () => {
    expect(drivers(still()).map(({ kind, function: name, value }) => [kind, name, value])).toEqual([
      ["new_arr", null, 120_000],
      ["expansion", null, 0],
      ["contraction", null, 0],
      ["churn", null, 1],
      ["recognised", null, 100],
      ["gross_margin", null, 75],
      ["opex_growth", "G&A", 0],
      ["opex_growth", "R&D", 0],
      ["opex_growth", "S&M", 0],
      // Earnings are −100k and cash from operations −80k: 2 % of revenue comes in beside what is earned.
      ["collections", null, 2],
      ["capex", null, 20_000],
    ]);
  });

  test("expense that rose by 6 % from one half of the window to the other grows by 2 % a month", () => {
    const months = still().map((month, at) => ({ ...month, opex: { "R&D": at < 3 ? 100_000 : 106_000 } }));
    expect(drivers(months).find(({ kind }) => kind === "opex_growth")).toEqual({
      kind: "opex_growth",
      function: "R&D",
      value: 2,
    });
    expect(openingOf(months).opex).toEqual({ "R&D": 106_000 });
  });

  test("without revenue or ARR there is no share to take, and so no driver", () => {
    expect(driversOf(still({ revenue: 0 }))).toBeNull();
    expect(driversOf(still({ openingArr: 0, closingArr: 0 }))).toBeNull();
    expect(driversOf([])).toBeNull();
  });
});

describe("a scenario is a range between its two ends", () => {
  test("base lies around the measured value, downside and upside begin where it ends; for costs worse is higher", () => {
    const all = ranges(still());
    expect(all.find(({ kind }) => kind === "gross_margin")?.ranges).toEqual({
      downside: [73, 74.5],
      base: [74.5, 75.5],
      upside: [75.5, 76.5],
    });
    expect(all.find(({ kind }) => kind === "churn")?.ranges).toEqual({
      downside: [1.3, 1.05],
      base: [1.05, 0.95],
      upside: [0.95, 0.85],
    });
    expect(all.find(({ kind }) => kind === "capex")?.ranges.downside).toEqual([25_000, 21_000]);
  });

  test("a month ahead is the arithmetic of the page: ARR, revenue, margin, expense, cash", () => {
    const found = forecast(openingOf(still()), ranges(still()), 1).base.worse[0];
    // 12,000,000 + 114,000 new − 1.05 % lost; averaged, a twelfth of it, 99.5 % recognised.
    const arr = 12_000_000 + 114_000 - 126_000;
    const revenue = ((12_000_000 + arr) / 24) * 0.995;
    const ebitda = revenue * 0.745 - 850_000 * 1.0025;
    expect(found?.ebitda).toBeCloseTo(ebitda, 1);
    expect(found?.freeCashFlow).toBeCloseTo(ebitda + revenue * 0.01 - 21_000, 1);
  });

  test("never a single line: every month of every scenario has a low and a high, and the scenarios meet edge to edge", () => {
    const runs = forecast(openingOf(still()), ranges(still()), 12);
    for (const scenario of SCENARIOS) {
      const { worse, better } = runs[scenario];
      for (const [at, month] of worse.entries()) {
        expect(month.freeCashFlow).toBeLessThan(better[at]?.freeCashFlow ?? Number.NaN);
        expect(month.ebitda).toBeLessThan(better[at]?.ebitda ?? Number.NaN);
      }
    }
    expect(runs.downside.better).toEqual(runs.base.worse);
    expect(runs.upside.worse).toEqual(runs.base.better);
  });

  test("the same months give the same figures, in whatever order a function's expense is listed", () => {
    const turned = still().map((month) => ({
      ...month,
      opex: Object.fromEntries(Object.entries(month.opex).reverse()),
    }));
    expect(forecast(openingOf(turned), ranges(turned), 8)).toEqual(
      forecast(openingOf(still()), ranges(still()), 8),
    );
  });
});

describe("breakeven is the three-month average at or above zero", () => {
  const at = (from: number, ...values: number[]) => values.map((value, k) => ({ index: from + k, value }));

  test("the average goes on from the actual months", () => {
    expect(averagesAfter([-900, -300, -60], [60, 120, 180])).toEqual([-100, 40, 120]);
  });

  test("the first month of the forecast that gets there is named, and the month in which it is lost again", () => {
    expect(breakevenOf(at(9, -5, -3), at(11, -1, 0, 2, -1))).toEqual({
      reachedAt: 12,
      isActual: false,
      lostAt: 14,
    });
    expect(breakevenOf(at(9, -5, -3), at(11, -3, -2))).toEqual({
      reachedAt: null,
      isActual: false,
      lostAt: null,
    });
  });

  test("a company that is there already has been since the first month of the unbroken stretch", () => {
    expect(breakevenOf(at(6, 2, -1, 3, 4), at(10, 1, -2))).toEqual({
      reachedAt: 8,
      isActual: true,
      lostAt: 11,
    });
  });
});

describe("what a CFO may set", () => {
  const set = (change: object) =>
    forecastSettingsSchema.safeParse({
      ...USUAL_FORECAST,
      spreads: { ...USUAL_FORECAST.spreads, churn: { base: 5, downside: 30, upside: 15, ...change } },
    });

  test("is a range: no spread of nothing, and no scenario inside the base range", () => {
    expect(set({}).success).toBe(true);
    expect(set({ base: 0 }).error?.issues[0]?.message).toContain("never a single line");
    expect(set({ downside: 5 }).error?.issues[0]?.path).toEqual(["spreads", "churn", "downside"]);
    expect(set({ upside: 4 }).error?.issues[0]?.path).toEqual(["spreads", "churn", "upside"]);
    expect(forecastSettingsSchema.safeParse({ ...USUAL_FORECAST, window_months: 5 }).success).toBe(false);
  });
});
