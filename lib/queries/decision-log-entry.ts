import type { GateDecision, ReasonCode } from "../../kernel/enforcement";
import { GENESIS_HASH } from "../db/governed-write";
import type { StoredEntry } from "../db/log-entry-agreement";
import { ENTRY_AND_BEFORE, entryFinding } from "../db/log-verification";
import { inTenant, type Transaction } from "../db/tenant-transaction";

/** A signature as the entry holds it; outside systems name only the role. */
export type LoggedSignoff = {
  role: string;
  by: string | null;
  /** Whom the signer stood in for. */
  onBehalfOf: string | null;
  /** The kind of code that was given with it. */
  secondFactor: string | null;
  at: string | null;
  verdict: string | null;
};

export type LoggedDecision = {
  requestRef: string;
  gateId: string;
  outcome: "ALLOWED" | "BLOCKED";
  rationale: string;
  states: Record<string, string>;
  signoffs: LoggedSignoff[];
  expectedRoiBand: [number, number] | null;
  report: GateDecision | null;
};

export type LogEntryPage = {
  seq: string;
  kind: string;
  occurredAt: Date;
  actor: { name: string; role: string | null };
  source: string;
  title: string;
  reasonCodes: ReasonCode[];
  policyVersion: string | null;
  policyHash: string | null;
  kernelVersion: string | null;
  decision: LoggedDecision | null;
  /** What else stands under the hash, by its name. */
  facts: Record<string, unknown>;
  /** Exactly the text that was hashed. */
  content: string;
  proof: {
    hash: string;
    prevHash: string;
    /** Null when hash, chain, columns and decision are right at this moment; else what is wrong. */
    fault: string | null;
    head: { seq: string; hash: string } | null;
    hasPrevious: boolean;
    hasNext: boolean;
  };
};

/** Shown in parts of their own; the rest of the content are facts. */
const SHOWN = new Set(
  (
    "tenant_id seq prev_hash kind occurred_at actor source title policy_version policy_hash kernel_version " +
    "reason_codes decision_id request_id gate_id outcome trigger_states rationale signoffs expected_roi_band report"
  ).split(" "),
);

/** One entry with its proof, checked as it is read. */
export function loadLogEntry(
  viewer: { tenantId: string; userId: string },
  seq: bigint,
): Promise<LogEntryPage | null> {
  return inTenant(viewer, async (tx) => {
    const rows = await tx.$queryRawUnsafe<StoredEntry[]>(ENTRY_AND_BEFORE, viewer.tenantId, seq);
    const row = rows.find((each) => BigInt(each.seq) === seq);
    if (!row) return null;
    const before = rows.find((each) => each !== row);
    const head = await tx.decisionLogHead.findUnique({ where: { tenantId: viewer.tenantId } });
    const content = readable(row.content);
    const names = await namesOf(tx, viewer.tenantId);
    return {
      ...headingOf(row, content),
      decision: row.outcome === null ? null : decisionOf(row, content, names),
      facts: namedFacts(content, names),
      content: row.content,
      proof: {
        hash: row.hash,
        prevHash: row.prev_hash,
        fault: faultOf(row, before, head),
        head: head && { seq: String(head.seq), hash: head.hash },
        hasPrevious: before !== undefined,
        hasNext: head !== null && head.seq > seq,
      },
    };
  });
}

function faultOf(
  row: StoredEntry,
  before: StoredEntry | undefined,
  head: { seq: bigint; hash: string } | null,
): string | null {
  const seq = BigInt(row.seq);
  if (seq > 1n && !before) return `Entry ${seq - 1n} is missing.`;
  const finding = entryFinding(row, { seq: seq - 1n, hash: before?.hash ?? GENESIS_HASH });
  if (finding) return finding.sentence;
  if (head === null || head.seq < seq) return "The head of the log does not reach this entry.";
  return head.seq === seq && head.hash !== row.hash
    ? "The head of the log holds another hash for this entry."
    : null;
}

function readable(content: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(content);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch (error) {
    // Altered beyond reading: the proof says so, and the page shows what is left.
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

const textOf = (value: unknown): string | null => (typeof value === "string" ? value : null);

function headingOf(row: StoredEntry, content: Record<string, unknown>) {
  const actor = (content.actor ?? {}) as { role?: unknown };
  return {
    seq: row.seq,
    kind: row.kind,
    occurredAt: new Date(row.occurred_at),
    actor: { name: row.actor, role: textOf(actor.role) },
    source: row.source,
    title: row.title,
    reasonCodes: row.reason_codes as ReasonCode[],
    policyVersion: textOf(content.policy_version),
    policyHash: textOf(content.policy_hash),
    kernelVersion: textOf(content.kernel_version),
  };
}

function decisionOf(row: StoredEntry, content: Record<string, unknown>, names: Names): LoggedDecision {
  return {
    requestRef: row.request_ref ?? "",
    gateId: row.gate_id ?? "",
    outcome: row.outcome === "ALLOWED" ? "ALLOWED" : "BLOCKED",
    rationale: textOf(content.rationale) ?? "",
    states: (content.trigger_states ?? {}) as Record<string, string>,
    signoffs: signoffsOf(Array.isArray(content.signoffs) ? content.signoffs : [], names),
    expectedRoiBand: (content.expected_roi_band ?? null) as [number, number] | null,
    report: (content.report ?? null) as GateDecision | null,
  };
}

/** People by id, as they are called now. */
type Names = ReadonlyMap<string, string>;

async function namesOf(tx: Transaction, tenantId: string): Promise<Names> {
  const members = await tx.membership.findMany({
    where: { tenantId },
    select: { userId: true, user: { select: { name: true } } },
  });
  return new Map(members.map(({ userId, user }) => [userId, user.name]));
}

/** What has no part of its own on the page; a person's id is read as the person. */
function namedFacts(content: Record<string, unknown>, names: Names): Record<string, unknown> {
  const facts = Object.entries(content).filter(([name]) => !SHOWN.has(name));
  return Object.fromEntries(
    facts.map(([name, value]) => [name, typeof value === "string" ? (names.get(value) ?? value) : value]),
  );
}

/** The application signs with people's ids, shown by name; outside systems give roles alone. */
function signoffsOf(logged: unknown[], names: Names): LoggedSignoff[] {
  return logged.map((signoff) => {
    const given = (typeof signoff === "string" ? { role: signoff } : (signoff ?? {})) as Record<
      string,
      unknown
    >;
    const { role, by, on_behalf_of, second_factor, at, verdict } = given;
    const named = (value: unknown) => {
      const id = textOf(value);
      return id === null ? null : (names.get(id) ?? id);
    };
    return {
      role: textOf(role) ?? "",
      by: named(by),
      onBehalfOf: named(on_behalf_of),
      secondFactor: textOf(second_factor),
      at: textOf(at),
      verdict: textOf(verdict),
    };
  });
}
