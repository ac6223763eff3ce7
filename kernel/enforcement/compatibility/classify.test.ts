import { describe, expect, it } from "vitest";
import profile from "../../../docs/policy/vsf-TEST-CFO-001/01_canonicalization_profile.json" with {
  type: "json",
};
import { referenceArtifacts } from "../testing/reference-policy";
import {
  type ChangeClass,
  type CompatibilityPolicy,
  classifyChange,
  compareVersions,
  readCompatibility,
  requiredVersion,
} from "./classify";
import { dataDifferences } from "./data-difference";
import { CHANGE_KINDS } from "./facets";

type Artifacts = typeof referenceArtifacts;
type Profile = typeof profile;

/** Weights as the reference set has them, in short: what decides is breaking, an alias more is minor. */
const weights = weightsOf((kind) =>
  kind === "wording"
    ? ["patch", "patch", "patch"]
    : /alias|conversion|sign|name|mapping/.test(kind)
      ? ["minor", "breaking", "breaking"]
      : /band|criterion|approver|owner|action|control|system/.test(kind)
        ? ["minor", "minor", "minor"]
        : ["breaking", "breaking", "breaking"],
);

function weightsOf(of: (kind: string) => [ChangeClass, ChangeClass, ChangeClass]): CompatibilityPolicy {
  const read = readCompatibility({
    classes: {
      breaking: { raises: "major", means: "m" },
      minor: { raises: "minor", means: "m" },
      patch: { raises: "patch", means: "m" },
    },
    changes: [...CHANGE_KINDS, "wording"].map((change) => {
      const [added, removed, changed] = of(change);
      return { change, added, removed, changed, means: "m" };
    }),
  });
  if (!read.ok) throw new Error(JSON.stringify(read.issues));
  return read.policy;
}

function changesOf(change: (artifacts: Artifacts, names: Profile) => void) {
  const [artifacts, names] = [structuredClone(referenceArtifacts), structuredClone(profile)];
  change(artifacts, names);
  const { changes } = classifyChange(
    { artifacts: referenceArtifacts, profile },
    { artifacts, profile: names },
    weights,
  );
  return changes;
}

const triggerOf = (artifacts: Artifacts, number: number) => {
  const found = artifacts.trigger_spec.trigger_spec.triggers[number - 1];
  if (found === undefined) throw new Error(`no T${number}`);
  return found;
};
const gateOf = (artifacts: Artifacts, number: number) => {
  const found = artifacts.gating_rules.gating_rules.gates[number - 1];
  if (found === undefined) throw new Error(`no G${number}`);
  return found;
};
const contractOf = (artifacts: Artifacts) => artifacts.outcome_contract.outcome_contract;

describe("A change of policy is told in words and numbers, with its class", () => {
  it.each<[string, (a: Artifacts, p: Profile) => void, string, ChangeClass]>([
    [
      "a threshold",
      (a) => {
        triggerOf(a, 4).threshold.fail = "RunwayMonths < 10";
      },
      "The threshold of T4 FAIL was < 12 months and becomes < 10 months (−2).",
      "breaking",
    ],
    [
      "a condition",
      (a) => {
        Object.assign(gateOf(a, 4).allowed_if[0] ?? {}, { when: "T4 PASS" });
      },
      "The condition of G4.allowed_if[0] was T1 PASS and T4 PASS and becomes T4 PASS.",
      "breaking",
    ],
    [
      "a limit",
      (a) => {
        Object.assign(gateOf(a, 4).allowed_if[0] ?? {}, { allow: "Renew; an ROI case if >$8k/month" });
      },
      "The limit of G4 limit without ROI case was 5000 USD/month and becomes 8000 USD/month (+3000).",
      "breaking",
    ],
    [
      "the critical list",
      (a) => {
        a.gating_rules.gating_rules.critical_triggers.push("T6_PIPELINE_COVERAGE");
      },
      "New critical trigger T6: critical.",
      "breaking",
    ],
    [
      "a trigger less",
      (a) => {
        a.trigger_spec.trigger_spec.triggers.splice(2, 1);
      },
      "No longer a trigger: T3: T3_RULE_OF_40_GUARDRAIL.",
      "breaking",
    ],
    [
      "a window that no longer names a week",
      (a) => {
        triggerOf(a, 4).measurement_window = "Trailing 3-month burn average, evaluated monthly";
      },
      "The cadence of T4 was monthly_close, weekly, measured in weekly cycles and becomes monthly_close.",
      "breaking",
    ],
    [
      "the days to close",
      (a) => {
        contractOf(a).data_requirements.data_quality_sla.close_timeliness_days.range = [5, 8];
      },
      "The close sla of business days to close was 5 to 10 and becomes 5 to 8 (−2).",
      "breaking",
    ],
    [
      "a minimum field",
      (a) => {
        contractOf(a).data_requirements.minimum_fields.push("Billings");
      },
      "New minimum field Billings.",
      "breaking",
    ],
    [
      "an alias less",
      (_, p) => {
        p.metrics.find(({ name }) => name === "GrossMargin")?.aliases.splice(0, 1);
      },
      "No longer a metric name: GM: GrossMargin, percent without saying so, of T8.",
      "breaking",
    ],
    ["an alias more", (_, p) => void p.units.x.aliases.push("times"), "New unit alias x times.", "minor"],
    [
      "an approver",
      (a) => {
        contractOf(a).owners_and_accountability.gate_approvers.G4.push("CEO");
      },
      "New approver G4 CEO.",
      "minor",
    ],
    [
      "a target",
      (a) => {
        Object.assign(contractOf(a).success_criteria.by_month_12[2] ?? {}, { target_range: [100, 120] });
      },
      "The success criterion of by_month_12 NRR was 105 to 120 percent and becomes 100 to 120 percent (−5).",
      "minor",
    ],
    [
      "a name",
      (a) => {
        triggerOf(a, 8).name = "Margin floor";
      },
      "Other words at 08.bundle.trigger_spec.trigger_spec.triggers[7].name.",
      "patch",
    ],
  ])("%s", (_, change, words, weight) => {
    const found = changesOf(change).find((each) => each.words === words);
    expect(found?.class).toBe(weight);
  });

  it("knows no change in another spelling of the same rule beyond its words", () => {
    const changes = changesOf((artifacts) => {
      triggerOf(artifacts, 4).threshold.watch = "RunwayMonths < 15 months and ≥ 12.0";
      Object.assign(gateOf(artifacts, 4).allowed_if[0] ?? {}, {
        when: "t1_fcf_breakeven_trajectory pass AND T4 is PASS",
      });
    });
    expect(changes.map(({ kind }) => kind)).toEqual(["wording", "wording"]);
  });

  it("names a new finding once, with its place in the bundle, and hides no wording beside it", () => {
    const changes = changesOf((artifacts) => {
      const trigger = triggerOf(artifacts, 8);
      trigger.threshold.fail = "roughly enough";
      trigger.name = "Margin floor";
    });
    const finding = changes.find(({ kind }) => kind === "finding");
    expect(finding?.path).toBe("08.bundle.trigger_spec.trigger_spec.triggers[7].threshold.fail");
    expect(finding?.words).toMatch(
      /^New finding CFO-05 trigger_spec\.triggers\[7\]\.threshold\.fail: (?!CFO-05).+\.$/,
    );
    expect(changes.map(({ words }) => words)).toContain(
      "Other words at 08.bundle.trigger_spec.trigger_spec.triggers[7].name.",
    );
  });

  it("does not take a finding over a whole list for the wording of what is in it", () => {
    const changes = changesOf((artifacts) => {
      triggerOf(artifacts, 2).id = "T22_NEVER_HEARD_OF";
      triggerOf(artifacts, 1).name = "FCF";
    });
    expect(changes.find(({ kind, path }) => kind === "finding" && path.endsWith(".triggers"))).toBeDefined();
    expect(changes.map(({ words }) => words)).toContain(
      "Other words at 08.bundle.trigger_spec.trigger_spec.triggers[0].name.",
    );
  });

  it("is none between a policy and itself", () => {
    expect(changesOf(() => undefined)).toEqual([]);
  });

  it("puts the heaviest first", () => {
    const changes = changesOf((artifacts) => {
      triggerOf(artifacts, 1).name = "FCF";
      triggerOf(artifacts, 8).threshold.fail = "< 69%";
    });
    expect(changes.map((change) => change.class)).toEqual(["breaking", "patch"]);
  });
});

describe("The version a change must carry", () => {
  it.each<[string, ChangeClass | null, string]>([
    ["1.2.3", "breaking", "2.0.0"],
    ["1.2.3", "minor", "1.3.0"],
    ["1.2.3", "patch", "1.2.4"],
    ["1.2.3", null, "1.2.3"],
  ])("after %s and a %s change is %s", (released, weight, needed) => {
    expect(requiredVersion(released, weight, weights)).toBe(needed);
  });

  it("is compared by its numbers", () => {
    expect(["1.10.0", "1.9.9", "2.0.0", "1.9.10"].sort(compareVersions)).toEqual([
      "1.9.9",
      "1.9.10",
      "1.10.0",
      "2.0.0",
    ]);
  });
});

describe("Two documents", () => {
  it("differ at named places, whatever the order of keys", () => {
    expect(dataDifferences({ a: 1, b: [1, { c: 2 }] }, { b: [1, { c: 3 }], a: 1 })).toEqual([
      { path: "b[1].c", before: 2, after: 3 },
    ]);
    expect(dataDifferences([1], [1, 2])).toEqual([{ path: "[1]", before: undefined, after: 2 }]);
    expect(dataDifferences({ constructor: 1 }, {})).toEqual([
      { path: "constructor", before: 1, after: undefined },
    ]);
  });
});
