import {
  type DecisionLogRecord,
  KERNEL_VERSION,
  type Report,
  type RunDocument,
} from "../../kernel/enforcement";
import type { ApiClient } from "../auth/api-key";
import type { LogEntry } from "../db/governed-write";
import type { Transaction } from "../db/tenant-transaction";
import { type Artifacts, policyHash } from "../policy/active-policy";

/** What all decisions of one run from outside share. */
export type ExternalRunFacts = {
  client: ApiClient;
  document: RunDocument;
  report: Report;
  at: Date;
  policy: { version: string; hash: string };
};

const LONGEST_REFERENCE_IN_TITLE = 80;

/** The log's entry for one decision: contract A10(3), and where it came from. */
export function externalEntry(
  facts: ExternalRunFacts,
  record: DecisionLogRecord,
  index: number,
  id: string,
): LogEntry {
  const { client, document, report, at, policy } = facts;
  const decision = decisionAt(report, index);
  const reference = record.request_id.slice(0, LONGEST_REFERENCE_IN_TITLE);
  return {
    kind: "gate_decision",
    occurredAt: at,
    title: `From outside: ${reference} ${record.decision === "ALLOWED" ? "allowed" : "blocked"}`,
    source: "api",
    policyVersion: policy.version,
    policyHash: policy.hash,
    kernelVersion: KERNEL_VERSION,
    reasonCodes: record.reason_codes,
    decision: {
      id,
      requestRef: record.request_id,
      gateId: record.gate_id,
      outcome: record.decision,
      triggerStates: record.trigger_states,
      rationale: record.rationale,
      signoffs: record.signoffs,
      expectedRoiBand: record.expected_roi_band,
      report: decision,
    },
    facts: {
      action: "EXTERNAL",
      trace_id: report.trace_id,
      evaluated_at: report.timestamp_utc,
      cycle: document.cycle,
      mode: report.mode.after,
      blocked_by: decision.blocked_by,
      missing: decision.missing,
      api_key_id: client.apiKeyId,
    },
  };
}

/** The row of gate_decisions that belongs to the entry. It names no request and no cycle of the company. */
export function externalRow(
  facts: ExternalRunFacts,
  record: DecisionLogRecord,
  index: number,
  { id, seq }: { id: string; seq: bigint },
): object {
  const { client, document, report, at, policy } = facts;
  const decision = decisionAt(report, index);
  return {
    tenant_id: client.tenantId,
    id,
    request_ref: record.request_id,
    gate_id: record.gate_id,
    action: "EXTERNAL",
    decision: record.decision,
    reason_codes: record.reason_codes,
    blocked_by: decision.blocked_by,
    missing: decision.missing,
    report: decision,
    // Decisions stand in the order of the gates, requests in that of the document.
    asked_for:
      document.requests?.find(
        ({ request_id, gate_id }) => request_id === record.request_id && gate_id === record.gate_id,
      ) ?? null,
    states: record.trigger_states,
    mode: report.mode.after,
    policy_version: policy.version,
    policy_hash: policy.hash,
    kernel_version: KERNEL_VERSION,
    decided_at: at.toISOString(),
    log_seq: Number(seq),
  };
}

function decisionAt(report: Report, index: number) {
  const decision = report.gate_decisions[index];
  if (!decision) throw new Error("each record of a run has its decision");
  return decision;
}

/** Under which policy the document was evaluated: its own, by hash, and by version where the company knows it. */
export async function policyOf(
  tx: Transaction,
  tenantId: string,
  document: RunDocument,
): Promise<{ version: string; hash: string }> {
  const hash = policyHash(parsedArtifacts(document.artifacts));
  const known = await tx.policyBundle.findFirst({ where: { tenantId, hash }, select: { version: true } });
  return { version: known?.version ?? "as sent", hash };
}

/** An artifact may come as a string that holds JSON; it is the same policy then, and has the same hash. */
function parsedArtifacts(artifacts: Artifacts): Artifacts {
  return Object.fromEntries(
    Object.entries(artifacts).map(([name, artifact]) => [
      name,
      typeof artifact === "string" ? parsed(artifact) : artifact,
    ]),
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}
