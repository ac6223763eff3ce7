import { isStorable } from "../storable-text";
import { type DayOrder, hasShortYear, parseDay, parseMonth, parseQuarter } from "./dates";
import { ALL, type Field, type RowFault, type Value } from "./kinds/kind";
import { plainName } from "./mapping";
import { type DecimalMark, digitsOfNumber, evidenceOf, parseDigits, roundDecimal, strip } from "./numbers";
import { type Cell, cellText, isBlank } from "./table";

/** How the column of a field is written, as far as it matters for it. */
export type Writing = { decimal: DecimalMark; dayOrder: DayOrder | null };
export type ReadContext = { today: string; monthIndex(month: string): number; onRounded(): void };

type Read = { value: Value } | { what: string; remedy: string };

const EARLIEST = "2000-01";
const LARGEST_USD = 1_000_000_000_000;
const LARGEST_COUNT = 1_000_000_000;
const LONGEST_TEXT = 300;
const LAST_PLAN_MONTH = 120;

/** The value of a field in a row, or what is wrong with its cell. */
export function readValue(
  field: Field,
  cell: Cell | undefined,
  writing: Writing,
  context: ReadContext,
): { value: Value } | { fault: RowFault } {
  const read = readCell(field, cell, writing, context);
  return "value" in read ? read : { fault: { field: field.name, ...read } };
}

function readCell(field: Field, cell: Cell | undefined, writing: Writing, context: ReadContext): Read {
  if (cell === undefined || isBlank(cell)) {
    if (!field.required) return { value: null };
    return wrong(
      `${field.label} is blank.`,
      `Write a value such as ${field.examples.find((each) => each !== "") ?? ""}.`,
    );
  }
  if (typeof cell === "object" && cell !== null && "error" in cell)
    return wrong(
      `The cell holds an error (${cell.error}).`,
      "Correct it in the spreadsheet, let it compute, and save it again.",
    );
  switch (field.type) {
    case "amount":
      return readFigure(field, cell, writing.decimal, {
        places: 2,
        largest: LARGEST_USD,
        onRounded: context.onRounded,
      });
    case "number":
      return readFigure(field, cell, writing.decimal, {
        places: 4,
        largest: LARGEST_COUNT,
        onRounded: context.onRounded,
      });
    case "count":
      return readCount(field, cell, writing.decimal);
    case "month":
    case "day":
    case "period":
      return notAhead(field, readTime(field, cell, writing.dayOrder), context.today);
    case "quarter":
      return readQuarter(field, cell);
    case "planMonth":
      return readPlanMonth(field, cell, writing.dayOrder, context);
    case "word":
      return readWord(field, cell);
    case "yesNo":
      return readYesNo(cell);
    case "text":
      return readText(field, cell);
  }
}

const wrong = (what: string, remedy: string): { what: string; remedy: string } => ({ what, remedy });
const shown = (cell: Cell): string => `“${cellText(cell)}”`;
const such = (field: Field): string => `Write it as ${field.examples[0]}.`;
/** With the mark of the column, so that who follows the remedy does not write it unlike the others. */
const suchFigure = (field: Field, decimal: DecimalMark): string =>
  such(field).replace(/(\d)\.(\d)/, `$1${decimal}$2`);

type Bounds = { places: number; largest: number; onRounded(): void };

function readFigure(
  field: Field,
  cell: Cell,
  decimal: DecimalMark,
  { places, largest, onRounded }: Bounds,
): Read {
  const figure = digitsOf(field, cell, decimal);
  if ("what" in figure) return figure;
  const rounded = roundDecimal(figure.digits, places);
  if (!rounded.exact) onRounded();
  const value = Number(rounded.text) * (figure.negative ? -1 : 1);
  if (Math.abs(value) > largest)
    return wrong(`${shown(cell)} is beyond any company's figures.`, "Look at the row again.");
  if (value < 0 && !field.belowZero)
    return wrong(
      `${field.label} is below zero.`,
      field.belowZeroRemedy ?? "State it as a figure of zero or more.",
    );
  return { value: value === 0 ? 0 : value };
}

function digitsOf(
  field: Field,
  cell: Cell,
  decimal: DecimalMark,
): { negative: boolean; digits: string } | { what: string; remedy: string } {
  const noFigure = () => wrong(`${shown(cell)} is no figure.`, suchFigure(field, decimal));
  if (typeof cell === "number") return digitsOfNumber(cell) ?? noFigure();
  if (typeof cell !== "string") return noFigure();
  if (/^[-+]?\d+(?:[.,]\d+)?e[-+]?\d+$/i.test(cell.trim()))
    return wrong(
      `${shown(cell)} was shortened by a spreadsheet and has lost its digits.`,
      "Format the column as a number and export it again.",
    );
  const stripped = strip(cell);
  if (stripped === null) return noFigure();
  if ("currency" in stripped)
    return wrong(`${shown(cell)} is in ${stripped.currency}.`, "State the figure in US dollars.");
  if (stripped.percent) return wrong(`${shown(cell)} is a percentage.`, `State ${field.label} itself.`);
  // A mark that cannot be read the column's way is a slip of that row, and not guessed at.
  const digits = parseDigits(stripped.body, decimal);
  if (digits === null || evidenceOf(stripped.body) === null)
    return wrong(
      `${shown(cell)} is not written like the rest of the column, which has decimal ${decimal === "." ? "points" : "commas"}.`,
      "Write it like the others.",
    );
  return { negative: stripped.negative, digits };
}

function readCount(field: Field, cell: Cell, decimal: DecimalMark): Read {
  const read = readFigure(field, cell, decimal, {
    places: 4,
    largest: LARGEST_COUNT,
    onRounded: () => undefined,
  });
  if (!("value" in read) || Number.isInteger(read.value)) return read;
  return wrong(`${shown(cell)} is no whole number.`, suchFigure(field, decimal));
}

function readTime(field: Field, cell: Cell, order: DayOrder | null): Read {
  const noTime = (): Read => {
    if (typeof cell === "string" && hasShortYear(cell))
      return wrong(`The year of ${shown(cell)} has two digits.`, "Write it with four.");
    if (typeof cell === "string" && order !== null && parseDay(cell, null) !== null)
      return wrong(
        `${shown(cell)} is not written like the rest of the column, which has the ${order === "dmy" ? "day" : "month"} first.`,
        "Write it like the others.",
      );
    if (typeof cell === "number")
      return wrong(
        `${shown(cell)} is a number and no ${field.type}.`,
        "Format the column as a date in the spreadsheet.",
      );
    return wrong(
      `${shown(cell)} is no ${field.type === "period" ? "day or month" : field.type}.`,
      such(field),
    );
  };
  const text = timeText(cell);
  if (text === null) return noTime();
  const month = field.type === "day" ? null : parseMonth(text, order);
  const day = field.type === "month" ? null : parseDay(text, order);
  const value = day ?? month;
  if (value === null) return noTime();
  if (value < EARLIEST) return wrong(`${shown(cell)} lies before 2000.`, "Look at the year again.");
  return { value };
}

function timeText(cell: Cell): string | null {
  if (typeof cell === "string") return cell;
  // 202603 is a month as ledgers write it; other numbers are none.
  if (typeof cell === "number") return /^20\d{2}(0[1-9]|1[0-2])$/.test(String(cell)) ? String(cell) : null;
  return typeof cell === "object" && cell !== null && "date" in cell ? cell.date.slice(0, 10) : null;
}

function notAhead(field: Field, read: Read, today: string): Read {
  if (!("value" in read) || typeof read.value !== "string" || field.mayLieAhead) return read;
  if (read.value <= today.slice(0, read.value.length)) return read;
  return wrong(`${read.value} lies in the future.`, "State what has happened; plans belong into targets.");
}

function readQuarter(field: Field, cell: Cell): Read {
  const quarter = typeof cell === "string" ? parseQuarter(cell) : null;
  return quarter === null ? wrong(`${shown(cell)} is no quarter.`, such(field)) : { value: quarter };
}

function readPlanMonth(field: Field, cell: Cell, order: DayOrder | null, { monthIndex }: ReadContext): Read {
  const text = (timeText(cell) ?? cellText(cell)).trim();
  const index = /^(?:m|month)?\s*(\d{1,3})(?:\.0+)?$/i.exec(text)?.[1];
  const month = index === undefined ? parseMonth(text, order) : null;
  const value = index !== undefined ? Number(index) : month === null ? null : monthIndex(month);
  if (value === null) return wrong(`${shown(cell)} is no month of the plan.`, such(field));
  if (value < 0)
    return wrong(
      `${shown(cell)} lies before the plan's first month.`,
      "State the plan from its first month on.",
    );
  if (value > LAST_PLAN_MONTH)
    return wrong(`${shown(cell)} lies more than ten years into the plan.`, "Look at the month again.");
  return { value };
}

/** Each field's words and the others that mean them, by their plain spelling; made once, asked for every row. */
const SPELLINGS = new WeakMap<Field, Map<string, string>>();

function spellingsOf(field: Field): Map<string, string> {
  const known = SPELLINGS.get(field);
  if (known !== undefined) return known;
  const made = new Map<string, string>();
  for (const [word, others] of Object.entries(field.words ?? {}))
    for (const each of [word, ...others]) if (!made.has(plainName(each))) made.set(plainName(each), word);
  SPELLINGS.set(field, made);
  return made;
}

function readWord(field: Field, cell: Cell): Read {
  const { label, words = {} } = field;
  // Most files write the word itself.
  if (typeof cell === "string" && Object.hasOwn(words, cell)) return { value: cell };
  const word = spellingsOf(field).get(plainName(cellText(cell)));
  if (word !== undefined) return { value: word };
  return wrong(
    `${shown(cell)} is no word for ${label} that is known here.`,
    `Write one of ${Object.keys(words).join(", ")}.`,
  );
}

const YES = ["yes", "y", "true", "1", "won", "closed won", "x"];
const NO = ["no", "n", "false", "0", "lost", "closed lost"];

function readYesNo(cell: Cell): Read {
  if (typeof cell === "boolean") return { value: cell };
  const text = cellText(cell).trim().toLowerCase();
  if (YES.includes(text)) return { value: true };
  return NO.includes(text)
    ? { value: false }
    : wrong(`${shown(cell)} is neither yes nor no.`, "Write yes or no.");
}

/** Text stays text, whatever it begins with; it is only ever shown, and marked where a spreadsheet would run it. */
function readText(field: Field, cell: Cell): Read {
  const text = typeof cell === "string" ? cell.trim() : cellText(cell);
  if (!isStorable(text) || /[^\P{Cc}\t\n\r]/u.test(text))
    return wrong(`${field.label} holds control characters.`, "Type the text again.");
  if (text.length > LONGEST_TEXT)
    return wrong(`${field.label} has more than ${LONGEST_TEXT} characters.`, "Shorten it.");
  if (text === ALL)
    return wrong(
      `${shown(cell)} stands for everything here.`,
      `Name the ${field.label.toLowerCase()}, or leave it blank.`,
    );
  return { value: text };
}
