import { createHash } from "node:crypto";
import type { ColumnProfile } from "./column-profile";
import type { DayOrder } from "./dates";
import type { Field, Kind } from "./kinds/kind";
import type { DecimalMark } from "./numbers";
import { columnLetters } from "./table";

/** The file's column (from 0) of each field that has one. */
export type Mapping = Readonly<Record<string, number>>;

/** What a person settled about a column that does not tell it itself. */
export type ColumnChoice = { decimal?: DecimalMark; dayOrder?: DayOrder };
export type Choices = Readonly<Record<string, ColumnChoice>>;

/** Something only a person can say before the rows are read. */
export type Question =
  | { about: "column"; field: string; label: string; what: string; remedy: string }
  | {
      about: "decimal";
      field: string;
      column: number;
      name: string;
      what: string;
      remedy: string;
      samples: string[];
    }
  | {
      about: "dayOrder";
      field: string;
      column: number;
      name: string;
      what: string;
      remedy: string;
      samples: string[];
    };

/** A name without its accents, signs, case and what stands in parentheses. */
export const plainName = (name: string): string =>
  name
    .normalize("NFD")
    .replace(/[̀-ͯ]/g, "")
    .toLowerCase()
    .replace(/\([^)]*\)/g, " ")
    .replace(/[^a-z0-9&]+/g, " ")
    .trim();

/** The same names in the same order are the same export. */
export const fingerprintOf = (header: readonly string[]): string =>
  createHash("sha256")
    .update(JSON.stringify(header.map(plainName)), "utf8")
    .digest("hex");

/** A proposal: each field takes the column of its own name first, then one that goes by another of its names. */
export function proposeMapping(kind: Kind, header: readonly string[]): Mapping {
  const names = header.map(plainName);
  const taken = new Set<number>();
  const mapping: Record<string, number> = {};
  const take = (field: Field, wanted: readonly string[]) => {
    if (field.name in mapping) return;
    const column = names.findIndex(
      (name, index) => name !== "" && !taken.has(index) && wanted.includes(name),
    );
    if (column < 0) return;
    mapping[field.name] = column;
    taken.add(column);
  };
  for (const field of kind.fields) take(field, [plainName(field.name), plainName(field.label)]);
  // Rounds, so that a field's first other name goes before another field's third.
  const rounds = Math.max(...kind.fields.map(({ headers }) => headers.length));
  for (let round = 0; round < rounds; round += 1)
    for (const field of kind.fields)
      if (field.headers[round]) take(field, [plainName(field.headers[round] ?? "")]);
  return mapping;
}

/** A mapping as it was sent or remembered, as far as it fits the kind and the header. */
export function fittingMapping(kind: Kind, header: readonly string[], mapping: Mapping): Mapping {
  const known = new Set(kind.fields.map(({ name }) => name));
  const taken = new Set<number>();
  return Object.fromEntries(
    Object.entries(mapping).filter(([field, column]) => {
      const fits =
        known.has(field) &&
        Number.isInteger(column) &&
        column >= 0 &&
        column < header.length &&
        !taken.has(column);
      taken.add(column);
      return fits;
    }),
  );
}

const NEEDS_MARK: readonly Field["type"][] = ["amount", "number", "count"];
const NEEDS_ORDER: readonly Field["type"][] = ["day", "month", "period", "planMonth"];

/** What is open before the rows can be read: fields without a column, and columns that could mean two things. */
export function openQuestions(
  kind: Kind,
  {
    header,
    mapping,
    choices,
    columns,
  }: { header: readonly string[]; mapping: Mapping; choices: Choices; columns: readonly ColumnProfile[] },
): Question[] {
  return kind.fields.flatMap((field): Question[] => {
    const column = mapping[field.name];
    if (column === undefined) return field.required ? [missing(field)] : [];
    const profile = columns[column];
    const chosen = choices[String(column)];
    if (profile === undefined) return [];
    const name = header[column] || `Column ${columnLetters(column)}`;
    const unit = field.type === "amount" ? otherUnit(name) : null;
    if (unit !== null) return [{ about: "column", field: field.name, label: field.label, ...unit }];
    const at = { field: field.name, column, name, samples: profile.ambiguous };
    if (NEEDS_MARK.includes(field.type) && !chosen?.decimal && isOpen(profile.decimal))
      return [{ about: "decimal", ...at, ...markWords(name, profile) }];
    if (NEEDS_ORDER.includes(field.type) && !chosen?.dayOrder && isOpen(profile.dayOrder))
      return [{ about: "dayOrder", ...at, ...orderWords(name, profile) }];
    return [];
  });
}

const THOUSANDS =
  /[($[]\s*(?:in\s+)?(?:us)?\$?\s*(?:usd\s*)?(?:k|m|mn|mm|'?000s?|thousands?|millions?)\s*[)\]]|\bin (?:thousands|millions)\b|(?:\$|\busd) ?(?:k|m|mn|mm|'?000s?)\b/i;
const CURRENCY = /[€£¥]|\b(?:eur|euros?|gbp|chf|jpy|cad|aud|sek)\b/i;

/** Names that say that the figures are not dollars: read as such, they would be wrong by a thousand, or by a rate. */
function otherUnit(name: string): { what: string; remedy: string } | null {
  if (THOUSANDS.test(name))
    return {
      what: `${name} is stated in thousands or millions.`,
      remedy: "State the figures in US dollars, and name the column so.",
    };
  if (!CURRENCY.test(name)) return null;
  return {
    what: `${name} is in another currency.`,
    remedy: "State the figures in US dollars, and name the column so.",
  };
}

const isOpen = (found: string) => found === "ambiguous" || found === "mixed";

const missing = ({ name, label, headers }: Field): Question => ({
  about: "column",
  field: name,
  label,
  what: `No column is ${label}.`,
  remedy: `Choose the column; it is often called ${headers.slice(0, 3).join(", ")}.`,
});

const example = ({ ambiguous }: ColumnProfile) => ambiguous[0] ?? "";

function markWords(name: string, profile: ColumnProfile): { what: string; remedy: string } {
  return profile.decimal === "mixed"
    ? {
        what: `${name} is written with decimal points in some rows and decimal commas in others.`,
        remedy: "Say which is right; rows that do not fit are named.",
      }
    : {
        what: `${example(profile)} in ${name} may be thousands or decimals.`,
        remedy: "Say whether the column has decimal points or decimal commas.",
      };
}

function orderWords(name: string, profile: ColumnProfile): { what: string; remedy: string } {
  return profile.dayOrder === "mixed"
    ? {
        what: `${name} is written with the day first in some rows and the month first in others.`,
        remedy: "Say which is right; rows that do not fit are named.",
      }
    : {
        what: `${example(profile)} in ${name} may begin with the day or the month.`,
        remedy: "Say which of the two comes first.",
      };
}
