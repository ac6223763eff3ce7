// A company with nothing but a name, and the log entries of its first decisions: what the log's own tests need.
import { randomUUID } from "node:crypto";
import type { Client } from "pg";
import type { GateDecision } from "@/kernel/enforcement/index";
import type { Actor, GovernedTransaction, LogEntry } from "../governed-write";
import { governedWrite, insertRows, type LogPosition } from "../governed-write";

export async function addCompany(superuser: Client, slug: string): Promise<Actor> {
  const { rows } = await superuser.query<{ id: string }>(
    "insert into tenants (name, slug, plan_start) values ($1, $1, '2026-01-01') returning id",
    [slug],
  );
  return { tenantId: rows[0]?.id ?? "", name: "Nora Lind", role: "CFO" };
}

export const versions = { policyVersion: "1", policyHash: "f".repeat(64), kernelVersion: "1.0.0" };

export function noteEntry(title: string, facts: Record<string, unknown> = {}): LogEntry {
  return {
    kind: "cycle_evaluated",
    occurredAt: new Date("2026-03-02T09:00:00Z"),
    title,
    source: "system",
    ...versions,
    facts,
  };
}

export function blockedReport(requestRef: string): GateDecision {
  return {
    request_id: requestRef,
    gate_id: "G4_VENDOR_AND_NON_LABOR",
    decision: "BLOCKED",
    basis: { critical_triggers: { T1: "FAIL" }, noncritical_triggers: {} },
    exceptions_used: [],
    signoffs: [],
    roi_case_attached: false,
    reason_codes: ["CFO-26"],
    blocked_by: ["RUNTIME-A6-6"],
    missing: ["roi_case"],
    notes: "",
  };
}

export function decisionEntry(decisionId: string, report: GateDecision): LogEntry {
  return {
    kind: "gate_decision",
    occurredAt: new Date("2026-03-02T10:00:00Z"),
    title: `${report.request_id} is ${report.decision.toLowerCase()}`,
    source: "api",
    ...versions,
    reasonCodes: report.reason_codes,
    decision: {
      id: decisionId,
      requestRef: report.request_id,
      gateId: report.gate_id,
      outcome: report.decision,
      triggerStates: { T1_FCF_TRAJECTORY: "FAIL" },
      rationale: "A vendor over the limit without an ROI case.",
      signoffs: [],
      expectedRoiBand: null,
      report,
    },
  };
}

export function decisionRow(tenantId: string, id: string, report: GateDecision, logSeq: bigint) {
  return {
    tenant_id: tenantId,
    id,
    request_id: null,
    request_ref: report.request_id,
    revision: null,
    gate_id: report.gate_id,
    action: "EXTERNAL",
    decision: report.decision,
    reason_codes: report.reason_codes,
    blocked_by: report.blocked_by,
    missing: report.missing,
    report,
    states: { T1_FCF_TRAJECTORY: "FAIL" },
    mode: "DEFENSIVE",
    policy_version: versions.policyVersion,
    policy_hash: versions.policyHash,
    kernel_version: versions.kernelVersion,
    decided_at: "2026-03-02T10:00:00Z",
    log_seq: Number(logSeq),
  };
}

/** One logged decision, as the application writes it. */
export function recordDecision(actor: Actor, requestRef: string): Promise<LogPosition> {
  return governedWrite(actor, (governed) => decide(governed, actor, requestRef));
}

async function decide({ tx, append }: GovernedTransaction, actor: Actor, requestRef: string) {
  const id = randomUUID();
  const report = blockedReport(requestRef);
  const [position] = await append([decisionEntry(id, report)]);
  if (!position) throw new Error("an entry has a position");
  await insertRows(tx, "gate_decisions", [decisionRow(actor.tenantId, id, report, position.seq)]);
  return position;
}
