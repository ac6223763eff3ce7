import { describe, expect, test } from "vitest";
import { artifactsOf } from "@/lib/policy/publication/verify-set";
import { publishedRules } from "@/lib/policy/published-rules";
import { trustedSet } from "@/lib/policy/published-set";
import { ARTIFACT_FORMS, placedFields } from "./artifact-forms";
import { isWithin, pointerOf } from "./data-place";
import { type DraftFinding, judgeDraft } from "./judge-draft";

const { data } = trustedSet();
const rules = publishedRules(data);
const inForce = { version: "1.4.2", artifacts: artifactsOf(data) };

type Trigger = Record<"id" | "name" | "formula" | "measurement_window", string> & {
  threshold: { pass: string; watch: string; fail: string };
  action_if_pass: string[];
  action_if_fail: string[];
};
type Bundle = Record<string, unknown> & {
  trigger_spec: { trigger_spec: { triggers: Trigger[] } };
  gating_rules: {
    gating_rules: {
      signal_states: string[];
      critical_triggers: string[];
      gates: { gate_id: string; allowed_if: { when: string }[] }[];
    };
  };
  outcome_contract: {
    outcome_contract: { success_criteria: { by_month_12: { target_range: unknown }[] } };
  };
  micro_case: { micro_case: { constraints_and_non_negotiables: { non_negotiables: string[] } } };
};

function judged(change: (bundle: Bundle) => void) {
  const bundle = structuredClone(artifactsOf(data)) as Bundle;
  change(bundle);
  return { bundle, ...judgeDraft(bundle, rules, inForce) };
}

const triggersOf = (bundle: Bundle): Trigger[] => bundle.trigger_spec.trigger_spec.triggers;
function triggerOf(bundle: Bundle, index: number): Trigger {
  const trigger = triggersOf(bundle)[index];
  if (trigger === undefined) throw new Error(`no trigger ${index}`);
  return trigger;
}

const burnMultiple: Trigger = {
  id: "T9_BURN_MULTIPLE",
  name: "Burn multiple",
  formula: "BurnMultiple = NetBurn_3mo_avg * 3 / NetNewARR_quarter",
  threshold: { pass: "<= 1.5x", watch: "> 1.5x and <= 2x", fail: "> 2x" },
  measurement_window: "Quarterly view, evaluated monthly at close",
  action_if_pass: ["Go on"],
  action_if_fail: ["Look at what new revenue costs"],
};

/** The field that a person is taken to: the nearest around the place. */
function fieldOf({ artifact, path }: DraftFinding, bundle: Bundle) {
  return placedFields(ARTIFACT_FORMS[artifact].fields, bundle[artifact])
    .filter((each) => isWithin(path, each.path))
    .sort((one, other) => other.path.length - one.path.length)[0];
}

describe("what the checks say of a draft", () => {
  test("the published policy has no fault and changes nothing", () => {
    const { findings, change } = judged(() => {});
    expect(findings).toEqual([]);
    expect(change).toMatchObject({ class: null, changes: [], inForce: "1.4.2" });
  });

  test("a threshold that cannot be read is told once, with its character, its field and its remedy", () => {
    const { findings, bundle } = judged((draft) => {
      triggerOf(draft, 3).threshold.pass = "RunwayMonths >= fifteen";
    });
    expect(findings).toMatchObject([
      { code: "CFO-05", artifact: "trigger_spec", position: 17, rule: null, message: "expected a number" },
    ]);
    const [finding] = findings;
    expect(finding && pointerOf(finding.path)).toBe("/trigger_spec/triggers/3/threshold/pass");
    expect(finding && fieldOf(finding, bundle)?.field).toMatchObject({ kind: "threshold", label: "Pass" });
    expect(finding?.remedy).not.toBe("");
  });

  test.each<[string, (bundle: Bundle) => void, string, string]>([
    [
      "a blank name",
      (b) => Object.assign(triggerOf(b, 0), { name: " " }),
      "CFO-04",
      "/trigger_spec/triggers/0/name",
    ],
    [
      "a window that is not in the formula",
      (b) =>
        Object.assign(triggerOf(b, 3), {
          formula: "RunwayMonths = CashBalance / NetBurn",
          measurement_window: "Trailing 3-month average, evaluated weekly",
        }),
      "CFO-06",
      "/trigger_spec/triggers/3/formula",
    ],
    [
      "a target that is a point",
      (b) =>
        Object.assign(b.outcome_contract.outcome_contract.success_criteria.by_month_12[0] ?? {}, {
          target_range: [5, 5],
        }),
      "CFO-08",
      "/outcome_contract/success_criteria/by_month_12/0/target_range",
    ],
    [
      "no commitment against fake precision",
      (b) => b.micro_case.micro_case.constraints_and_non_negotiables.non_negotiables.pop(),
      "CFO-09",
      "/micro_case/constraints_and_non_negotiables/non_negotiables",
    ],
    [
      "two triggers of one number",
      (b) => Object.assign(triggerOf(b, 7), { id: "T7_AGAIN" }),
      "CFO-13",
      "/trigger_spec/triggers/7/id",
    ],
    [
      "a rule on a trigger that is not there",
      (b) => Object.assign(b.gating_rules.gating_rules.gates[2]?.allowed_if[0] ?? {}, { when: "T77 PASS" }),
      "CFO-14",
      "/gating_rules/gates/2/allowed_if/0/when",
    ],
    [
      "a critical trigger that is not there",
      (b) => b.gating_rules.gating_rules.critical_triggers.push("T77"),
      "CFO-19",
      "/gating_rules/critical_triggers/4",
    ],
    [
      "a gate that the contract does not know",
      (b) => Object.assign(b.gating_rules.gating_rules.gates[0] ?? {}, { gate_id: "G7_OTHER" }),
      "CFO-03",
      "/gating_rules/gates/0/gate_id",
    ],
  ])("%s leads to its field", (_, change, code, pointer) => {
    const { findings, bundle } = judged(change);
    const found = findings.find((each) => each.code === code && pointerOf(each.path) === pointer);
    expect(findings.map((each) => `${each.code} ${pointerOf(each.path)}`)).toContain(`${code} ${pointer}`);
    expect(found && fieldOf(found, bundle)).toBeDefined();
  });

  test("no place is told twice of one code by the compiler and the published checklist", () => {
    const { findings } = judged((draft) => {
      triggerOf(draft, 0).threshold.fail = "?";
      triggerOf(draft, 1).name = "";
      draft.gating_rules.gating_rules.critical_triggers.push("T77");
    });
    const places = findings.map(({ code, artifact, path }) => `${code} ${artifact}${pointerOf(path)}`);
    expect(new Set(places).size).toBe(places.length);
  });

  test("a bundle without its lists is told so, and of nothing that would follow from it", () => {
    const { findings } = judged((draft) => {
      draft.trigger_spec = { trigger_spec: {} } as never;
    });
    expect(findings.map(({ code, pathText }) => [code, pathText])).toEqual([
      ["CFO-03", "trigger_spec.triggers"],
    ]);
  });

  test("what only the published checklist and reference graph ask for names its item", () => {
    const { findings } = judged((draft) => {
      triggerOf(draft, 2).id = "T30_RULE_OF_40";
    });
    expect(findings.find(({ rule }) => rule === "REF-07")).toMatchObject({
      code: "CFO-14",
      artifact: "trigger_spec",
      path: ["trigger_spec", "triggers"],
    });
  });

  test("a trigger of the company's own is understood: its inputs, their kinds and the unit", () => {
    const { findings, compiled, change } = judged((draft) => triggersOf(draft).push(burnMultiple));
    expect(findings).toEqual([]);
    expect(compiled.triggers[8]?.ownFormula).toMatchObject({
      unit: "x",
      inputs: [
        { name: "NetBurn_3mo_avg", kind: "amount", unit: "USD" },
        { name: "NetNewARR_quarter", kind: "amount", unit: "USD" },
      ],
    });
    expect(change).toMatchObject({ class: "breaking", needs: "2.0.0" });
  });

  test("a formula of its own that cannot be read is told with its character", () => {
    const { findings, bundle } = judged((draft) =>
      triggersOf(draft).push({ ...burnMultiple, formula: "BurnMultiple = NetBurn_3mo_avg * / 3" }),
    );
    expect(findings).toMatchObject([
      { code: "CFO-05", pathText: "trigger_spec.triggers[8].formula", position: 34 },
    ]);
    const [finding] = findings;
    expect(finding && fieldOf(finding, bundle)?.field.kind).toBe("formula");
  });

  test("a formula of the contract that gives another unit than its thresholds have is told as well", () => {
    const { findings } = judged((draft) => {
      triggerOf(draft, 3).threshold = { pass: ">= $15", watch: ">= $12 and < $15", fail: "< $12" };
    });
    expect(findings).toMatchObject([
      { code: "CFO-05", pathText: "trigger_spec.triggers[3].formula", position: expect.any(Number) },
    ]);
  });

  test("the change against the policy in force has its class and the version it needs", () => {
    const breaking = judged((draft) => {
      triggerOf(draft, 3).threshold.watch = "RunwayMonths >= 11 and < 15";
      triggerOf(draft, 3).threshold.fail = "RunwayMonths < 11";
    });
    expect(breaking.change).toMatchObject({ class: "breaking", needs: "2.0.0" });
    const minor = judged((draft) => triggerOf(draft, 3).action_if_pass.push("Tell the Board"));
    expect(minor.change).toMatchObject({ class: "minor", needs: "1.5.0" });
    const patch = judged((draft) => {
      triggerOf(draft, 3).name = "Runway, at least";
    });
    expect(patch.change).toMatchObject({ class: "patch", needs: "1.4.3" });
  });
});
