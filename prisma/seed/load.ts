import type { Transaction } from "../../lib/db/tenant-transaction";
import type { SpineRows } from "./generator/rows";

const CHUNK = 4_000;

/** Inserts a company's spine: one parameter a chunk, so that twenty thousand rows take about a second. */
export async function loadSpine(tx: Transaction, rows: SpineRows): Promise<void> {
  for (const [table, list] of Object.entries(rows)) await insertChunks(tx, table, list);
}

async function insertChunks(tx: Transaction, table: string, rows: readonly object[]): Promise<void> {
  for (let from = 0; from < rows.length; from += CHUNK) {
    const json = JSON.stringify(rows.slice(from, from + CHUNK));
    // The table's name comes from the type above, never from outside.
    await tx.$executeRawUnsafe(
      `insert into ${table} select * from jsonb_populate_recordset(null::${table}, $1::jsonb)`,
      json,
    );
  }
}
