import { describe, expect, it } from "vitest";
import { type FigureKind, missedFigure } from "./figure-misses";

/** The marked words, and what they would have to be. */
function told(text: string, kind: FigureKind): readonly [string, string | null] | null {
  const miss = missedFigure(text, kind);
  if (miss === null) return null;
  return [text.slice(miss.position - 1, miss.position - 1 + miss.length), miss.instead];
}

describe("A figure that is not read from an allow text", () => {
  it("is told at the misspelt words of a monthly limit", () => {
    expect(told("Renew; an ROI case if >$5k/mnth", "monthly_limit")).toEqual(["mnth", "month"]);
    expect(told("an ROI case if >$5k/mo.", "monthly_limit")).toEqual(["mo", "month"]);
    expect(told("an ROI case if >$5k a month", "monthly_limit")).toEqual(["a month", "per month"]);
    expect(told("an ROI case if >$5k monthly", "monthly_limit")).toEqual(["monthly", "per month"]);
    expect(told("an ROI case if over $5k/month", "monthly_limit")).toEqual(["over $", ">$"]);
    expect(told("an ROI case if ≥ $7,500 per month", "monthly_limit")).toEqual(["≥ $", ">$"]);
    expect(told("an ROI case if > USD 5k/month", "monthly_limit")).toEqual(["> USD ", ">$"]);
    expect(told("an ROI case from 5k/month", "monthly_limit")).toEqual(["5k", ">$5k"]);
    expect(told("an ROI case if over $5k monthly", "monthly_limit")).toEqual([
      "over $5k monthly",
      ">$5k per month",
    ]);
  });

  it("is told at the misspelt words of the critical roles", () => {
    expect(told("up to +1–2 critcal roles/month", "critical_roles")).toEqual(["critcal", "critical"]);
    expect(told("up to +1–2 critical rolls/month", "critical_roles")).toEqual(["rolls", "roles"]);
    expect(told("up to +1–2 critical hires/month", "critical_roles")).toEqual(["hires", "roles"]);
    expect(told("up to +1–2 roles/month", "critical_roles")).toEqual(["roles", "critical roles"]);
    expect(told("up to 1–2 critical roles/month", "critical_roles")).toEqual(["1–2", "+1–2"]);
    expect(told("up to two critical roles a month", "critical_roles")).toEqual(["two", "+2"]);
    expect(told("a few critical roles a month", "critical_roles")).toEqual(["critical roles", null]);
  });

  it("is told at the percentage without its sign", () => {
    const spend = (scale: string, cap: string) =>
      `Grow spend ${scale} in proven segments; cap experiments (${cap})`;
    expect(told(spend("+5–15 percent", "2–5%"), "scale_up")).toEqual(["percent", "%"]);
    expect(told(spend("+5–15pct", "2–5%"), "scale_up")).toEqual(["pct", "%"]);
    expect(told(spend("+5–15", "2–5%"), "scale_up")).toEqual(["+5–15", "+5–15%"]);
    expect(told(spend("5–15%", "2–5%"), "scale_up")).toEqual(["5–15%", "+5–15%"]);
    expect(told(spend("plus 5–15%", "2–5%"), "scale_up")).toEqual(["plus ", "+"]);
    expect(told(spend("＋5–15%", "2–5%"), "scale_up")).toEqual(["＋", "+"]);
    expect(told(spend("+5–15%", "2–5 per cent"), "experiment_cap")).toEqual(["per cent", "%"]);
    expect(told(spend("+5–15%", "+2–5%"), "experiment_cap")).toEqual(["+2–5%", "2–5%"]);
    expect(told("Spend may grow 5–15%", "scale_up")).toEqual(["5–15%", null]);
  });

  it("has no place where nothing in the text comes near it", () => {
    expect(told("Renew what is there", "monthly_limit")).toBeNull();
    expect(told("Savings of 10–20% within 60 days", "monthly_limit")).toBeNull();
    expect(told("Grow +5–15% in proven segments", "experiment_cap")).toBeNull();
    expect(told("", "critical_roles")).toBeNull();
  });

  it("is missed nowhere where the kernel reads it", () => {
    expect(missedFigure("+1–2 critical roles/month", "critical_roles")).toBeNull();
    expect(missedFigure(">$5k/month", "monthly_limit")).toBeNull();
    expect(missedFigure("+5–15% and 2–5%", "scale_up")).toBeNull();
    expect(missedFigure("+5–15% and 2–5%", "experiment_cap")).toBeNull();
  });

  it("is looked for at once in very long texts", () => {
    expect(missedFigure(`${"1 ".repeat(100_000)}${"over ".repeat(50_000)}`, "monthly_limit")).toBeNull();
    expect(missedFigure(" ".repeat(300_000), "critical_roles")).toBeNull();
  });
});
