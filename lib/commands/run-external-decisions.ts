import { randomUUID } from "node:crypto";
import {
  type DocumentIssue,
  decisionLogRecords,
  type Report,
  type RunDocument,
  runText,
} from "../../kernel/enforcement";
import type { ApiClient } from "../auth/api-key";
import { canonicalJson } from "../canonical-json";
import { type GovernedTransaction, governedWrite, insertRows } from "../db/governed-write";
import { inTenant } from "../db/tenant-transaction";
import { type Failure, fail, settle } from "../failures";
import { publishedSetRefusal } from "../policy/published-set";
import { documentBounds } from "./document-bounds";
import { externalEntry, externalRow, policyOf } from "./external-decision-rows";
import { earlierAnswer, holdKey, type KeyedDocument, keepAnswer } from "./idempotent-answer";

export type ExternalAnswer =
  /** `body` is the report's canonical JSON, to be sent as it stands. */
  | { ok: true; body: string; replayed: boolean }
  | { ok: false; failure: Failure; issues?: readonly DocumentIssue[] };

type Evaluated = { report: Report; document: RunDocument | null };
type Stored = { body: string; replayed: boolean };

/** Every answer that is kept for its key is one of a run; what is refused is not kept, and refused again. */
const ANSWERED = 200;

/**
 * Evaluates a document exactly as it was sent, and logs its decisions for the key's company as coming from
 * outside. Reads no figure of the company, and changes no cycle, mode or request of it.
 */
export async function runExternalDecisions(
  client: ApiClient,
  run: KeyedDocument,
  at: Date,
): Promise<ExternalAnswer> {
  const known = await settle(() => inTenant(client, (tx) => earlierAnswer(tx, client, run, at)));
  if (!known.ok) return known;
  if (known.value !== null) return { ok: true, body: known.value, replayed: true };
  const outOfBounds = documentBounds(run.body);
  if (outOfBounds) return outOfBounds;
  // The document brings its own artifacts, but the codes, aliases and windows they are read by are the published ones.
  const untrusted = publishedSetRefusal();
  if (untrusted !== null) return fail("POLICY_UNTRUSTED", untrusted);
  const evaluated = runText(run.body, { logWillTake: true });
  if (!evaluated.ok) return notARun(evaluated.issues);
  const stored = await settle(() => store(client, run, evaluated, at));
  return stored.ok ? { ok: true, ...stored.value } : stored;
}

function notARun(issues: readonly DocumentIssue[]): ExternalAnswer {
  const [first] = issues;
  const where = first?.path || "The document";
  return { ...fail("NOT_A_RUN", first && `${where}: ${first.message}.`), issues };
}

/** Log, decisions and the answer to repeat are one transaction: never one without the others. */
async function store(client: ApiClient, run: KeyedDocument, evaluated: Evaluated, at: Date): Promise<Stored> {
  const body = canonicalJson(evaluated.report);
  const answer = { status: ANSWERED, body };
  if (evaluated.report.gate_decisions.length === 0) {
    return inTenant(client, async (tx) => {
      await holdKey(tx, client, run.idempotencyKey);
      const earlier = await earlierAnswer(tx, client, run, at);
      if (earlier !== null) return { body: earlier, replayed: true };
      await keepAnswer(tx, client, run, answer, at);
      return { body, replayed: false };
    });
  }
  const actor = { tenantId: client.tenantId, name: client.name, role: "API key" };
  try {
    await governedWrite(actor, async (governed) => {
      await holdKey(governed.tx, client, run.idempotencyKey);
      const earlier = await earlierAnswer(governed.tx, client, run, at);
      if (earlier !== null) throw new AnsweredMeanwhile(earlier);
      await logDecisions(governed, client, evaluated, at);
      await keepAnswer(governed.tx, client, run, answer, at);
    });
    return { body, replayed: false };
  } catch (error) {
    if (error instanceof AnsweredMeanwhile) return { body: error.answer, replayed: true };
    throw error;
  }
}

/** Ends the transaction of a run whose twin was faster: the twin's decisions are logged, and its answer counts. */
class AnsweredMeanwhile extends Error {
  constructor(readonly answer: string) {
    super("the same document was answered meanwhile");
  }
}

async function logDecisions(
  { tx, append }: GovernedTransaction,
  client: ApiClient,
  { report, document }: Evaluated,
  at: Date,
): Promise<void> {
  if (document === null) throw new Error("a text that is no document has no decisions");
  const policy = await policyOf(tx, client.tenantId, document);
  const facts = { client, document, report, at, policy };
  const decisions = decisionLogRecords(document, report).map((record, index) => ({
    record,
    index,
    id: randomUUID(),
  }));
  const positions = await append(
    decisions.map(({ record, index, id }) => externalEntry(facts, record, index, id)),
  );
  const rows = decisions.map(({ record, index, id }) => {
    const position = positions[index];
    if (!position) throw new Error("each entry has its position");
    return externalRow(facts, record, index, { id, seq: position.seq });
  });
  await insertRows(tx, "gate_decisions", rows);
}
