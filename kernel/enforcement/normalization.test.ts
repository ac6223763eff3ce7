import { describe, expect, it } from "vitest";
import published from "../../docs/policy/vsf-TEST-CFO-001/01_canonicalization_profile.json" with {
  type: "json",
};
import { compile } from "./artifacts/compile";
import { resolverOf } from "./artifacts/reading";
import { parseCondition } from "./language/condition";
import { parseStatement } from "./language/threshold";
import { readProfile } from "./normalization";
import { healthyInputs } from "./testing/reference-document";
import { referenceArtifacts } from "./testing/reference-policy";
import { evaluateTriggers } from "./triggers/evaluate";

type Published = typeof published;

function changed(change: (profile: Published) => void) {
  const copy = structuredClone(published);
  change(copy);
  const read = readProfile(copy);
  if (!read.ok) throw new Error(JSON.stringify(read.issues));
  return read.profile;
}

describe("The published profile decides what is accepted", () => {
  it("in the unit of a threshold", () => {
    const euro = changed(({ units }) => units.USD.aliases.push("dollars"));
    expect(parseStatement(">= 5k dollars/month").ok).toBe(false);
    expect(parseStatement(">= 5k dollars/month", euro)).toMatchObject({
      ok: true,
      value: { units: [{ unit: "USD" }] },
    });
    const strict = changed(({ units }) => {
      units.percent.aliases = ["percent"];
    });
    expect(parseStatement(">= 30%", strict)).toMatchObject({ ok: false, position: 6 });
  });

  it("in the sign of a comparison", () => {
    const strict = changed(({ comparators }) => {
      comparators[">="] = [">="];
    });
    expect(parseStatement("≥ 3x").ok).toBe(true);
    expect(parseStatement("≥ 3x", strict).ok).toBe(false);
  });

  it("in the unit of a success criterion", () => {
    const monthly = changed(({ units }) => {
      units.USD.per = [];
    });
    expect(compile(referenceArtifacts).codes).toEqual([]);
    expect(compile(referenceArtifacts, monthly).codes).toEqual(["CFO-07"]);
  });

  it("in the window of a trigger", () => {
    const unmapped = changed((profile) => {
      profile.window_mappings = profile.window_mappings.filter(({ trigger }) => trigger !== "T7");
    });
    const artifacts = structuredClone(referenceArtifacts);
    const t7 = artifacts.trigger_spec.trigger_spec.triggers[6];
    if (t7) t7.measurement_window = "Trailing 3-month average, monthly";
    expect(compile(artifacts).codes).toEqual([]);
    expect(compile(artifacts, unmapped).codes).toEqual(["CFO-06"]);
  });

  it("in the names of a condition, one word or two", () => {
    const spoken = changed(({ metrics }) => {
      const nrr = metrics.find(({ name }) => name === "NRR");
      if (nrr) nrr.in_conditions = ["net retention"];
    });
    const ids = ["T5_NET_REVENUE_RETENTION_FLOOR"];
    expect(parseCondition("Net Retention FAIL", resolverOf(ids, spoken))).toMatchObject({
      ok: true,
      value: { condition: { triggers: ["T5"] }, unknown: [] },
    });
    expect(parseCondition("Net Retention FAIL", resolverOf(ids)).ok).toBe(false);
  });

  it("in the unit of an input", () => {
    const parts = changed(({ units }) => {
      units.percent.converted = { ratio: 100, basis_points: 0.01 } as { ratio: number };
    });
    const inputs = { ...healthyInputs(), EBITDA_Margin_TTM: { value: -200, unit: "basis_points" } };
    const ro40 = (policy: ReturnType<typeof compile>) =>
      evaluateTriggers(policy, {
        cycle: { id: "2026-03", cadence: "monthly_close", month_index: 3 },
        inputs,
      }).evaluations[2]?.computed_values.Ro40;
    expect(ro40(compile(referenceArtifacts))).toBeNull();
    expect(ro40(compile(referenceArtifacts, parts))).toBe(30);
  });
});

describe("The published profile", () => {
  it.each(published.threshold_forms)("reads what it says of $form", ({ accepts, refuses }) => {
    expect(accepts.filter((statement) => !parseStatement(statement).ok)).toEqual([]);
    expect(refuses.filter((statement) => parseStatement(statement).ok)).toEqual([]);
  });

  it.each([
    [
      "a name for two metrics",
      (p: Published) => Object.assign(p.metrics[3] ?? {}, { aliases: ["NRR"] }),
      "metrics",
    ],
    ["a word for two units", (p: Published) => p.units.x.aliases.push("%"), "units"],
    [
      "an alias that reads as arithmetic",
      (p: Published) => p.units.USD.aliases.push("+"),
      "units.USD.aliases[2]",
    ],
    [
      "a metric without its unit",
      (p: Published) => Reflect.deleteProperty(p.metrics[0] ?? {}, "unit"),
      "metrics[0].unit",
    ],
  ])("is refused with %s, and says where", (_, change, path) => {
    const copy = structuredClone(published);
    change(copy);
    const read = readProfile(copy);
    expect(read.ok ? [] : read.issues.map((issue) => issue.path)).toEqual([path]);
  });
});
