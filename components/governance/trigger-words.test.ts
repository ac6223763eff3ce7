import { expect, test } from "vitest";
import { ageInWords, amountInWords, cycleInWords, figureInWords, theCycleInWords } from "./trigger-words";

test("a figure just short of a round number does not read as that number", () => {
  expect(figureInWords(11.97, "months")).toBe("11.97 months");
  expect(figureInWords(11.9996, "months")).toBe("11.9996 months");
  expect(figureInWords(99.98, "percent")).toBe("99.98%");
  expect(figureInWords(-50_020, "USD")).toBe("−\u2060$50,020");
});

test("other figures are short", () => {
  expect(figureInWords(12, "months")).toBe("12 months");
  expect(figureInWords(8.13, "months")).toBe("8.1 months");
  expect(figureInWords(2, "x")).toBe("2×");
  expect(figureInWords(-383_333.33, "USD")).toBe("−\u2060$383.3K");
  expect(figureInWords(null, "months")).toBe("—");
});

test("a multiple is written with the same digits as its distance from a line, and as in tables", () => {
  expect(figureInWords(2.11, "x")).toBe("2.11×");
  expect(figureInWords(3.45, "x")).toBe("3.45×");
  expect(amountInWords(3.45 - 2, "x")).toBe("1.45×");
  expect(figureInWords(1.9999, "x")).toBe("1.9999×");
});

test("cycles are named as people name them", () => {
  expect(cycleInWords({ cadence: "weekly", cycleKey: "2026-W06" })).toBe("week 6 of 2026");
  expect(theCycleInWords({ cadence: "monthly_close", cycleKey: "2026-10" })).toBe("the Oct 2026 close");
});

test("an age is counted in days", () => {
  const present = new Date("2026-11-22T10:00:00Z");
  expect(ageInWords("2026-10-31", present)).toBe("31 Oct 2026 · 22 days old");
  expect(ageInWords("2026-11-22", present)).toBe("22 Nov 2026 · today");
});
