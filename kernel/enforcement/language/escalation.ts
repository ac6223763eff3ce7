/**
 * Escalation conditions (contract A8, docs/specs/decision-run.md 4.11), in any case:
 *
 *   count "consecutive" ("weekly" | "monthly") ("FAIL" | "FAILs") "on" trigger {("/" | "or") trigger}
 *
 * where count is a word to twelve, or digits.
 */
import type { Cadence } from "../vocabulary";
import { type TriggerResolver, type UnknownTrigger, wholeName } from "./condition";
import { type Read, read, type Scanner } from "./scanner";

/** So many consecutive FAILs, in cycles of one cadence, of any one of the triggers. */
export interface EscalationCondition {
  readonly consecutive: number;
  readonly cadence: Cadence;
  /** Short ids once resolved against the trigger spec. */
  readonly triggers: readonly string[];
}

const COUNT_WORDS = [
  "one",
  "two",
  "three",
  "four",
  "five",
  "six",
  "seven",
  "eight",
  "nine",
  "ten",
  "eleven",
  "twelve",
];

/** Every word that an escalation may be written with, triggers' names apart. */
export const ESCALATION_WORDS: readonly string[] = [
  ...COUNT_WORDS,
  ...["consecutive", "weekly", "monthly", "FAIL", "FAILs", "on", "or"],
];

/** Reads an escalation condition; names are resolved as they are met. */
export function parseEscalation(
  text: string,
  resolve: TriggerResolver,
): Read<EscalationCondition & { readonly unknown: readonly UnknownTrigger[] }> {
  return read(text, (scanner) => {
    const consecutive = count(scanner);
    expectWord(scanner, "consecutive");
    const named = scanner.keyword("weekly", "monthly");
    if (named === null) scanner.fail("expected “weekly” or “monthly”");
    if (scanner.keyword("fail", "fails") === null) scanner.fail("expected “FAILs”");
    expectWord(scanner, "on");
    const unknown: UnknownTrigger[] = [];
    const triggers = triggerList(scanner, resolve, unknown);
    return { consecutive, cadence: named === "weekly" ? "weekly" : "monthly_close", triggers, unknown };
  });
}

function count(scanner: Scanner): number {
  const position = scanner.position;
  const word = scanner.keyword(...COUNT_WORDS);
  if (word !== null) return COUNT_WORDS.indexOf(word) + 1;
  const digits = scanner.unsigned();
  const value = Number(digits);
  if (digits === null || !Number.isSafeInteger(value) || value < 1) {
    scanner.fail("expected a count such as “two” or 2", position);
  }
  return value;
}

function expectWord(scanner: Scanner, word: string): void {
  if (scanner.keyword(word) === null) scanner.fail(`expected “${word}”`);
}

function triggerList(scanner: Scanner, resolve: TriggerResolver, unknown: UnknownTrigger[]): string[] {
  const triggers: string[] = [];
  do {
    const position = scanner.position;
    const word = scanner.takeWord() ?? scanner.fail("expected a trigger");
    const name = wholeName(scanner, word, resolve);
    const resolved = resolve(name);
    if (resolved === null) unknown.push({ name, position });
    triggers.push(resolved ?? name);
  } while (scanner.symbol("/") !== null || scanner.keyword("or") !== null);
  return triggers;
}
