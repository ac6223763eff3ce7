import { describe, expect, test } from "vitest";
import { type AbortCondition, conditionText, daysInARow, metOn } from "./abort-conditions";

const condition = (operator: AbortCondition["operator"], days = 1): AbortCondition => ({
  metric: "cac_paid",
  operator,
  threshold: 900,
  consecutive_days: days,
});
const days = (...values: (number | null)[]) =>
  values.map((value, index) => ({ date: `2026-06-${String(index + 1).padStart(2, "0")}`, value }));

describe("a condition for stopping", () => {
  test.each([
    [">", 900, null],
    [">", 900.01, "2026-06-01"],
    [">=", 900, "2026-06-01"],
    [">=", 899.99, null],
    ["<", 900, null],
    ["<", 899.99, "2026-06-01"],
    ["<=", 900, "2026-06-01"],
    ["<=", 900.01, null],
  ] as const)("%s 900 is judged on the figure itself: %d", (operator, value, met) => {
    expect(metOn(condition(operator), days(value))).toBe(met);
  });

  test("asks for days in a row: one good day begins the count again, a day without a value does not", () => {
    expect(metOn(condition(">", 3), days(901, 902, 899, 903, 904))).toBeNull();
    expect(metOn(condition(">", 3), days(901, 902, 899, 903, 904, 905))).toBe("2026-06-06");
    expect(metOn(condition(">", 3), days(901, null, 902, null, 903))).toBe("2026-06-05");
  });

  test("says how close it is: the days in a row that it holds by now, a day without a value left out", () => {
    expect(daysInARow(condition(">"), days(901, 899, 902, null, 903))).toBe(2);
    expect(daysInARow(condition(">"), days(901, 899))).toBe(0);
    expect(daysInARow(condition(">"), days(901, 902))).toBe(2);
    expect(daysInARow(condition(">"), [])).toBe(0);
  });

  test("is never met without values", () => {
    expect(metOn(condition("<"), days(null, null))).toBeNull();
    expect(metOn(condition("<"), [])).toBeNull();
  });

  test("reads as a sentence would", () => {
    expect(conditionText(condition("<=", 1))).toBe("CAC, paid at or under $900 on a day");
    expect(conditionText(condition(">", 5))).toBe("CAC, paid over $900 on 5 days in a row");
  });
});
