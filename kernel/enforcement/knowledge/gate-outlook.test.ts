import { expect, test } from "vitest";
import { compile } from "../artifacts/compile";
import { situationOf } from "../gates/situation";
import { referenceArtifacts } from "../testing/reference-policy";
import type { Mode, TriggerState } from "../vocabulary";
import { gateOutlook } from "./gate-outlook";

const policy = compile(referenceArtifacts);
const ALL_PASS: Record<string, TriggerState> = Object.fromEntries(
  policy.triggers.map(({ shortId }) => [shortId, "PASS"]),
);

function outlook(states: Record<string, TriggerState>, mode: Mode = "NORMAL") {
  const crmHygiene = { stage_definitions_enforced: true, required_fields_enforced: true };
  const gates = gateOutlook(
    policy,
    situationOf(policy, { states: { ...ALL_PASS, ...states }, mode, crmHygiene }),
  );
  const prospects = gates.flatMap((gate) => gate.prospects);
  return {
    verdicts: gates.map(({ verdict }) => verdict),
    of: (label: string) => prospects.find((prospect) => prospect.label.startsWith(label)),
  };
}

test("with every trigger passing, all four gates are open", () => {
  expect(outlook({}).verdicts).toEqual(["OPEN", "OPEN", "OPEN", "OPEN"]);
});

test("with runway on watch, backfills need the CFO and hires in the plan are closed", () => {
  const { of } = outlook({ T4: "WATCH" });
  expect(of("Backfills")).toMatchObject({ verdict: "CONDITIONAL", brings: ["signoff:CFO"] });
  expect(of("Hires in the approved plan")).toMatchObject({
    verdict: "CLOSED",
    reasons: [{ rule: "G1.allowed_if[1]", notPassing: [{ trigger: "T4", state: "WATCH" }] }],
  });
});

test("with runway failing, backfills need both signatures and a case, and net-new hires are closed", () => {
  const { of } = outlook({ T4: "FAIL" }, "DEFENSIVE");
  expect(of("Backfills")?.brings.toSorted()).toEqual(["roi_case", "signoff:CEO", "signoff:CFO"]);
  expect(of("Hires in the approved plan")).toMatchObject({
    verdict: "CLOSED",
    reasons: [{ rule: "A10(2)" }],
  });
});

test("the retention exception appears only while it holds, and names its offset", () => {
  expect(outlook({}).of("CS or Product")).toBeUndefined();
  expect(outlook({ T5: "FAIL" }, "DEFENSIVE").of("CS or Product")).toMatchObject({ verdict: "CONDITIONAL" });
  expect(outlook({ T5: "FAIL" }, "DEFENSIVE").of("CS or Product")?.brings).toContain("offset");
});

test("a refusal by default names the rule that would have opened the gate", () => {
  expect(outlook({ T6: "WATCH" }).of("Proven channels")).toMatchObject({
    verdict: "CLOSED",
    reasons: [{ rule: "G2.allowed_if[0]", notPassing: [{ trigger: "T6", state: "WATCH" }] }],
  });
});

test("discounts stay open with the CFO's signature in every state", () => {
  for (const state of ["PASS", "WATCH", "FAIL", "UNKNOWN"] as const) {
    const everywhere = Object.fromEntries(Object.keys(ALL_PASS).map((id) => [id, state]));
    const mode = state === "FAIL" || state === "UNKNOWN" ? "DEFENSIVE" : "NORMAL";
    expect(outlook(everywhere, mode).of("Discounts")).toMatchObject({
      verdict: "CONDITIONAL",
      brings: ["signoff:CFO"],
    });
  }
});
