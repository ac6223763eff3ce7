import { describe, expect, it } from "vitest";
import { confidenceOf, measure, meetsExpectation, outcomeOf } from "./measure";
import { shareWithin } from "./student-t";

const noisy = (level: number, days: number) =>
  Array.from({ length: days }, (_, day) => level + ([1, -1, 0.5, -0.5, 0, 0.8, -0.8][day % 7] ?? 0));

describe("what an action did", () => {
  it("a clear rise of a metric that should rise is an improvement, and sure", () => {
    const measured = measure("up", noisy(100, 14), noisy(110, 14));
    expect(measured).toMatchObject({
      outcome: "improved",
      direction: "up",
      baseline: 100,
      observed: 110,
      delta: 10,
      deltaPct: 10,
    });
    expect(measured.confidence).toBeGreaterThan(0.95);
  });

  it("the same rise of a metric that should fall hurts", () => {
    expect(measure("down", noisy(100, 14), noisy(110, 14)).outcome).toBe("hurt");
  });

  it("a metric that should hold is hurt by leaving its place, and not by its own noise", () => {
    expect(measure("hold", noisy(100, 14), noisy(110, 14)).outcome).toBe("hurt");
    expect(measure("hold", noisy(100, 14), noisy(100, 14)).outcome).toBe("no_change");
  });

  it("a difference within the noise is no change", () => {
    const wild = (level: number) => [
      level - 40,
      level + 40,
      level - 30,
      level + 30,
      level,
      level + 20,
      level - 20,
    ];
    const measured = measure("up", wild(100), wild(103));
    expect(measured.outcome).toBe("no_change");
    expect(measured.confidence).toBeLessThan(0.5);
  });

  it("under one percent is no change, however sure", () => {
    expect(measure("up", Array(14).fill(100), Array(14).fill(100.5)).outcome).toBe("no_change");
  });

  it("two days say nothing, and four say less than fourteen", () => {
    expect(confidenceOf([100, 100], [120, 121, 122])).toBe(0);
    expect(confidenceOf(noisy(100, 4), noisy(110, 4))).toBeLessThan(
      confidenceOf(noisy(100, 14), noisy(110, 14)),
    );
    expect(confidenceOf(noisy(100, 4), noisy(110, 4))).toBeLessThanOrEqual(4 / 7);
  });

  it("days that lean on the day before count for less than independent ones", () => {
    const leaning = (level: number) => Array.from({ length: 14 }, (_, day) => level + day * 0.5);
    const mixed = (level: number) => [0, 5, 1, 6, 2, 4, 3].flatMap((at) => [level + at, level + 6.5 - at]);
    const gapBetween = (series: (level: number) => number[]) => confidenceOf(series(100), series(103));
    expect(gapBetween(leaning)).toBeLessThan(gapBetween(mixed));
  });

  it("days without a value are left out, and a window without any has no result", () => {
    expect(measure("up", [100, null, 100, 100], [110, null, 110, 110])).toMatchObject({
      baseline: 100,
      observed: 110,
    });
    expect(measure("up", [null, null], [110])).toMatchObject({
      baseline: null,
      delta: null,
      confidence: 0,
      outcome: "no_change",
    });
  });

  it("a rise from zero is a rise, though no percentage can be told", () => {
    expect(outcomeOf("up", 0, 5, 0.9)).toBe("improved");
    expect(measure("up", Array(7).fill(0), Array(7).fill(5)).deltaPct).toBeNull();
  });
});

describe("whether an action did what was expected", () => {
  const expected = { direction: "up", low_pct: 4, high_pct: 10 } as const;

  it("completes at the low end of the band, and fails under it", () => {
    expect(meetsExpectation(expected, { outcome: "improved", delta: 4, deltaPct: 4 })).toBe(true);
    expect(meetsExpectation(expected, { outcome: "improved", delta: 3, deltaPct: 3 })).toBe(false);
  });

  it("fails on no change and on the wrong direction, whatever the size", () => {
    expect(meetsExpectation(expected, { outcome: "hurt", delta: -20, deltaPct: -20 })).toBe(false);
    expect(meetsExpectation(expected, { outcome: "no_change", delta: 20, deltaPct: 20 })).toBe(false);
  });

  it("a fall is measured by its size: from 4 to 12 percent down", () => {
    const fall = { direction: "down", low_pct: -12, high_pct: -4 } as const;
    expect(meetsExpectation(fall, { outcome: "improved", delta: -5, deltaPct: -5 })).toBe(true);
    expect(meetsExpectation(fall, { outcome: "improved", delta: -3, deltaPct: -3 })).toBe(false);
  });
});

describe("Student's t distribution, against the printed tables", () => {
  it.each([
    [1, 12.706, 0.95],
    [2, 4.303, 0.95],
    [5, 2.571, 0.95],
    [10, 2.228, 0.95],
    [30, 2.75, 0.99],
    [10, 0.7, 0.5],
  ])("with %d degrees of freedom, %d standard errors hold a share of %d", (freedom, t, share) => {
    expect(shareWithin(t, freedom)).toBeCloseTo(share, 3);
  });
});
