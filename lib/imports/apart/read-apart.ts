import { FileFault } from "../file-fault";
import type { LookedThrough } from "../look-through";
import type { TableRow } from "../table";
import type { Asked } from "./messages";
import { type Bounds, ReaderProcess } from "./reader-process";

/**
 * Looks a file through in a process of its own, so that this one goes on answering, and gives what was found to `use`.
 * Its rows are fetched piece by piece, the next when the last is dealt with; the process lives as long as `use` does.
 */
export async function readApart<T>(
  bytes: Buffer,
  { sheet, bounds }: { sheet?: string; bounds?: Bounds },
  use: (found: LookedThrough) => Promise<T>,
): Promise<T> {
  const reader = new ReaderProcess(bytes, bounds);
  try {
    return await use(await lookedThrough(reader, { look: { sheet } }));
  } finally {
    await reader.end();
  }
}

async function lookedThrough(reader: ReaderProcess, question: Asked): Promise<LookedThrough> {
  try {
    const told = await reader.ask(question);
    if (!("looked" in told)) throw new Error("The reader of a file answered something else.");
    const { looked } = told;
    if (!looked.ok) return looked;
    return { ...looked, table: { ...looked.table, rows: () => rowsOf(reader) } };
  } catch (error) {
    if (error instanceof FileFault) return { ok: false, what: error.what, remedy: error.remedy };
    throw error;
  }
}

async function* rowsOf(reader: ReaderProcess): AsyncGenerator<TableRow[]> {
  for (let rows: "first" | "next" = "first"; ; rows = "next") {
    const told = await reader.ask({ rows });
    if (!("piece" in told)) throw new Error("The reader of a file answered something else.");
    if (told.piece === null) return;
    yield told.piece;
  }
}
