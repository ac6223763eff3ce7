import type { ColumnProfile } from "./column-profile";
import { isFaults, type Kind, type RowContext, type RowFault, type Stated, type Value } from "./kinds/kind";
import { type Choices, type Mapping, plainName } from "./mapping";
import { type ReadContext, readValue, type Writing } from "./read-value";
import { cellText, isBlank, type TableRow } from "./table";

export type RowReading = {
  kind: Kind;
  header: readonly string[];
  mapping: Mapping;
  choices: Choices;
  columns: readonly ColumnProfile[];
};
/** A row as it was understood: what it states, or what is wrong with it. */
export type RowRead = { values: Record<string, Value>; stated: Stated | null; faults: RowFault[] };

export type Reader = (row: TableRow) => RowRead | null;

/** Reads rows under one mapping; blank rows are none. */
export function rowReader(
  { kind, header, mapping, choices, columns }: RowReading,
  context: RowContext & ReadContext,
): Reader {
  const names = header.map(plainName);
  const fields = kind.fields.map((field) => ({ field, column: mapping[field.name] }));
  const writings = fields.map(({ column }) => writingOf(column, choices, columns));
  return ({ cells }) => {
    if (cells.every((cell) => isBlank(cell))) return null;
    const shape = shapeFault(cells, names);
    if (shape !== null) return { values: {}, stated: null, faults: [shape] };
    const values: Record<string, Value> = {};
    const faults: RowFault[] = [];
    fields.forEach(({ field, column }, index) => {
      const read = readValue(
        field,
        column === undefined ? null : cells[column],
        writings[index] ?? PLAIN,
        context,
      );
      if ("value" in read) values[field.name] = read.value;
      else faults.push(read.fault);
    });
    if (faults.length > 0) return { values, stated: null, faults };
    const stated = kind.state(values, context);
    return isFaults(stated) ? { values, stated: null, faults: stated } : { values, stated, faults: [] };
  };
}

const PLAIN: Writing = { decimal: ".", dayOrder: null };

/** A column that tells by itself how it is written is read so, whatever was said of an earlier file's. */
function writingOf(column: number | undefined, choices: Choices, columns: readonly ColumnProfile[]): Writing {
  if (column === undefined) return PLAIN;
  const { decimal, dayOrder } = columns[column] ?? { decimal: "none", dayOrder: "none" };
  const chosen = choices[String(column)];
  return {
    decimal: decimal === "." || decimal === "," ? decimal : (chosen?.decimal ?? "."),
    dayOrder: dayOrder === "dmy" || dayOrder === "mdy" ? dayOrder : (chosen?.dayOrder ?? null),
  };
}

/** Cells beyond the header have no name, and a header within the rows is the seam of two files put together. */
function shapeFault(cells: TableRow["cells"], names: readonly string[]): RowFault | null {
  const beyond = cells.slice(names.length).find((cell) => !isBlank(cell));
  if (beyond !== undefined)
    return {
      field: null,
      what: `The row has ${cells.length} cells and the header names ${names.length} columns.`,
      remedy: "Put cells that hold the separator into quotation marks, or name the column.",
    };
  const repeated =
    names.length > 1 && names.every((name, index) => plainName(cellText(cells[index] ?? null)) === name);
  return repeated ? { field: null, what: "The header stands here again.", remedy: "Delete the row." } : null;
}
