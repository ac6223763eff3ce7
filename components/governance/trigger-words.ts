import {
  formatCount,
  formatDate,
  formatMoney,
  formatMoneyCompact,
  formatMonth,
  formatNumber,
  formatValue,
} from "@/components/ui/format";
import type { Cadence, CompiledTrigger, TriggerState, Unit } from "@/kernel/enforcement";
import { inputInWords } from "./input-words";
import { distanceInWords, nearestLine } from "./threshold-distance";

/** A distance in the trigger's unit; between two percentages it is counted in points. */
export function amountInWords(amount: number, unit: Unit): string {
  if (unit === "percent") {
    const points = formatNumber(amount, 1);
    return `${points} ${points === "1" ? "point" : "points"}`;
  }
  return formatValue(amount, unit, true);
}

/**
 * A trigger's figure, as short as it can be said without moving it onto a round number: 11.97 months fails where
 * 12 would not, so it must not read as 12.
 */
export function figureInWords(value: number | null, unit: string): string {
  if (value === null) return formatValue(null, unit);
  if (unit === "USD") {
    const isRound = Math.abs(value / 1000 - Math.round(value / 1000)) < 0.05;
    return isRound ? formatMoney(Math.round(value)) : formatMoneyCompact(value);
  }
  // Multiples have two digits in every table, and so has the distance that stands beside one.
  const digits = (unit === "x" ? [2, 4] : [1, 2, 4]).find(
    (each) => Number.isInteger(value) || !Number.isInteger(rounded(value, each)),
  );
  const figure = formatNumber(value, digits ?? 6);
  if (unit === "percent") return `${figure}%`;
  if (unit === "x") return `${figure}×`;
  return unit === "months" ? `${figure} ${figure === "1" ? "month" : "months"}` : `${figure} ${unit}`.trim();
}

function rounded(value: number, digits: number): number {
  return Math.round(value * 10 ** digits) / 10 ** digits;
}

type Standing = {
  state: TriggerState;
  value: number | null;
  thresholds: CompiledTrigger["thresholds"];
  inputsMissing: readonly string[];
};

/** Where a trigger stands in one clause: how far the next line is, or what is missing to say so. */
export function standingInWords({ state, value, thresholds, inputsMissing }: Standing): string {
  if (state === "UNKNOWN") {
    return inputsMissing.length > 0
      ? `Missing: ${inputsMissing.map(inputInWords).join(", ")}`
      : "No evaluation yet";
  }
  const distance = value !== null && thresholds ? nearestLine(value, state, thresholds) : null;
  if (!distance || !thresholds) return "";
  const words = distanceInWords(distance, (amount) => amountInWords(amount, thresholds.unit));
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What the judged figure is of, where the value alone does not say it. */
export function judgedAs(shortId: string, value: number | null): string | null {
  if (shortId !== "T1" && shortId !== "T2") return null;
  return value !== null && value < 0 ? "behind target" : "against target";
}

/** `October 2026 close`, `week 47 of 2026`. */
export function cycleInWords({ cadence, cycleKey }: { cadence: Cadence; cycleKey: string }): string {
  return cadence === "monthly_close" ? `${formatMonth(`${cycleKey}-01`)} close` : cycleKeyInWords(cycleKey);
}

/** `the October 2026 close`, `week 47 of 2026`: for the middle of a sentence. */
export function theCycleInWords(cycle: { cadence: Cadence; cycleKey: string }): string {
  return cycle.cadence === "monthly_close" ? `the ${cycleInWords(cycle)}` : cycleInWords(cycle);
}

/** The same from the key alone, which is a month or an ISO week. */
export function cycleKeyInWords(cycleKey: string): string {
  const week = /^(\d{4})-W(\d{2})$/.exec(cycleKey);
  return week
    ? `week ${Number(week[2])} of ${week[1]}`
    : cycleInWords({ cadence: "monthly_close", cycleKey });
}

const DAY_MS = 86_400_000;

/** `31 Oct 2026 · 22 days old` */
export function ageInWords(day: string, present: Date): string {
  const days = Math.max(0, Math.floor((present.getTime() - new Date(day).getTime()) / DAY_MS));
  return `${formatDate(day)} · ${days === 0 ? "today" : `${formatCount(days, "day")} old`}`;
}
