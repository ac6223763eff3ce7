// Figures as an e-mail writes them: the same forms as on the screens, which a server-side module cannot import.

import type { MetricUnit } from "../../kernel/revenue/metrics";
import { dayInWords } from "../day-words";
import type { CfoFigure } from "../queries/cfo-week";
import { changeOf, digitsOf } from "../queries/figure-change";

/** `11.3 months`, `$1,250`, `76.5%`. A minus sign stands before the unit. */
export function inUnit(value: number, unit: MetricUnit): string {
  const digits = digitsOf(unit);
  const size = Math.abs(value).toLocaleString("en-US", { maximumFractionDigits: digits });
  const sign = value < 0 && /[1-9]/.test(size) ? "−" : "";
  if (unit === "USD") return `${sign}$${size}`;
  if (unit === "percent") return `${sign}${size}%`;
  if (unit === "x") return `${sign}${size}×`;
  if (unit === "count") return `${sign}${size}`;
  return `${sign}${size} ${size === "1" && unit === "months" ? "month" : unit}`;
}

/** The size of a change; two percentages differ by points. */
function sizeInUnit(by: number, unit: MetricUnit): string {
  if (unit !== "percent") return inUnit(Math.abs(by), unit);
  const size = Math.abs(by).toLocaleString("en-US", { maximumFractionDigits: digitsOf(unit) });
  return `${size} ${size === "1" ? "point" : "points"}`;
}

export type FigureWords = { value: string; asOf: string; change: string };

/** A figure with its unit, its day, and in words how it moved against the week before. */
export function figureInWords(figure: CfoFigure): FigureWords {
  return { value: valueInWords(figure), asOf: asOfInWords(figure), change: changeInWords(figure) };
}

const valueInWords = ({ value, unit }: CfoFigure) => (value === null ? "no value" : inUnit(value, unit));

function asOfInWords({ value, asOf }: CfoFigure): string {
  if (asOf === null) return "no day of this week has been computed";
  return value === null ? `could not be calculated for ${dayInWords(asOf)}` : `as of ${dayInWords(asOf)}`;
}

function changeInWords(figure: CfoFigure): string {
  const { word, by } = changeOf(figure);
  const { valueBefore, asOfBefore, unit } = figure;
  if (word === "unknown" || by === null || valueBefore === null || asOfBefore === null)
    return "no comparison with the week before";
  const before = `${inUnit(valueBefore, unit)} on ${dayInWords(asOfBefore)}`;
  if (word === "unchanged") return `unchanged, ${before}`;
  return `${word}: ${by > 0 ? "up" : "down"} ${sizeInUnit(by, unit)} from ${before}`;
}
