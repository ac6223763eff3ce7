import { describe, expect, it } from "vitest";
import { compile, evaluateTriggers, type SignalState } from "../index";
import { healthyInputs } from "../testing/reference-document";
import { referenceArtifacts } from "../testing/reference-policy";
import { reachState } from "./reach-state";

const policy = compile(referenceArtifacts);
const cycle = { id: "2026-03", cadence: "monthly_close", month_index: 3 } as const;

function toReach(trigger: string, wanted: SignalState, inputs: Record<string, unknown>) {
  return reachState(policy, trigger, { cycle, inputs: { ...healthyInputs(), ...inputs } }, wanted);
}
function stateWith(trigger: string, inputs: Record<string, unknown>) {
  return evaluateTriggers(policy, { cycle, inputs: { ...healthyInputs(), ...inputs } }).states[trigger];
}

describe("a state in business terms", () => {
  it("is a runway of 1.4 months more, which is net burn less by so much a month or cash by so much more", () => {
    const answer = toReach("T4", "PASS", { CashBalance: 6_800_000, NetBurn: [480_000, 500_000, 520_000] });
    expect(answer).toMatchObject({
      state: "WATCH",
      value: 13.6,
      bound: { comparator: ">=", value: 15 },
      gap: 1.4,
    });
    expect(answer?.inputs).toEqual([
      { name: "CashBalance", perMonth: false, from: 6_800_000, to: 7_500_000, change: 700_000 },
      { name: "NetBurn", perMonth: true, from: 500_000, to: 453_333.33, change: -46_666.67 },
    ]);
  });

  it("is exact: with the figure the state is reached, one cent short of it is not", () => {
    const cash = { CashBalance: 6_800_000, NetBurn: [480_000, 500_000, 520_000] };
    const less = (change: number) => ({ ...cash, NetBurn: cash.NetBurn.map((burn) => burn + change) });
    expect(stateWith("T4", less(-46_666.67))).toBe("PASS");
    expect(stateWith("T4", less(-46_666.66))).toBe("WATCH");
  });

  it.each([
    ["T1", "PASS", { OperatingCashFlow: [-290_000, -280_000, -270_000] }],
    ["T2", "PASS", { Opex_excl_DA: [740_000, 740_000, 740_000] }],
    ["T3", "PASS", { ARR_Growth_Rate_TTM: 18, EBITDA_Margin_TTM: -3.5 }],
    ["T3", "WATCH", { ARR_Growth_Rate_TTM: { value: 18, unit: "%" }, EBITDA_Margin_TTM: -3.5 }],
    ["T4", "WATCH", { CashBalance: 4_000_000 }],
    ["T5", "PASS", { Churn: 700_000 }],
    ["T6", "PASS", { QualifiedPipelineAmount_next_quarter: [1, 2, 3, 4] }],
    ["T7", "PASS", { CAC: 2_000_000 }],
    ["T8", "PASS", { COGS: [300_000, 300_000, 300_000] }],
  ] as const)("for %s to %s is a border for each input alone", (trigger, wanted, inputs) => {
    const answer = toReach(trigger, wanted, inputs);
    expect(answer?.inputs.length).toBeGreaterThan(0);
    for (const { name, change } of answer?.inputs ?? []) {
      const all: Record<string, unknown> = { ...healthyInputs(), ...inputs };
      const given = all[name];
      const toward = (amount: number) => stateWith(trigger, { ...inputs, [name]: moved(given, amount) });
      const cent = Math.sign(change) * 0.01;
      expect([name, toward(change)]).toEqual([name, wanted]);
      expect([name, toward(Math.round((change - cent) * 100) / 100) === wanted]).toEqual([name, false]);
    }
  });

  it("asks for the data first where the value cannot be computed, and for nothing where the state is reached", () => {
    expect(toReach("T4", "PASS", { CashBalance: null })).toMatchObject({
      state: "UNKNOWN",
      value: null,
      gap: null,
      inputsMissing: ["CashBalance"],
      inputs: [],
    });
    expect(toReach("T4", "WATCH", {})).toMatchObject({ state: "PASS", bound: null, gap: null, inputs: [] });
  });

  it("never moves the bookings target, nor the ARR the year began with", () => {
    const names = ["T5", "T6"].flatMap((id) =>
      toReach(id, "PASS", { Churn: 900_000, QualifiedPipelineAmount_next_quarter: 5 })?.inputs.map(
        ({ name }) => name,
      ),
    );
    expect(names).toEqual(["Expansion", "Contraction", "Churn", "QualifiedPipelineAmount_next_quarter"]);
  });
});

/** As a cents ledger would add it. */
function moved(given: unknown, amount: number): unknown {
  if (Array.isArray(given)) return given.map((each) => moved(each, amount));
  if (typeof given === "number") return Math.round((given + amount) * 100) / 100;
  const { value, unit } = given as { value: number; unit: string };
  return { value: Math.round((value + amount) * 100) / 100, unit };
}
