import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compile } from "../artifacts/compile";
import documents from "../corpus/00-base/documents.json";
import stateInputs from "../corpus/00-base/states.json";
import { decideRun } from "../decide";
import { type Exact, toNumber } from "../exact";
import { DEFAULT_PROFILE } from "../normalization";
import { healthyInputs, referenceDocument } from "../testing/reference-document";
import { referenceArtifacts } from "../testing/reference-policy";
import type { Unit } from "../vocabulary";
import { evaluateTriggers, TRIGGER_FORMULAS } from "./evaluate";
import { CONTRACT_INPUTS } from "./input-catalogue";
import { Inputs } from "./inputs";
import { formulaOf } from "./own-evaluation";
import { compileFormula } from "./own-formula";

function compiled(text: string, unit: Unit = "x") {
  const read = compileFormula(text, unit, DEFAULT_PROFILE);
  if (!read.ok) throw new Error(`${text}: character ${read.position}: ${read.message}`);
  return read.value;
}

function answer(
  text: string,
  given: Record<string, unknown>,
  unit: Unit = "x",
  monthIndex: number | null = 3,
) {
  const inputs = new Inputs(given, monthIndex, DEFAULT_PROFILE);
  const { values, decisive } = formulaOf(compiled(text, unit)).compute(inputs);
  return {
    value: decisive && toNumber(decisive),
    missing: inputs.missing,
    values: Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, value && toNumber(value)]),
    ),
  };
}

const BURN_MULTIPLE = "BurnMultiple = NetBurn_3mo_avg * 3 / NetNewARR_quarter";

describe("A company's own formula", () => {
  it.each<[string, Unit, Record<string, unknown>, number]>([
    [BURN_MULTIPLE, "x", { NetBurn: [400000, 500000, 600000], NetNewARR_quarter: 1000000 }, 1.5],
    ["V = 1 + 2 * 3 - 4 ÷ 2", "x", {}, 5],
    ["V = (1 + 2) × 3 − 4 / (2)", "x", {}, 7],
    ["V = -(2 - 5)", "x", {}, 3],
    ["V = min(3, 1, 2) + max(1, a)", "x", { a: 7 }, 8],
    ["V = avg(Revenue - COGS) over last 2 months", "USD", { Revenue: [9, 5, 7], COGS: [1, 1, 2] }, 4.5],
    ["V = avg(Revenue over last 3 months)", "USD", { Revenue: [9, 5, 7] }, 7],
    ["V = avg(Heads) over last 2 months", "x", { Heads: [10, 20, 30] }, 25],
    ["V = Plan(month_index) - Done", "USD", { Plan: { "3": 100 }, Done: 40 }, 60],
    ["LogoChurn = lost / total", "percent", { lost: 3, total: 60 }, 5],
    ["V = rate * 2", "percent", { rate: 4 }, 8],
    ["V = Revenue * (Share %)", "USD", { Revenue: [100, 100, 100], Share: 25 }, 75],
    ["V = Revenue * (Share %)", "USD", { Revenue: [300], Share: { value: 0.25, unit: "ratio" } }, 75],
    ["V = CashBalance / NetBurn_3mo_avg - 2", "months", { CashBalance: 90, NetBurn_3mo_avg: 9 }, 8],
    [
      "A = Expansion - Churn; V = A / StartingARR",
      "percent",
      { Expansion: 9, Churn: 4, StartingARR: 50 },
      10,
    ],
    ["V = 5% * CAC", "USD", { CAC: 40 }, 2],
    ["V = CAC / 2k", "USD", { CAC: 4000 }, 2],
  ])("%s in %s", (text, unit, given, value) => {
    expect(answer(text, given, unit)).toMatchObject({ value, missing: [] });
  });

  it("decides on exact figures, not on their nearest doubles", () => {
    expect(answer("V = a / b", { a: 8934.15, b: 2978.05 }).value).toBe(3);
    expect(answer("V = a + b - c", { a: 0.1, b: 0.2, c: 0.3 }).value).toBe(0);
  });

  it("is UNKNOWN with every missing name, and never takes one for zero", () => {
    expect(answer(BURN_MULTIPLE, {})).toMatchObject({
      value: null,
      missing: ["NetBurn_3mo_avg", "NetNewARR_quarter"],
    });
    expect(answer("V = avg(a + b) over last 3 months", { a: [1, 2], b: [1, 2, null] }).missing).toEqual([
      "a",
      "b",
    ]);
    expect(answer("V = Plan(month_index)", { Plan: 5 }, "x", null).missing).toEqual(["month_index"]);
    expect(answer("A = a; V = max(A, 3)", {})).toMatchObject({
      values: { A: null, V: null },
      missing: ["a"],
    });
  });

  it("names the inputs under a fraction line that is not over zero", () => {
    expect(answer(BURN_MULTIPLE, { NetBurn_3mo_avg: 5, NetNewARR_quarter: 0 })).toMatchObject({
      value: null,
      missing: ["NetNewARR_quarter"],
    });
    expect(answer("V = a / ((b - c) * d)", { a: 1, b: 1, c: 2, d: -1 }).missing).toEqual(["b", "c", "d"]);
    expect(answer("A = b - c; V = 1 / A", { b: 1, c: 2 }).missing).toEqual(["b", "c"]);
  });

  it.each([
    ["", 1, "expected the name of a value"],
    ["BurnMultiple", 13, "expected “=”"],
    ["max = 3", 1, "expected the name of a value"],
    ["V = ", 5, "expected a number, a name or “(”"],
    ["V = a +", 8, "expected a number, a name or “(”"],
    ["V = (a", 7, "expected “)”"],
    ["V = a b", 7, "expected the end"],
    ["V = avg(a)", 11, "expected “over last … months”"],
    ["V = avg(a) over last 0 months", 22, "expected a number of months from 1 to 60"],
    ["V = avg(a) over last 3 weeks", 24, "expected “months”"],
    ["V = avg(avg(a) over last 2 months) over last 2 months", 9, "expected no average inside an average"],
    ["V = a(week)", 7, "expected “month_index”"],
    ["V = 1; V = 2", 8, "expected a name other than “V”, which has a value already"],
    ["A = a; V = A(month_index)", 12, "expected an input; “A” is a value of this formula"],
    ["V = a / 0", 9, "expected a number over zero under the fraction line"],
    ["V = TargetFCF_3mo_avg", 5, "expected “(month_index)” behind “TargetFCF_3mo_avg”"],
    ["V = avg(CAC) over last 3 months", 9, "expected a monthly series; “CAC” is none"],
    [`V = ${"(".repeat(100_000)}`, 56, "expected at most 50 nested parentheses"],
    [`V = ${"-".repeat(100_000)}1`, 56, "expected at most 50 nested parentheses"],
  ])("refuses text %# and says at which character", (text, position, message) => {
    expect(
      compileFormula(
        text,
        text.includes("CAC") ? "USD" : text.includes("Target") ? "USD" : "x",
        DEFAULT_PROFILE,
      ),
    ).toEqual({
      ok: false,
      position,
      message,
    });
  });

  it("refuses a text of endless sums instead of exhausting the stack", () => {
    expect(compileFormula(`V = 1${" + 1".repeat(100_000)}`, "x", DEFAULT_PROFILE).ok).toBe(false);
  });

  it.each<[string, Unit, number, string]>([
    ["V = CashBalance + ARR_Growth_Rate_TTM", "USD", 19, "expected an amount of money, found a percentage"],
    [
      "V = CashBalance * CAC",
      "USD",
      17,
      "expected units that go together; to multiply an amount of money by an amount of money makes no sense",
    ],
    [
      "V = 1 / CAC",
      "x",
      7,
      "expected units that go together; to divide a plain number by an amount of money makes no sense",
    ],
    ["V = GrossMargin", "months", 5, "expected a number of months, found a percentage"],
    ["V = CashBalance", "percent", 5, "expected a percentage, found an amount of money"],
    ["V = CashBalance / CAC", "USD", 17, "expected an amount of money, found a plain number"],
    ["V = max(CAC, GrossMargin)", "USD", 14, "expected an amount of money, found a percentage"],
    ["V = (CAC %) / CAC", "x", 6, "expected an amount of money, as “CAC” is"],
    ["V = a + (a %)", "x", 7, "found a percentage"],
  ])("refuses units that make no sense: “%s” in %s", (text, unit, position, message) => {
    const read = compileFormula(text, unit, DEFAULT_PROFILE);
    expect(read.ok ? null : [read.position, read.message]).toEqual([
      position,
      expect.stringContaining(message),
    ]);
  });

  it("says which inputs somebody must supply, in which kind and unit", () => {
    expect(compiled(BURN_MULTIPLE).inputs).toEqual([
      { name: "NetBurn_3mo_avg", kind: "amount", unit: "USD" },
      { name: "NetNewARR_quarter", kind: "amount", unit: "USD" },
    ]);
    expect(compiled("V = avg(Heads) over last 2 months / Plan(month_index)").inputs).toEqual([
      { name: "Heads", kind: "monthly", unit: "x" },
      { name: "Plan", kind: "target", unit: "x" },
    ]);
  });
});

/** The published formula of a contract trigger, through the language. */
const contractFormula = (index: number) => {
  const policy = compile(referenceArtifacts);
  const trigger = policy.triggers[index];
  if (trigger?.thresholds == null) throw new Error(`no trigger ${index}`);
  return formulaOf(compiled(trigger.formula, trigger.thresholds.unit));
};

function bothWays(index: number, given: Record<string, unknown>, monthIndex: number | null) {
  const own = TRIGGER_FORMULAS[index];
  if (own === undefined) throw new Error(`no T${index + 1}`);
  return [own, contractFormulas[index] ?? own].map(({ compute, unit }) => {
    const inputs = new Inputs(given, monthIndex, DEFAULT_PROFILE);
    const { values, decisive } = compute(inputs);
    const text = (value: Exact | null) => value && toNumber(value);
    return {
      unit,
      decisive: text(decisive),
      values: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, text(value)])),
      missing: [...inputs.missing].sort(),
    };
  });
}
const contractFormulas = TRIGGER_FORMULAS.map((_, index) => contractFormula(index));

describe("The eight contract triggers are the same through the language as through their own code", () => {
  const indexes = TRIGGER_FORMULAS.map((_, index) => index);
  const told = [
    healthyInputs(),
    documents.monthly.inputs as Record<string, unknown>,
    documents.weekly.inputs as Record<string, unknown>,
    ...Object.values(stateInputs as Record<string, Record<string, Record<string, unknown>>>).flatMap(
      (states) =>
        Object.values(states).map((change) => ({ ...(documents.monthly.inputs as object), ...change })),
    ),
  ];

  it.each(indexes.map((index) => [`T${index + 1}`, index] as const))(
    "%s on the corpus's figures",
    (_, index) => {
      for (const given of told) {
        for (const monthIndex of [3, 6, null]) {
          const [own, language] = bothWays(index, given as Record<string, unknown>, monthIndex);
          expect(language).toEqual(own);
        }
      }
    },
  );

  const figure = fc.oneof(
    fc.integer({ min: -1_000_000, max: 1_000_000 }),
    fc.double({ min: -1e6, max: 1e6, noNaN: true }),
    fc.constantFrom(0, 1, null, "12", -1),
    fc.record({
      value: fc.integer({ min: -100, max: 100 }),
      unit: fc.constantFrom("USD", "$", "percent", "%", "ratio", "EUR"),
    }),
  );
  const given = fc.record(
    Object.fromEntries(
      [...CONTRACT_INPUTS.values()].map(({ name, kind }) => [
        name,
        kind === "amount"
          ? figure
          : kind === "target"
            ? fc.oneof(figure, fc.dictionary(fc.constantFrom("2", "3", "x"), figure))
            : fc.oneof(
                figure,
                fc.array(figure, { maxLength: 6 }),
                fc.array(fc.integer(), { minLength: 3, maxLength: 5 }),
              ),
      ]),
    ),
    { requiredKeys: [] },
  );

  it.each(indexes.map((index) => [`T${index + 1}`, index] as const))("%s at random", (_, index) => {
    fc.assert(
      fc.property(given, fc.constantFrom(3, null), (inputs, monthIndex) => {
        const [own, language] = bothWays(index, inputs, monthIndex);
        expect(language).toEqual(own);
      }),
      { numRuns: 300 },
    );
  });
});

describe("A trigger beyond T8", () => {
  function withBurnMultiple(critical = false, formula = BURN_MULTIPLE) {
    const artifacts = structuredClone(referenceArtifacts) as unknown as {
      trigger_spec: { trigger_spec: { triggers: unknown[] } };
      gating_rules: {
        gating_rules: {
          critical_triggers: string[];
          gates: { allowed_if: { when: string }[]; blocked_if: { when: string; block: string }[] }[];
        };
      };
    };
    artifacts.trigger_spec.trigger_spec.triggers.push({
      id: "T9_BURN_MULTIPLE",
      name: "Burn multiple",
      formula,
      threshold: { pass: "<= 1.5x", watch: "> 1.5x and <= 2x", fail: "> 2x" },
      measurement_window: "Monthly at close",
      action_if_pass: ["Carry on"],
      action_if_fail: ["Review what the burn buys"],
    });
    if (critical) artifacts.gating_rules.gating_rules.critical_triggers.push("T9_BURN_MULTIPLE");
    artifacts.gating_rules.gating_rules.gates[3]?.blocked_if.push({ when: "T9 FAIL", block: "New tools" });
    return artifacts;
  }
  const renewal = {
    request_id: "REQ-1",
    gate_id: "G4_VENDOR_AND_NON_LABOR" as const,
    requested_by: "lee@example.com",
    details: { kind: "renewal", amount_usd_per_month: 900 },
  };
  const ran = (artifacts: Record<string, unknown>, inputs: Record<string, unknown>) =>
    decideRun(
      referenceDocument({ artifacts, inputs: { ...healthyInputs(), ...inputs }, requests: [renewal] }),
      { logWillTake: true },
    );

  it.each([
    [1_350_000, "PASS", 1, "ALLOWED"],
    [900_000, "PASS", 1.5, "ALLOWED"],
    [700_000, "WATCH", 1350000 / 700000, "ALLOWED"],
    [600_000, "FAIL", 2.25, "BLOCKED"],
  ])(
    "with new ARR of %d is %s at %d, and a gate that names it answers %s",
    (NetNewARR_quarter, state, value, decision) => {
      const report = ran(withBurnMultiple(), { NetNewARR_quarter });
      expect(report.final_outcome.reason_codes).toEqual([]);
      expect(report.trigger_evaluation[8]).toMatchObject({
        trigger_id: "T9_BURN_MULTIPLE",
        state,
        computed_values: { BurnMultiple: value },
      });
      expect(report.gate_decisions[0]).toMatchObject({ decision });
      expect(report.gate_decisions[0]?.basis.noncritical_triggers.T9).toBe(state);
    },
  );

  it("opens a gate when an allow rule names it", () => {
    const artifacts = withBurnMultiple();
    Object.assign(artifacts.gating_rules.gating_rules.gates[3]?.allowed_if[0] ?? {}, { when: "T9 PASS" });
    expect(ran(artifacts, { NetNewARR_quarter: 1_350_000 }).gate_decisions[0]?.decision).toBe("ALLOWED");
    expect(ran(artifacts, { NetNewARR_quarter: 700_000 }).gate_decisions[0]?.decision).toBe("BLOCKED");
  });

  it("is UNKNOWN while its input is missing, with the code of a critical or another trigger", () => {
    const report = ran(withBurnMultiple(), {});
    expect(report.trigger_evaluation[8]).toMatchObject({
      state: "UNKNOWN",
      inputs_missing: ["NetNewARR_quarter"],
    });
    expect(report.final_outcome.reason_codes).toEqual(["CFO-17"]);
    expect(ran(withBurnMultiple(true), {}).final_outcome.reason_codes).toEqual(["CFO-16"]);
    expect(ran(withBurnMultiple(true), {}).mode.after).toBe("DEFENSIVE");
  });

  it("is UNKNOWN while its formula cannot be read, and its note names the character", () => {
    const policy = compile(withBurnMultiple(false, "BurnMultiple = NetBurn_3mo_avg * * 3"));
    expect(policy.codes).toEqual([]);
    expect(policy.triggers[8]?.formulaFault).toEqual({
      position: 34,
      message: "expected a number, a name or “(”",
    });
    const { evaluations, codes } = evaluateTriggers(policy, {
      cycle: { id: "2026-03", cadence: "monthly_close", month_index: 3 },
      inputs: healthyInputs(),
    });
    expect(evaluations[8]?.notes).toContain("Character 34 of its formula");
    expect(codes).toEqual(["CFO-17"]);
  });

  it("carries its monthly state through a weekly cycle in which none of its inputs is there", () => {
    const document = referenceDocument({
      artifacts: withBurnMultiple(),
      cycle: { id: "2026-W15", cadence: "weekly", month_index: 3 },
      history: [{ cycle_id: "2026-03", cadence: "monthly_close", states: { T9_BURN_MULTIPLE: "WATCH" } }],
    });
    const { NetBurn: _, ...inputs } = healthyInputs();
    const report = decideRun({ ...document, inputs: { ...inputs } }, { logWillTake: true });
    expect(report.trigger_evaluation[8]).toMatchObject({ state: "WATCH", carried_from: "2026-03" });
  });

  it("carries it too while the week has only what it measures for the runway, and is measured once all is there", () => {
    const week = (NetNewARR_quarter?: number | null, measurement_window?: string) => {
      const artifacts = withBurnMultiple();
      const trigger = artifacts.trigger_spec.trigger_spec.triggers[8] ?? {};
      Object.assign(trigger, measurement_window && { measurement_window });
      const document = referenceDocument({
        artifacts,
        cycle: { id: "2026-W15", cadence: "weekly", month_index: 3 },
        history: [{ cycle_id: "2026-03", cadence: "monthly_close", states: { T9_BURN_MULTIPLE: "WATCH" } }],
      });
      const { CashBalance, NetBurn } = healthyInputs();
      const own = NetNewARR_quarter === undefined ? {} : { NetNewARR_quarter };
      const inputs = { CashBalance, NetBurn, ...own };
      return decideRun({ ...document, inputs }, { logWillTake: true }).trigger_evaluation[8];
    };
    expect(week()).toMatchObject({ state: "WATCH", carried_from: "2026-03" });
    expect(week(1_350_000)).toMatchObject({ state: "PASS", computed_values: { BurnMultiple: 1 } });
    expect(week(null)).toMatchObject({ state: "UNKNOWN", inputs_missing: ["NetNewARR_quarter"] });
    expect(week(undefined, "Weekly")).toMatchObject({
      state: "UNKNOWN",
      inputs_missing: ["NetNewARR_quarter"],
    });
  });

  it("does not borrow the code that belongs to the runway", () => {
    const policy = compile(withBurnMultiple(false, "V = CashBalance / CAC"));
    const alone = { ...policy, triggers: policy.triggers.slice(8) };
    const cycle = { id: "2026-03", cadence: "monthly_close" } as const;
    expect(evaluateTriggers(alone, { cycle, inputs: { CAC: 1 } }).codes).toEqual(["CFO-17"]);
  });
});
