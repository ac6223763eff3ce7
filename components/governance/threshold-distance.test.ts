import { expect, test } from "vitest";
import { distanceInWords, nearestLine, type TriggerThresholds, thresholdRegions } from "./threshold-distance";

type Statement = TriggerThresholds["pass"];
type Bound = Statement["bounds"][number];
const bound = (comparator: Bound["comparator"], value: number): Bound => ({
  comparator,
  value,
  decimal: String(value),
});
const says = (...bounds: Bound[]): Statement => ({ bounds, targetBand: null });

const runway: TriggerThresholds = {
  pass: says(bound(">=", 15)),
  watch: says(bound(">=", 12), bound("<", 15)),
  fail: says(bound("<", 12)),
  unit: "months",
};
const payback: TriggerThresholds = {
  pass: says(bound("<=", 15)),
  watch: says(bound(">", 15), bound("<=", 20)),
  fail: says(bound(">", 20)),
  unit: "months",
};
const inWords = (value: number, state: "PASS" | "WATCH" | "FAIL", thresholds: TriggerThresholds) => {
  const distance = nearestLine(value, state, thresholds);
  return distance && distanceInWords(distance, (amount) => `${Number(amount.toFixed(1))} months`);
};

test("a passing runway says how far above the watch line it is", () => {
  expect(inWords(16.8, "PASS", runway)).toBe("1.8 months above the watch line");
});

test("a watched runway names whichever line is nearer", () => {
  expect(inWords(12.4, "WATCH", runway)).toBe("0.4 months above the fail line");
  expect(inWords(14.5, "WATCH", runway)).toBe("0.5 months below the pass line");
});

test("a failed runway says how far below the fail line it is", () => {
  expect(inWords(9, "FAIL", runway)).toBe("3 months below the fail line");
});

test("where lower is better, the words turn round", () => {
  expect(inWords(9, "PASS", payback)).toBe("6 months below the watch line");
  expect(inWords(19, "WATCH", payback)).toBe("1 months below the fail line");
  expect(inWords(22, "FAIL", payback)).toBe("2 months above the fail line");
});

test("a figure on the line is on the line of its own state", () => {
  expect(inWords(15, "PASS", runway)).toBe("exactly on the pass line");
  expect(inWords(20, "WATCH", payback)).toBe("exactly on the watch line");
});

test("regions come in ascending order, open at both ends", () => {
  expect(thresholdRegions(payback)).toEqual([
    { state: "PASS", low: null, high: 15 },
    { state: "WATCH", low: 15, high: 20 },
    { state: "FAIL", low: 20, high: null },
  ]);
});

test("a hair's breadth is never written as nothing", () => {
  expect(inWords(15.01, "PASS", runway)).toBe("just above the watch line");
});
