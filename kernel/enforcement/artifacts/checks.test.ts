import { describe, expect, it } from "vitest";
import { DEFAULT_PROFILE } from "../normalization";
import { referenceArtifacts } from "../testing/reference-policy";
import { compile } from "./compile";
import { findingText } from "./finding";

type Artifacts = typeof referenceArtifacts;
type Trigger = Artifacts["trigger_spec"]["trigger_spec"]["triggers"][number];

function compiled(change: (artifacts: Artifacts) => void) {
  const artifacts = structuredClone(referenceArtifacts);
  change(artifacts);
  return compile(artifacts);
}
const codesAfter = (change: (artifacts: Artifacts) => void) => compiled(change).codes;

/** Changes one trigger, counted from 1. */
function trigger(number: number, change: (trigger: Trigger) => void) {
  return (artifacts: Artifacts) => {
    const found = artifacts.trigger_spec.trigger_spec.triggers[number - 1];
    if (found !== undefined) change(found);
  };
}
const rules = (artifacts: Artifacts) => artifacts.gating_rules.gating_rules;
const contract = (artifacts: Artifacts) => artifacts.outcome_contract.outcome_contract;
const set = (object: object, key: string, value: unknown) => Reflect.set(object, key, value);

describe("The reference policy", () => {
  it("passes every check, as objects and as texts", () => {
    expect(compile(referenceArtifacts).findings).toEqual([]);
    const texts = Object.entries(referenceArtifacts).map(([name, artifact]) => [
      name,
      JSON.stringify(artifact),
    ]);
    expect(compile(Object.fromEntries(texts))).toEqual(compile(referenceArtifacts));
  });
});

describe("Ingress", () => {
  it("reports every fault of the four artifacts and then stops", () => {
    const policy = compile({ micro_case: "{", trigger_spec: "5", gating_rules: null, extra: {} });
    expect(policy.findings.map(({ code, path }) => `${code} ${path}`)).toEqual([
      "CFO-02 artifacts.micro_case",
      "CFO-03 trigger_spec",
      "CFO-01 artifacts.gating_rules",
      "CFO-01 artifacts.outcome_contract",
      "CFO-03 artifacts.extra",
    ]);
    expect(policy.artifactsPresent).toEqual({
      micro_case: true,
      trigger_spec: true,
      gating_rules: false,
      outcome_contract: false,
    });
  });

  it.each([
    ["triggers", (a: Artifacts) => set(a.trigger_spec.trigger_spec, "triggers", {})],
    ["gates", (a: Artifacts) => set(rules(a), "gates", null)],
    ["critical_triggers", (a: Artifacts) => set(rules(a), "critical_triggers", "T1")],
    ["escalation_rules", (a: Artifacts) => set(rules(a), "escalation_rules", undefined)],
    ["success_criteria", (a: Artifacts) => set(contract(a), "success_criteria", [])],
    ["a group of success_criteria", (a: Artifacts) => set(contract(a).success_criteria, "by_month_12", {})],
    ["minimum_fields", (a: Artifacts) => set(contract(a).data_requirements, "minimum_fields", {})],
    [
      "non_negotiables",
      (a: Artifacts) => set(a.micro_case.micro_case, "constraints_and_non_negotiables", {}),
    ],
    ["a gate's blocked_if", (a: Artifacts) => set(rules(a).gates[0] ?? {}, "blocked_if", "never")],
    ["a trigger", (a: Artifacts) => set(a.trigger_spec.trigger_spec.triggers, "2", null)],
  ])("refuses a missing or misshapen list: %s", (_what, change) => {
    expect(codesAfter(change)).toEqual(["CFO-03"]);
  });
});

describe("The artifact checks", () => {
  it.each([
    ["CFO-04", "a blank name", trigger(3, (t) => set(t, "name", "  "))],
    [
      "CFO-04",
      "no window, whose other checks are skipped",
      trigger(3, (t) => set(t, "measurement_window", null)),
    ],
    ["CFO-04", "a missing statement", trigger(3, (t) => set(t.threshold, "watch", ""))],
    ["CFO-04", "actions that are blank", trigger(3, (t) => set(t, "action_if_fail", [" "]))],
    ["CFO-05", "a threshold in free text", trigger(3, (t) => set(t.threshold, "pass", "healthy"))],
    ["CFO-05", "a threshold that is no text", trigger(3, (t) => set(t.threshold, "pass", 30))],
    [
      "CFO-05",
      "no unit",
      trigger(6, (t) => Object.assign(t.threshold, { pass: ">= 3", watch: ">= 2 and < 3", fail: "< 2" })),
    ],
    ["CFO-05", "two units", trigger(3, (t) => set(t.threshold, "fail", "Ro40 < 20x"))],
    [
      "CFO-05",
      "a condition in free text",
      (a: Artifacts) => set(rules(a).gates[1]?.blocked_if[0] ?? {}, "when", "when bad"),
    ],
    [
      "CFO-05",
      "an escalation in free text",
      (a: Artifacts) => set(rules(a).escalation_rules[0] ?? {}, "condition", "soon"),
    ],
    [
      "CFO-06",
      "a formula without the promised average",
      trigger(4, (t) => set(t, "formula", "CashBalance / NetBurn")),
    ],
    [
      "CFO-07",
      "a criterion in another unit",
      (a: Artifacts) => set(contract(a).success_criteria.by_month_12[2] ?? {}, "unit", "ratio"),
    ],
    [
      "CFO-07",
      "a criterion by alias without unit",
      (a: Artifacts) =>
        Object.assign(contract(a).success_criteria.by_month_12[2] ?? {}, {
          metric: "net_revenue_retention",
          unit: null,
        }),
    ],
    [
      "CFO-08",
      "a point",
      (a: Artifacts) => set(contract(a).success_criteria.by_month_12[2] ?? {}, "target_range", 105),
    ],
    [
      "CFO-08",
      "a range without width",
      (a: Artifacts) => set(contract(a).success_criteria.by_month_12[2] ?? {}, "target_range", [105, 105]),
    ],
    [
      "CFO-09",
      "no commitment against fake precision",
      (a: Artifacts) => a.micro_case.micro_case.constraints_and_non_negotiables.non_negotiables.pop(),
    ],
    [
      "CFO-10",
      "EBITDA first",
      (a: Artifacts) => set(contract(a).breakeven_definition_selected, "preferred", "EBITDA breakeven"),
    ],
    [
      "CFO-10",
      "no alternate",
      (a: Artifacts) => set(contract(a).breakeven_definition_selected, "alternate", []),
    ],
    ["CFO-13", "one short id twice", trigger(3, (t) => set(t, "id", "T2_RULE_OF_40"))],
    [
      "CFO-14",
      "a condition on a trigger that is not there",
      (a: Artifacts) => set(rules(a).gates[3]?.blocked_if[0] ?? {}, "when", "T9 FAIL"),
    ],
    [
      "CFO-15",
      "a window without cadence",
      trigger(3, (t) => set(t, "measurement_window", "Trailing 12 months")),
    ],
    ["CFO-15", "a cadence that is not measured", trigger(3, (t) => set(t, "measurement_window", "Hourly"))],
    ["CFO-18", "a fourth signal state", (a: Artifacts) => rules(a).signal_states.push("UNKNOWN")],
    ["CFO-19", "no critical trigger", (a: Artifacts) => set(rules(a), "critical_triggers", [])],
  ])("%s: %s", (code, _what, change) => {
    expect(codesAfter(change as (artifacts: Artifacts) => void)).toEqual([code]);
  });

  it("CFO-11 and CFO-14: without T2, what names it has nothing to name", () => {
    expect(codesAfter((a) => a.trigger_spec.trigger_spec.triggers.splice(1, 1))).toEqual([
      "CFO-11",
      "CFO-14",
    ]);
  });

  it("CFO-14 and CFO-19: an unknown critical trigger", () => {
    expect(codesAfter((a) => rules(a).critical_triggers.push("T12"))).toEqual(["CFO-14", "CFO-19"]);
  });

  it("accept what only looks like a fault", () => {
    expect(
      codesAfter((a) => set(contract(a).breakeven_definition_selected, "alternate", ["EBITDA breakeven"])),
    ).toEqual([]);
    expect(codesAfter((a) => set(rules(a), "signal_states", ["FAIL", "PASS", "WATCH"]))).toEqual([]);
    expect(codesAfter((a) => set(rules(a), "critical_triggers", ["T1", "T4"]))).toEqual([]);
    expect(
      codesAfter(trigger(7, (t) => set(t, "measurement_window", "trailing 3 month cash average, monthly"))),
    ).toEqual([]);
  });

  it("all run, and name the character at fault with a remedy", () => {
    const policy = compiled((a) => {
      trigger(4, (t) => set(t.threshold, "pass", "RunwayMonths >= many"))(a);
      set(rules(a), "signal_states", []);
    });
    expect(policy.codes).toEqual(["CFO-05", "CFO-18"]);
    const [fault] = policy.findings;
    expect(fault && findingText(fault)).toBe(
      "trigger_spec.triggers[3].threshold.pass, character 17: expected a number",
    );
    expect(fault?.remedy).not.toBe("");
    expect(policy.thresholdsParsed[3]).toMatchObject({ parsed: false, notes: fault && findingText(fault) });
  });

  it("take aliases from the normalization profile", () => {
    const artifacts = structuredClone(referenceArtifacts);
    trigger(5, (t) =>
      Object.assign(t.threshold, { pass: "Keep >= 105", watch: "Keep >= 100 and < 105", fail: "Keep < 100" }),
    )(artifacts);
    expect(compile(artifacts).codes).toEqual(["CFO-05"]);
    const metrics = DEFAULT_PROFILE.metrics.map((m) => (m.name === "NRR" ? { ...m, aliases: ["Keep"] } : m));
    expect(compile(artifacts, { ...DEFAULT_PROFILE, metrics }).codes).toEqual([]);
  });
});

describe("The compiled policy", () => {
  it("holds what the screens show", () => {
    const policy = compile(referenceArtifacts);
    expect(policy.criticalTriggers).toEqual(["T1", "T4", "T5", "T8"]);
    expect(policy.triggers.map(({ owner }) => owner === null)).toEqual([
      false,
      false,
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
    expect(policy.closeTimelinessDays).toEqual([5, 10]);
    expect(policy.gates.G2_GTM_SPEND.approvers).toEqual(["CFO", "Head of Sales/Marketing"]);
    expect(policy.figures).toEqual({
      criticalRolesPerMonth: 2,
      scaleUpPct: 15,
      experimentCapPct: 5,
      vendorRoiCaseUsdPerMonth: 5000,
    });
  });

  it("stands on the contract's rules where an artifact has none, and says so", () => {
    const policy = compiled((a) => set(rules(a), "gates", [{ gate_id: "G5_OTHER" }]));
    expect(policy.codes).toEqual([]);
    expect(policy.gates.G4_VENDOR_AND_NON_LABOR.blockedIf[0]).toMatchObject({
      when: "T4 WATCH/FAIL",
      fromArtifact: false,
    });
    expect(policy.gates.G4_VENDOR_AND_NON_LABOR.notes[0]).toContain("contract A6.2 stands");
  });

  it("ignores a further allow rule with a note, and adds the blocks of a gate that is given twice", () => {
    const policy = compiled((a) => {
      const [g1] = rules(a).gates;
      g1?.allowed_if.push({ when: "T1 FAIL", allow: "Everything" });
      if (g1 !== undefined) rules(a).gates.push({ ...g1, blocked_if: [{ when: "T3 FAIL", block: "More" }] });
    });
    expect(policy.gates.G1_HEADCOUNT.allowedIf).toHaveLength(2);
    expect(policy.gates.G1_HEADCOUNT.notes.join()).toContain("further allow rules");
    expect(policy.gates.G1_HEADCOUNT.blockedIf.map(({ when }) => when)).toEqual([
      "Any critical_trigger is FAIL",
      "T3 FAIL",
    ]);
  });

  it("knows whether the micro case holds a point for cash", () => {
    const cash = (value: unknown) =>
      compiled((a) =>
        set(a.micro_case.micro_case.baseline_financial_model_assumptions, "cash_on_hand_usd", value),
      );
    expect(cash({ range: [6e6, 15e6] }).cashPointKnown).toBe(false);
    expect(cash({ point_estimate: 9e6, range: [6e6, 15e6] }).cashPointKnown).toBe(true);
  });
});
