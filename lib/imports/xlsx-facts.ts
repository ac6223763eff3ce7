import { refuseFile, refuseOver } from "./file-fault";
import { LIMITS } from "./limits";
import { columnLetters } from "./table";
import { attributeOf, eachTag, type XmlTag } from "./xml-tags";

export type SheetFacts = {
  cells: number;
  formulas: number;
  hiddenRows: number;
  mergedCells: number;
  /** Cells that hold an error instead of a value, by their address. */
  errors: Map<string, string>;
};

const MOST_ERRORS = 10_000;

/** The part's text. Entities of its own and other encodings are how a small file becomes a large one. */
export function textOf(bytes: Buffer): string {
  const start = bytes.subarray(0, 1_024).toString("latin1");
  if (/^(\xff\xfe|\xfe\xff|\0)/.test(start) || /encoding\s*=\s*["'](?!utf-?8)/i.test(start))
    refuseFile(
      "A part of the workbook is in an encoding that workbooks do not use.",
      "Save it again in a spreadsheet.",
    );
  const text = bytes.toString("utf8");
  if (/<!DOCTYPE|<!ENTITY/i.test(text))
    refuseFile("The workbook defines entities of its own.", "Save it again in a spreadsheet.");
  return text;
}

type OpenCell = { address: string; type: string; formula: boolean; value: boolean };

/** What the library does not tell: formulas and what stands in their place, errors, hidden rows, the extent. */
export function sheetFacts(xml: string): SheetFacts {
  const facts: SheetFacts = { cells: 0, formulas: 0, hiddenRows: 0, mergedCells: 0, errors: new Map() };
  const place = { row: 0, column: 0 };
  let cell: OpenCell | null = null;
  let valueFrom = -1;
  const close = () => {
    if (cell !== null) settle(cell, facts);
    cell = null;
  };
  eachTag(xml, (tag) => {
    if (tag.name === "row" && !tag.closing) enterRow(tag, place, facts);
    else if (tag.name === "c") {
      close();
      if (tag.closing) return;
      cell = enterCell(tag, place, facts);
      if (tag.empty) close();
    } else if (tag.name === "mergeCell" && !tag.closing) facts.mergedCells += 1;
    else if (cell === null) return;
    else if (tag.name === "f" && !tag.closing) cell.formula = true;
    else if (tag.name === "is" && !tag.closing) cell.value = true;
    else if (tag.name === "v" && !tag.closing && !tag.empty) valueFrom = tag.end;
    else if (tag.name === "v" && tag.closing) {
      const value = xml.slice(valueFrom, xml.lastIndexOf("<", tag.end - 1));
      if (value.length > LIMITS.cellCharacters.most * 6) refuseOver("cellCharacters", `Cell ${cell.address}`);
      // An empty text is what the formula came to; an empty number is none.
      cell.value = value !== "" || cell.type === "str";
      if (cell.type === "e") noteError(facts, cell.address, value);
    }
  });
  close();
  return facts;
}

function enterRow(tag: XmlTag, place: { row: number; column: number }, facts: SheetFacts): void {
  const number = Number(attributeOf(tag, "r") ?? place.row + 1);
  if (!Number.isInteger(number) || number < 1)
    refuseFile("A row of the sheet has no number.", "Save it again in a spreadsheet.");
  // Blank rows between the figures count too: they are held in memory like others.
  if (number > LIMITS.rows.most + 1_000) refuseOver("rows", "The sheet");
  place.row = number;
  place.column = 0;
  if (["1", "true"].includes(attributeOf(tag, "hidden") ?? "")) facts.hiddenRows += 1;
}

function enterCell(tag: XmlTag, place: { row: number; column: number }, facts: SheetFacts): OpenCell {
  const address = attributeOf(tag, "r");
  const column = address === null ? place.column + 1 : columnNumber(address);
  const row = address === null ? place.row : Number(/\d+$/.exec(address)?.[0] ?? place.row);
  if (row > LIMITS.rows.most + 1_000) refuseOver("rows", "The sheet");
  if (column > LIMITS.columns.most) refuseOver("columns", "The sheet");
  place.column = column;
  facts.cells += 1;
  if (facts.cells > LIMITS.cells.most) refuseOver("cells", "The sheet");
  const type = attributeOf(tag, "t") ?? "n";
  return {
    address: address ?? `${columnLetters(column - 1)}${place.row}`,
    type,
    formula: false,
    value: false,
  };
}

function columnNumber(address: string): number {
  const letters = /^[A-Z]{1,4}/.exec(address)?.[0];
  if (letters === undefined)
    return refuseFile(`${address.slice(0, 20)} is no cell.`, "Save it again in a spreadsheet.");
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
}

function settle({ address, formula, value }: OpenCell, facts: SheetFacts): void {
  if (!formula) return;
  facts.formulas += 1;
  if (!value) noteError(facts, address, "a formula that was never computed");
}

function noteError(facts: SheetFacts, address: string, what: string): void {
  facts.errors.set(address, what.slice(0, 60));
  if (facts.errors.size > MOST_ERRORS)
    refuseFile(
      `The sheet holds more than ${MOST_ERRORS.toLocaleString("en-US")} errors or formulas without a value.`,
      "Open it in a spreadsheet, let it compute, correct the errors and save it again.",
    );
}

/** Texts that cells share; one may be as long as a cell. */
export function judgeSharedStrings(xml: string): void {
  let from = -1;
  eachTag(xml, (tag) => {
    if (tag.name !== "si") return;
    if (!tag.closing) from = tag.end;
    else if (from >= 0 && tag.end - from > LIMITS.cellCharacters.most * 6)
      refuseOver("cellCharacters", "The workbook");
  });
}

export type SheetPart = { name: string; path: string; hidden: boolean };

/** The sheets with their parts, in the order of the workbook. */
export function sheetsOf(workbook: string, relations: string): SheetPart[] {
  const targets = new Map<string, string>();
  eachTag(relations, (tag) => {
    if (tag.name !== "Relationship") return;
    const target = attributeOf(tag, "Target") ?? "";
    if (!/\/worksheet$/.test(attributeOf(tag, "Type") ?? "")) return;
    targets.set(attributeOf(tag, "Id") ?? "", target.startsWith("/") ? target.slice(1) : `xl/${target}`);
  });
  const sheets: SheetPart[] = [];
  eachTag(workbook, (tag) => {
    if (tag.name !== "sheet" || tag.closing) return;
    const path = targets.get(attributeOf(tag, "id") ?? "");
    const hidden = ["hidden", "veryHidden"].includes(attributeOf(tag, "state") ?? "");
    if (path !== undefined) sheets.push({ name: attributeOf(tag, "name") ?? "", path, hidden });
  });
  return sheets;
}
