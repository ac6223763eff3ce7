/** A year's holidays as people type them: one a line, the date first, and its name behind if they like. */
const LINE = /^(\d{4})-(\d{2})-(\d{2})(?:[\s,;].*)?$/;
/** More than this in one year is no list of holidays. */
export const MOST_DAYS = 60;

export type ReadHolidays = { ok: true; days: string[] } | { ok: false; fault: string };

export function readHolidays(text: string, year: number): ReadHolidays {
  const days = new Set<string>();
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === "") continue;
    const fault = faultOf(line, year);
    if (fault) return { ok: false, fault: `Line ${index + 1}, “${line.slice(0, 40)}”: ${fault}` };
    days.add(line.slice(0, 10));
  }
  if (days.size > MOST_DAYS) return { ok: false, fault: `At most ${MOST_DAYS} days in a year.` };
  return { ok: true, days: [...days].sort() };
}

function faultOf(line: string, year: number): string | null {
  const match = LINE.exec(line);
  if (match === null) return "begin with the date as in 2027-01-01.";
  const day = line.slice(0, 10);
  const date = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== day) return "there is no such day.";
  return Number(match[1]) === year ? null : `it is no day of ${year}.`;
}
