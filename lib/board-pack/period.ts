import { addDays, addMonths, type Period, quarterKey } from "../queries/cycle-calendar";
import { monthName } from "../queries/trajectory-words";

export const PERIOD_KEY = /^\d{4}-(0[1-9]|1[0-2]|Q[1-4])$/;

export type PackPeriod = Period & {
  key: string;
  kind: "month" | "quarter";
  /** Month keys, oldest first. */
  months: string[];
};

/** The days and months of `2026-03` or `2026-Q1`; null for any other text. */
export function packPeriod(key: string): PackPeriod | null {
  if (!PERIOD_KEY.test(key)) return null;
  const quarter = /Q([1-4])$/.exec(key)?.[1];
  const first = quarter ? `${key.slice(0, 4)}-${String(Number(quarter) * 3 - 2).padStart(2, "0")}` : key;
  const months = quarter ? [first, addMonths(first, 1), addMonths(first, 2)] : [first];
  return {
    key,
    kind: quarter ? "quarter" : "month",
    months,
    start: `${first}-01`,
    end: addDays(`${addMonths(first, months.length)}-01`, -1),
  };
}

/** `March 2026` is written as the screens write it: `Mar 2026`, `Q1 2026`. */
export function periodName(key: string): string {
  const quarter = /^(\d{4})-(Q[1-4])$/.exec(key);
  return quarter ? `${quarter[2]} ${quarter[1]}` : monthName(key);
}

export const quarterOf = (monthKey: string): string => quarterKey(`${monthKey}-01`);
