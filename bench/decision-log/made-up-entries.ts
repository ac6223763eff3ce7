// Log entries of a company that decides a great deal: the shapes, words and proportions of a real log, made from the
// entry's number alone, so that every run fills the same database.
import type { GateDecision, GateId, ReasonCode } from "@/kernel/enforcement/index";
import type { LogEntry } from "@/lib/db/governed-write";

const GATES: readonly GateId[] = [
  "G1_HEADCOUNT",
  "G2_GTM_SPEND",
  "G3_PRODUCT_AND_RND",
  "G4_VENDOR_AND_NON_LABOR",
];
const CODES: Record<GateId, readonly ReasonCode[]> = {
  G1_HEADCOUNT: ["CFO-20", "CFO-21", "CFO-35"],
  G2_GTM_SPEND: ["CFO-22", "CFO-23", "CFO-33"],
  G3_PRODUCT_AND_RND: ["CFO-24", "CFO-25"],
  G4_VENDOR_AND_NON_LABOR: ["CFO-26", "CFO-27"],
};
const PEOPLE = [
  "Ada Moreno",
  "Ben Okafor",
  "Chiara Rossi",
  "Dmitri Volkov",
  "Elena Petrova",
  "Farid Haddad",
  "Grace Kim",
  "Hiro Tanaka",
  "Ines Duarte",
  "Jonas Weber",
  "Katya Sokolova",
  "Liam O'Connor",
];
const WANTS = [
  "Senior engineer, platform",
  "Account executive, mid-market",
  "Paid search in EMEA",
  "Customer success manager",
  "Observability contract",
  "Partner conference",
  "Data warehouse renewal",
  "Retention campaign",
  "Onboarding redesign",
];
const FIRST_MOMENT = Date.UTC(2022, 0, 3, 8);
const STEP_MS = 120_000;

export const momentOf = (seq: number) => new Date(FIRST_MOMENT + seq * STEP_MS);
const pick = <T>(list: readonly T[], number: number): T => {
  const found = list[number % list.length];
  if (found === undefined) throw new Error("nothing to pick from");
  return found;
};
/** A number that looks random and is not: the same for the same entry. */
const scattered = (seq: number, salt: number) =>
  (Math.imul(seq ^ (salt * 0x9e3779b1), 0x85ebca6b) >>> 8) & 0xffff;

export const personOf = (seq: number) => pick(PEOPLE, scattered(seq, 1));
const VERSIONS = { policyVersion: "1.0.0", policyHash: `sha256:${"5".repeat(64)}`, kernelVersion: "1.0.0" };

/** One in twenty-five is an evaluated cycle, one in two thousand a change of mode, the rest decisions. */
export function entryAt(seq: number, decisionId: string): LogEntry {
  const occurredAt = momentOf(seq);
  if (seq % 2000 === 0) {
    const title =
      seq % 4000 === 0 ? "NORMAL mode: two cycles passed" : "DEFENSIVE mode: runway is below its floor";
    return { kind: "mode_change", occurredAt, title, source: "system", ...VERSIONS };
  }
  if (seq % 25 === 0) {
    const title = `Weekly cycle ${occurredAt.getUTCFullYear()} number ${seq / 25} evaluated`;
    return { kind: "cycle_evaluated", occurredAt, title, source: "system", ...VERSIONS };
  }
  const report = reportOf(seq);
  const want = pick(WANTS, scattered(seq, 3));
  return {
    kind: "gate_decision",
    occurredAt,
    title: `${report.decision === "ALLOWED" ? "Approved" : "Blocked"}: ${want}`,
    source: seq % 10 === 0 ? "api" : "application",
    ...VERSIONS,
    reasonCodes: report.reason_codes,
    decision: {
      id: decisionId,
      requestRef: report.request_id,
      gateId: report.gate_id,
      outcome: report.decision,
      triggerStates: STATES,
      rationale: `The gate says ${report.decision}. ${want} was asked for by the team and weighed against the plan.`,
      signoffs: report.signoffs.map((role) => ({
        role,
        by: "11111111-1111-4111-8111-111111111111",
        at: occurredAt.toISOString(),
      })),
      expectedRoiBand: seq % 3 === 0 ? [1.2, 2.4] : null,
      report,
    },
    facts: { action: "EXTERNAL", mode: "NORMAL", blocked_by: report.blocked_by, missing: report.missing },
  };
}

const STATES = {
  T1_FCF_TRAJECTORY: "PASS",
  T2_EBITDA_TRAJECTORY: "PASS",
  T3_RULE_OF_40: "WATCH",
  T4_RUNWAY_FLOOR: "PASS",
  T5_NRR: "PASS",
  T6_PIPELINE_COVERAGE: "PASS",
  T7_CAC_PAYBACK: "WATCH",
  T8_GROSS_MARGIN: "PASS",
} as const;

function reportOf(seq: number): GateDecision {
  const gate = pick(GATES, scattered(seq, 5));
  const allowed = scattered(seq, 7) % 3 === 0;
  return {
    request_id: `REQ-${Math.ceil(seq / 3)}`,
    gate_id: gate,
    decision: allowed ? "ALLOWED" : "BLOCKED",
    basis: {
      critical_triggers: { T1: "PASS", T2: "PASS", T4: "PASS" },
      noncritical_triggers: { T3: "WATCH", T5: "PASS", T6: "PASS", T7: "WATCH", T8: "PASS" },
    },
    exceptions_used: [],
    signoffs: allowed ? ["CFO"] : [],
    roi_case_attached: seq % 3 === 0,
    reason_codes: allowed || seq % 2 === 0 ? [] : [pick(CODES[gate], scattered(seq, 11))],
    blocked_by: allowed ? [] : [`${gate.slice(0, 2)}.default_deny`],
    missing: allowed ? [] : ["signoff:CFO"],
    notes: "",
  };
}
