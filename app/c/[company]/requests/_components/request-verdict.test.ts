import { describe, expect, test } from "vitest";
import { compile } from "@/kernel/enforcement";
import { referenceArtifacts } from "@/kernel/enforcement/testing/reference-policy";
import { emptyValues } from "./form-values";
import { fieldsAskedFor, verdictSoFar } from "./request-verdict";

const policy = compile(referenceArtifacts);
const states = Object.fromEntries(policy.triggers.map(({ shortId }) => [shortId, "PASS" as const]));
const basis = (criticalRolesThisMonth = 0) => ({
  policy,
  facts: { states, mode: "NORMAL" as const, crmHygiene: null },
  userId: "lead",
  seesEveryStep: false,
  criticalRolesThisMonth,
});
const asked = (values: object) =>
  fieldsAskedFor(basis(), "G2_GTM_SPEND", { ...emptyValues("G2_GTM_SPEND"), ...values });

describe("the marks on the fields", () => {
  test("stay on what has been filled in, and never ask for both the return and the payback", () => {
    const empty = asked({});
    expect(empty).toContain("segment");
    expect(empty).toContain("expected_roi_band");
    expect(empty).not.toContain("expected_payback_months");
    const byPayback = { segment: "SMB", expected_payback_months_low: 8, expected_payback_months_high: 11 };
    expect(asked(byPayback)).toContain("segment");
    expect(asked(byPayback)).not.toContain("expected_roi_band");
  });

  test("follow the answers: the current budget is asked for where a proven increase is judged by it", () => {
    expect(asked({ kind: "reduction", evidence: "proven" })).not.toContain("current_budget_usd");
    expect(asked({ kind: "increase", evidence: "proven" })).toContain("current_budget_usd");
  });
});

test("a claim below what the company has approved this month is decided on what was approved", () => {
  const values = {
    ...emptyValues("G1_HEADCOUNT"),
    title: "One more",
    classification: "net-new",
    critical_role: true,
    critical_roles_added_this_month: 0,
  };
  expect(verdictSoFar(basis(0), "G1_HEADCOUNT", values).path.isSignable).toBe(true);
  expect(verdictSoFar(basis(2), "G1_HEADCOUNT", values).path.isSignable).toBe(false);
});

describe("what would unblock it, while it is being written", () => {
  const contained = {
    ...basis(),
    facts: { ...basis().facts, states: { ...states, T1: "FAIL" as const }, mode: "DEFENSIVE" as const },
  };
  const hire = (values: object) => ({
    ...emptyValues("G1_HEADCOUNT"),
    title: "One more",
    classification: "net-new",
    ...values,
  });

  test("a hire that no state and no signature could open is told so, instead of nothing", () => {
    const outside = hire({ in_approved_plan: false, critical_role: false, mitigates_churn: false });
    const { unblock } = verdictSoFar(contained, "G1_HEADCOUNT", outside);
    expect(unblock).toMatchObject({ ways: [], isHopeless: true });
    const planned = hire({ in_approved_plan: true, critical_role: false, mitigates_churn: false });
    expect(verdictSoFar(contained, "G1_HEADCOUNT", planned).unblock.isHopeless).toBe(false);
  });

  test("the CFO reads each step also while writing; others read how many are not theirs", () => {
    const planned = hire({ in_approved_plan: true, critical_role: false, mitigates_churn: false });
    const [way] = verdictSoFar(contained, "G1_HEADCOUNT", planned).unblock.ways;
    expect(way?.others?.steps).toBeGreaterThan(0);
    const whole = verdictSoFar({ ...contained, seesEveryStep: true }, "G1_HEADCOUNT", planned).unblock;
    expect(whole.showsAll).toBe(true);
    expect(whole.ways[0]?.others).toBeNull();
    expect(whole.ways[0]?.steps.length).toBeGreaterThan(0);
  });
});
