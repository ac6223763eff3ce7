import { describe, expect, it } from "vitest";
import {
  readCriticalRolesPerMonth,
  readExperimentCapPct,
  readMonthlyLimitUsd,
  readScaleUpPct,
} from "./figures";

describe("Figures in allow texts", () => {
  const spend = "Scale spend +5–15% in proven segments; keep experiment budget capped (2–5% of GTM spend)";

  it("take the upper end of each range", () => {
    expect(readScaleUpPct(spend)).toBe(15);
    expect(readExperimentCapPct(spend)).toBe(5);
    expect(readCriticalRolesPerMonth("add up to +1–2 critical roles/month if Ro40 is PASS")).toBe(2);
    expect(readMonthlyLimitUsd("new spend requires ROI case if >$5k/month")).toBe(5000);
  });

  it("may be single, decimal, grouped, or joined by “to”", () => {
    expect(readScaleUpPct("grow +12.5% at most, experiments 3%")).toBe(12.5);
    expect(readExperimentCapPct("grow +12.5% at most, experiments 3%")).toBe(3);
    expect(readScaleUpPct("+5% to 20%")).toBe(20);
    expect(readMonthlyLimitUsd("ROI case if > $7,500 per month")).toBe(7500);
    expect(readCriticalRolesPerMonth("+3 critical roles a month")).toBe(3);
  });

  it("are absent where the text names none of their kind", () => {
    expect(readScaleUpPct("scale 5–15%")).toBeNull();
    expect(readExperimentCapPct("scale +5–15%")).toBeNull();
    expect(readMonthlyLimitUsd("savings of 10–20% within 60 days; $5k/month")).toBeNull();
    expect(readCriticalRolesPerMonth("+1–2 roles/month")).toBeNull();
    expect(readScaleUpPct("")).toBeNull();
  });

  it("are found at once in very long texts", () => {
    expect(readScaleUpPct(`${"1".repeat(300_000)} ${"2-".repeat(100_000)} +9%`)).toBe(9);
  });
});
