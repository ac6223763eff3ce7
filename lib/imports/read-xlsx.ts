import { setImmediate } from "node:timers/promises";
import { readSheet } from "read-excel-file/node";
import { isStorable } from "../storable-text";
import { FileFault, refuseFile } from "./file-fault";
import { LIMITS } from "./limits";
import { type Cell, columnLetters, isBlank, type Table, type TableRow } from "./table";
import { type Archive, openArchive, repack } from "./xlsx-archive";
import {
  judgeSharedStrings,
  type SheetFacts,
  type SheetPart,
  sheetFacts,
  sheetsOf,
  textOf,
} from "./xlsx-facts";

/** The sheet of our own templates that explains them; it is never the one with the figures. */
export const NOTES_SHEET = "Notes";
const ROWS_AT_A_TIME = 2_000;

/** Several sheets hold figures, and only a person knows which are meant. */
export class SheetQuestion extends FileFault {
  constructor(readonly sheets: readonly string[]) {
    super(
      `The workbook has ${sheets.length} sheets with figures: ${sheets.join(", ")}.`,
      "Choose one of them.",
    );
  }
}

export async function readXlsx(bytes: Buffer, wanted?: string): Promise<Table> {
  const archive = await openArchive(bytes);
  const chosen = chooseSheet(archive, wanted);
  const shared = [...archive.values()].filter(({ name }) => /sharedStrings\.xml$/.test(name));
  for (const part of shared) judgeSharedStrings(textOf(part.bytes));
  const rows = await valuesOf(archive, chosen.sheet.name);
  const headerAt = rows.findIndex((row) => row.some((cell) => !isBlank(cell)));
  const header = rows[headerAt];
  if (header === undefined)
    return refuseFile(
      `The sheet ${chosen.sheet.name} is empty.`,
      "Choose another sheet, or put a header and rows into it.",
    );
  placeErrors(rows, chosen.facts);
  const { formulas, hiddenRows, mergedCells } = chosen.facts;
  return {
    media: "xlsx",
    reading: { sheet: chosen.sheet.name, formulas, hiddenRows, mergedCells },
    headerRow: headerAt + 1,
    header: header.map((cell) => headerText(cell)),
    rows: () => inPieces(rows, headerAt + 1),
  };
}

const headerText = (cell: Cell): string =>
  cell === null ? "" : typeof cell === "object" ? ("date" in cell ? cell.date : "") : String(cell);

function chooseSheet(archive: Archive, wanted?: string): { sheet: SheetPart; facts: SheetFacts } {
  const part = (name: string) => textOf(archive.get(name)?.bytes ?? Buffer.alloc(0));
  const sheets = sheetsOf(part("xl/workbook.xml"), part("xl/_rels/workbook.xml.rels")).filter(({ path }) =>
    archive.has(path),
  );
  const judged = sheets.map((sheet) => ({ sheet, facts: sheetFacts(part(sheet.path)) }));
  if (wanted !== undefined) {
    const found = judged.find(({ sheet }) => sheet.name === wanted);
    return found ?? refuseFile(`The workbook has no sheet ${wanted}.`, "Choose one of those that it has.");
  }
  const filled = judged.filter(({ sheet, facts }) => !sheet.hidden && facts.cells > 0);
  const figures = filled.length > 1 ? filled.filter(({ sheet }) => sheet.name !== NOTES_SHEET) : filled;
  const [only] = figures;
  if (only === undefined)
    return refuseFile("The workbook is empty.", "Put a header and rows into its first sheet.");
  if (figures.length > 1) throw new SheetQuestion(figures.map(({ sheet }) => sheet.name));
  return only;
}

async function valuesOf(archive: Archive, sheet: string): Promise<Cell[][]> {
  try {
    const rows: unknown[][] = await readSheet(repack([...archive.values()]), sheet);
    return rows.map((row) => row.map(cellOf));
  } catch (error) {
    if (error instanceof FileFault || !(error instanceof Error)) throw error;
    // The library's own words name parts of the file's inside, which help nobody who exported it.
    return refuseFile(
      "The workbook's sheet cannot be read.",
      "Open it in a spreadsheet, save it again, and upload that.",
    );
  }
}

function cellOf(value: unknown): Cell {
  if (value instanceof Date) return { date: dateText(value) };
  if (typeof value === "number" || typeof value === "boolean") return value;
  if (typeof value !== "string") return null;
  if (value.length > LIMITS.cellCharacters.most)
    refuseFile(`A cell holds more than ${LIMITS.cellCharacters.holds}.`, LIMITS.cellCharacters.remedy);
  return isStorable(value) ? value : { error: "text with a NUL or half a character in it" };
}

/** A day where the spreadsheet holds a day, else the moment. */
function dateText(value: Date): string {
  if (Number.isNaN(value.getTime())) return "no date";
  const text = value.toISOString();
  return text.endsWith("T00:00:00.000Z") ? text.slice(0, 10) : text;
}

/** The library reads an error as nothing; here it is named, so that it is never taken for a blank. */
function placeErrors(rows: Cell[][], { errors }: SheetFacts): void {
  for (const [address, what] of errors) {
    const [, letters = "", digits = ""] = /^([A-Z]+)(\d+)$/.exec(address) ?? [];
    const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
    const row = rows[Number(digits) - 1];
    if (row === undefined || column < 0) continue;
    while (row.length <= column) row.push(null);
    row[column] = { error: `${columnLetters(column)}${digits}: ${what}` };
  }
}

async function* inPieces(rows: readonly Cell[][], from: number): AsyncGenerator<TableRow[]> {
  for (let at = from; at < rows.length; at += ROWS_AT_A_TIME) {
    yield rows.slice(at, at + ROWS_AT_A_TIME).map((cells, offset) => ({ number: at + offset + 1, cells }));
    // Nothing here waits by itself; between two pieces it is the turn of others.
    await setImmediate();
  }
}
