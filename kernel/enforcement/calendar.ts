/**
 * Dates as numbers, without a clock: RFC 3339 instants and business days (contract A9, UTC).
 * Plain integer arithmetic on the proleptic Gregorian calendar, so that any span costs the same.
 */

const RFC_3339 =
  /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.\d+)?(?:[Zz]|([+-])(\d{2}):(\d{2}))$/;
const DAY_SECONDS = 86_400;

/** Whether a text is an RFC 3339 instant that also has a four-digit year once it is in UTC. */
export function isRfc3339(text: string): boolean {
  return epochSeconds(text) !== null;
}

/**
 * An RFC 3339 instant as UTC in whole seconds, `YYYY-MM-DDTHH:MM:SSZ`; fractions are cut off.
 * @throws RangeError when the text is no such instant: parse the document first.
 */
export function utcTimestamp(text: string): string {
  const seconds = epochSeconds(text);
  if (seconds === null) throw new RangeError(`not an RFC 3339 instant: ${text}`);
  const day = Math.floor(seconds / DAY_SECONDS);
  const time = seconds - day * DAY_SECONDS;
  const { year, month, date } = civilFromDay(day);
  const clock = [Math.floor(time / 3600), Math.floor(time / 60) % 60, time % 60].map((n) => pad(n, 2));
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(date, 2)}T${clock.join(":")}Z`;
}

/**
 * Business days after `from`, up to and including `to` (both `YYYY-MM-DD`): Monday to Friday, less the
 * holidays. Zero when `to` is not after `from`. RUNTIME-A9-2.
 */
export function businessDaysBetween(from: string, to: string, holidays: readonly string[]): number {
  const start = dayOf(from);
  const end = dayOf(to);
  if (end <= start) return 0;
  let count = weekdaysThrough(end) - weekdaysThrough(start);
  for (const holiday of new Set(holidays)) {
    const day = dayOf(holiday);
    if (day > start && day <= end && isWeekday(day)) count -= 1;
  }
  return count;
}

/** The date that is the given number of business days after `from`: the deadline of a close. */
export function addBusinessDays(from: string, days: number, holidays: readonly string[]): string {
  const closed = new Set(holidays.map(dayOf));
  let day = dayOf(from);
  for (let left = days; left > 0; ) {
    day += 1;
    if (isWeekday(day) && !closed.has(day)) left -= 1;
  }
  const { year, month, date } = civilFromDay(day);
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(date, 2)}`;
}

function epochSeconds(text: string): number | null {
  const match = RFC_3339.exec(text);
  if (match === null) return null;
  const [year = 0, month = 0, date = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  const offsetHour = Number(match[8] ?? 0);
  const offsetMinute = Number(match[9] ?? 0);
  const exists = month >= 1 && month <= 12 && date >= 1 && date <= daysInMonth(year, month);
  // RFC 3339 allows second 60 for a leap second; it is the first second of the next minute here.
  if (!exists || hour > 23 || minute > 59 || second > 60 || offsetHour > 23 || offsetMinute > 59) return null;
  const offset = (match[7] === "-" ? -1 : 1) * (offsetHour * 3600 + offsetMinute * 60);
  const seconds = dayFromCivil(year, month, date) * DAY_SECONDS + hour * 3600 + minute * 60 + second - offset;
  const utcYear = civilFromDay(Math.floor(seconds / DAY_SECONDS)).year;
  return utcYear >= 0 && utcYear <= 9999 ? seconds : null;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, "0");
}

function dayOf(isoDate: string): number {
  return dayFromCivil(Number(isoDate.slice(0, 4)), Number(isoDate.slice(5, 7)), Number(isoDate.slice(8, 10)));
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** Days since 1970-01-01; years begin in March, so that the leap day is the last of its year. */
function dayFromCivil(year: number, month: number, date: number): number {
  const marchYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + date - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

function civilFromDay(day: number): { year: number; month: number; date: number } {
  const shifted = day + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const leaps = Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leaps) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const date = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, date };
}

/** 1970-01-01 was a Thursday; 1969-12-29, day −3, a Monday. */
function isWeekday(day: number): boolean {
  return (((day + 3) % 7) + 7) % 7 < 5;
}

/** Weekdays from Monday 1969-12-29 through the given day. */
function weekdaysThrough(day: number): number {
  const days = day + 4;
  const weeks = Math.floor(days / 7);
  return weeks * 5 + Math.min(5, days - weeks * 7);
}
