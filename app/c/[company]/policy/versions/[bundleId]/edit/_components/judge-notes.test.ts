import { describe, expect, test } from "vitest";
import { artifactsOf } from "@/lib/policy/publication/verify-set";
import { publishedRules } from "@/lib/policy/published-rules";
import { trustedSet } from "@/lib/policy/published-set";
import { pointerOf } from "./data-place";
import { readJson, spanOf } from "./json-text";
import { judgeDraft } from "./judge-draft";

const { data } = trustedSet();
const rules = publishedRules(data);

type Rule = Record<string, string>;
type Bundle = Record<string, unknown> & {
  gating_rules: {
    gating_rules: {
      critical_triggers: string[];
      gates: { gate_id: string; allowed_if: Rule[]; blocked_if: Rule[] }[];
    };
  };
};

function judged(change: (bundle: Bundle) => void) {
  const bundle = structuredClone(artifactsOf(data)) as Bundle;
  change(bundle);
  return { bundle, ...judgeDraft(bundle, rules, null) };
}

function ruleOf(bundle: Bundle, gate: number): Rule {
  const rule = bundle.gating_rules.gating_rules.gates[gate]?.allowed_if[0];
  if (rule === undefined) throw new Error(`gate ${gate} has no rule`);
  return rule;
}

describe("what the kernel reads otherwise than the words may mean", () => {
  test("the published policy has no note", () => {
    expect(judged(() => {}).notes).toEqual([]);
  });

  test("a misspelt limit is no fault, but told at its very words, with what holds and what was meant", () => {
    const { notes, findings } = judged((draft) => {
      ruleOf(draft, 3).allow = "Renew; new spend needs an ROI case if >$5k/mnth";
    });
    expect(findings).toEqual([]);
    expect(notes).toMatchObject([
      {
        artifact: "gating_rules",
        pathText: "gating_rules.gates[3].allowed_if[0].allow",
        words: { position: 44, length: 4 },
        message:
          "“mnth” is not “/month” or “per month”; so the monthly limit in USD is not read from this text",
        remedy: "Write “month” for “mnth”, as in “>$5k/month”.",
        holds: "G4.allowed_if[0] names no monthly limit in USD; contract A6.2 has 5000.",
        instead: "month",
      },
    ]);
    expect(notes[0] && pointerOf(notes[0].path)).toBe("/gating_rules/gates/3/allowed_if/0/allow");
  });

  test("the same words are marked in the JSON, whatever stands escaped before them", () => {
    const { notes, bundle } = judged((draft) => {
      ruleOf(draft, 3).allow = 'The "big" ones\tfirst\n–🙂 >$5k/mnth';
    });
    const compact = JSON.stringify(bundle.gating_rules);
    for (const text of [compact, compact.replace("–🙂", "\\u2013\\ud83d\\ude42")]) {
      const read = readJson(text);
      if (!read.ok || notes[0] === undefined) throw new Error("nothing to mark");
      const { start, end } = spanOf(text, read.root, notes[0]);
      expect([text.slice(start, end), text.slice(start - 5, start)]).toEqual(["mnth", ">$5k/".slice(-5)]);
    }
  });

  test("a text that says nothing of a limit is told as a whole, with the form it would have", () => {
    const { notes } = judged((draft) => {
      ruleOf(draft, 0).allow = "Follow the approved hiring plan";
    });
    expect(notes).toMatchObject([
      {
        words: null,
        message: "this text does not name the number of critical roles a month",
        remedy: "Write it as in “+1–2 critical roles/month”, or leave it to the contract.",
      },
    ]);
  });

  test("a misspelt word of a condition is a fault whose word is marked, with the one that is meant", () => {
    const { findings, notes } = judged((draft) => {
      ruleOf(draft, 0).when = "All critical_trigers are PASS";
    });
    expect(findings).toMatchObject([
      {
        code: "CFO-05",
        position: 5,
        words: { position: 5, length: 16 },
        misspelt: { written: "critical_trigers", meant: "critical_triggers" },
      },
    ]);
    // Its allow text names the limit; it counts again with the condition.
    expect(notes).toEqual([]);
  });

  test("a misspelt name of a field is marked where it stands", () => {
    const { notes, bundle } = judged((draft) => {
      const { allow = "", ...rest } = ruleOf(draft, 3);
      const gate = draft.gating_rules.gating_rules.gates[3];
      if (gate) gate.allowed_if = [{ ...rest, alow: allow }];
    });
    const stray = notes.find(({ atKey }) => atKey);
    expect(stray).toMatchObject({
      message: "“alow” is no name that is read here",
      holds: "“allow” counts as absent.",
    });
    const text = JSON.stringify(bundle.gating_rules, null, 2);
    const read = readJson(text);
    if (!read.ok || stray === undefined) throw new Error("nothing to mark");
    const { start, end } = spanOf(text, read.root, stray);
    expect(text.slice(start, end)).toBe('"alow"');
  });

  test("a rule that is left out, and one too many, are told at the list and at the rule", () => {
    const { notes } = judged((draft) => {
      const { gates } = draft.gating_rules.gating_rules;
      gates[1]?.allowed_if.push({ when: "T5 PASS", allow: "Anything" });
      gates[1]?.blocked_if.pop();
    });
    expect(notes.map(({ pathText, message }) => [pathText, message])).toEqual([
      ["gating_rules.gates[1].allowed_if[1]", "this allow rule is ignored, and all behind it"],
      ["gating_rules.gates[1].blocked_if", "a rule is not in the list"],
    ]);
  });
});
