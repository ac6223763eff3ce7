import { stringify } from "csv-stringify/sync";
import { type FoundEntry, type LogPosition, prepareLogSearch, readLogPage } from "../db/decision-log-search";
import { inTenant } from "../db/tenant-transaction";
import { orderOf, searchOf } from "./decision-log";
import type { LogFilter } from "./decision-log-filter";

export type ExportFormat = "csv" | "jsonl";

const BATCH = 2000;
const CSV_HEADINGS = [
  "seq",
  "occurred_at",
  "kind",
  "source",
  "actor",
  "title",
  "request_id",
  "gate_id",
  "outcome",
  "reason_codes",
  "prev_hash",
  "hash",
];

/**
 * What is filtered, all of it, batch by batch in an order that no later entry disturbs: a million entries pass
 * through without ever being held, and no transaction lasts longer than a batch.
 */
export async function* exportLog(
  viewer: { tenantId: string; userId: string },
  filter: LogFilter,
  format: ExportFormat,
): AsyncGenerator<string> {
  const { prepared, upTo } = await inTenant(viewer, async (tx) => ({
    prepared: await prepareLogSearch(tx, viewer.tenantId, searchOf(filter)),
    upTo: (await tx.decisionLogHead.findUnique({ where: { tenantId: viewer.tenantId } }))?.seq ?? 0n,
  }));
  if (format === "csv") yield csv([CSV_HEADINGS]);
  let from: LogPosition | null = null;
  for (;;) {
    const page: Parameters<typeof readLogPage>[3] = {
      from,
      limit: BATCH,
      upTo,
      withContent: format === "jsonl",
    };
    const found = await inTenant(viewer, (tx) => readLogPage(tx, prepared, orderOf(filter), page));
    if (found.length > 0) yield format === "csv" ? csv(found.map(cellsOf)) : found.map(lineOf).join("");
    const last: FoundEntry | undefined = found.at(-1);
    if (last === undefined || found.length < BATCH) return;
    from = { seq: last.seq, time: last.occurred_at };
  }
}

/** Cells that a spreadsheet would run as a formula are marked as text. */
const csv = (rows: unknown[][]) => stringify(rows, { escape_formulas: true, record_delimiter: "windows" });

function cellsOf(entry: FoundEntry): unknown[] {
  return [
    String(entry.seq),
    entry.occurred_at.toISOString(),
    entry.kind,
    entry.source,
    entry.actor,
    entry.title,
    entry.request_ref,
    entry.gate_id,
    entry.outcome,
    entry.reason_codes.join(" "),
    entry.prev_hash,
    entry.hash,
  ];
}

/** The hashed text stands in the line byte for byte, so that whoever receives it can hash it again. */
const lineOf = (entry: FoundEntry) => `{"entry":${entry.content},"hash":"${entry.hash}"}\n`;

/** A stream that reads the next batch when the reader is ready for it, and stops when the reader leaves. */
export function streamOf(parts: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await parts.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await parts.return(undefined);
    },
  });
}
