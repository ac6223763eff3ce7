import { expect, test } from "vitest";
import {
  formatComparable,
  formatCount,
  formatDate,
  formatDateTime,
  formatDistance,
  formatMoney,
  formatMoneyCompact,
  formatMonths,
  formatMultiple,
  formatNumber,
  formatPercent,
  formatValue,
  withSign,
} from "./format";

test("money is written in whole dollars, with cents only when there are any", () => {
  expect(formatMoney(1_234_567)).toBe("$1,234,567");
  expect(formatMoney(4_999.5)).toBe("$4,999.50");
  expect(formatMoney(-250_000)).toBe("−\u2060$250,000");
});

test("no line ends between a sign and a currency", () => {
  expect(formatValue(-383_333, "USD", true)).toBe("−\u2060$383.3K");
  expect(withSign(700_000, formatMoney)).toBe("+\u2060$700,000");
  expect(withSign(-3, formatNumber)).toBe("−3");
});

test("money on cards and axes is short", () => {
  expect(formatMoneyCompact(1_234_567)).toBe("$1.2M");
  expect(formatMoneyCompact(-87_400)).toBe("−\u2060$87.4K");
  expect(formatMoneyCompact(640)).toBe("$640");
});

test("a rounded zero carries no minus sign", () => {
  expect(formatMoneyCompact(-0.2)).toBe("$0");
  expect(formatPercent(-0.001)).toBe("0%");
});

test("percent stands on a scale of 0 to 100, months and multiples say their unit", () => {
  expect(formatPercent(76.25)).toBe("76.3%");
  expect(formatMonths(11.27)).toBe("11.3 months");
  expect(formatMonths(1)).toBe("1 month");
  expect(formatMultiple(2.4)).toBe("2.4×");
});

test("what is not known is a dash, never a zero", () => {
  expect(formatMoney(null)).toBe("—");
  expect(formatPercent(undefined)).toBe("—");
  expect(formatMonths(Number.POSITIVE_INFINITY)).toBe("—");
  expect(formatDate("not a date")).toBe("—");
});

test("a value follows its unit", () => {
  expect(formatValue(1_500_000, "USD", true)).toBe("$1.5M");
  expect(formatValue(9, "months")).toBe("9 months");
  expect(formatValue(3, "x")).toBe("3×");
  expect(formatValue(70, "percent")).toBe("70%");
  expect(formatValue(1_204, "count")).toBe("1,204");
  expect(formatValue(41.26, "days")).toBe("41.3 days");
  expect(formatValue(1, "hours")).toBe("1 hour");
  expect(formatValue(12_400, "USD per day")).toBe("$12,400 a day");
  expect(formatValue(12_400, "USD per day", true)).toBe("$12.4K a day");
  expect(formatValue(null, "USD per day")).toBe("—");
});

test("figures that stand beside others of their unit are all written with the same digits", () => {
  expect([4, 4.08, 4.996].map((value) => formatComparable(value, "x"))).toEqual(["4.00×", "4.08×", "5.00×"]);
  expect([95, 94.2, 1].map((value) => formatComparable(value, "months"))).toEqual([
    "95.0 months",
    "94.2 months",
    "1.0 months",
  ]);
  expect(formatComparable(-70, "percent")).toBe("−70.0%");
  expect(formatComparable(1_200, "USD")).toBe("$1,200");
  expect(formatComparable(null, "months")).toBe("—");
});

test("dates and times are UTC whatever the clock of the machine says", () => {
  expect(formatDate("2026-11-22T23:59:00Z")).toBe("22 Nov 2026");
  expect(formatDateTime(new Date("2026-01-05T07:03:09Z"))).toBe("5 Jan 2026, 07:03 UTC");
});

test("distances are counted from the moment that the page names", () => {
  const present = "2026-11-22T12:00:00Z";
  expect(formatDistance("2026-11-19T12:00:00Z", present)).toBe("3 days ago");
  expect(formatDistance("2026-11-22T14:30:00Z", present)).toBe("in 2 hours");
  expect(formatDistance("2026-11-22T11:59:30Z", present)).toBe("just now");
  expect(formatCount(1, "request")).toBe("1 request");
  expect(formatCount(2, "company", "companies")).toBe("2 companies");
});
