import { formatMoney, formatMonth, formatNumber } from "@/components/ui/format";
import { LARGEST_FIGURE } from "@/lib/queries/scenario-figures";

export type Figure = number | null;

/** `2026-11` as Nov 2026. */
export const monthInWords = (key: string): string => formatMonth(`${key}-01`);

/** A figure as its cell shows it; nothing where there is none. */
export function figureText(value: Figure, unit: string): string {
  if (value === null) return "";
  if (unit === "USD") return formatMoney(value).replace(/\u2060?\$/, "");
  return formatNumber(value, 6);
}

const SCALES: Record<string, number> = { k: 1e3, m: 1e6, b: 1e9 };

/** What somebody typed: `1,200,000`, `1.2M`, `-250k`, `75%`. Undefined where it is no figure. */
export function readFigure(text: string): Figure | undefined {
  const plain = text.replace(/[\s,$%×\u2060]/g, "").replace(/[−–]/g, "-");
  if (plain === "") return null;
  const match = /^([+-]?(?:\d+\.?\d*|\.\d+))([kmb])?$/i.exec(plain);
  if (match === null) return undefined;
  const value = Number(match[1]) * (SCALES[match[2]?.toLowerCase() ?? ""] ?? 1);
  return Math.abs(value) <= LARGEST_FIGURE ? toCents(value) : undefined;
}

const toCents = (value: number): number => {
  const rounded = Math.round(value * 100) / 100;
  return rounded === 0 ? 0 : rounded;
};

/** Figures of a company that are at times below zero; of the others a slider shows no such half. */
const EITHER_SIGN = /Cash_?Flow|Target|Growth|Burn|EBITDA/i;

/** The stretch of a slider: twice as far as the largest figure of the row, in steps that can be read. */
export function sliderRange(name: string, unit: string, row: readonly Figure[]) {
  const figures = row.filter((value) => value !== null);
  const least = unit === "USD" ? 100_000 : 50;
  const reach = roundUp(2 * Math.max(least / 2, ...figures.map(Math.abs)));
  const hasBelow = EITHER_SIGN.test(name) || figures.some((value) => value < 0);
  return { min: hasBelow ? -reach : 0, max: reach, step: reach / 200 };
}

/** The next one of 1, 2 or 5 times a power of ten. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const leading = [1, 2, 5, 10].find((each) => value <= each * power) ?? 10;
  return leading * power;
}

/** The months from one on get the figure of that one. */
export function copyRight(row: readonly Figure[], from: number): Figure[] {
  return row.map((value, at) => (at > from ? (row[from] ?? null) : value));
}

/** From one month on, each month is the one before it, so many percent more or less. */
export function grow(row: readonly Figure[], from: number, percent: number): Figure[] {
  const first = row[from] ?? null;
  if (first === null) return [...row];
  return row.map((value, at) => (at > from ? within(first * (1 + percent / 100) ** (at - from)) : value));
}

const within = (value: number): number => toCents(Math.max(-LARGEST_FIGURE, Math.min(LARGEST_FIGURE, value)));

/** Cash that follows the burn: the month before, less what this month burns. A burn that is not known ends it. */
export function followBurn(cashBefore: Figure, burn: readonly Figure[], cash: readonly Figure[]): Figure[] {
  let balance = cashBefore;
  return cash.map((_, at) => {
    const spent = burn[at] ?? null;
    balance = balance === null || spent === null ? null : within(balance - spent);
    return balance;
  });
}
