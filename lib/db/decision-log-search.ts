import type { Transaction } from "./tenant-transaction";

/** What to look for. Every part narrows; what is absent does not. */
export type LogSearch = {
  text?: string;
  gate?: string;
  outcome?: string;
  kind?: string;
  code?: string;
  person?: string;
  source?: string;
  /** Whole days, both included, UTC. */
  from?: string;
  to?: string;
};

export type LogOrder = { by: "seq" | "time"; direction: "asc" | "desc" };

export type FoundEntry = {
  seq: bigint;
  kind: string;
  occurred_at: Date;
  actor: string;
  source: string;
  title: string;
  request_ref: string | null;
  gate_id: string | null;
  outcome: string | null;
  reason_codes: string[];
  prev_hash: string;
  hash: string;
  content?: string;
};

/** Conditions and their parameters, ready to be read from page by page. */
export type PreparedLogSearch = { where: string[]; values: unknown[] };

const COLUMNS =
  "e.seq, e.kind, e.occurred_at, e.actor, e.source, e.title, e.request_ref, e.gate_id, e.outcome, e.reason_codes, e.prev_hash, e.hash";

// Up to this many hits are looked up; above it, hits are so frequent that the log is walked and its words checked.
const FEW_HITS = 10_000;
const LONGEST_TERM = 60;
const MOST_WORDS = 8;

/**
 * Turns a search into conditions that stay fast under row-level security, where PostgreSQL may use an index
 * only for operators that leak nothing: equality and ranges. Words are looked up in decision_log_terms, each
 * as the beginning of a word; the rarest decides whether its few hits are fetched or the log is walked.
 */
export async function prepareLogSearch(
  tx: Transaction,
  tenantId: string,
  search: LogSearch,
): Promise<PreparedLogSearch> {
  const values: unknown[] = [tenantId];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const where = ["e.tenant_id = $1::uuid"];
  const equal = (column: string, value: string | undefined) => {
    if (value !== undefined) where.push(`e.${column} = ${bind(value)}`);
  };
  equal("gate_id", search.gate);
  equal("outcome", search.outcome);
  equal("kind", search.kind);
  equal("actor", search.person);
  equal("source", search.source);
  if (search.from) where.push(`e.occurred_at >= ${bind(search.from)}::date::timestamp at time zone 'UTC'`);
  if (search.to) where.push(`e.occurred_at < (${bind(search.to)}::date + 1)::timestamp at time zone 'UTC'`);
  if (search.code) {
    const term = bind(search.code.toLowerCase());
    where.push(`e.reason_codes @> array[${bind(search.code)}]::text[]`);
    where.push(
      `e.seq in (select t.seq from decision_log_terms t where t.tenant_id = $1::uuid and t.term = ${term})`,
    );
  }
  await addWords(tx, tenantId, wordsOf(search.text), { where, bind });
  return { where, values };
}

/** The same cut as decision_log_words makes in the database. */
export function wordsOf(text: string | undefined): string[] {
  const words = (text ?? "").toLowerCase().split(/[^\p{L}\p{N}-]+/u);
  return [...new Set(words.filter((word) => word.length > 1))].slice(0, MOST_WORDS);
}

async function addWords(
  tx: Transaction,
  tenantId: string,
  words: readonly string[],
  { where, bind }: { where: string[]; bind: (value: unknown) => string },
): Promise<void> {
  let fewest: { word: string; hits: bigint[] } | null = null;
  for (const word of words) {
    const hits = await hitsOf(tx, tenantId, word);
    if (fewest === null || hits.length < fewest.hits.length) fewest = { word, hits };
  }
  if (fewest === null) return;
  if (fewest.hits.length <= FEW_HITS) {
    where.push(`e.seq = any(${bind(fewest.hits.map(String))}::bigint[])`);
  } else {
    // Frequent somewhere is not frequent everywhere: the walk begins and ends where the words do.
    const { first, last } = await reachOf(tx, tenantId, fewest.word);
    where.push(`e.seq between ${bind(String(first))}::bigint and ${bind(String(last))}::bigint`);
  }
  for (const word of words) {
    if (fewest.hits.length <= FEW_HITS && word === fewest.word) continue;
    // Not LIKE: PostgreSQL takes that to be rare, and would read and sort the whole log to find a frequent word.
    const words = "decision_log_words(e.request_ref, e.reason_codes, e.actor, e.title)";
    where.push(`strpos(${words}, ${bind(` ${word}`)}) > 0`);
  }
}

async function reachOf(
  tx: Transaction,
  tenantId: string,
  word: string,
): Promise<{ first: bigint; last: bigint }> {
  const rows = await tx.$queryRaw<{ first: bigint; last: bigint }[]>`
    select min(seq) as first, max(seq) as last from decision_log_terms
    where tenant_id = ${tenantId}::uuid and term >= ${beginning(word)} and term < ${afterAll(word)}`;
  return rows[0] ?? { first: 0n, last: 0n };
}

const beginning = (word: string) => word.slice(0, LONGEST_TERM);
const afterAll = (word: string) => `${beginning(word)}\u{10ffff}`;

async function hitsOf(tx: Transaction, tenantId: string, word: string): Promise<bigint[]> {
  const rows = await tx.$queryRaw<{ seq: bigint }[]>`
    select seq from decision_log_terms
    where tenant_id = ${tenantId}::uuid and term >= ${beginning(word)} and term < ${afterAll(word)}
    limit ${FEW_HITS + 1}`;
  return rows.map((row) => row.seq);
}

export type LogPosition = { seq: bigint; time: Date };

/** The statement for the entries that follow a position in an order; a page, or a batch of an export. */
export function logPageStatement(
  prepared: PreparedLogSearch,
  order: LogOrder,
  {
    from,
    limit,
    upTo,
    withContent,
  }: { from: LogPosition | null; limit: number; upTo?: bigint; withContent?: boolean },
): { text: string; values: unknown[] } {
  const values = [...prepared.values];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const where = [...prepared.where];
  const beyond = order.direction === "asc" ? ">" : "<";
  if (from && order.by === "seq") where.push(`e.seq ${beyond} ${bind(String(from.seq))}::bigint`);
  if (from && order.by === "time") {
    const time = bind(from.time.toISOString());
    where.push(`(e.occurred_at, e.seq) ${beyond} (${time}::timestamptz, ${bind(String(from.seq))}::bigint)`);
  }
  if (upTo !== undefined) where.push(`e.seq <= ${bind(String(upTo))}::bigint`);
  const columns = withContent ? `${COLUMNS}, e.content` : COLUMNS;
  const by = order.by === "seq" ? [] : [`e.occurred_at ${order.direction}`];
  const text = `select ${columns} from decision_log_entries e where ${where.join(" and ")}
    order by ${[...by, `e.seq ${order.direction}`].join(", ")} limit ${limit}`;
  return { text, values };
}

export async function readLogPage(
  tx: Transaction,
  prepared: PreparedLogSearch,
  order: LogOrder,
  page: Parameters<typeof logPageStatement>[2],
): Promise<FoundEntry[]> {
  const { text, values } = logPageStatement(prepared, order, page);
  return tx.$queryRawUnsafe<FoundEntry[]>(text, ...values);
}
