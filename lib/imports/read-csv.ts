import { Readable } from "node:stream";
import { setImmediate } from "node:timers/promises";
import { CsvError, parse } from "csv-parse";
import { FileFault, refuseFile, refuseOver } from "./file-fault";
import { LIMITS } from "./limits";
import { findSeparator, SEPARATOR_WORDS } from "./separator";
import { columnLetters, type Table, type TableRow } from "./table";
import { decodeText } from "./text-encoding";

/** A record this long is a quotation mark that nobody closed. */
const LONGEST_RECORD_BYTES = 2_000_000;
const PIECE_CHARACTERS = 262_144;
const ROWS_AT_A_TIME = 2_000;

/** Reads text with separators. The rows are parsed anew each time they are asked for, so that none is held. */
export async function readCsv(bytes: Buffer): Promise<Table> {
  const { text, encoding } = decodeText(bytes);
  const { separator, start } = findSeparator(text);
  const before = start > 0 ? 1 : 0;
  const records = () => recordsOf(text, start, separator, before);
  const headed = await headerOf(records());
  return {
    media: "csv",
    reading: { encoding, separator: SEPARATOR_WORDS[separator] },
    headerRow: headed.number,
    header: headed.cells.map(String),
    rows: () => inPieces(records(), headed.number),
  };
}

async function headerOf(records: AsyncIterable<TableRow>): Promise<TableRow> {
  for await (const row of records) if (row.cells.some((cell) => cell !== "")) return row;
  return refuseFile("The file holds no rows.", "Export it again and look at it before you upload it.");
}

async function* inPieces(records: AsyncIterable<TableRow>, headerRow: number): AsyncGenerator<TableRow[]> {
  let piece: TableRow[] = [];
  for await (const row of records) {
    if (row.number <= headerRow) continue;
    piece.push(row);
    if (piece.length < ROWS_AT_A_TIME) continue;
    yield piece;
    piece = [];
    // A parser that is fed from memory never waits, so that others would: between two pieces it is their turn.
    await setImmediate();
  }
  if (piece.length > 0) yield piece;
}

async function* recordsOf(
  text: string,
  start: number,
  delimiter: string,
  before: number,
): AsyncGenerator<TableRow> {
  const parser = Readable.from(pieces(text, start)).pipe(
    parse({
      delimiter,
      relax_column_count: true,
      skip_empty_lines: false,
      max_record_size: LONGEST_RECORD_BYTES,
      record_delimiter: ["\r\n", "\n", "\r"],
    }),
  );
  let number = before;
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      number += 1;
      yield { number, cells: checked(cells, number) };
    }
  } catch (error) {
    if (error instanceof CsvError) throw faultOf(error);
    throw error;
  }
}

function* pieces(text: string, start: number): Generator<string> {
  for (let at = start; at < text.length; ) {
    let end = Math.min(text.length, at + PIECE_CHARACTERS);
    // A pair of surrogates is one character and stays together.
    const last = text.charCodeAt(end - 1);
    if (end < text.length && last >= 0xd800 && last <= 0xdbff) end += 1;
    yield text.slice(at, end);
    at = end;
  }
}

function checked(cells: string[], number: number): string[] {
  if (cells.length > LIMITS.columns.most) refuseOver("columns", `Row ${number}`);
  const long = cells.findIndex((cell) => cell.length > LIMITS.cellCharacters.most);
  if (long >= 0) refuseOver("cellCharacters", `Cell ${columnLetters(long)}${number}`);
  return cells;
}

function faultOf(error: CsvError): FileFault {
  const line = typeof error.lines === "number" ? ` in line ${error.lines.toLocaleString("en-US")}` : "";
  if (error.code === "CSV_QUOTE_NOT_CLOSED")
    return new FileFault(
      "A quotation mark is opened and never closed.",
      "Close it, or write two where one stands inside a cell.",
    );
  if (error.code === "CSV_MAX_RECORD_SIZE")
    return new FileFault(
      `A row has more than 2 MB${line}.`,
      "Look for a quotation mark before it that is opened and never closed.",
    );
  return new FileFault(
    `A quotation mark stands inside a cell${line}.`,
    "Put the whole cell in quotation marks and double the one inside it.",
  );
}
