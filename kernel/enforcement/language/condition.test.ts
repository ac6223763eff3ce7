import { describe, expect, it } from "vitest";
import { resolverOf } from "../artifacts/reading";
import type { TriggerState } from "../vocabulary";
import { type ConditionFacts, evaluateCondition, parseCondition, triggersOf } from "./condition";

const resolve = resolverOf(["T1_FCF", "T2_EBITDA", "T3_RO40", "T4_RUNWAY", "T5_NRR", "T6_PIPE", "T7_CAC"]);

function holds(
  text: string,
  states: Record<string, TriggerState>,
  unknownReadsAs: "FAIL" | "nothing" = "FAIL",
  facts: Partial<ConditionFacts> = {},
) {
  const read = parseCondition(text, resolve);
  if (!read.ok) throw new Error(read.message);
  return evaluateCondition(
    read.value.condition,
    { stateOf: (id) => states[id] ?? "PASS", critical: ["T1", "T4"], defensive: false, ...facts },
    unknownReadsAs,
  );
}

describe("A condition", () => {
  it("binds “and” before “or”, and parentheses before both", () => {
    expect(holds("T1 FAIL or T4 FAIL and T5 FAIL", { T1: "FAIL" }).holds).toBe(true);
    expect(holds("(T1 FAIL or T4 FAIL) and T5 FAIL", { T1: "FAIL" }).holds).toBe(false);
  });

  it("takes “or” before a state as one more state", () => {
    expect(holds("T5 PASS or WATCH", { T5: "WATCH" }).holds).toBe(true);
    expect(holds("T5 FAIL or WATCH and T1 FAIL", { T5: "WATCH" }).holds).toBe(false);
  });

  it("asks any or every one of a group in parentheses", () => {
    expect(holds("(T1 or T2) is PASS/WATCH", { T1: "FAIL", T2: "WATCH" }).holds).toBe(true);
    expect(holds("(T1 and T2) are PASS", { T2: "WATCH" }).holds).toBe(false);
    expect(holds("((T1) FAIL)", { T1: "FAIL" }).holds).toBe(true);
  });

  it("reads names in any case: full id, short id, Ro40 and CAC payback", () => {
    expect(
      holds("t4_runway fail AND ro40 IS pass and Cac Payback watch", { T4: "FAIL", T7: "WATCH" }).holds,
    ).toBe(true);
  });

  it("reads UNKNOWN as FAIL where it blocks and as nothing where it allows", () => {
    expect(holds("T4 WATCH/FAIL", { T4: "UNKNOWN" }, "FAIL")).toEqual({ holds: true, certain: false });
    expect(holds("T4 PASS", { T4: "UNKNOWN" }, "nothing")).toEqual({ holds: false, certain: false });
    expect(holds("T1 FAIL and T5 PASS", { T1: "FAIL", T5: "UNKNOWN" }, "FAIL").holds).toBe(false);
    expect(holds("T1 FAIL and T5 FAIL", { T1: "PASS", T5: "UNKNOWN" }, "FAIL").certain).toBe(true);
  });

  it("takes DEFENSIVE mode for one more critical FAIL", () => {
    expect(holds("Any critical_trigger is FAIL", {}, "FAIL", { defensive: true }).holds).toBe(true);
    expect(holds("All critical_triggers are PASS", {}, "nothing", { defensive: true }).holds).toBe(false);
    expect(holds("Any critical trigger WATCH", { T4: "WATCH" }, "nothing", { defensive: true }).holds).toBe(
      true,
    );
  });

  it.each([
    ["", 1, "expected a trigger, “all”, “any” or “(”"],
    ["when things look good", 6, "expected PASS, WATCH or FAIL"],
    ["T1 UNKNOWN", 4, "expected PASS, WATCH or FAIL"],
    ["T1 FAIL and", 12, "expected a trigger, “all”, “any” or “(”"],
    ["T1 FAIL/", 9, "expected PASS, WATCH or FAIL"],
    ["(T1 FAIL", 9, "expected “)”"],
    ["T1 not FAIL", 4, "expected PASS, WATCH or FAIL"],
    ["All triggers are PASS", 5, "expected “critical_triggers”"],
    ["T1 FAIL.", 8, "expected the end"],
  ])("refuses “%s” and says where", (text, position, message) => {
    expect(parseCondition(text, resolve)).toEqual({ ok: false, position, message });
  });

  it("names triggers that do not exist, with their place", () => {
    const read = parseCondition("T1 FAIL and (T9 or T8_GM) WATCH", resolve);
    expect(read.ok && read.value.unknown).toEqual([
      { name: "T9", position: 14 },
      { name: "T8_GM", position: 20 },
    ]);
  });

  it("refuses deep nesting instead of exhausting the stack", () => {
    expect(parseCondition("(".repeat(100_000), resolve)).toMatchObject({ ok: false, position: 52 });
  });

  it("names what it rests on, each trigger once", () => {
    const read = parseCondition("T1 FAIL or (T4 WATCH and T1 WATCH) or any critical_trigger FAIL", resolve);
    expect(read.ok && triggersOf(read.value.condition, ["T4", "T8"])).toEqual(["T1", "T4", "T8"]);
  });
});
