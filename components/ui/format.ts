/** Every figure on every screen is written here, so that it is written one way. All moments are UTC. */
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const MISSING = "—";
// A minus sign as wide as a digit, so that columns of figures line up and a loss is not mistaken for a hyphen.
const MINUS = "−";
// Between a sign and a currency a line may end; this, which nobody sees, holds the two together.
const WORD_JOINER = "\u2060";

export type Moment = Date | string;

const finite = (value: number | null | undefined): value is number =>
  value !== null && value !== undefined && Number.isFinite(value);

function signed(value: number, write: (size: number) => string): string {
  const text = write(Math.abs(value));
  return value < 0 && /[1-9]/.test(text) ? behind(MINUS, text) : text;
}

const behind = (sign: string, figure: string): string =>
  `${sign}${figure.startsWith("$") ? WORD_JOINER : ""}${figure}`;

/** `+$700,000`, `−3 points`: a difference always says its direction. `write` writes its size. */
export function withSign(difference: number, write: (size: number) => string): string {
  return behind(difference < 0 ? MINUS : "+", write(Math.abs(difference)));
}

/** `1,234.5`: at most so many digits after the point, none that say nothing. */
export function formatNumber(value: number | null | undefined, maximumDigits = 2): string {
  if (!finite(value)) return MISSING;
  return signed(value, (size) => size.toLocaleString("en-US", { maximumFractionDigits: maximumDigits }));
}

/** `$1,234,567`; cents only when there are any. */
export function formatMoney(value: number | null | undefined): string {
  if (!finite(value)) return MISSING;
  const digits = Number.isInteger(value) ? 0 : 2;
  return signed(
    value,
    (size) =>
      `$${size.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits })}`,
  );
}

/** `$1.2M`, for cards and axes; three significant digits. */
export function formatMoneyCompact(value: number | null | undefined): string {
  if (!finite(value)) return MISSING;
  return signed(
    value,
    (size) =>
      `$${size.toLocaleString("en-US", { notation: "compact", maximumFractionDigits: size < 1000 ? 0 : 1 })}`,
  );
}

/** `76.5%`; percent is 0–100 everywhere. */
export function formatPercent(value: number | null | undefined, maximumDigits = 1): string {
  return finite(value) ? `${formatNumber(value, maximumDigits)}%` : MISSING;
}

/** `11.3 months` */
export function formatMonths(value: number | null | undefined): string {
  if (!finite(value)) return MISSING;
  const text = formatNumber(value, 1);
  return `${text} ${text === "1" ? "month" : "months"}`;
}

/** `2.4×` */
export function formatMultiple(value: number | null | undefined): string {
  return finite(value) ? `${formatNumber(value, 2)}×` : MISSING;
}

/** `3.5 days`, `1 hour`; one digit after the point at most. */
function formatSpan(value: number, unit: "days" | "hours"): string {
  const text = formatNumber(value, 1);
  return `${text} ${text === "1" ? unit.slice(0, -1) : unit}`;
}

/** A value in one of the units of the contract (USD, percent, x, months) or of the canonical metrics. */
export function formatValue(value: number | null | undefined, unit: string, compact = false): string {
  if (unit === "USD") return compact ? formatMoneyCompact(value) : formatMoney(value);
  if (unit === "USD per day") return finite(value) ? `${formatValue(value, "USD", compact)} a day` : MISSING;
  if (unit === "count") return formatNumber(value, 1);
  if (unit === "days" || unit === "hours") return finite(value) ? formatSpan(value, unit) : MISSING;
  if (unit === "percent") return formatPercent(value);
  if (unit === "months") return formatMonths(value);
  if (unit === "x") return formatMultiple(value);
  return finite(value) ? `${formatNumber(value)} ${unit}`.trim() : MISSING;
}

const COMPARABLE: Readonly<Record<string, { digits: number; after: string }>> = {
  percent: { digits: 1, after: "%" },
  months: { digits: 1, after: " months" },
  x: { digits: 2, after: "×" },
};

/** `4.00×` beside `4.08×`, `95.0 months` beside `94.2 months`: figures that are compared have the same digits. */
export function formatComparable(value: number | null | undefined, unit: string): string {
  const shape = COMPARABLE[unit];
  if (!finite(value) || shape === undefined) return formatValue(value, unit);
  const { digits, after } = shape;
  const write = (size: number) =>
    size.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return `${signed(value, write)}${after}`;
}

function dateOf(moment: Moment | null | undefined): Date | null {
  if (moment === null || moment === undefined) return null;
  const date = moment instanceof Date ? moment : new Date(moment);
  return Number.isNaN(date.getTime()) ? null : date;
}

/** `22 Nov 2026` */
export function formatDate(moment: Moment | null | undefined): string {
  const date = dateOf(moment);
  if (date === null) return MISSING;
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** `22 Nov 2026, 14:05 UTC` */
export function formatDateTime(moment: Moment | null | undefined): string {
  const date = dateOf(moment);
  if (date === null) return MISSING;
  return `${formatDate(date)}, ${date.toISOString().slice(11, 16)} UTC`;
}

/** `Nov 2026` */
export function formatMonth(moment: Moment | null | undefined): string {
  const date = dateOf(moment);
  return date === null ? MISSING : `${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

const STEPS: ReadonlyArray<[string, number]> = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
];

/** `3 days ago`, `in 2 hours`, `just now`. The present is handed in, so that a page says one thing throughout. */
export function formatDistance(moment: Moment | null | undefined, present: Moment): string {
  const [date, base] = [dateOf(moment), dateOf(present)];
  if (date === null || base === null) return MISSING;
  const difference = date.getTime() - base.getTime();
  const step = STEPS.find(([, size]) => Math.abs(difference) >= size);
  if (step === undefined) return "just now";
  const count = Math.floor(Math.abs(difference) / step[1]);
  const words = formatCount(count, step[0]);
  return difference < 0 ? `${words} ago` : `in ${words}`;
}

/** `1 request`, `3 requests`, `2 companies` */
export function formatCount(count: number, one: string, many = `${one}s`): string {
  return `${formatNumber(count, 0)} ${count === 1 ? one : many}`;
}
