import { describe, expect, test } from "vitest";
import { compile } from "../../kernel/enforcement";
import { referenceArtifacts } from "../../kernel/enforcement/testing/reference-policy";
import { type BridgeFacts, inputBridge, PLAN_MONTH } from "./input-bridge";

const policy = compile(referenceArtifacts);
const week = (id: string, inputs: Record<string, unknown>): BridgeFacts => ({
  cycle: { id, cadence: "weekly" },
  inputs,
});
const month = (index: number, inputs: Record<string, unknown>): BridgeFacts => ({
  cycle: { id: `month ${index}`, cadence: "monthly_close", month_index: index },
  inputs,
});

/** The same random figures in every run. */
function figures(seed: number) {
  let state = seed;
  return (low: number, high: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.round(low + (state / 2_147_483_648) * (high - low));
  };
}

describe("why a trigger's value moved", () => {
  test("runway falls by what cash took away and rises by what burn gave back", () => {
    const before = week("W45", { CashBalance: 3_600_000, NetBurn: [300_000, 300_000, 300_000] });
    const after = week("W46", { CashBalance: 3_000_000, NetBurn: [300_000, 200_000, 250_000] });
    const bridge = inputBridge(policy, "T4_RUNWAY_FLOOR", before, after);
    expect(
      bridge.steps.map(({ input, valueBefore, valueAfter }) => [input, valueBefore, valueAfter]),
    ).toEqual([
      ["CashBalance", 12, 10],
      ["NetBurn", 10, 12],
    ]);
    expect([bridge.before, bridge.after, bridge.isComplete]).toEqual([12, 12, true]);
  });

  test("an input that did not move is no step", () => {
    const before = week("W45", {
      QualifiedPipelineAmount_next_quarter: 900,
      BookingsTarget_next_quarter: 300,
    });
    const after = week("W46", {
      QualifiedPipelineAmount_next_quarter: 600,
      BookingsTarget_next_quarter: 300,
    });
    const { steps } = inputBridge(policy, "T6_PIPELINE_COVERAGE", before, after);
    expect(steps.map(({ input, effect }) => [input, effect])).toEqual([
      ["QualifiedPipelineAmount_next_quarter", -1],
    ]);
  });

  test("two weeks of one and the same figures have no steps and one value", () => {
    const facts = week("W45", { CashBalance: 3_600_000, NetBurn: [300_000, 300_000, 300_000] });
    expect(inputBridge(policy, "T4_RUNWAY_FLOOR", facts, facts)).toEqual({
      before: 12,
      after: 12,
      steps: [],
      isComplete: true,
    });
  });

  test("a later month of the plan moves the gap by its target, as a step of its own", () => {
    const target = { "3": -100_000, "4": -80_000 };
    const same = {
      OperatingCashFlow: [-90_000, -90_000, -90_000],
      Capex: [0, 0, 0],
      TargetFCF_3mo_avg: target,
    };
    const { steps, before, after } = inputBridge(
      policy,
      "T1_FCF_BREAKEVEN_TRAJECTORY",
      month(3, same),
      month(4, same),
    );
    expect(steps.map(({ input, effect }) => [input, effect])).toEqual([[PLAN_MONTH, -20_000]]);
    expect([before, after]).toEqual([10_000, -10_000]);
  });

  test("an input that is gone leaves no effect that could be named, and the bridge says so", () => {
    const before = week("W45", { CashBalance: 3_600_000, NetBurn: [300_000, 300_000, 300_000] });
    const after = week("W46", { NetBurn: [200_000, 200_000, 200_000] });
    const bridge = inputBridge(policy, "T4_RUNWAY_FLOOR", before, after);
    expect(bridge.after).toBeNull();
    expect(bridge.isComplete).toBe(false);
    expect(bridge.steps[0]).toMatchObject({ input: "CashBalance", to: null, effect: null });
  });

  test("whatever the figures, the effects lead from the first value to the last without a remainder", () => {
    const next = figures(7);
    const book = () => ({
      CashBalance: next(100_000, 9_000_000),
      NetBurn: [next(-50_000, 900_000), next(-50_000, 900_000), next(-50_000, 900_000)],
      QualifiedPipelineAmount_next_quarter: [next(0, 4e6), next(0, 4e6), next(0, 4e6), next(0, 4e6)],
      BookingsTarget_next_quarter: next(1, 2_000_000),
      OperatingCashFlow: [next(-9e5, 9e5), next(-9e5, 9e5), next(-9e5, 9e5)],
      Capex: [next(0, 9e4), next(0, 9e4), next(0, 9e4)],
      TargetFCF_3mo_avg: { "1": next(-2e5, 2e5), "2": next(-2e5, 2e5) },
      StartingARR: next(1_000_000, 9_000_000),
      Expansion: next(0, 400_000),
      Contraction: next(0, 200_000),
      Churn: next(0, 300_000),
    });
    const ids = [
      "T4_RUNWAY_FLOOR",
      "T6_PIPELINE_COVERAGE",
      "T1_FCF_BREAKEVEN_TRAJECTORY",
      "T5_NET_REVENUE_RETENTION_FLOOR",
    ];
    for (let round = 0; round < 200; round += 1) {
      const [before, after] = [month(1, book()), month(2, book())];
      for (const id of ids) {
        const bridge = inputBridge(policy, id, before, after);
        const sum = bridge.steps.reduce(
          (total, { effect }) => total + (effect ?? Number.NaN),
          bridge.before ?? 0,
        );
        expect(bridge.isComplete).toBe(true);
        expect(Math.abs(sum - (bridge.after ?? Number.NaN))).toBeLessThan(1e-6 * Math.max(1, Math.abs(sum)));
        expect(bridge.steps.at(-1)?.valueAfter).toBe(bridge.after);
      }
    }
  });
});
