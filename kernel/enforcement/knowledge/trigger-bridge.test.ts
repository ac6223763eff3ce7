import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compile } from "../artifacts/compile";
import type { CompiledTrigger } from "../policy";
import { referenceDocument } from "../testing/reference-document";
import { referenceArtifacts } from "../testing/reference-policy";
import { evaluateTriggers } from "../triggers/evaluate";
import { type BridgeEnd, type TriggerBridge, triggerBridge } from "./trigger-bridge";

/** The eight of the contract and two of a company's own, one with a difference under its fraction line. */
function policyWithOwn() {
  const artifacts = structuredClone(referenceArtifacts);
  const own = (id: string, formula: string) =>
    artifacts.trigger_spec.trigger_spec.triggers.push({
      id,
      name: id,
      formula,
      threshold: { pass: "<= 1.5x", watch: "> 1.5x and <= 2x", fail: "> 2x" },
      measurement_window: "Monthly at close",
      action_if_pass: ["Carry on"],
      action_if_fail: ["Review"],
      variance_notes: "none",
    });
  own("T9_BURN_MULTIPLE", "BurnMultiple = NetBurn_3mo_avg * 3 / NetNewARR_quarter");
  own("T10_SPREAD", "Spread = CAC / (Expansion - Churn)");
  return compile(artifacts);
}
const policy = policyWithOwn();

const trigger = (shortId: string): CompiledTrigger => {
  const found = policy.triggers.find((each) => each.shortId === shortId);
  if (!found) throw new Error(`no ${shortId}`);
  return found;
};
const bridge = (shortId: string, before: BridgeEnd, now: BridgeEnd) =>
  triggerBridge(policy, trigger(shortId), before, now);
const minor = (decimal: string): bigint => BigInt(decimal.replace(".", ""));
const healthy = { ...referenceDocument().inputs, NetNewARR_quarter: 900_000 };
const month = (inputs: object = {}, monthIndex: number | null = 3): BridgeEnd => ({
  inputs: { ...healthy, ...inputs },
  monthIndex,
});

const expectToAddUp = ({ from, to, change, steps }: TriggerBridge) => {
  const sum = steps.reduce((total, step) => total + minor(step.change), 0n);
  expect(sum).toBe(minor(to) - minor(from));
  expect(minor(change)).toBe(sum);
  expect(minor(steps.at(-1)?.after ?? from)).toBe(minor(to));
};

const dollars = fc.integer({ min: -2_000_000_000, max: 2_000_000_000 }).map((cents) => cents / 100);
const overZero = fc.integer({ min: 1, max: 2_000_000_000 }).map((cents) => cents / 100);
const percent = fc.integer({ min: -90_000, max: 90_000 }).map((value) => value / 1000);
const months = fc.array(dollars, { minLength: 3, maxLength: 5 });
const end: fc.Arbitrary<BridgeEnd> = fc.record({
  inputs: fc
    .record({
      OperatingCashFlow: months,
      Capex: months,
      TargetFCF_3mo_avg: dollars,
      Revenue: fc.array(overZero, { minLength: 3, maxLength: 4 }),
      COGS: months,
      Opex_excl_DA: months,
      plan: dollars,
      ARR_Growth_Rate_TTM: percent,
      EBITDA_Margin_TTM: percent,
      CashBalance: dollars,
      burn: fc.oneof(
        months.map((NetBurn) => ({ NetBurn })),
        dollars.map((NetBurn_3mo_avg) => ({ NetBurn_3mo_avg })),
      ),
      StartingARR: overZero,
      Expansion: dollars,
      Contraction: dollars,
      Churn: dollars,
      QualifiedPipelineAmount_next_quarter: fc.oneof(
        overZero,
        fc.array(overZero, { minLength: 4, maxLength: 5 }),
      ),
      BookingsTarget_next_quarter: overZero,
      CAC: dollars,
      GrossMargin: fc.integer({ min: 1, max: 99_000 }).map((value) => value / 1000),
      NewARR_per_month: overZero,
      NetNewARR_quarter: overZero,
    })
    .map(({ burn, plan, ...inputs }) => ({
      ...inputs,
      ...burn,
      TargetEBITDA_3mo_avg: { "3": plan, "4": plan / 2 },
    })),
  monthIndex: fc.constantFrom(3, 4),
});

describe("The bridge of a trigger from one close to the next", () => {
  it.each(policy.triggers.map(({ shortId }) => shortId))(
    "of %s adds up to the whole difference, to the last place, whatever the figures",
    (shortId) => {
      fc.assert(
        fc.property(end, end, (before, now) => {
          const found = bridge(shortId, before, now);
          // Only a difference under a fraction line can be zero or less here.
          if (found === null) return shortId === "T10";
          expectToAddUp(found);
          return true;
        }),
        { numRuns: 300 },
      );
    },
  );

  it("begins and ends with the figure that the kernel judges in each close", () => {
    const [before, now] = [month(), month({ Capex: [10_000, 10_000, 70_000] })];
    const found = bridge("T1", before, now);
    const judged = ({ inputs }: BridgeEnd) =>
      evaluateTriggers(policy, {
        cycle: { id: "2026-03", cadence: "monthly_close", month_index: 3 },
        inputs,
        history: [],
      }).evaluations[0]?.computed_values.TrajectoryGap;
    expect([found?.from, found?.to].map(Number)).toEqual([judged(before), judged(now)]);
    expect(found?.steps).toEqual([{ inputs: ["Capex"], change: "-20000.00", after: "-10000.00" }]);
  });

  it("names the inputs that differ in the order of the contract, and those alone", () => {
    const now = month({ Churn: 130_000, Expansion: 790_000 });
    expect(bridge("T5", month(), now)?.steps).toEqual([
      { inputs: ["Expansion"], change: "1.0000", after: "107.1111" },
      { inputs: ["Churn"], change: "-0.3333", after: "106.7778" },
    ]);
    expect(bridge("T5", month(), month({ CAC: 1 }))?.steps).toEqual([]);
  });

  it("shows a plan's next month as a step of its own", () => {
    const plan = { TargetFCF_3mo_avg: { "3": -100_000, "4": -80_000 } };
    expect(bridge("T1", month(plan, 3), month(plan, 4))?.steps).toEqual([
      { inputs: ["TargetFCF_3mo_avg"], change: "-20000.00", after: "-10000.00" },
    ]);
  });

  it("takes inputs together where nothing can be computed between them", () => {
    const { NetBurn: _, ...rest } = healthy as Record<string, unknown>;
    const now = { inputs: { ...rest, NetBurn_3mo_avg: 300_000 }, monthIndex: 3 };
    expect(bridge("T4", month(), now)?.steps).toEqual([
      { inputs: ["NetBurn_3mo_avg"], change: "10.0000", after: "30.0000" },
    ]);
    const swapped = bridge("T4", now, month());
    expect(swapped?.steps).toEqual([
      { inputs: ["NetBurn_3mo_avg", "NetBurn"], change: "-10.0000", after: "20.0000" },
    ]);
    const both = month({ Expansion: 100, Churn: 50 });
    expect(bridge("T10", month({ Expansion: 700_000, Churn: 100_000 }), both)?.steps).toEqual([
      { inputs: ["Expansion", "Churn"], change: "17998.5000", after: "18000.0000" },
    ]);
  });

  it("is none where a figure is unknown on either side: nothing is taken for zero", () => {
    expect(bridge("T4", month({ CashBalance: null }), month())).toBeNull();
    expect(bridge("T4", month(), month({ CashBalance: null }))).toBeNull();
    expect(bridge("T2", month({}, null), month())).toBeNull();
  });
});
