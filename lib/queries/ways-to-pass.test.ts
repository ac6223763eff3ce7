import { expect, test } from "vitest";
import { compile, type GateRequest, type SituationFacts, situationOf } from "../../kernel/enforcement";
import { referenceArtifacts } from "../../kernel/enforcement/testing/reference-policy";
import { rolesAwaited, signaturePath } from "./signature-path";
import { waysToPass } from "./ways-to-pass";

const policy = compile(referenceArtifacts);
const facts = (states: SituationFacts["states"] = {}, mode: SituationFacts["mode"] = "NORMAL") => ({
  states: {
    T1: "PASS",
    T2: "PASS",
    T3: "PASS",
    T4: "PASS",
    T5: "PASS",
    T6: "PASS",
    T7: "PASS",
    T8: "PASS",
    ...states,
  } as const,
  mode,
  crmHygiene: { stage_definitions_enforced: true, required_fields_enforced: true },
});
const hire = (details: object, rest: Partial<GateRequest> = {}): GateRequest =>
  ({ gate_id: "G1_HEADCOUNT", request_id: "REQ-1", requested_by: "lead", details, ...rest }) as GateRequest;
const vendor = (details: object): GateRequest => ({
  gate_id: "G4_VENDOR_AND_NON_LABOR",
  request_id: "REQ-1",
  requested_by: "lead",
  details,
});

test("a request that only waits for signatures needs no way around anything", () => {
  const situation = situationOf(policy, facts({ T4: "WATCH" }));
  const path = signaturePath(policy, situation, hire({ classification: "backfill" }));
  expect(path).toMatchObject({ isSignable: true, requiredRoles: ["CFO"], anyOneOf: [] });
  expect(rolesAwaited(path, ["CFO"])).toEqual([]);
  expect(waysToPass(policy, facts({ T4: "WATCH" }), hire({ classification: "backfill" })).ways).toEqual([]);
});

test("where the policy names nobody, any one approver of the gate will do", () => {
  const path = signaturePath(policy, situationOf(policy, facts()), hire({ classification: "backfill" }));
  expect(path.anyOneOf).toEqual(["CFO", "CEO"]);
  expect(rolesAwaited(path, [])).toEqual(["CFO", "CEO"]);
  expect(rolesAwaited(path, ["CEO"])).toEqual([]);
});

test("a blocked backfill under FAIL is told to bring an ROI case and both signatures", () => {
  const under = facts({ T1: "FAIL" }, "DEFENSIVE");
  expect(waysToPass(policy, under, hire({ classification: "backfill" })).ways).toEqual([
    { change: null, brings: ["roi_case", "signoff:CEO", "signoff:CFO"] },
  ]);
});

test("a net-new hire under a retention failure is shown the retention exception and what it takes", () => {
  const under = facts({ T5: "FAIL" }, "DEFENSIVE");
  const details = { classification: "net-new", function: "CS", mitigates_churn: true };
  const { ways } = waysToPass(policy, under, hire(details));
  expect(ways[0]?.change).toBeNull();
  expect([...(ways[0]?.brings ?? [])].sort()).toEqual([
    "exception:retention_protection",
    "offset",
    "roi_case",
    "signoff:CEO",
    "signoff:CFO",
  ]);
});

test("vendor spend while runway is short is told of the mission-critical way and of the trigger that would open it", () => {
  const details = { kind: "renewal", amount_usd_per_month: 900 };
  expect(waysToPass(policy, facts({ T4: "WATCH", T6: "FAIL" }), vendor(details))).toEqual({
    ways: [{ change: "It is mission-critical, with a written justification", brings: [] }],
    triggers: ["T4"],
  });
});

test("when two triggers stand in the way, both are named and no third", () => {
  const details = { kind: "renewal", amount_usd_per_month: 900 };
  const under = facts({ T1: "FAIL", T4: "FAIL", T6: "FAIL" }, "DEFENSIVE");
  expect(waysToPass(policy, under, vendor(details)).triggers).toEqual(["T1", "T4"]);
});

test("while facts are missing, those facts are the answer and no way is guessed", () => {
  expect(waysToPass(policy, facts({ T1: "FAIL" }), hire({}))).toEqual({ ways: [], triggers: null });
});
