import { inTenant, type Transaction } from "../../db/tenant-transaction";
import { abort } from "../../failures";
import type { Reader } from "../../imports/read-record";
import type { Span } from "../../imports/spine-keys";
import { isBlank, type TableRow } from "../../imports/table";
import { addMonths } from "../../queries/cycle-calendar";

/** Rows that one transaction stages; between two of them others see how far it is. */
const STAGED_AT_ONCE = 5_000;
const CHARACTERS_AT_ONCE = 8_000_000;

export type Staging = {
  tenantId: string;
  userId?: string;
  importId: string;
  /** Rows in all, as far as it is known. */
  of: number;
  /** A reading that another has overtaken stops. */
  run: string;
};

/** The months that staged rows speak of, which is where the spine is looked at. */
export class SpanOfRows {
  private from: string | null = null;
  private until: string | null = null;
  see(row: Readonly<Record<string, unknown>> | undefined): void {
    const at = row?.occurred_at;
    if (typeof at !== "string") return;
    const month = at.slice(0, 7);
    if (this.from === null || month < this.from) this.from = month;
    if (this.until === null || month > this.until) this.until = month;
  }
  span(): Span {
    return { from: `${this.from ?? "2000-01"}-01`, until: `${addMonths(this.until ?? "2000-01", 1)}-01` };
  }
}

type StagedRow = {
  row_number: number;
  cells: unknown;
  fate: string;
  key: string | null;
  record: unknown;
  faults: unknown;
};

/** What a row is staged as: read and thought new until its fate is decided, faulty, or not read yet. */
function stagedRow({ number, cells }: TableRow, reader: Reader | null, span: SpanOfRows): StagedRow | null {
  // Blank rows are none, whether they are read by now or not.
  if (reader === null && cells.every((cell) => isBlank(cell))) return null;
  if (reader === null)
    return { row_number: number, cells, fate: "FAULT", key: null, record: null, faults: [] };
  const read = reader({ number, cells });
  if (read === null) return null;
  const { values, stated, faults } = read;
  if (stated === null) return { row_number: number, cells, fate: "FAULT", key: null, record: null, faults };
  span.see(stated.row);
  const { key, wider, says, row, account, entries, check } = stated;
  const record = {
    values,
    says,
    wider,
    ...(row && { row }),
    ...(account && { account }),
    ...(entries && { entries }),
    ...(check && { check }),
  };
  return { row_number: number, cells, fate: "NEW", key, record, faults: [] };
}

const COLUMNS = "row_number int, cells jsonb, fate text, key text, record jsonb, faults jsonb";

/** Stages the rows of a table, chunk by chunk. */
export async function insertStaged(
  staging: Staging,
  pieces: AsyncIterable<TableRow[]>,
  reader: Reader | null,
): Promise<Span> {
  const span = new SpanOfRows();
  let waiting: StagedRow[] = [];
  let read = 0;
  let characters = 0;
  const flush = async () => {
    read += waiting.length;
    await inChunk(staging, read, (tx) =>
      tx.$executeRawUnsafe(
        `insert into import_rows (tenant_id, import_id, row_number, cells, fate, key, record, faults)
         select $1::uuid, $2::uuid, row_number, cells, fate, key, nullif(record, 'null'), faults from jsonb_to_recordset($3::jsonb) as r(${COLUMNS})`,
        staging.tenantId,
        staging.importId,
        JSON.stringify(waiting),
      ),
    );
    [waiting, characters] = [[], 0];
  };
  for await (const piece of pieces) {
    for (const row of piece) {
      const staged = stagedRow(row, reader, span);
      if (staged === null) continue;
      waiting.push(staged);
      for (const cell of row.cells) if (typeof cell === "string") characters += cell.length;
      if (waiting.length >= STAGED_AT_ONCE || characters >= CHARACTERS_AT_ONCE) await flush();
    }
  }
  if (waiting.length > 0) await flush();
  return span.span();
}

/** Reads the rows that are staged already once more, under another mapping. */
export async function readStagedAgain(staging: Staging, reader: Reader): Promise<Span> {
  const span = new SpanOfRows();
  let after = -1;
  let read = 0;
  for (;;) {
    const rows = await inTenant(staging, (tx) =>
      tx.importRow.findMany({
        where: { tenantId: staging.tenantId, importId: staging.importId, rowNumber: { gt: after } },
        orderBy: { rowNumber: "asc" },
        take: STAGED_AT_ONCE,
        select: { rowNumber: true, cells: true },
      }),
    );
    const last = rows.at(-1);
    if (last === undefined) return span.span();
    const staged = rows.flatMap(
      ({ rowNumber, cells }) =>
        stagedRow({ number: rowNumber, cells: cells as TableRow["cells"] }, reader, span) ?? [],
    );
    read += rows.length;
    await inChunk(staging, read, (tx) =>
      tx.$executeRawUnsafe(
        `update import_rows i set fate = r.fate, key = r.key, record = nullif(r.record, 'null'), faults = r.faults, before = null
         from jsonb_to_recordset($3::jsonb) as r(${COLUMNS})
         where i.tenant_id = $1::uuid and i.import_id = $2::uuid and i.row_number = r.row_number`,
        staging.tenantId,
        staging.importId,
        JSON.stringify(staged.map((row) => ({ ...row, cells: null }))),
      ),
    );
    after = last.rowNumber;
  }
}

/** One chunk and the count of how far it is, together; a reading that another has begun since goes no further. */
function inChunk(staging: Staging, read: number, work: (tx: Transaction) => Promise<unknown>): Promise<void> {
  return inTenant(staging, async (tx) => {
    const { tenantId, importId, of, run } = staging;
    const [locked] = await tx.$queryRaw<{ run: string | null; status: string }[]>`
      select counts ->> 'run' as run, status from imports
      where tenant_id = ${tenantId}::uuid and id = ${importId}::uuid for update`;
    if (locked?.run !== run || !["READING", "STAGED"].includes(locked.status))
      abort("CONFLICT", "This file is being read anew, or was set aside. Reload to see what holds now.");
    await work(tx);
    await tx.import.update({
      where: { tenantId_id: { tenantId, id: importId } },
      data: { counts: { ready: false, read, of, run } },
    });
  });
}
