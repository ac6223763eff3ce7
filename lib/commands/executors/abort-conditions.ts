import type { Action } from "../../../kernel/revenue";
import type { MeasuredDay } from "../../queries/measured-days";
import { figureOf, nameOf } from "./metric-words";

export type AbortCondition = Action["guardrails"]["abort_conditions"][number];

const HOLDS: Record<AbortCondition["operator"], (value: number, threshold: number) => boolean> = {
  ">": (value, threshold) => value > threshold,
  ">=": (value, threshold) => value >= threshold,
  "<": (value, threshold) => value < threshold,
  "<=": (value, threshold) => value <= threshold,
};

/**
 * The day on which a condition had held for as many days in a row as it asks for; null when it never has. A day
 * without a value neither counts nor starts the count again, as with escalations: silence is no recovery.
 */
export function metOn(condition: AbortCondition, days: readonly MeasuredDay[]): string | null {
  let inARow = 0;
  for (const { date, value } of days) {
    if (value === null) continue;
    inARow = HOLDS[condition.operator](value, condition.threshold) ? inARow + 1 : 0;
    if (inARow >= condition.consecutive_days) return date;
  }
  return null;
}

/** For how many days in a row, up to the newest with a value, the condition holds. */
export function daysInARow({ operator, threshold }: AbortCondition, days: readonly MeasuredDay[]): number {
  const values = days.flatMap(({ value }) => (value === null ? [] : [value])).reverse();
  const ended = values.findIndex((value) => !HOLDS[operator](value, threshold));
  return ended === -1 ? values.length : ended;
}

const WORDS: Record<AbortCondition["operator"], string> = {
  ">": "over",
  ">=": "at or over",
  "<": "under",
  "<=": "at or under",
};

export function conditionText(condition: AbortCondition): string {
  const { metric, operator, threshold, consecutive_days: days } = condition;
  const when = days === 1 ? "on a day" : `on ${days} days in a row`;
  return `${nameOf(metric)} ${WORDS[operator]} ${figureOf(metric, threshold)} ${when}`;
}
