import { createHash } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { FileFault, refuseFile, refuseOver } from "./file-fault";
import { fileType } from "./file-type";
import { LIMITS } from "./limits";
import { readCsv } from "./read-csv";
import { readXlsx, SheetQuestion } from "./read-xlsx";
import { columnLetters, type Table } from "./table";

export type TableRead =
  | { ok: true; table: Table }
  /** `sheets` where it is only to be said which one is meant. */
  | { ok: false; what: string; remedy: string; sheets?: readonly string[] };

/** The one door for files: what it is by its content, then its table, or why not in words. */
export async function readTable(bytes: Buffer, options: { sheet?: string } = {}): Promise<TableRead> {
  return explained(async () => {
    if (bytes.length > LIMITS.fileBytes.most) refuseOver("fileBytes");
    const table = fileType(bytes) === "xlsx" ? await readXlsx(bytes, options.sheet) : await readCsv(bytes);
    return { ...table, header: judgedHeader(table) };
  });
}

/** Rows that a program sends, under the names of the fields. */
export async function tableOfRows(rows: readonly Record<string, unknown>[]): Promise<TableRead> {
  return explained(async () => {
    if (rows.length > LIMITS.rows.most) refuseOver("rows");
    const header = [...new Set(rows.flatMap((row) => Object.keys(row)))];
    // Before a table is made: names that differ from row to row would make one of rows times names.
    if (header.length > LIMITS.columns.most) refuseOver("columns");
    const cellOf = (value: unknown) =>
      typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null;
    const read = rows.map((row, index) => ({
      number: index + 1,
      cells: header.map((name) => (Object.hasOwn(row, name) ? cellOf(row[name]) : null)),
    }));
    return {
      media: "json",
      reading: {},
      headerRow: 0,
      header,
      rows: async function* () {
        for (let at = 0; at < read.length; at += 2_000) yield read.slice(at, at + 2_000);
      },
    };
  });
}

const HASHED_AT_ONCE = 4 * 1024 * 1024;

/** Of fifty megabytes it is reckoned in pieces, so that others have their turn between them. */
export async function fileHash(bytes: Buffer): Promise<string> {
  const hash = createHash("sha256");
  for (let at = 0; at < bytes.length; at += HASHED_AT_ONCE) {
    hash.update(bytes.subarray(at, at + HASHED_AT_ONCE));
    await setImmediate();
  }
  return hash.digest("hex");
}

async function explained(read: () => Promise<Table>): Promise<TableRead> {
  try {
    return { ok: true, table: await read() };
  } catch (error) {
    if (error instanceof SheetQuestion)
      return { ok: false, what: error.what, remedy: error.remedy, sheets: error.sheets };
    if (error instanceof FileFault) return { ok: false, what: error.what, remedy: error.remedy };
    throw error;
  }
}

/** Names without the space around them, each once; blank columns at the end are none. */
function judgedHeader({ header, headerRow }: Table): string[] {
  const names = header.map((name) => name.replace(/\s+/g, " ").trim());
  while (names.at(-1) === "") names.pop();
  if (names.length > LIMITS.columns.most) refuseOver("columns");
  if (names.some((name) => name.length > LIMITS.headerCharacters.most)) refuseOver("headerCharacters");
  const places = new Map<string, number>();
  names.forEach((name, index) => {
    if (name === "") return;
    const earlier = places.get(name.toLowerCase());
    if (earlier !== undefined)
      refuseFile(
        `Columns ${columnLetters(earlier)} and ${columnLetters(index)} have the same name, ${name.slice(0, 60)}.`,
        "Give each column a name of its own, or delete one.",
      );
    places.set(name.toLowerCase(), index);
  });
  if (names.filter((name) => name !== "").length === 1 && names.length === 1)
    refuseFile(
      `The file has one column only, ${(names[0] ?? "").slice(0, 60)}.`,
      "Separate its columns by commas, semicolons, tabs or vertical bars, with the header in the first row.",
    );
  if (names.some((name) => /^[-+]?[\d.,\s%$()]+$/.test(name) && !/^\d{4}$/.test(name)))
    refuseFile(
      `Row ${headerRow} should name the columns and holds a figure.`,
      "Put the names of the columns into the first row.",
    );
  return names;
}
