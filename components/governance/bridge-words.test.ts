import { describe, expect, test } from "vitest";
import type { TriggerBridge } from "@/kernel/enforcement";
import { bridgeBars, bridgeChange, bridgeFigure, bridgeInWords } from "./bridge-words";

const bridge: TriggerBridge = {
  triggerId: "T1_FCF_BREAKEVEN_TRAJECTORY",
  from: "-20000.00",
  to: "-41000.50",
  change: "-21000.50",
  steps: [
    { inputs: ["OperatingCashFlow"], change: "4000.00", after: "-16000.00" },
    { inputs: ["Capex"], change: "-25000.50", after: "-41000.50" },
    { inputs: ["TargetFCF_3mo_avg"], change: "0.00", after: "-41000.50" },
  ],
};

describe("A bridge in words", () => {
  test("says from where to where, and what moved it most, first", () => {
    expect(bridgeInWords(bridge, "USD", "2026-09")).toBe(
      "From −\u2060$20,000 at the Sep 2026 close to −\u2060$41,000.50, −\u2060$21,000.50: capex −\u2060$25,000.50, operating cash flow +$4,000.",
    );
    const still = { ...bridge, to: bridge.from, change: "0.00", steps: [] };
    expect(bridgeInWords(still, "USD", "2026-09")).toMatch(/: no input moved it\.$/);
  });

  test.each([
    ["12.3456", "percent", "+12.3456 points"],
    ["-0.5000", "months", "−0.5 months"],
    ["0.0000", "x", "no change"],
    ["0.2500", "x", "+0.25×"],
  ])("a movement of %s %s is %s", (decimal, unit, words) => {
    expect(bridgeChange(decimal, unit)).toBe(words);
  });

  test("a figure keeps every place that counts", () => {
    expect(bridgeFigure("11.9700", "months")).toBe("11.97 months");
    expect(bridgeFigure("104.2500", "percent")).toBe("104.25%");
  });
});

test("the bars of a bridge hang together: each step begins where the one before ended", () => {
  expect(
    bridgeBars(bridge, "USD", ["Sep 2026", "Oct 2026"]).map(({ name, span, kind }) => [name, span, kind]),
  ).toEqual([
    ["Sep 2026", [-20_000, 0], "END"],
    ["Operating cash flow", [-20_000, -16_000], "UP"],
    ["Capex", [-41_000.5, -16_000], "DOWN"],
    ["Average target FCF over 3 months", [-41_000.5, -41_000.5], "UP"],
    ["Oct 2026", [-41_000.5, 0], "END"],
  ]);
});
