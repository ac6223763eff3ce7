import { expect, test } from "vitest";
import { axisOf } from "./trigger-axis";

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
