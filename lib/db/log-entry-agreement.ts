import canonicalize from "canonicalize";

/** A row of decision_log_entries as the driver gives it, with the decision that names it. */
export type StoredEntry = {
  seq: string;
  kind: string;
  occurred_at: Date | number;
  actor: string;
  source: string;
  title: string;
  request_ref: string | null;
  gate_id: string | null;
  outcome: string | null;
  reason_codes: string[];
  decision_id: string | null;
  content: string;
  prev_hash: string;
  hash: string;
  decision: Record<string, unknown> | null;
};

/** What is under the hash. */
export type Content = Record<string, unknown> & { seq: unknown; prev_hash: unknown };

/** Equal as JSON; absent is null. Text and numbers, which most fields are, are compared as they stand. */
function same(one: unknown, other: unknown): boolean {
  const [left, right] = [one ?? null, other ?? null];
  if (left === right) return true;
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return false;
  return canonicalize(left) === canonicalize(right);
}

/** PostgreSQL's infinite times reach us as numbers that are no date; no entry is logged at one. */
function momentOf(time: Date | number): string | null {
  const moment = new Date(time);
  return Number.isNaN(moment.getTime()) ? null : moment.toISOString();
}

/** The columns beside the content are for finding; each repeats something that the content says. */
export function disagreeingColumn(row: StoredEntry, content: Content): string | null {
  const actor = content.actor as { name?: unknown } | null;
  const pairs: [string, unknown, unknown][] = [
    ["prev_hash", row.prev_hash, content.prev_hash],
    ["kind", row.kind, content.kind],
    ["occurred_at", momentOf(row.occurred_at), content.occurred_at],
    ["actor", row.actor, actor?.name],
    ["source", row.source, content.source],
    ["title", row.title, content.title],
    ["request_ref", row.request_ref, content.request_id],
    ["gate_id", row.gate_id, content.gate_id],
    ["outcome", row.outcome, content.outcome],
    ["reason_codes", row.reason_codes, content.reason_codes ?? []],
    ["decision_id", row.decision_id, content.decision_id],
  ];
  return pairs.find(([, column, hashed]) => !same(column, hashed))?.[0] ?? null;
}

/** Column of gate_decisions and the field of the entry that says the same. */
const DECISION_FIELDS: readonly (readonly [column: string, field: string])[] = [
  ["id", "decision_id"],
  ["request_ref", "request_id"],
  ["gate_id", "gate_id"],
  ["decision", "outcome"],
  ["reason_codes", "reason_codes"],
  ["states", "trigger_states"],
  ["report", "report"],
  ["policy_version", "policy_version"],
  ["policy_hash", "policy_hash"],
  ["kernel_version", "kernel_version"],
];
/** Facts that an entry may hold beside; compared where it does. */
const DECISION_FACTS: readonly string[] = ["action", "revision", "mode", "blocked_by", "missing"];

/** The decision that names the entry must say what the entry says; null when it does, else the fault in words. */
export function disagreeingDecisionField(row: StoredEntry, content: Content): string | null {
  const { decision } = row;
  if (row.decision_id === null) return decision === null ? null : "a decision names it, and it records none";
  if (decision === null) return "the decision that it records is gone";
  const pairs = [
    ...DECISION_FIELDS,
    ...DECISION_FACTS.filter((fact) => fact in content).map((fact) => [fact, fact] as const),
  ];
  const wrong = pairs.find(([column, field]) => !same(decision[column], content[field]));
  if (wrong) return `the decision that it records says other than its content (${wrong[0]})`;
  return momentOf(Date.parse(String(decision.decided_at))) === content.occurred_at
    ? null
    : "the decision that it records has another time";
}
