import { inputsTogether, inputTitle } from "@/components/governance/input-words";
import { formatComparable, formatMoney, formatNumber } from "@/components/ui/format";
import type { BoardTrigger } from "@/lib/queries/review-board";
import type { BridgeStep } from "@/lib/queries/week-bridge";

/** `up 0.4 months`, in the unit of the trigger. */
export function movement(by: number, unit: string): string {
  if (by === 0) return "unchanged";
  const size = formatComparable(Math.abs(by), unit);
  // What none of its digits shows is no zero either: the value has moved.
  return `${by > 0 ? "up" : "down"} ${/[1-9]/.test(size) ? size : "by next to nothing"}`;
}

export function changeWords({ value, valueBefore, unit, steps }: BoardTrigger): string {
  if (value === null || valueBefore === null) return "No comparison: one of the two weeks has no value.";
  if (value === valueBefore && steps.length === 0) return "Unchanged: no input moved.";
  return `${capital(movement(value - valueBefore, unit))} from ${formatComparable(valueBefore, unit)}.`;
}

/** `Cash balance went from $3,300,000 to $3,245,000`: a series by its newest figure. */
export const inputWords = ({ moves }: Pick<BridgeStep, "moves">): string =>
  moves
    .map(({ input, from, to }) => `${inputTitle(input)} ${figureWords(from)} → ${figureWords(to)}`)
    .join(" and ");

/** The minutes keep exact names, of several that moved together in one. */
export const minutedInput = (inputs: string): string => inputsTogether(inputs.split(" and "));

export function stepWords(step: BridgeStep, unit: string): string {
  const { valueBefore, valueAfter, effect } = step;
  if (effect === 0) return "(moves the value by nothing)";
  return `(${movement(effect, unit)}: ${formatComparable(valueBefore, unit)} to ${formatComparable(valueAfter, unit)})`;
}

function figureWords(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (typeof value === "number")
    return Math.abs(value) >= 1000 ? formatMoney(Math.round(value)) : formatNumber(value);
  if (Array.isArray(value) && value.every((each) => typeof each === "number")) {
    const mean = value.reduce((sum: number, each: number) => sum + each, 0) / value.length;
    return `${formatMoney(Math.round(mean))} (average of ${value.length})`;
  }
  return "another plan";
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
