// Figures as a board pack writes them, the same forms as on the screens (which a server-side module cannot import). Text of
// the pack is frozen with it, so it must never depend on the language of the machine: en-US throughout.
import { dayInWords } from "../day-words";

const MINUS = "−";

function number(value: number, digits: number): string {
  const size = Math.abs(value).toLocaleString("en-US", { maximumFractionDigits: digits });
  return value < 0 && /[1-9]/.test(size) ? `${MINUS}${size}` : size;
}

const withSign = (value: number, unsigned: string): string =>
  value < 0 && /[1-9]/.test(unsigned) ? `${MINUS}${unsigned}` : unsigned;

/** `−$41,282`; whole dollars. */
export function money(value: number): string {
  return withSign(
    value,
    `$${Math.abs(Math.round(value)).toLocaleString("en-US", { maximumFractionDigits: 0 })}`,
  );
}

/** `$1.2M`, `−$41.3K`. */
export function moneyCompact(value: number): string {
  const size = Math.abs(value);
  // On an axis, steps of half a dollar are not all a dollar.
  if (size < 10 && !Number.isInteger(value)) return withSign(value, `$${size.toFixed(2)}`);
  if (size < 1_000) return money(value);
  const [divisor, letter] = size < 999_950 ? [1_000, "K"] : size < 999_950_000 ? [1e6, "M"] : [1e9, "B"];
  return withSign(
    value,
    `$${(size / divisor).toLocaleString("en-US", { maximumFractionDigits: 1 })}${letter}`,
  );
}

export type FigureUnit = "USD" | "percent" | "x" | "months";

export function figure(value: number | null, unit: FigureUnit): string {
  if (value === null) return "no figure";
  if (unit === "USD") return money(value);
  if (unit === "percent") return `${number(value, 1)}%`;
  if (unit === "x") return `${number(value, 2)}×`;
  const text = number(value, 1);
  return `${text} ${text === "1" ? "month" : "months"}`;
}

/** `0.41%`, where tenths of a percent are too coarse. */
export const finePercent = (value: number): string => `${number(value, 2)}%`;

const DIGITS: Record<FigureUnit, number> = { USD: 0, percent: 1, x: 2, months: 1 };

/** The size of a change between two figures as they are written, so that who subtracts them finds the same. */
export function difference(from: number, to: number, unit: FigureUnit): string {
  const factor = 10 ** DIGITS[unit];
  const written = (value: number) => Math.sign(value) * Math.round(Math.abs(value) * factor);
  const by = Math.abs(written(to) - written(from)) / factor;
  return unit === "percent" ? points(by) : figure(by, unit);
}

/** `6.2 points`: what two percentages differ by. */
export function points(by: number, digits = 1): string {
  const text = number(by, digits);
  return `${text} ${text === "1" ? "point" : "points"}`;
}

export function range([low, high]: readonly [number, number], unit: FigureUnit): string {
  return `${figure(low, unit)} to ${figure(high, unit)}`;
}

/** `22 Nov 2026, 14:05 UTC` */
export const dateTime = (moment: string): string => `${dayInWords(moment)}, ${moment.slice(11, 16)} UTC`;

export const count = (size: number, one: string, many = `${one}s`): string =>
  `${number(size, 0)} ${size === 1 ? one : many}`;

/** `one`, `one and two`, `one, two and three` */
export function list(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
