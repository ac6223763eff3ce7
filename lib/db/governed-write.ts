import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import type { GateDecision } from "@/kernel/enforcement/index";
import { inScope, type Transaction } from "./tenant-transaction";

/** Who acts. `userId` is absent for the system itself and for an API key. */
export type Actor = {
  tenantId: string;
  userId?: string;
  name: string;
  role: string;
};

export type LogKind =
  | "gate_decision"
  | "cycle_evaluated"
  | "mode_change"
  | "escalation"
  | "input_override"
  | "defensive_action"
  | "policy_activated"
  | "policy_change"
  | "access_change"
  | "optimization_cycle"
  | "optimization_action"
  | "target_change"
  | "data_import"
  | "board_pack"
  | "close_reopened"
  | "close_commentary"
  | "close_setting"
  | "review_held";

/** What is written to the log. The fields of contract A10(3) stand under their contract names. */
export type LogEntry = {
  kind: LogKind;
  occurredAt: Date;
  title: string;
  source: "application" | "api" | "system";
  policyVersion: string;
  policyHash: string;
  kernelVersion: string;
  reasonCodes?: readonly string[];
  /** Present on decisions. */
  decision?: {
    id: string;
    requestRef: string;
    gateId: string;
    outcome: "ALLOWED" | "BLOCKED";
    triggerStates: Record<string, string>;
    rationale: string;
    signoffs: readonly unknown[];
    expectedRoiBand: readonly [number, number] | null;
    /** The kernel's answer, the same as in gate_decisions.report: under the hash, so that it cannot be swapped. */
    report: GateDecision;
  };
  /** Anything further that an auditor should find under the hash. */
  facts?: Record<string, unknown>;
};

export type LogPosition = { seq: bigint; hash: string };

export type GovernedTransaction = {
  tx: Transaction;
  /** Appends entries, in order, to the tenant's log. */
  append(entries: readonly LogEntry[]): Promise<LogPosition[]>;
};

export const GENESIS_HASH = "0".repeat(64);

/**
 * The one way to change governed state: opens the tenant's transaction, lets the work decide again inside it
 * and write, and commits only together with at least one log entry. Work that ends without one is a bug, and
 * is rolled back; work that finds nothing to do aborts with an expected failure (`lib/failures.ts`).
 */
export function governedWrite<T>(
  actor: Actor,
  work: (governed: GovernedTransaction) => Promise<T>,
  timeoutMs?: number,
): Promise<T> {
  const scope = { tenantId: actor.tenantId, userId: actor.userId };
  const write = async (tx: Transaction) => {
    let appended = 0;
    const result = await work({
      tx,
      append: async (entries) => {
        appended += entries.length;
        return appendToLog(tx, actor, entries);
      },
    });
    if (appended === 0) throw new Error("governed state is not written without a log entry");
    return result;
  };
  return inScope(scope, write, timeoutMs);
}

async function appendToLog(
  tx: Transaction,
  actor: Actor,
  entries: readonly LogEntry[],
): Promise<LogPosition[]> {
  // One writer at a time per tenant, so that the chain has no gaps and no forks.
  await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${`decision-log:${actor.tenantId}`}, 0))::text`;
  const head = await tx.decisionLogHead.findUnique({ where: { tenantId: actor.tenantId } });
  let seq = head?.seq ?? 0n;
  let prevHash = head?.hash ?? GENESIS_HASH;
  const rows: LogRow[] = [];
  for (const entry of entries) {
    seq += 1n;
    const row = chainedRow(actor, entry, seq, prevHash);
    prevHash = row.hash;
    rows.push(row);
  }
  await insertRows(tx, "decision_log_entries", rows);
  return rows.map((row) => ({ seq: BigInt(row.seq), hash: row.hash }));
}

/**
 * Adds rows in one statement of one parameter. The log is checked once a statement, so a run of ten thousand
 * decisions costs seconds less than in the driver's chunks, and is never half inside a statement's checks. JSON
 * null becomes SQL null.
 */
export async function insertRows(
  tx: Transaction,
  table:
    | "decision_log_entries"
    | "gate_decisions"
    | "evaluation_cycles"
    | "trigger_evaluations"
    | "cycle_inputs"
    | "optimization_cycles"
    | "optimization_actions"
    | "optimization_action_results",
  rows: readonly object[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.$executeRawUnsafe(
    `insert into ${table} select * from jsonb_populate_recordset(null::${table}, $1::jsonb)`,
    JSON.stringify(rows),
  );
}

/** SHA-256, lower-case hex, of the entry's canonical JSON (RFC 8785). */
export function hashContent(content: string): string {
  return createHash("sha256").update(content, "utf8").digest("hex");
}

/** A row of decision_log_entries under its column names. */
type LogRow = {
  tenant_id: string;
  seq: number;
  kind: LogKind;
  occurred_at: string;
  actor: string;
  source: LogEntry["source"];
  title: string;
  request_ref: string | null;
  gate_id: string | null;
  outcome: string | null;
  decision_id: string | null;
  reason_codes: readonly string[];
  content: string;
  prev_hash: string;
  hash: string;
};

function chainedRow(actor: Actor, entry: LogEntry, seq: bigint, prevHash: string): LogRow {
  const reasonCodes = [...(entry.reasonCodes ?? [])];
  const content = canonicalize({
    ...(entry.facts ?? {}),
    tenant_id: actor.tenantId,
    seq: Number(seq),
    prev_hash: prevHash,
    kind: entry.kind,
    occurred_at: entry.occurredAt.toISOString(),
    actor: { id: actor.userId ?? null, name: actor.name, role: actor.role },
    source: entry.source,
    title: entry.title,
    policy_version: entry.policyVersion,
    policy_hash: entry.policyHash,
    kernel_version: entry.kernelVersion,
    reason_codes: reasonCodes,
    ...(entry.decision && {
      decision_id: entry.decision.id,
      request_id: entry.decision.requestRef,
      gate_id: entry.decision.gateId,
      outcome: entry.decision.outcome,
      trigger_states: entry.decision.triggerStates,
      rationale: entry.decision.rationale,
      signoffs: entry.decision.signoffs,
      expected_roi_band: entry.decision.expectedRoiBand,
      report: entry.decision.report,
    }),
  });
  if (content === undefined) throw new Error("a log entry has content");
  return {
    tenant_id: actor.tenantId,
    seq: Number(seq),
    kind: entry.kind,
    occurred_at: entry.occurredAt.toISOString(),
    actor: actor.name,
    source: entry.source,
    title: entry.title,
    request_ref: entry.decision?.requestRef ?? null,
    gate_id: entry.decision?.gateId ?? null,
    outcome: entry.decision?.outcome ?? null,
    decision_id: entry.decision?.id ?? null,
    reason_codes: reasonCodes,
    content,
    prev_hash: prevHash,
    hash: hashContent(content),
  };
}
