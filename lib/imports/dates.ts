import { isoDate } from "../queries/cycle-calendar";

/** In 03/04/2026 the order of day and month is the writer's habit. */
export type DayOrder = "dmy" | "mdy";
export type OrderEvidence = DayOrder | "ambiguous" | "none";

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const MONTH_NAMES =
  "(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?";
const YEAR = "((?:19|20|21)\\d{2})";

const ISO_DAY = new RegExp(`^${YEAR}[-/.](\\d{1,2})[-/.](\\d{1,2})(?:[T ]\\d{2}:\\d{2}.*)?$`);
const DOTTED_DAY = new RegExp(`^(\\d{1,2})\\.\\s?(\\d{1,2})\\.\\s?${YEAR}$`);
const SLASHED_DAY = new RegExp(`^(\\d{1,2})[/-](\\d{1,2})[/-]${YEAR}$`);
const DAY_NAMED = new RegExp(`^(\\d{1,2})(?:st|nd|rd|th)?[ .-]+${MONTH_NAMES}[ ,-]+${YEAR}$`, "i");
const NAMED_DAY = new RegExp(`^${MONTH_NAMES} (\\d{1,2})(?:st|nd|rd|th)?,? ${YEAR}$`, "i");
const ISO_MONTH = new RegExp(`^${YEAR}[-/.]?(0[1-9]|1[0-2])$`);
const MONTH_YEAR = new RegExp(`^(\\d{1,2})[/.-]${YEAR}$`);
const NAMED_MONTH = new RegExp(`^${MONTH_NAMES}[ ,.-]+(?:${YEAR}|'?(\\d{2}))$`, "i");
const YEAR_NAMED = new RegExp(`^${YEAR}[ -]${MONTH_NAMES}$`, "i");
const QUARTER = [
  new RegExp(`^${YEAR}[ -]?Q([1-4])$`, "i"),
  new RegExp(`^Q([1-4])[ -/]?${YEAR}$`, "i"),
] as const;

const LONGEST_DATE = 60;

const monthNumber = (name: string): number => MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1;

/** A day of the calendar as `YYYY-MM-DD`, or null: the 31st of April is none. */
function day(year: number, month: number, date: number): string | null {
  if (month < 1 || month > 12 || date < 1 || date > 31) return null;
  const text = `${year}-${String(month).padStart(2, "0")}-${String(date).padStart(2, "0")}`;
  return isoDate(new Date(Date.UTC(year, month - 1, date))) === text ? text : null;
}

/** What a text says about the order of day and month; null where it is no day written in numbers. */
export function orderEvidence(text: string): OrderEvidence | null {
  const slashed = SLASHED_DAY.exec(text.trim());
  if (!slashed) return null;
  const [first, second] = [Number(slashed[1]), Number(slashed[2])];
  if (first > 12 && second > 12) return null;
  if (first > 12) return "dmy";
  if (second > 12) return "mdy";
  return first === second ? "none" : "ambiguous";
}

/** A day, as `YYYY-MM-DD`; null where the text is none, or is written in another order than the one that is given. */
export function parseDay(text: string, order: DayOrder | null): string | null {
  if (text.length > LONGEST_DATE) return null;
  const clean = text.trim().replace(/\s+/g, " ");
  const iso = ISO_DAY.exec(clean);
  if (iso) return day(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const dotted = DOTTED_DAY.exec(clean);
  if (dotted) return day(Number(dotted[3]), Number(dotted[2]), Number(dotted[1]));
  const slashed = SLASHED_DAY.exec(clean);
  if (slashed) {
    const [first, second, year] = [Number(slashed[1]), Number(slashed[2]), Number(slashed[3])];
    const monthFirst = order === "mdy" || (order === null && second > 12);
    return monthFirst ? day(year, first, second) : day(year, second, first);
  }
  const dayNamed = DAY_NAMED.exec(clean);
  if (dayNamed) return day(Number(dayNamed[3]), monthNumber(dayNamed[2] ?? ""), Number(dayNamed[1]));
  const namedDay = NAMED_DAY.exec(clean);
  return namedDay ? day(Number(namedDay[3]), monthNumber(namedDay[1] ?? ""), Number(namedDay[2])) : null;
}

const month = (year: number, number: number): string | null =>
  number >= 1 && number <= 12 ? `${year}-${String(number).padStart(2, "0")}` : null;

/** A month, as `YYYY-MM`; a day stands for its month. */
export function parseMonth(text: string, order: DayOrder | null): string | null {
  if (text.length > LONGEST_DATE) return null;
  const clean = text.trim().replace(/\s+/g, " ");
  const iso = ISO_MONTH.exec(clean);
  if (iso) return month(Number(iso[1]), Number(iso[2]));
  const numbered = MONTH_YEAR.exec(clean);
  if (numbered) return month(Number(numbered[2]), Number(numbered[1]));
  const named = NAMED_MONTH.exec(clean);
  // Spreadsheets turn 2026-03 into Mar-26 on their own.
  if (named) return month(Number(named[2] ?? 2000 + Number(named[3])), monthNumber(named[1] ?? ""));
  const yearNamed = YEAR_NAMED.exec(clean);
  if (yearNamed) return month(Number(yearNamed[1]), monthNumber(yearNamed[2] ?? ""));
  return parseDay(clean, order)?.slice(0, 7) ?? null;
}

/** A calendar quarter, as `2026-Q1`. */
export function parseQuarter(text: string): string | null {
  const clean = text.trim();
  const [yearFirst, quarterFirst] = [QUARTER[0].exec(clean), QUARTER[1].exec(clean)];
  if (yearFirst) return `${yearFirst[1]}-Q${yearFirst[2]}`;
  return quarterFirst ? `${quarterFirst[2]}-Q${quarterFirst[1]}` : null;
}

/** A text that a spreadsheet could hold for a day or month, and whose year has lost two digits. */
export const hasShortYear = (text: string): boolean => /^\d{1,2}[/.-]\d{1,2}[/.-]\d{2}$/.test(text.trim());
