/**
 * What a measurement window says, word by word: its cadences (RUNTIME-A5-3), whether it promises a
 * trailing three-month average (RUNTIME-A2-3), and whether it names a week.
 */
const CADENCE_KEYS = {
  hourly: "hourly",
  daily: "daily",
  weekly: "weekly",
  monthly: "monthly_close",
  close: "monthly_close",
  annually: "annually",
} as const;

export type CadenceWord = keyof typeof CADENCE_KEYS;

function isCadenceWord(word: string): word is CadenceWord {
  return Object.hasOwn(CADENCE_KEYS, word);
}

/** The key of `measurement_cadence` that a cadence word needs. */
export function cadenceKeyOf(word: CadenceWord): string {
  return CADENCE_KEYS[word];
}

/** Cadence words of a window, each once, in order. A basis such as “12 months” or “cohort” is none. */
export function cadenceWordsOf(window: string): CadenceWord[] {
  return [...new Set(wordsOf(window).filter(isCadenceWord))];
}

/** “trailing 3-month average”, with hyphens or spaces; one word may stand before “average”. */
export function saysTrailingThreeMonthAverage(window: string): boolean {
  const words = wordsOf(window);
  return words.some(
    (word, at) =>
      word === "trailing" &&
      words[at + 1] === "3" &&
      words[at + 2] === "month" &&
      (words[at + 3] === "average" || words[at + 4] === "average"),
  );
}

/** Whether a window names a week, so that a weekly cycle measures the trigger itself. */
export function namesWeek(window: string): boolean {
  return wordsOf(window).some((word) => word.includes("week"));
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().split(/[^a-z0-9]+/);
}
