import { describe, expect, it } from "vitest";
import { referenceArtifacts } from "../testing/reference-policy";
import { compile } from "./compile";
import { doubtfulInputs, misspelling } from "./misspelling";

type Artifacts = typeof referenceArtifacts;
const rules = (artifacts: Artifacts) => artifacts.gating_rules.gating_rules;

function compiled(change: (artifacts: Artifacts) => void) {
  const artifacts = structuredClone(referenceArtifacts);
  change(artifacts);
  return compile(artifacts);
}

/** The words marked and the word that is meant, when a gate's first condition is this text. */
function ofCondition(when: string): readonly [string, string] | null {
  const policy = compiled((artifacts) =>
    Reflect.set(rules(artifacts).gates[0]?.allowed_if[0] ?? {}, "when", when),
  );
  const [finding] = policy.findings;
  if (finding === undefined) throw new Error(`nothing is found in “${when}”`);
  return marked(misspelling(finding, when, policy), when);
}

function ofEscalation(condition: string): readonly [string, string] | null {
  const policy = compiled((artifacts) =>
    Reflect.set(rules(artifacts).escalation_rules[0] ?? {}, "condition", condition),
  );
  const [finding] = policy.findings;
  if (finding === undefined) throw new Error(`nothing is found in “${condition}”`);
  return marked(misspelling(finding, condition, policy), condition);
}

function marked(found: ReturnType<typeof misspelling>, text: string): readonly [string, string] | null {
  if (found === null) return null;
  expect(text.slice(found.position - 1, found.position - 1 + found.length)).toBe(found.written);
  return [found.written, found.meant];
}

describe("A misspelt word of a condition", () => {
  it("is marked from its first to its last letter, with the word that is meant", () => {
    expect(ofCondition("T7 PAS and T6 PASS")).toEqual(["PAS", "PASS"]);
    expect(ofCondition("T7 PASS adn T6 PASS")).toEqual(["adn", "and"]);
    expect(ofCondition("Any critical_triger is FAIL")).toEqual(["critical_triger", "critical_trigger"]);
    expect(ofCondition("T5 PASS/WHATCH")).toEqual(["WHATCH", "WATCH"]);
    expect(ofCondition("T5 PASS or WHATCH")).toEqual(["WHATCH", "WATCH"]);
  });

  it("is found where it was read as a name, so that reading stopped behind it", () => {
    expect(ofCondition("Al critical_triggers are PASS")).toEqual(["Al", "All"]);
  });

  it("may be a trigger, by its id or by a name of two words", () => {
    expect(ofCondition("T7_CAC_PAYBAK PASS")).toEqual(["T7_CAC_PAYBAK", "T7_CAC_PAYBACK"]);
    expect(ofCondition("CAC paybak PASS")).toEqual(["CAC paybak", "CAC payback"]);
    expect(ofCondition("R40 PASS")).toEqual(["R40", "Ro40"]);
  });

  it("is not guessed where several words are as near, or none is", () => {
    expect(ofCondition("T9 PASS")).toBeNull();
    expect(ofCondition("T7 is green")).toBeNull();
    expect(ofCondition("")).toBeNull();
  });
});

describe("A misspelt word elsewhere", () => {
  it("is marked in an escalation", () => {
    expect(ofEscalation("Two consecutve monthly FAILs on T1/T2")).toEqual(["consecutve", "consecutive"]);
    expect(ofEscalation("Two consecutive montly FAILs on T1/T2")).toEqual(["montly", "monthly"]);
  });

  it("is marked in the list of critical triggers", () => {
    const policy = compiled((artifacts) =>
      Reflect.set(rules(artifacts).critical_triggers, 0, "T1_FCF_BRAKEVEN_TRAJECTORY"),
    );
    const [finding] = policy.findings;
    expect(finding?.path).toBe("gating_rules.critical_triggers[0]");
    const text = "T1_FCF_BRAKEVEN_TRAJECTORY";
    expect(finding && marked(misspelling(finding, text, policy), text)).toEqual([
      text,
      "T1_FCF_BREAKEVEN_TRAJECTORY",
    ]);
  });

  it("is marked in a gate's id", () => {
    const at = { path: "gating_rules.gates[3].gate_id" };
    expect(misspelling(at, "G4_VENDOR_AND_NONLABOR", compile(referenceArtifacts))).toMatchObject({
      meant: "G4_VENDOR_AND_NON_LABOR",
    });
    expect(misspelling(at, "G5_TRAVEL", compile(referenceArtifacts))).toBeNull();
  });

  it("is doubted where a formula takes it for an input of the company's own", () => {
    const policy = compiled((artifacts) => {
      const { triggers } = artifacts.trigger_spec.trigger_spec;
      const like = triggers[6];
      if (like === undefined) throw new Error("no seventh trigger");
      const formula = "BurnMultiple = NetBurn_3mo_agv / NetNewARR_quarter";
      const threshold = { pass: "<= 1.5x", watch: "> 1.5x and <= 2x", fail: "> 2x" };
      triggers.push({
        ...like,
        id: "T9_BURN",
        measurement_window: "Evaluated monthly at close",
        formula,
        threshold,
      });
    });
    expect(policy.triggers.flatMap(doubtfulInputs)).toEqual([
      { position: 16, length: 15, written: "NetBurn_3mo_agv", meant: "NetBurn_3mo_avg" },
    ]);
    expect(compile(referenceArtifacts).triggers.flatMap(doubtfulInputs)).toEqual([]);
  });
});

describe("The notes of a gate", () => {
  it("name the place that each speaks of", () => {
    const policy = compiled((artifacts) => {
      const { gates } = rules(artifacts);
      Reflect.set(gates[0]?.allowed_if[0] ?? {}, "allow", "Follow the plan; +1–2 critcal roles/month");
      Reflect.set(gates[1]?.allowed_if ?? {}, "1", { when: "T5 PASS", allow: "Anything" });
      Reflect.set(gates[3]?.allowed_if[0] ?? {}, "when", "T1 PAS");
      Reflect.set(gates[2] ?? {}, "blocked_if", []);
    });
    const noted = Object.values(policy.gates).flatMap((gate) => gate.noted);
    expect(noted.map(({ path, figure }) => [path, figure])).toEqual([
      ["gating_rules.gates[0].allowed_if[0].allow", "critical_roles"],
      ["gating_rules.gates[1].allowed_if[1]", null],
      ["gating_rules.gates[2].blocked_if", null],
      ["gating_rules.gates[2].blocked_if", null],
      ["gating_rules.gates[3].allowed_if[0].when", null],
      ["gating_rules.gates[3].allowed_if", "monthly_limit"],
    ]);
    expect(Object.values(policy.gates).flatMap((gate) => gate.notes)).toEqual(noted.map(({ text }) => text));
  });
});
