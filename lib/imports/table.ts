/** A cell as the file holds it. Text is never evaluated; a date is a day or a moment of a spreadsheet's own. */
export type Cell = string | number | boolean | { date: string } | { error: string } | null;

export type TableRow = {
  /** As the file counts its rows; the first is 1. */
  number: number;
  cells: Cell[];
};

/** How the file was read, in facts that a person can check it by. */
export type Reading = {
  encoding?: string;
  separator?: string;
  sheet?: string;
  /** Cells whose value a spreadsheet computed; what it last computed was read. */
  formulas?: number;
  hiddenRows?: number;
  mergedCells?: number;
};

export type Table = {
  media: "csv" | "xlsx" | "json";
  reading: Reading;
  /** The row that the header stands in, and its names. */
  headerRow: number;
  header: string[];
  /** The rows below the header, some at a time; may be read more than once. */
  rows(): AsyncIterable<TableRow[]>;
};

/** The letters by which a spreadsheet calls its columns: A, B, … Z, AA. */
export function columnLetters(index: number): string {
  let letters = "";
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26))
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  return letters;
}

/** A cell as a person reads it, shortened. */
export function cellText(cell: Cell): string {
  if (cell === null) return "";
  const text = typeof cell === "object" ? ("date" in cell ? cell.date : cell.error) : String(cell);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

export const isBlank = (cell: Cell | undefined): boolean =>
  cell === undefined || cell === null || (typeof cell === "string" && cell.trim() === "");
