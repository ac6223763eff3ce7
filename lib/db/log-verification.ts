import canonicalize from "canonicalize";
import type { ClientBase } from "pg";
import { GENESIS_HASH, hashContent } from "./governed-write";
import {
  type Content,
  disagreeingColumn,
  disagreeingDecisionField,
  type StoredEntry,
} from "./log-entry-agreement";

/** A number and a hash: of the newest entry, or one that somebody wrote down earlier and elsewhere. */
export type Head = { seq: bigint; hash: string };

/** The first thing that is wrong with a log, in one sentence. */
export type LogFinding = {
  fault: "altered" | "missing" | "reordered" | "cut off";
  seq: bigint;
  sentence: string;
};

export type LogVerification = { entries: number; last: Head; finding: LogFinding | null };

const BATCH = 2000;

// The decisions' own bound keeps a batch from reading every decision before it again.
const storedEntries = (entries: string, decisions: string) => `
select e.seq::text, e.kind, e.occurred_at, e.actor, e.source, e.title, e.request_ref, e.gate_id, e.outcome, e.reason_codes,
  e.decision_id, e.content, e.prev_hash, e.hash, to_jsonb(d) as decision
from decision_log_entries e
left join gate_decisions d on d.tenant_id = e.tenant_id and d.log_seq = e.seq and ${decisions}
where e.tenant_id = $1::uuid and ${entries}
order by e.seq`;

const ENTRIES = `${storedEntries("e.seq > $2::bigint", "d.log_seq > $2::bigint")} limit ${BATCH}`;
/** One entry and the one before it, as the check of a single entry needs them. */
export const ENTRY_AND_BEFORE = storedEntries(
  "e.seq between $2::bigint - 1 and $2::bigint",
  "d.log_seq between $2::bigint - 1 and $2::bigint",
);

// Decisions whose entry is gone; the gap itself is found first unless it is at the end.
const ORPHAN = `
select d.log_seq, d.request_ref from gate_decisions d
left join decision_log_entries e on e.tenant_id = d.tenant_id and e.seq = d.log_seq
where d.tenant_id = $1 and e.seq is null order by d.log_seq limit 1`;

/**
 * Reads a company's whole log again, in batches, and hashes each entry's content afresh: nothing that the
 * database says about itself is taken on trust (RUNTIME-A10-2). Runs on one connection, as any role that may
 * read the company's rows, on one snapshot of the data.
 */
export async function verifyLog(
  client: ClientBase,
  tenantId: string,
  { noted, onBatch }: { noted?: Head; onBatch?: (entries: number) => void } = {},
): Promise<LogVerification> {
  await client.query("begin isolation level repeatable read read only");
  try {
    await client.query("select set_config('app.tenant_id', $1, true)", [tenantId]);
    return await verifySnapshot(client, tenantId, noted, onBatch);
  } finally {
    await client.query("rollback");
  }
}

async function verifySnapshot(
  client: ClientBase,
  tenantId: string,
  noted: Head | undefined,
  onBatch: ((entries: number) => void) | undefined,
): Promise<LogVerification> {
  let last: Head = { seq: 0n, hash: GENESIS_HASH };
  let notedFinding: LogFinding | null = null;
  for (;;) {
    const { rows } = await client.query<StoredEntry>(ENTRIES, [tenantId, last.seq]);
    for (const row of rows) {
      const finding = entryFinding(row, last);
      if (finding) return { entries: Number(last.seq), last, finding };
      last = { seq: BigInt(row.seq), hash: row.hash };
      if (noted?.seq === last.seq) notedFinding = notedHashFinding(noted, last.hash);
    }
    onBatch?.(Number(last.seq));
    if (rows.length < BATCH) break;
  }
  const finding = (await headFinding(client, tenantId, last)) ?? cutBeforeNoted(noted, last) ?? notedFinding;
  return { entries: Number(last.seq), last, finding: finding ?? (await orphanFinding(client, tenantId)) };
}

const altered = (seq: bigint, words: string): LogFinding => ({
  fault: "altered",
  seq,
  sentence: `Entry ${seq} was altered: ${words}.`,
});

/** What is wrong with an entry, given that everything before it is right. */
export function entryFinding(row: StoredEntry, before: Head): LogFinding | null {
  const seq = BigInt(row.seq);
  const due = before.seq + 1n;
  if (seq !== due) {
    const sentence = `Entry ${due} is missing: entry ${seq} is the next one that is there.`;
    return { fault: "missing", seq: due, sentence };
  }
  if (hashContent(row.content) !== row.hash)
    return altered(seq, "its content does not have the hash it was logged under");
  const content = readContent(row.content);
  if (content === null) return altered(seq, "its content is not the canonical JSON that is logged");
  if (content.seq !== Number(seq)) {
    const sentence = `Entry ${seq} is out of order: what stands there was logged as entry ${content.seq}.`;
    return { fault: "reordered", seq, sentence };
  }
  if (content.prev_hash !== before.hash) {
    return seq === 1n
      ? altered(seq, "it names an entry before it, and there is none")
      : altered(before.seq, `entry ${seq} was logged after another content of it`);
  }
  const column = disagreeingColumn(row, content);
  if (column) return altered(seq, `its column ${column} says other than its content`);
  const field = disagreeingDecisionField(row, content);
  return field ? altered(seq, field) : null;
}

function readContent(text: string): Content | null {
  try {
    const value: unknown = JSON.parse(text);
    const isEntry = typeof value === "object" && value !== null && "seq" in value && "prev_hash" in value;
    return isEntry && typeof value.seq === "number" && canonicalize(value) === text ? { ...value } : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

async function headFinding(client: ClientBase, tenantId: string, last: Head): Promise<LogFinding | null> {
  const { rows } = await client.query<{ seq: string; hash: string }>(
    "select seq, hash from decision_log_heads where tenant_id = $1",
    [tenantId],
  );
  const head = rows[0];
  const seq = BigInt(head?.seq ?? 0);
  if (seq > last.seq)
    return cutOff(last.seq + 1n, `the head of the log counts ${seq} entries, and ${last.seq} are there`);
  if (seq < last.seq)
    return altered(seq + 1n, `it stands after the head of the log, which counts ${seq} entries`);
  if (head && head.hash !== last.hash)
    return altered(last.seq, "the head of the log holds another hash for it");
  return null;
}

const cutOff = (seq: bigint, words: string): LogFinding => ({
  fault: "cut off",
  seq,
  sentence: `The log is cut off before entry ${seq}: ${words}.`,
});

function cutBeforeNoted(noted: Head | undefined, last: Head): LogFinding | null {
  if (noted === undefined || noted.seq <= last.seq) return null;
  return cutOff(last.seq + 1n, `entry ${noted.seq} was noted down, and ${last.seq} are there`);
}

function notedHashFinding(noted: Head, hash: string): LogFinding | null {
  return hash === noted.hash
    ? null
    : altered(
        noted.seq,
        "it, or one before it, was written anew: its hash is not the one that was noted down",
      );
}

async function orphanFinding(client: ClientBase, tenantId: string): Promise<LogFinding | null> {
  const { rows } = await client.query<{ log_seq: string; request_ref: string }>(ORPHAN, [tenantId]);
  const orphan = rows[0];
  if (!orphan) return null;
  const sentence = `Entry ${orphan.log_seq} is missing: a decision on ${orphan.request_ref} names it.`;
  return { fault: "missing", seq: BigInt(orphan.log_seq), sentence };
}
