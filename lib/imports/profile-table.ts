import { ColumnEvidence, type ColumnProfile } from "./column-profile";
import { FileFault, refuseFile, refuseOver } from "./file-fault";
import { LIMITS } from "./limits";
import { isBlank, type Table } from "./table";

export type ProfiledTable = { rows: number; columns: ColumnProfile[] };

/** Reads the whole table once: how many rows there are, and how each column is written. Holds none of them. */
export async function profileTable(
  table: Table,
): Promise<({ ok: true } & ProfiledTable) | { ok: false; what: string; remedy: string }> {
  const columns = table.header.map(() => new ColumnEvidence());
  let rows = 0;
  let characters = 0;
  try {
    for await (const piece of table.rows()) {
      for (const { cells } of piece) {
        if (cells.every((cell) => isBlank(cell))) continue;
        rows += 1;
        // A workbook shares its texts: one long one, named in a million cells, is a million long ones when it is written.
        for (const cell of cells) if (typeof cell === "string") characters += cell.length;
        if (characters > LIMITS.characters.most) refuseOver("characters");
        columns.forEach((column, index) => {
          column.see(cells[index]);
        });
      }
      if (rows > LIMITS.rows.most) refuseOver("rows");
    }
    if (rows === 0) refuseFile("The file has a header and no rows.", "Put the figures below the header.");
  } catch (error) {
    if (error instanceof FileFault) return { ok: false, what: error.what, remedy: error.remedy };
    throw error;
  }
  return { ok: true, rows, columns: columns.map((column) => column.profile()) };
}
