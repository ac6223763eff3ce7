import { GATE_IDS, REASON_CODES } from "@/kernel/enforcement";
import { LOG_KINDS, LOG_OUTCOMES, LOG_SOURCES } from "@/lib/queries/decision-log-filter";
import { gateWords } from "./log-words";

export type Choice = { value: string; label: string };
export type FilterChoices = Record<"gate" | "outcome" | "kind" | "code" | "person" | "source", Choice[]>;

const OUTCOME_WORDS = { ALLOWED: "Allowed", BLOCKED: "Blocked" };
const listed = (table: Record<string, string>): Choice[] =>
  Object.entries(table).map(([value, label]) => ({ value, label }));

/** What each filter can be set to, in words. */
export function filterChoices(people: readonly string[]): FilterChoices {
  return {
    gate: GATE_IDS.map((value) => ({ value, label: gateWords(value) })),
    outcome: LOG_OUTCOMES.map((value) => ({ value, label: OUTCOME_WORDS[value] })),
    kind: listed(LOG_KINDS),
    code: REASON_CODES.map(({ code, title }) => ({ value: code, label: `${code} ${title}` })),
    person: people.map((value) => ({ value, label: value })),
    source: listed(LOG_SOURCES),
  };
}
