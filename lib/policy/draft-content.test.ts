import { describe, expect, test } from "vitest";
import { compile } from "../../kernel/enforcement";
import { referenceArtifacts } from "../../kernel/enforcement/testing/reference-policy";
import { policyHash } from "./active-policy";
import { draftContent } from "./draft-content";

const withPart = (part: unknown) => ({ ...referenceArtifacts, micro_case: { micro_case: { part } } });
const fieldsOf = (given: unknown) => {
  const content = draftContent(given);
  return content.ok ? null : content.failure.fields;
};
const [TEN_THOUSAND, MILLION] = [10_000, 1_000_000];

function nested(depth: number): unknown {
  let value: unknown = "the bottom";
  for (let level = 0; level < depth; level += 1) value = [value];
  return value;
}

describe("a draft takes", () => {
  test("the four artifacts as they are published, unchanged", () => {
    expect(draftContent(referenceArtifacts)).toEqual({ ok: true, value: referenceArtifacts });
  });

  test("the texts of four files in their place", () => {
    const texts = Object.entries(referenceArtifacts).map(([name, value]) => [
      name,
      JSON.stringify(value, null, 2),
    ]);
    expect(draftContent(Object.fromEntries(texts))).toEqual({ ok: true, value: referenceArtifacts });
  });

  test("faults of the policy: those are for its checks to find", () => {
    const content = draftContent({
      micro_case: {},
      trigger_spec: {},
      gating_rules: {},
      outcome_contract: {},
    });
    expect(content.ok && compile(content.value).findings.length).toBeGreaterThan(3);
  });

  test("numbers up to the sizes that every hash writes alike", () => {
    for (const number of [0, -0, 1e-6, -1e-6, 999_999_999_999_999_900_000, -123.456])
      expect(fieldsOf(withPart(number))).toBeNull();
  });
});

describe("a draft refuses, and says where", () => {
  test.each([
    ["an artifact too few", { ...referenceArtifacts, gating_rules: undefined }, "gating_rules"],
    ["an artifact too many", { ...referenceArtifacts, notes: {} }, "notes"],
    ["a list in place of an artifact", { ...referenceArtifacts, micro_case: [] }, "micro_case"],
    ["a file that is no JSON", { ...referenceArtifacts, micro_case: "{ not yet" }, "micro_case"],
    ["a file that holds a number", { ...referenceArtifacts, micro_case: "12" }, "micro_case"],
    ["nothing at all", undefined, "artifacts"],
    ["a list of artifacts", [referenceArtifacts], "artifacts"],
    ["a number too large", withPart(1e21), "micro_case.part"],
    ["a number too small", withPart([{ deep: -1e-7 }]), "micro_case.part[0].deep"],
    ["a number that is none", withPart(Number.NaN), "micro_case.part"],
    ["a number without end", withPart(Number.POSITIVE_INFINITY), "micro_case.part"],
    ["a NUL in a text", withPart("a\0b"), "micro_case.part"],
    ["half a character", withPart(["ok", "\ud83d"]), "micro_case.part[1]"],
    ["a name that sorts otherwise in the database", withPart({ "😀": 1 }), "micro_case.part"],
    ["a text without end", withPart("x".repeat(TEN_THOUSAND + 1)), "micro_case.part"],
    ["a day that is no JSON", withPart(new Date(0)), "micro_case.part"],
    ["an undefined value", withPart([undefined]), "micro_case.part[0]"],
    ["more than a megabyte", withPart(Array.from({ length: 200 }, () => "é".repeat(5_000))), "artifacts"],
    [
      "a file of more than a megabyte",
      { ...referenceArtifacts, micro_case: " ".repeat(MILLION + 1) },
      "micro_case",
    ],
  ])("%s", (_, given, path) => {
    expect(Object.keys(fieldsOf(given) ?? {})).toEqual([path]);
  });

  test("what is nested too deep, be it a hundred thousand levels, without a word of a stack", () => {
    for (const depth of [60, 100_000])
      expect(Object.values(fieldsOf(withPart(nested(depth))) ?? {})).toEqual([
        "A policy may be nested 60 deep.",
      ]);
    const text = `{"micro_case":${"[".repeat(400_000)}${"]".repeat(400_000)}}`;
    expect(Object.values(fieldsOf({ ...referenceArtifacts, micro_case: text }) ?? {})).toEqual([
      "A policy may be nested 60 deep.",
    ]);
  });

  test("one part that stands in a billion places, at once", () => {
    let value: unknown = ["again"];
    for (let level = 0; level < 40; level += 1) value = [value, value];
    const began = performance.now();
    expect(Object.values(fieldsOf(withPart(value)) ?? {})).toEqual([
      "A policy may take up to 1,000,000 bytes.",
    ]);
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  test("what contains itself", () => {
    const circle: unknown[] = [];
    circle.push(circle);
    expect(fieldsOf(withPart(circle))).not.toBeNull();
  });
});

test("a formula or threshold of ten thousand brackets is a fault with words, not a stack that ends", () => {
  for (const text of [
    "(".repeat(TEN_THOUSAND),
    "-".repeat(TEN_THOUSAND),
    "min(".repeat(2_500),
    "not ".repeat(2_500),
  ]) {
    const artifacts = structuredClone(referenceArtifacts);
    const [first] = artifacts.trigger_spec.trigger_spec.triggers;
    if (!first) throw new Error("the reference policy has triggers");
    artifacts.trigger_spec.trigger_spec.triggers.push({
      ...first,
      id: "T9_OF_OUR_OWN",
      formula: `X = ${text}`.slice(0, TEN_THOUSAND),
    });
    first.threshold.pass = text;
    for (const gate of artifacts.gating_rules.gating_rules.gates) {
      for (const rule of gate.allowed_if) rule.when = text;
    }
    const content = draftContent(artifacts);
    if (!content.ok) throw new Error(content.failure.message);
    expect(compile(content.value).findings.length).toBeGreaterThan(0);
  }
});

test("what went through the door hashes as what was given, whatever the order of its names", () => {
  const turned = Object.fromEntries(Object.entries(referenceArtifacts).reverse());
  const content = draftContent(turned);
  expect(content.ok && policyHash(content.value)).toBe(policyHash(referenceArtifacts));
});
