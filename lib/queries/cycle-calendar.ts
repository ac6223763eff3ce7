import { addBusinessDays, type Cadence } from "../../kernel/enforcement";

/** The days a cycle covers, both included, as UTC dates (`YYYY-MM-DD`). */
export type Period = { start: string; end: string };

const DAY_MS = 86_400_000;
/** Years that a date holds with four digits, so that months and days can be counted from each of them. */
const MONTH_KEY = /^([1-9]\d{3})-(0[1-9]|1[0-2])$/;
const WEEK_KEY = /^(\d{4})-W(0[1-9]|[1-4]\d|5[0-3])$/;

export const isoDate = (date: Date): string => date.toISOString().slice(0, 10);

/** Midnight UTC at the beginning of a day. */
export const startOfDay = (day: string): Date => new Date(`${day}T00:00:00Z`);

export const addDays = (day: string, days: number): string =>
  isoDate(new Date(startOfDay(day).getTime() + days * DAY_MS));

/** Moves a month key: `addMonths("2026-01", -1)` is `2025-12`. */
export function addMonths(monthKey: string, months: number): string {
  const [year = 0, month = 1] = monthKey.split("-").map(Number);
  return isoDate(new Date(Date.UTC(year, month - 1 + months, 1))).slice(0, 7);
}

/** Months from the plan's start to a month: 0 is the plan's first month. */
export function monthIndexOf(planStart: string, monthKey: string): number {
  const [fromYear = 0, fromMonth = 0] = planStart.split("-").map(Number);
  const [year = 0, month = 0] = monthKey.split("-").map(Number);
  return (year - fromYear) * 12 + (month - fromMonth);
}

/** `2026-Q1` of a day. */
export function quarterKey(day: string): string {
  return `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`;
}

/** The calendar quarter after the one that a day stands in: what `_next_quarter` inputs speak of. */
export function nextQuarter(day: string): Period & { key: string } {
  const firstMonth = Math.floor((Number(day.slice(5, 7)) - 1) / 3) * 3 + 1;
  const start = addMonths(`${day.slice(0, 4)}-${String(firstMonth).padStart(2, "0")}`, 3);
  const period = { start: `${start}-01`, end: addDays(`${addMonths(start, 3)}-01`, -1) };
  return { ...period, key: quarterKey(period.start) };
}

/** The key of the ISO week (Monday to Sunday) that a day stands in: `2026-W12`. */
export function weekKey(day: string): string {
  const date = startOfDay(day);
  const weekday = (date.getUTCDay() + 6) % 7;
  // The week belongs to the year of its Thursday.
  const thursday = new Date(date.getTime() + (3 - weekday) * DAY_MS);
  const year = thursday.getUTCFullYear();
  const week = Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (7 * DAY_MS)) + 1;
  return `${year}-W${String(week).padStart(2, "0")}`;
}

/** The days of a cycle, or null when the key is none of its cadence (`2026-W53` of a year with 52 weeks). */
export function periodOf(cadence: Cadence, cycleKey: string): Period | null {
  return cadence === "weekly" ? weekPeriod(cycleKey) : monthPeriod(cycleKey);
}

function monthPeriod(key: string): Period | null {
  const next = MONTH_KEY.test(key) ? addMonths(key, 1) : "";
  return MONTH_KEY.test(next) ? { start: `${key}-01`, end: addDays(`${next}-01`, -1) } : null;
}

function weekPeriod(key: string): Period | null {
  const match = WEEK_KEY.exec(key);
  if (match === null) return null;
  // The fourth of January is always in week 1.
  const fourth = startOfDay(`${match[1]}-01-04`);
  const monday = addDays(isoDate(fourth), -((fourth.getUTCDay() + 6) % 7) + (Number(match[2]) - 1) * 7);
  return weekKey(monday) === key ? { start: monday, end: addDays(monday, 6) } : null;
}

/** The last day on which a close is still inside the SLA (RUNTIME-A9-2). */
export function closeDeadline(
  periodEnd: string,
  closeTimelinessDays: readonly [number, number],
  holidays: readonly string[],
): string {
  return addBusinessDays(periodEnd, closeTimelinessDays[1], holidays);
}
