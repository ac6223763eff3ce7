import type { ApiClient } from "../auth/api-key";
import { inTenant, type Transaction } from "../db/tenant-transaction";
import { abort, type Failure, fail, type Result, settle } from "../failures";
import type { Fate } from "../imports/fates";
import { importedRows, type RowFate } from "../queries/import-rows";
import { abandonImport } from "./abandon-import";
import { applyImport } from "./apply-import";
import { earlierAnswer, holdKey, type KeyedDocument, keepAnswer } from "./idempotent-answer";
import type { ImportCounts } from "./imports/decide-fates";
import type { StagedImport } from "./imports/finish-staging";
import type { Importer } from "./imports/importer";
import { stageRows } from "./stage-import";

export type PostedImport = KeyedDocument & {
  kind: string;
  fileName: string;
  rows: readonly Record<string, unknown>[];
  dryRun: boolean;
};

export type PostedReport = {
  import_id: string | null;
  applied: boolean;
  counts: Record<Lowercase<Fate>, number>;
  stated_usd: number;
  replaced_usd: number;
  /** On a dry run: rows with their fates, those with something to say first. */
  rows: { index: number; fate: Fate; key: string | null; before: unknown; faults: RowFate["faults"] }[];
};

export type PostAnswer =
  | { ok: true; body: string; replayed: boolean }
  | { ok: false; failure: Failure; faults?: { path: string; message: string }[] };

/** Rows of which an answer tells; a file of ten thousand faults is told by its first ones. */
const MOST_TOLD = 1_000;
const ANSWERED = 200;
const SPEAKING: readonly Fate[] = ["FAULT", "DUPLICATE", "RESTATES", "NEW", "SAME"];

/** Rows that a program sends: judged as a file is, and applied whole or not at all. */
export async function postImport(client: ApiClient, sent: PostedImport, at: Date): Promise<PostAnswer> {
  const known = await settle(() => inTenant(client, (tx) => earlierAnswer(tx, client, sent, at)));
  if (!known.ok) return known;
  if (known.value !== null) return { ok: true, body: known.value, replayed: true };
  const importer: Importer = {
    tenantId: client.tenantId,
    name: client.name,
    role: "API key",
    apiKeyId: client.apiKeyId,
  };
  const staged = await stageRows(importer, sent, at);
  if (!staged.ok) return staged;
  const { importId, questions } = staged.value;
  if (questions.length > 0) {
    await forget(importer, importId);
    return openQuestions(staged.value);
  }
  if (sent.dryRun) {
    const rows = await told(importer, importId, SPEAKING);
    await forget(importer, importId);
    return {
      ok: true,
      body: JSON.stringify(report(null, false, staged.value.counts, rows)),
      replayed: false,
    };
  }
  return apply(client, importer, sent, staged.value, at);
}

async function apply(
  client: ApiClient,
  importer: Importer,
  sent: PostedImport,
  { importId, counts }: StagedImport,
  at: Date,
): Promise<PostAnswer> {
  const wrong = (counts?.FAULT ?? 0) + (counts?.DUPLICATE ?? 0);
  if (wrong > 0) {
    const rows = await told(importer, importId, ["FAULT", "DUPLICATE"]);
    await forget(importer, importId);
    return {
      ...fail("INVALID_INPUT", `${wrong} of ${counts?.rows} rows have faults, so nothing was written.`),
      faults: rows.flatMap(faultsOf),
    };
  }
  const isNew = (counts?.NEW ?? 0) + (counts?.RESTATES ?? 0) > 0;
  const body = JSON.stringify(report(isNew ? importId : null, isNew, counts, []));
  const keep = (tx: Transaction) => keepOnce(tx, client, sent, body, at);
  const done: Result<unknown> = isNew
    ? await applyImport(importer, { importId }, at, keep)
    : await settle(() => inTenant(client, keep));
  if (!isNew || !done.ok) await forget(importer, importId);
  if (done.ok) return { ok: true, body, replayed: false };
  // Another was faster under the same key: what it was answered is the answer.
  const theirs = await settle(() => inTenant(client, (tx) => earlierAnswer(tx, client, sent, at)));
  if (!theirs.ok) return theirs;
  return theirs.value === null ? done : { ok: true, body: theirs.value, replayed: true };
}

/** One answer for a key, whoever asks at the same time: who comes second is sent to look at what the first was told. */
async function keepOnce(
  tx: Transaction,
  client: ApiClient,
  sent: PostedImport,
  body: string,
  at: Date,
): Promise<void> {
  await holdKey(tx, client, sent.idempotencyKey);
  if ((await earlierAnswer(tx, client, sent, at)) !== null)
    abort("CONFLICT", "The same import is being answered under this key. Send it again.");
  await keepAnswer(tx, client, sent, { status: ANSWERED, body }, at);
}

/** What was sent to be looked at leaves nothing behind. */
async function forget(importer: Importer, importId: string): Promise<void> {
  await abandonImport(importer, { importId });
  await inTenant(importer, (tx) =>
    tx.import.deleteMany({ where: { tenantId: importer.tenantId, id: importId, status: "ABANDONED" } }),
  );
}

async function told({ tenantId }: Importer, importId: string, fates: readonly Fate[]): Promise<RowFate[]> {
  const rows: RowFate[] = [];
  for (const fate of fates) {
    const page = await importedRows({ tenantId }, importId, { fate, limit: MOST_TOLD - rows.length });
    rows.push(...page.rows);
    if (rows.length >= MOST_TOLD) break;
  }
  return rows;
}

const faultsOf = ({ rowNumber, cells: _cells, faults }: RowFate) =>
  faults.map(({ field, what, remedy }) => ({
    path: `rows[${rowNumber - 1}]${field === null ? "" : `.${field}`}`,
    message: `${what} ${remedy}`,
  }));

function openQuestions({ questions }: StagedImport): PostAnswer {
  const faults = questions.map(({ field, what, remedy }) => ({ path: field, message: `${what} ${remedy}` }));
  return { ...fail("INVALID_INPUT", questions[0]?.what ?? ""), faults };
}

function report(
  importId: string | null,
  applied: boolean,
  counts: ImportCounts | null,
  rows: readonly RowFate[],
): PostedReport {
  const of = (fate: Fate) => counts?.[fate] ?? 0;
  return {
    import_id: importId,
    applied,
    counts: {
      new: of("NEW"),
      same: of("SAME"),
      restates: of("RESTATES"),
      duplicate: of("DUPLICATE"),
      fault: of("FAULT"),
    },
    stated_usd: counts?.statedUsd ?? 0,
    replaced_usd: counts?.replacedUsd ?? 0,
    rows: rows.map(({ rowNumber, fate, key, before, faults }) => ({
      index: rowNumber - 1,
      fate,
      key,
      before,
      faults,
    })),
  };
}
