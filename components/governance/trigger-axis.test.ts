import { expect, test } from "vitest";
import { axisOf, isShown, isThin, monthsNamed } from "./trigger-axis";

const runway = [
  { state: "FAIL" as const, low: null, high: 12 },
  { state: "WATCH" as const, low: 12, high: 15 },
  { state: "PASS" as const, low: 15, high: null },
];

test("the axis runs in round steps around the figures and the near thresholds", () => {
  expect(axisOf([6.7, 33.2], runway)).toEqual({ low: 0, high: 40, ticks: [0, 10, 20, 30, 40] });
});

test("a threshold far below the figures does not flatten the curve", () => {
  expect(axisOf([78, 80], runway).low).toBeGreaterThan(15);
});

test("a single figure still has an axis", () => {
  const { low, high } = axisOf([13], []);
  expect(low).toBeLessThanOrEqual(13);
  expect(high).toBeGreaterThanOrEqual(13);
});

test("a band too thin for its word beside the next one's is told from the others", () => {
  const axis = { low: 0, high: 150 };
  expect(runway.map((band) => isThin(band, axis))).toEqual([false, true, false]);
  expect(runway.map((band) => isThin(band, { low: 0, high: 20 }))).toEqual([false, false, false]);
});

test("a band that lies outside the picture is not written into it", () => {
  expect(runway.map((band) => isShown(band, { low: 20, high: 40 }))).toEqual([false, false, true]);
  expect(runway.map((band) => isShown(band, { low: 0, high: 40 }))).toEqual([true, true, true]);
});

test("each month is named once, at its close; without closes the axis names what it will", () => {
  const point = (periodEnd: string, cadence: "weekly" | "monthly_close") => ({ periodEnd, cadence });
  const points = [
    point("2026-03-08", "weekly"),
    point("2026-03-31", "monthly_close"),
    point("2026-03-29", "weekly"),
    point("2026-04-30", "monthly_close"),
  ];
  expect(monthsNamed(points)).toEqual([Date.UTC(2026, 2, 31), Date.UTC(2026, 3, 30)]);
  expect(monthsNamed(points.slice(0, 1))).toBeUndefined();
});
