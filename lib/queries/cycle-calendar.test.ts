import { expect, test } from "vitest";
import { addMonths, monthIndexOf, nextQuarter, periodOf, weekKey } from "./cycle-calendar";

test("a month runs from its first to its last day, leap years included", () => {
  expect(periodOf("monthly_close", "2028-02")).toEqual({ start: "2028-02-01", end: "2028-02-29" });
  expect(periodOf("monthly_close", "2026-12")).toEqual({ start: "2026-12-01", end: "2026-12-31" });
});

test("a week runs from Monday to Sunday and belongs to the year of its Thursday", () => {
  expect(periodOf("weekly", "2026-W01")).toEqual({ start: "2025-12-29", end: "2026-01-04" });
  expect(periodOf("weekly", "2026-W47")).toEqual({ start: "2026-11-16", end: "2026-11-22" });
  expect(weekKey("2027-01-03")).toBe("2026-W53");
  expect(weekKey("2027-01-04")).toBe("2027-W01");
});

test("a key that names no period of its cadence is refused", () => {
  expect(periodOf("weekly", "2025-W53")).toBeNull();
  expect(periodOf("weekly", "2026-11")).toBeNull();
  expect(periodOf("monthly_close", "2026-13")).toBeNull();
  expect(periodOf("monthly_close", "2026-W47")).toBeNull();
  for (const key of ["0000-05", "0099-01", "9999-12"]) expect(periodOf("monthly_close", key)).toBeNull();
});

test("the next quarter of a day is the calendar quarter after its own", () => {
  expect(nextQuarter("2026-11-22")).toEqual({ key: "2027-Q1", start: "2027-01-01", end: "2027-03-31" });
  expect(nextQuarter("2026-03-31")).toEqual({ key: "2026-Q2", start: "2026-04-01", end: "2026-06-30" });
});

test("months of the plan count from zero, before its start below zero", () => {
  expect(monthIndexOf("2025-11-01", "2025-11")).toBe(0);
  expect(monthIndexOf("2025-11-01", "2026-10")).toBe(11);
  expect(monthIndexOf("2025-11-01", "2025-10")).toBe(-1);
  expect(addMonths("2026-01", -1)).toBe("2025-12");
});
