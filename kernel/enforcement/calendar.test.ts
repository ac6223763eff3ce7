import { describe, expect, it } from "vitest";
import { addBusinessDays, businessDaysBetween, isRfc3339, utcTimestamp } from "./calendar";

describe("Instants", () => {
  it.each([
    ["2026-03-05T10:00:00.9+02:00", "2026-03-05T08:00:00Z"],
    ["2026-01-01T00:30:00+01:00", "2025-12-31T23:30:00Z"],
    ["2024-02-29t23:59:59z", "2024-02-29T23:59:59Z"],
    ["2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"],
    ["0001-03-01T00:00:00-23:59", "0001-03-01T23:59:00Z"],
  ])("%s is %s in UTC and whole seconds", (text, utc) => {
    expect(utcTimestamp(text)).toBe(utc);
  });

  it.each([
    "2026-02-29T00:00:00Z",
    "2026-13-01T00:00:00Z",
    "2026-01-01 00:00:00Z",
    "2026-01-01T24:00:00Z",
    "2026-01-01T00:00:00",
    "2026-01-01",
    "0000-01-01T00:00:00+01:00",
    "9999-12-31T23:59:59-01:00",
  ])("%s is none", (text) => {
    expect(isRfc3339(text)).toBe(false);
  });
});

describe("Business days", () => {
  it.each([
    ["2026-03-31", "2026-04-14", [], 10],
    ["2026-03-31", "2026-04-15", [], 11],
    ["2026-03-31", "2026-04-15", ["2026-04-03", "2026-04-06"], 9],
    ["2026-03-31", "2026-04-15", ["2026-04-04", "2026-03-31", "2026-04-15", "2026-04-15"], 10],
    ["2026-04-03", "2026-04-05", [], 0],
    ["2026-04-03", "2026-04-06", [], 1],
    ["2026-04-06", "2026-04-03", [], 0],
    ["1960-01-01", "1960-01-04", [], 1],
  ])("after %s through %s, holidays %j, are %i", (from, to, holidays, days) => {
    expect(businessDaysBetween(from, to, holidays)).toBe(days);
  });

  it("cost the same over any span", () => {
    expect(businessDaysBetween("0001-01-01", "9999-12-31", [])).toBe(2_608_614);
  });

  it("lead from the end of a period to the deadline of its close", () => {
    expect(addBusinessDays("2026-03-31", 10, ["2026-04-03"])).toBe("2026-04-15");
  });
});
