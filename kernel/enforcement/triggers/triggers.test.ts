import { describe, expect, it } from "vitest";
import { compile } from "../artifacts/compile";
import type { HistoryEntry } from "../document";
import { healthyInputs } from "../testing/reference-document";
import { referenceArtifacts } from "../testing/reference-policy";
import { evaluateTriggers } from "./evaluate";

const policy = compile(referenceArtifacts);
const close = { id: "2026-03", cadence: "monthly_close", month_index: 3 } as const;

function evaluated(shortId: string, inputs: Record<string, unknown>, over: object = {}) {
  const result = evaluateTriggers(policy, {
    cycle: close,
    inputs: { ...healthyInputs(), ...inputs },
    ...over,
  });
  const found = result.evaluations.find(({ trigger_id }) => trigger_id.startsWith(`${shortId}_`));
  if (found === undefined) throw new Error(`no ${shortId}`);
  return { ...found, codes: result.codes };
}

describe("T1, free cash flow", () => {
  it("averages the last three months and decides on the gap to the month's target", () => {
    const t1 = evaluated("T1", {
      OperatingCashFlow: [9, -90000, -80000, -70000],
      TargetFCF_3mo_avg: { "3": -40000 },
    });
    expect(t1.computed_values).toEqual({ FCF_3mo_avg: -90000, TrajectoryGap: -50000 });
    expect(t1.state).toBe("PASS");
  });

  it("is on WATCH just under the band and FAIL under the floor", () => {
    expect(evaluated("T1", { TargetFCF_3mo_avg: -39999.99 }).state).toBe("WATCH");
    expect(evaluated("T1", { TargetFCF_3mo_avg: 60000 }).state).toBe("WATCH");
    expect(evaluated("T1", { TargetFCF_3mo_avg: 60000.01 }).state).toBe("FAIL");
  });

  it("passes ahead of plan and notes it", () => {
    expect(evaluated("T1", { TargetFCF_3mo_avg: -150000 })).toMatchObject({
      state: "PASS",
      notes: "The value is above its target band.",
    });
  });

  it("names month_index alone when that is what is missing, and the target when this month has none", () => {
    const cycle = { id: "2026-03", cadence: "monthly_close" } as const;
    expect(evaluated("T1", {}, { cycle }).inputs_missing).toEqual(["month_index"]);
    expect(evaluated("T2", {}, { cycle }).inputs_missing).toEqual(["month_index"]);
    expect(evaluated("T1", { TargetFCF_3mo_avg: { "4": 0 } }).inputs_missing).toEqual(["TargetFCF_3mo_avg"]);
  });
});

describe("T2, EBITDA", () => {
  it("averages revenue less COGS less operating expense", () => {
    expect(evaluated("T2", {}).computed_values).toEqual({ EBITDA_3mo_avg: -32500, TrajectoryGap: 7500 });
  });

  it("keeps the average it can compute when only the target is missing", () => {
    expect(evaluated("T2", { TargetEBITDA_3mo_avg: null })).toMatchObject({
      state: "UNKNOWN",
      inputs_missing: ["TargetEBITDA_3mo_avg"],
      computed_values: { EBITDA_3mo_avg: -32500, TrajectoryGap: null },
      codes: ["CFO-17"],
    });
  });
});

describe("T3, rule of 40", () => {
  it("adds growth and margin, and reads a ratio as percent", () => {
    expect(evaluated("T3", { EBITDA_Margin_TTM: { value: -0.02, unit: "ratio" } })).toMatchObject({
      state: "PASS",
      computed_values: { Ro40: 30 },
    });
    expect(evaluated("T3", { EBITDA_Margin_TTM: -12 }).state).toBe("WATCH");
    expect(evaluated("T3", { EBITDA_Margin_TTM: -12.01 }).state).toBe("FAIL");
  });
});

describe("T4, runway", () => {
  it("divides cash by the average burn, exactly", () => {
    const t4 = evaluated("T4", { CashBalance: 8934.15, NetBurn_3mo_avg: 595.61 });
    expect(t4).toMatchObject({ state: "PASS", computed_values: { RunwayMonths: 15 } });
    expect(evaluated("T4", { CashBalance: 8934.14, NetBurn_3mo_avg: 595.61 }).state).toBe("WATCH");
  });

  it("prefers the given average to the series, and takes a burn under one dollar as one", () => {
    expect(evaluated("T4", { NetBurn_3mo_avg: 1e6 }).computed_values).toEqual({ RunwayMonths: 9 });
    expect(evaluated("T4", { CashBalance: 20, NetBurn_3mo_avg: -5000 }).computed_values).toEqual({
      RunwayMonths: 20,
    });
  });

  it("asks for the actual cash balance whatever the plan assumes", () => {
    expect(evaluated("T4", { CashBalance: "9m" })).toMatchObject({
      state: "UNKNOWN",
      inputs_missing: ["CashBalance"],
      codes: ["CFO-16", "CFO-12"],
    });
  });

  it("names the burn that it could not use", () => {
    expect(evaluated("T4", { NetBurn: [1, 2] }).inputs_missing).toEqual(["NetBurn"]);
    expect(evaluated("T4", { NetBurn: undefined, NetBurn_3mo_avg: null }).inputs_missing).toEqual([
      "NetBurn_3mo_avg",
    ]);
  });
});

describe("T5, net revenue retention", () => {
  it("is percent of the starting ARR", () => {
    expect(evaluated("T5", { Expansion: 600000 })).toMatchObject({
      state: "PASS",
      computed_values: { NRR: 105 },
    });
    expect(evaluated("T5", { Expansion: 599999.99 }).state).toBe("WATCH");
    expect(evaluated("T5", { Expansion: 149999 }).state).toBe("FAIL");
  });

  it("is UNKNOWN without a starting ARR over zero", () => {
    expect(evaluated("T5", { StartingARR: 0 })).toMatchObject({
      state: "UNKNOWN",
      inputs_missing: ["StartingARR"],
      computed_values: { NRR: null },
      codes: ["CFO-16"],
    });
  });
});

describe("T6, pipeline coverage", () => {
  it("takes a number, or the mean of the last four weeks", () => {
    expect(evaluated("T6", {}).computed_values).toEqual({ PipelineCoverage: 3.15 });
    const pipeline = "QualifiedPipelineAmount_next_quarter";
    expect(evaluated("T6", { [pipeline]: { value: 2000000, unit: "$" } }).state).toBe("WATCH");
    expect(evaluated("T6", { [pipeline]: [1, 2, 3] }).inputs_missing).toEqual([pipeline]);
    expect(evaluated("T6", { [pipeline]: 8934.15, BookingsTarget_next_quarter: 2978.05 })).toMatchObject({
      state: "PASS",
      computed_values: { PipelineCoverage: 3 },
    });
  });
});

describe("T7, CAC payback", () => {
  it("divides CAC by margin times new ARR", () => {
    expect(evaluated("T7", { GrossMargin: { value: 0.75, unit: "ratio" } }).computed_values).toEqual({
      CACPaybackMonths: 12,
    });
    expect(evaluated("T7", { CAC: 1125000 }).state).toBe("PASS");
    expect(evaluated("T7", { CAC: 1125000.01 }).state).toBe("WATCH");
    expect(evaluated("T7", { CAC: 1500001 }).state).toBe("FAIL");
  });

  it("needs each factor over zero, also when two negatives would multiply to a positive", () => {
    expect(evaluated("T7", { GrossMargin: -5, NewARR_per_month: -1 })).toMatchObject({
      state: "UNKNOWN",
      inputs_missing: ["GrossMargin", "NewARR_per_month"],
    });
  });
});

describe("T8, gross margin", () => {
  it("is content with one or two months, and uses the months both series have", () => {
    expect(evaluated("T8", { Revenue: [100], COGS: [28] }).computed_values).toEqual({ GrossMargin: 72 });
    expect(evaluated("T8", { Revenue: [1, 1, 50, 50], COGS: [15, 16] })).toMatchObject({
      state: "FAIL",
      computed_values: { GrossMargin: 69 },
    });
  });

  it("is UNKNOWN on no revenue, an empty series or a single number", () => {
    expect(evaluated("T8", { Revenue: [0] })).toMatchObject({
      state: "UNKNOWN",
      inputs_missing: ["Revenue"],
    });
    expect(evaluated("T8", { COGS: [] }).inputs_missing).toEqual(["COGS"]);
    expect(evaluated("T8", { Revenue: 100 }).inputs_missing).toEqual(["Revenue"]);
  });
});

describe("An input", () => {
  it.each([
    ["text", "7"],
    ["null", null],
    ["infinity", Number.POSITIVE_INFINITY],
    ["another currency", { value: 7, unit: "EUR" }],
    ["another family", { value: 7, unit: "percent" }],
    ["a ratio of dollars", { value: 7, unit: "ratio" }],
    ["no unit", { value: 7 }],
    ["a unit in another case", { value: 7, unit: "usd" }],
    ["something beside value and unit", { value: 7, unit: "USD", source: "ERP" }],
  ])("counts as missing when it is %s", (_what, CashBalance) => {
    expect(evaluated("T4", { CashBalance }).inputs_missing).toEqual(["CashBalance"]);
  });

  it("among the last three of a series makes the series unusable, an older one does not", () => {
    expect(evaluated("T1", { Capex: [1, null, 1] }).inputs_missing).toEqual(["Capex"]);
    expect(evaluated("T1", { Capex: ["?", 1, 1, 1] }).inputs_missing).toEqual([]);
  });
});

describe("A weekly cycle", () => {
  const cycle = { id: "W14", cadence: "weekly" } as const;
  const monthly: HistoryEntry = {
    cycle_id: "2026-03",
    cadence: "monthly_close",
    states: { T1_FCF_BREAKEVEN_TRAJECTORY: "WATCH", T8_GROSS_MARGIN_FLOOR: "UNKNOWN" },
  };
  const weekly = (inputs: Record<string, unknown>, history: HistoryEntry[]) =>
    evaluateTriggers(policy, { cycle, inputs, history });

  it("carries the newest monthly state of what it does not measure, without a code", () => {
    const { evaluations, codes } = weekly({}, [monthly]);
    expect(evaluations[0]).toMatchObject({ state: "WATCH", carried_from: "2026-03", inputs_missing: [] });
    expect(evaluations[7]).toMatchObject({ state: "UNKNOWN", carried_from: "2026-03" });
    expect(codes.filter((code) => code === "CFO-16")).toHaveLength(2);
  });

  it("never carries a trigger whose window names a week, or one with any of its inputs present", () => {
    const history = [{ ...monthly, states: { ...monthly.states, T4_RUNWAY_FLOOR: "PASS" as const } }];
    const { evaluations } = weekly({ Capex: null }, history);
    expect(evaluations[3]?.state).toBe("UNKNOWN");
    expect(evaluations[0]).toMatchObject({
      state: "UNKNOWN",
      inputs_missing: expect.arrayContaining(["Capex"]),
    });
  });

  it("does not look past the newest monthly entry", () => {
    const newer: HistoryEntry = { cycle_id: "2026-04", cadence: "monthly_close", states: {} };
    expect(weekly({}, [monthly, newer]).evaluations[0]?.carried_from).toBeUndefined();
  });
});

describe("A trigger of the company's own", () => {
  it("is UNKNOWN with its code until it has a formula that can be evaluated", () => {
    const artifacts = structuredClone(referenceArtifacts);
    const { triggers } = artifacts.trigger_spec.trigger_spec;
    const [, , model] = triggers;
    if (model !== undefined) triggers.push({ ...model, id: "T9_LOGO_CHURN", formula: "Logos lost" });
    const { evaluations, codes } = evaluateTriggers(compile(artifacts), {
      cycle: close,
      inputs: healthyInputs(),
    });
    expect(evaluations.at(-1)).toMatchObject({ trigger_id: "T9_LOGO_CHURN", state: "UNKNOWN" });
    expect(codes).toEqual(["CFO-17"]);
  });
});

describe("A value that no statement covers", () => {
  it("is UNKNOWN with CFO-05, and so is one measured in another unit than the thresholds", () => {
    const artifacts = structuredClone(referenceArtifacts);
    const [, , , runway, retention] = artifacts.trigger_spec.trigger_spec.triggers;
    if (runway !== undefined) runway.threshold.watch = "RunwayMonths >= 13 and < 15";
    if (retention !== undefined)
      retention.threshold = { pass: ">= 1.05x", watch: ">= 1x and < 1.05x", fail: "< 1x" };
    artifacts.outcome_contract.outcome_contract.success_criteria.by_month_12.splice(2, 1);
    const gapped = compile(artifacts);
    expect(gapped.codes).toEqual([]);
    const { evaluations, codes } = evaluateTriggers(gapped, {
      cycle: close,
      inputs: { ...healthyInputs(), CashBalance: 12.5, NetBurn_3mo_avg: 1 },
    });
    expect([evaluations[3]?.state, evaluations[4]?.state]).toEqual(["UNKNOWN", "UNKNOWN"]);
    expect(codes).toEqual(["CFO-05", "CFO-05"]);
  });
});
