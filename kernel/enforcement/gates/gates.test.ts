import { describe, expect, it } from "vitest";
import { compile } from "../artifacts/compile";
import type { GateRequest } from "../document";
import { requestTo, standing } from "../testing/reference-document";
import { referenceArtifacts } from "../testing/reference-policy";
import { decideRequest, explainDecision } from "./decide-request";
import { situationOf } from "./situation";

type Artifacts = typeof referenceArtifacts;

function decided(
  request: GateRequest,
  states: Parameters<typeof standing>[0] = {},
  {
    mode = "NORMAL",
    change,
  }: { mode?: "NORMAL" | "DEFENSIVE"; change?: (artifacts: Artifacts) => void } = {},
) {
  const artifacts = structuredClone(referenceArtifacts);
  change?.(artifacts);
  const policy = compile(artifacts);
  return decideRequest(policy, situationOf(policy, standing(states, mode)), request);
}

const allowed = { decision: "ALLOWED", reason_codes: [], blocked_by: [], missing: [] };
const FULL = { signed: ["CEO", "CFO"], roiCase: true } as const;

describe("G1, headcount", () => {
  const hire = (details: object, beside = {}) =>
    requestTo("G1_HEADCOUNT", { classification: "net-new", ...details }, beside);
  const protective = { function: "CS", mitigates_churn: true };

  it("asks for a classification first", () => {
    expect(decided(hire({ classification: "urgent" }))).toMatchObject({
      reason_codes: ["CFO-20"],
      blocked_by: ["RUNTIME-A6-3"],
      missing: ["classification"],
    });
  });

  it("follows the plan while every critical trigger passes", () => {
    expect(decided(hire({ in_approved_plan: true }))).toMatchObject(allowed);
    expect(decided(hire({ classification: "backfill" }))).toMatchObject(allowed);
    expect(decided(hire({}))).toMatchObject({
      decision: "BLOCKED",
      blocked_by: ["G1.default_deny"],
      reason_codes: [],
    });
  });

  it("adds critical roles beyond the plan up to the monthly figure while Ro40 and payback pass", () => {
    const critical = { critical_role: true, count: 1, critical_roles_added_this_month: 1 };
    expect(decided(hire(critical))).toMatchObject(allowed);
    expect(decided(hire({ ...critical, count: 2 })).decision).toBe("BLOCKED");
    expect(decided(hire(critical), { T7: "WATCH" }).decision).toBe("BLOCKED");
    expect(decided(hire({ ...critical, count: 0 })).decision).toBe("BLOCKED");
    expect(decided(hire({ ...critical, count: 5, critical_roles_added_this_month: -4 })).decision).toBe(
      "BLOCKED",
    );
    expect(decided(hire({ critical_role: true, count: 1 })).missing).toEqual([
      "critical_roles_added_this_month",
    ]);
  });

  it("under WATCH lets backfills and retention-critical roles through with the CFO's signoff", () => {
    const backfill = { classification: "backfill" };
    expect(decided(hire(backfill, { signed: ["CFO"] }), { T4: "WATCH" })).toMatchObject(allowed);
    expect(decided(hire(backfill), { T4: "WATCH" })).toMatchObject({
      blocked_by: ["G1.default_deny"],
      missing: ["signoff:CFO"],
    });
    expect(decided(hire({ in_approved_plan: true }, { signed: ["CFO"] }), { T4: "WATCH" }).decision).toBe(
      "BLOCKED",
    );
  });

  it("under WATCH admits others by the retention exception with its offset documented", () => {
    const states = { T5: "WATCH" } as const;
    expect(decided(hire(protective, { signed: ["CFO"], exception: "offset" }), states)).toMatchObject(
      allowed,
    );
    expect(decided(hire(protective, { signed: ["CFO"], exception: "bare" }), states)).toMatchObject({
      reason_codes: ["CFO-35"],
      blocked_by: ["RUNTIME-A10-2"],
      missing: ["offset"],
    });
    expect(decided(hire(protective, { exception: "offset" }), states).missing).toEqual(["signoff:CFO"]);
  });

  it("under FAIL asks everything for both signoffs and an ROI case", () => {
    const critical = hire({ classification: "retention-critical" });
    expect(decided(critical, { T1: "FAIL" })).toMatchObject({
      reason_codes: ["CFO-21"],
      blocked_by: ["G1.blocked_if[0]", "RUNTIME-A6-4"],
      missing: ["signoff:CEO", "signoff:CFO", "roi_case"],
    });
    expect(decided(hire({ classification: "non-critical" }, FULL), { T1: "FAIL" })).toMatchObject(allowed);
    expect(decided(hire({ classification: "backfill" }, FULL), {}, { mode: "DEFENSIVE" })).toMatchObject(
      allowed,
    );
  });

  it("under FAIL blocks net-new but for the retention exception", () => {
    const states = { T5: "FAIL" } as const;
    expect(decided(hire({}, FULL), states)).toMatchObject({ reason_codes: [], blocked_by: ["A10(2)"] });
    expect(decided(hire(protective, { ...FULL, exception: "offset" }), states)).toMatchObject(allowed);
    expect(decided(hire(protective, { ...FULL, exception: "bare" }), states)).toMatchObject({
      reason_codes: ["CFO-35"],
      blocked_by: ["RUNTIME-A10-2", "A10(2)"],
    });
    expect(decided(hire(protective, { exception: "bare" }), states).reason_codes).toEqual([
      "CFO-21",
      "CFO-35",
    ]);
  });

  it("never admits an exception on an unknown T5, in another function, or where the gate lists none", () => {
    const claim = { ...FULL, exception: "offset" } as const;
    expect(decided(hire(protective, claim), { T5: "UNKNOWN" }).blocked_by).toEqual(["A10(2)"]);
    expect(decided(hire({ ...protective, function: "Sales" }, claim), { T5: "FAIL" }).blocked_by).toEqual([
      "A10(2)",
    ]);
    const change = (artifacts: Artifacts) => {
      Reflect.deleteProperty(artifacts.gating_rules.gating_rules.gates[0] ?? {}, "exceptions");
    };
    const unlisted = decided(hire(protective, claim), { T5: "FAIL" }, { change });
    expect(unlisted.blocked_by).toEqual(["A10(2)"]);
    expect(unlisted.notes).toContain("lists no exception retention_protection");
  });

  it("counts no signoff of the requester, of a look-alike role, or when nobody is named as requester", () => {
    const request = hire({ classification: "backfill" });
    const signedBy = (by: string, role = "CFO") => [{ role, by, at: "2026-04-10T08:00:00Z" }];
    const watch = { T4: "WATCH" } as const;
    expect(decided({ ...request, signoffs: signedBy(" Lee@example.com") }, watch).signoffs).toEqual([]);
    expect(decided({ ...request, signoffs: signedBy("c@example.com", "cfo") }, watch).signoffs).toEqual([]);
    expect(decided({ ...request, signoffs: signedBy("") }, watch).signoffs).toEqual([]);
    const anonymous = { ...request, requested_by: null, signoffs: signedBy("c@example.com") };
    expect(decided(anonymous, watch).decision).toBe("BLOCKED");
  });
});

describe("G2, go-to-market spend", () => {
  const facts = {
    kind: "increase",
    segment: "mid-market",
    channel: "events",
    amount_usd: 15,
    current_budget_usd: 100,
    evidence: "proven",
    expected_roi_band: [1.1, 1.4],
  };
  const spend = (details: object, beside = {}) => requestTo("G2_GTM_SPEND", { ...facts, ...details }, beside);

  it("asks for every fact it lacks", () => {
    const bare = requestTo("G2_GTM_SPEND", { kind: "increase", evidence: "proven", amount_usd: 0 });
    expect(decided(bare)).toMatchObject({
      reason_codes: ["CFO-22"],
      blocked_by: ["RUNTIME-A6-5"],
      missing: ["segment", "channel", "amount_usd", "expected_roi_band", "current_budget_usd"],
    });
    expect(decided(spend({ expected_roi_band: null, expected_payback_months: [6, 9] }))).toMatchObject(
      allowed,
    );
    expect(decided(spend({ expected_roi_band: [2, 2] })).reason_codes).toEqual(["CFO-22"]);
    expect(decided(spend({ evidence: "experiment" })).missing).toEqual(["experiment_share_pct"]);
  });

  it("scales proven spend to the upper end of the allowance, exactly", () => {
    expect(decided(spend({ amount_usd: 15 }))).toMatchObject(allowed);
    expect(decided(spend({ amount_usd: 15.01 })).blocked_by).toEqual(["G2.default_deny"]);
    expect(decided(spend({ amount_usd: 0.3, current_budget_usd: 2 }))).toMatchObject(allowed);
  });

  it("keeps experiments within their cap", () => {
    const experiment = { evidence: "experiment", experiment_share_pct: 5 };
    expect(decided(spend(experiment))).toMatchObject(allowed);
    expect(decided(spend({ ...experiment, kind: "reallocation" }))).toMatchObject(allowed);
    expect(decided(spend({ ...experiment, experiment_share_pct: 5.1 })).blocked_by).toEqual([
      "G2.default_deny",
    ]);
    expect(decided(spend({ ...experiment, experiment_share_pct: -1 })).decision).toBe("BLOCKED");
  });

  it("lets commitments, reductions and moves to proven or retention spend through in every state", () => {
    const worst = { T1: "FAIL", T4: "FAIL", T6: "UNKNOWN", T7: "FAIL" } as const;
    const free = [
      { kind: "reduction" },
      { kind: "commitment" },
      { kind: "reallocation" },
      { kind: "reallocation", evidence: "experiment", experiment_share_pct: 50, purpose: "retention" },
    ];
    for (const details of free)
      expect(decided(spend(details), worst, { mode: "DEFENSIVE" })).toMatchObject(allowed);
  });

  it("needs CRM hygiene for whatever rests on the pipeline", () => {
    const policy = compile(referenceArtifacts);
    const situation = situationOf(policy, {
      ...standing(),
      crmHygiene: { stage_definitions_enforced: true },
    });
    expect(decideRequest(policy, situation, spend({})).reason_codes).toEqual(["CFO-33"]);
    expect(decideRequest(policy, situation, spend({ kind: "reduction" }))).toMatchObject(allowed);
  });

  it("names the first rule that blocks, in order", () => {
    const frozen = { T1: "FAIL", T4: "WATCH", T7: "FAIL" } as const;
    expect(decided(spend({}), frozen).blocked_by).toEqual(["G2.blocked_if[1]"]);
    expect(decided(spend({}), { T8: "FAIL", T7: "FAIL" }).blocked_by).toEqual(["A10(2)"]);
    expect(decided(spend({}), { T7: "FAIL" }).blocked_by).toEqual(["G2.blocked_if[0]"]);
    expect(decided(spend({}), { T6: "UNKNOWN" }).blocked_by).toEqual(["G2.blocked_if[0]"]);
    expect(decided(spend({}), { T6: "WATCH" }).blocked_by).toEqual(["G2.default_deny"]);
  });

  it("reinstates on an ROI case and the CFO's signoff, never on unknown pipeline figures", () => {
    const back = spend({ kind: "reinstatement" }, { roiCase: true, signed: ["CFO"] });
    expect(decided(back, { T7: "FAIL" })).toMatchObject(allowed);
    expect(decided(back, { T7: "UNKNOWN" }).blocked_by).toEqual(["G2.blocked_if[0]"]);
    expect(decided(back, { T1: "FAIL" }).blocked_by).toEqual(["A10(2)"]);
    expect(decided(spend({ kind: "reinstatement" }))).toMatchObject({
      blocked_by: ["G2.default_deny"],
      missing: ["roi_case", "signoff:CFO"],
    });
  });

  it("grants a discount exception on the CFO's signoff in every state", () => {
    const discount = { kind: "discount_exception", segment: "smb", discount_pct: 20 };
    const asked = (details: object, beside = {}) => requestTo("G2_GTM_SPEND", details, beside);
    expect(
      decided(asked(discount, { signed: ["CFO"] }), { T4: "FAIL" }, { mode: "DEFENSIVE" }),
    ).toMatchObject(allowed);
    expect(decided(asked(discount))).toMatchObject({ reason_codes: ["CFO-23"], missing: ["signoff:CFO"] });
    expect(decided(asked({ kind: "discount_exception" }))).toMatchObject({
      reason_codes: ["CFO-22"],
      missing: ["segment", "discount_pct"],
    });
  });

  it("lets a further block of the policy close all but what is open in every state", () => {
    const change = (artifacts: Artifacts) => {
      artifacts.gating_rules.gating_rules.gates[1]?.blocked_if.push({
        when: "T3 WATCH",
        block: "Hold growth",
      });
    };
    const back = spend({ kind: "reinstatement" }, { roiCase: true, signed: ["CFO"] });
    expect(decided(spend({}), { T3: "WATCH" }, { change }).blocked_by).toEqual(["G2.blocked_if[2]"]);
    expect(decided(back, { T3: "WATCH" }, { change }).blocked_by).toEqual(["G2.blocked_if[2]"]);
    expect(decided(spend({ kind: "reduction" }), { T3: "WATCH" }, { change })).toMatchObject(allowed);
  });
});

describe("G3, roadmap", () => {
  const impact = { on: "retention", band: [1, 2], unit: "pp NRR" };
  const item = (details: object) =>
    requestTo("G3_PRODUCT_AND_RND", {
      classification: "big-bet",
      quantified_impact: impact,
      risks_churn: false,
      ...details,
    });

  it("asks for a classification and a quantified impact", () => {
    expect(decided(item({ quantified_impact: { ...impact, band: [2, 1] } }))).toMatchObject({
      reason_codes: ["CFO-24"],
      missing: ["quantified_impact"],
    });
    expect(decided(item({ classification: "core" })).missing).toEqual(["classification"]);
  });

  it("is open while retention passes or is on watch and no critical trigger fails", () => {
    expect(decided(item({}), { T5: "WATCH" })).toMatchObject(allowed);
    expect(decided(item({ classification: "non-core" }), { T8: "FAIL" }).blocked_by).toEqual(["A10(2)"]);
    expect(decided(item({}), { T1: "FAIL" }).blocked_by).toEqual(["G3.blocked_if[0]", "A10(2)"]);
    expect(decided(item({}), {}, { mode: "DEFENSIVE" }).decision).toBe("BLOCKED");
  });

  it("closes to what risks churn, or does not say, while retention fails or is unknown", () => {
    const retention = { classification: "retention-critical" };
    expect(decided(item({ ...retention, risks_churn: null }), { T5: "FAIL" })).toMatchObject({
      reason_codes: ["CFO-25"],
      blocked_by: ["G3.blocked_if[1]", "RUNTIME-A6-8"],
      missing: ["risks_churn"],
    });
    expect(decided(item({ ...retention, risks_churn: true }), { T5: "UNKNOWN" }).reason_codes).toEqual([
      "CFO-25",
    ]);
    expect(decided(item(retention), { T5: "FAIL", T1: "FAIL" }, { mode: "DEFENSIVE" })).toMatchObject(
      allowed,
    );
  });

  it("holds the contract's condition even where the artifact's is looser", () => {
    const change = (artifacts: Artifacts) => {
      const gate = artifacts.gating_rules.gating_rules.gates[2];
      if (gate?.blocked_if[1] !== undefined) gate.blocked_if[1].when = "T5 FAIL and T8 FAIL";
    };
    expect(decided(item({ risks_churn: true }), { T5: "FAIL" }, { change }).reason_codes).toEqual(["CFO-25"]);
  });
});

describe("G4, vendors", () => {
  const vendor = (details: object, beside = {}) => requestTo("G4_VENDOR_AND_NON_LABOR", details, beside);
  const critical = { mission_critical: true, justification: "Payroll stops without it" };

  it("asks new spend over the monthly limit, or of no amount, for an ROI case", () => {
    expect(decided(vendor({ amount_usd_per_month: 5000 }))).toMatchObject(allowed);
    expect(decided(vendor({ kind: "new", amount_usd_per_month: 5000.01 }))).toMatchObject({
      reason_codes: ["CFO-26"],
      blocked_by: ["RUNTIME-A6-9"],
      missing: ["roi_case"],
    });
    expect(decided(vendor({ amount_usd_per_month: "low" })).reason_codes).toEqual(["CFO-26"]);
    expect(decided(vendor({ amount_usd_per_month: 9000 }, { roiCase: true }))).toMatchObject(allowed);
    expect(decided(vendor({ kind: "renewal", amount_usd_per_month: 9000 }))).toMatchObject(allowed);
  });

  it("under short or unknown runway takes only justified mission-critical spend", () => {
    const renewal = { kind: "renewal", amount_usd_per_month: 9000 };
    expect(decided(vendor(renewal), { T4: "WATCH" })).toMatchObject({
      reason_codes: ["CFO-27"],
      blocked_by: ["G4.blocked_if[0]", "RUNTIME-A6-10"],
      missing: ["mission_critical", "justification"],
    });
    expect(decided(vendor({ ...renewal, mission_critical: true }), { T4: "UNKNOWN" })).toMatchObject({
      reason_codes: ["CFO-27"],
      missing: ["justification"],
    });
    expect(decided(vendor({ ...renewal, ...critical }), { T4: "FAIL" }, { mode: "DEFENSIVE" })).toMatchObject(
      allowed,
    );
    expect(decided(vendor({ amount_usd_per_month: 9000 }), { T4: "WATCH" }).reason_codes).toEqual([
      "CFO-26",
      "CFO-27",
    ]);
  });

  it("is closed under any critical FAIL, and by default while cash flow is on watch", () => {
    const renewal = vendor({ kind: "renewal" });
    expect(decided(renewal, { T8: "FAIL" })).toMatchObject({ reason_codes: [], blocked_by: ["A10(2)"] });
    expect(decided(renewal, { T1: "WATCH" })).toMatchObject({
      reason_codes: [],
      blocked_by: ["G4.default_deny"],
    });
  });

  it("reads its limit from the artifact, and says so when it falls back on the contract's", () => {
    const limit = (allow: string) => (artifacts: Artifacts) => {
      const rule = artifacts.gating_rules.gating_rules.gates[3]?.allowed_if[0];
      if (rule !== undefined) rule.allow = allow;
    };
    const asked = vendor({ amount_usd_per_month: 6000 });
    expect(decided(asked, {}, { change: limit("ROI case if >$7.5k/month") })).toMatchObject({
      ...allowed,
      notes: "",
    });
    const fallback = decided(asked, {}, { change: limit("Renew freely") });
    expect(fallback.reason_codes).toEqual(["CFO-26"]);
    expect(fallback.notes).toContain("contract A6.2 has 5000");
  });
});

describe("Every gate", () => {
  it("blocks with the policy's codes when the artifacts cannot be enforced", () => {
    const policy = compile({});
    const decision = decideRequest(
      policy,
      situationOf(policy, standing()),
      requestTo("G2_GTM_SPEND", { kind: "reduction" }),
    );
    expect(decision).toMatchObject({
      decision: "BLOCKED",
      reason_codes: ["CFO-01"],
      blocked_by: ["RUNTIME-A1-1"],
    });
  });

  it("blocks with CFO-34 what no log takes, beside whatever else applies", () => {
    const policy = compile(referenceArtifacts);
    const request = requestTo("G1_HEADCOUNT", {});
    const decision = decideRequest(policy, situationOf(policy, standing()), request, { logged: false });
    expect(decision.reason_codes).toEqual(["CFO-20", "CFO-34"]);
  });

  it("explains the very decision it takes, step by step, with the states each step rests on", () => {
    const policy = compile(referenceArtifacts);
    const situation = situationOf(policy, standing({ T5: "UNKNOWN" }, "DEFENSIVE"));
    const request = requestTo("G1_HEADCOUNT", { classification: "net-new" }, FULL);
    const { decision, steps } = explainDecision(policy, situation, request);
    expect(decision).toEqual(decideRequest(policy, situation, request));
    expect(steps[0]).toMatchObject({ rule: "G1.blocked_if[0]", holds: true, effect: "none" });
    expect(steps[0]?.restsOn).toContainEqual({ trigger: "T5", state: "UNKNOWN" });
    expect(steps.filter(({ effect }) => effect === "blocks").map(({ rule }) => rule)).toEqual(
      decision.blocked_by,
    );
  });
});
