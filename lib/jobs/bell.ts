/** When a job is due, in UTC: each hour at a minute, each day at an hour, or one day a week (1 is Monday, 7 Sunday). */
export type BellTime = { minute: number; hour?: number; weekday?: number };

const DAY_NAMES = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const HOUR_MS = 3_600_000;

const two = (value: number): string => String(value).padStart(2, "0");

/** As crontab says it. */
export function cronOf({ minute, hour, weekday }: BellTime): string {
  return `${minute} ${hour ?? "*"} * * ${weekday === undefined ? "*" : weekday % 7}`;
}

export function bellInWords({ minute, hour, weekday }: BellTime): string {
  if (hour === undefined) return `each hour at :${two(minute)}`;
  const day = weekday === undefined ? "each day" : `${DAY_NAMES[weekday - 1]}s`;
  return `${day} at ${two(hour)}:${two(minute)} UTC`;
}

/** The first moment after `from` at which it rings. */
export function nextRing({ minute, hour, weekday }: BellTime, from: Date): Date {
  const next = new Date(from);
  next.setUTCMinutes(minute, 0, 0);
  while (
    next <= from ||
    (hour !== undefined && next.getUTCHours() !== hour) ||
    (weekday !== undefined && (next.getUTCDay() || 7) !== weekday)
  )
    next.setTime(next.getTime() + HOUR_MS);
  return next;
}
