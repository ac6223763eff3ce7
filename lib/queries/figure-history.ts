import type { Cadence } from "../../kernel/enforcement";
import { addDays, addMonths, nextQuarter, type Period } from "./cycle-calendar";
import { monthsEnding, monthsOfBook } from "./trigger-inputs-book";

/** One row of a figure, with the time in which it was known. */
export type KnownRow = {
  amount: number;
  occurredAt: Date;
  knownFrom: Date;
  /** Null while it holds. */
  knownUntil: Date | null;
};

/** What a figure was known to be at a moment: the total of its rows, or of a balance the newest. Null: nothing was known. */
export function knownAt(rows: readonly KnownRow[], isBalance: boolean, at: Date): number | null {
  const known = rows.filter(
    ({ knownFrom, knownUntil }) => knownFrom <= at && (knownUntil === null || at < knownUntil),
  );
  if (known.length === 0) return null;
  if (!isBalance) return Math.round(known.reduce((sum, { amount }) => sum + amount, 0) * 100) / 100;
  const newest = known.reduce((one, other) => (isNewer(other, one) ? other : one));
  return newest.amount;
}

const isNewer = (one: KnownRow, other: KnownRow): boolean =>
  one.occurredAt > other.occurredAt ||
  (one.occurredAt.getTime() === other.occurredAt.getTime() && one.knownFrom > other.knownFrom);

/** A closed evaluation, as far as it says which figures it read. */
export type Reader = {
  id: string;
  cadence: Cadence;
  cycleKey: string;
  version: number;
  period: Period;
  monthIndex: number | null;
  /** When it read them. */
  readAt: Date;
  /** The last month of a week's burn. */
  burnUntil: string | null;
  /** Whether its cash is another today: of a bank account's balances only the newest is read. */
  hasOtherCash: boolean;
};

/** How old a balance may be at most. */
const FRESH_DAYS = 6;

/** Whether a cycle reads a figure: the months and days that its inputs look back on. `parts` is the figure's key. */
export function reads(reader: Reader, parts: readonly string[], day: string): boolean {
  const { cadence, cycleKey, period, monthIndex, burnUntil, hasOtherCash } = reader;
  const [kind = "", first = "", second = ""] = parts;
  if (kind === "targets") return monthIndex !== null && [first, second].includes(String(monthIndex));
  if (kind === "bookings-targets") return nextQuarter(period.end).key === first;
  if (kind === "cash") return hasOtherCash && day <= period.end && day >= addDays(period.end, -FRESH_DAYS);
  const month = day.slice(0, 7);
  if (cadence === "weekly")
    return kind === "cash-flow" && burnUntil !== null && monthsEnding(burnUntil, 3).includes(month);
  if (kind === "cash-flow") return monthsEnding(cycleKey, 3).includes(month);
  // Whoever was won before the year belongs to the cohort that retention is reckoned on.
  if (kind === "arr-bridge") return month <= cycleKey && month >= addMonths(cycleKey, -26);
  if (kind === "headcount" || kind === "spend") return month === cycleKey;
  return monthsOfBook(cycleKey).includes(month);
}
