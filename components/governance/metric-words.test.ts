import { expect, test } from "vitest";
import { changeOf, gapInWords, metricFigure, targetInWords, windowInWords } from "./metric-words";

const months = { unit: "months", direction: "down" } as const;

test("a fall in payback is better, a rise is worse, and a watched figure is neither", () => {
  expect(changeOf(15, 18, months)).toMatchObject({ words: "Down 16.7%", judged: "better", tone: "good" });
  expect(changeOf(18, 15, months)).toMatchObject({ words: "Up 20%", judged: "worse", tone: "bad" });
  expect(changeOf(18, 15, { unit: "months", direction: "hold" })).toMatchObject({ judged: null });
});

test("between two percentages the change is counted in points", () => {
  const change = changeOf(31.5, 30.5, { unit: "percent", direction: "up" });
  expect(change).toMatchObject({ words: "Up 1 point", judged: "better" });
});

test("a change too small to write is no change, and one from nothing is said in the metric's unit", () => {
  expect(changeOf(100_001, 100_000, { unit: "USD", direction: "up" })).toMatchObject({ words: "Unchanged" });
  expect(changeOf(5, 0, { unit: "count", direction: "up" })).toMatchObject({ words: "Up 5" });
  expect(changeOf(-50, -100, { unit: "USD", direction: "up" })).toMatchObject({
    words: "Up 50%",
    judged: "better",
  });
});

test("without an earlier value nothing is called better or worse", () => {
  expect(changeOf(5, null, months)).toMatchObject({ way: "unknown", judged: null });
});

test("figures are as short as a table wants them and never lose what decides", () => {
  expect(metricFigure(1_234_567.89, "USD")).toBe("$1.2M");
  expect(metricFigure(12_345.67, "USD")).toBe("$12,346");
  expect(metricFigure(3.456, "USD")).toBe("$3.46");
  expect(metricFigure(12_400.2, "USD per day")).toBe("$12,400 a day");
  expect(metricFigure(null, "percent")).toBe("No value");
});

test("a target says its bound, and the gap says how much is lacking or to spare", () => {
  const payback = { bound: "at most", value: 15, kind: "target" } as const;
  expect(targetInWords({ ...payback, shortfall: 2.5 }, "months")).toBe("At most 15 months");
  expect(gapInWords({ ...payback, shortfall: 2.5 }, "months")).toEqual({
    words: "2.5 months over",
    tone: "bad",
  });
  expect(gapInWords({ ...payback, shortfall: 0.001 }, "months").words).toBe("Just over");
  expect(gapInWords({ ...payback, shortfall: null }, "months").tone).toBe("unknown");
  const margin = { bound: "at least", value: 70, kind: "target" } as const;
  expect(gapInWords({ ...margin, shortfall: -2 }, "percent").words).toBe("Met, 2 points to spare");
  expect(gapInWords({ ...margin, shortfall: 0 }, "percent").words).toBe("Met exactly");
});

test("the window of a figure is said in days", () => {
  expect(windowInWords(0)).toBe("What stands at the end of the day");
  expect(windowInWords(90)).toBe("The 90 days up to and including the day");
});
