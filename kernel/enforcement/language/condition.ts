/**
 * Conditions of `allowed_if` and `blocked_if` (docs/specs/decision-run.md 4.11), in any case:
 *
 *   condition := conjunction {"or" conjunction}
 *   conjunction := atom {"and" atom}
 *   atom := ("all" | "any") "critical_trigger[s]" ["is" | "are"] states
 *         | trigger ["is" | "are"] states
 *         | "(" trigger {"or" trigger} | {"and" trigger} ")" ["is" | "are"] states
 *         | "(" condition ")"
 *   states := state {("/" | "or") state}
 */
import { SIGNAL_STATES, type SignalState, type TriggerState } from "../vocabulary";
import { type Read, read, type Scanner } from "./scanner";

/** A parsed condition: plain data. */
export type Condition =
  | { readonly kind: "and" | "or"; readonly parts: readonly Condition[] }
  | { readonly kind: "every_critical" | "any_critical"; readonly states: readonly SignalState[] }
  | {
      readonly kind: "every_trigger" | "any_trigger";
      /** Short ids once resolved against the trigger spec. */
      readonly triggers: readonly string[];
      readonly states: readonly SignalState[];
    };

/** Answers the short id that a name stands for, or null when no trigger has it. */
export interface TriggerResolver {
  (name: string): string | null;
  /** Names of two words, lower case; without any, every name is one word. */
  readonly phrases?: ReadonlySet<string>;
}

/** A condition, and the names in it that no trigger has (CFO-14). */
export interface ParsedCondition {
  readonly condition: Condition;
  readonly unknown: readonly UnknownTrigger[];
}
export interface UnknownTrigger {
  readonly name: string;
  readonly position: number;
}

/** Parentheses nest this deep at most; a deeper text is refused instead of exhausting the stack. */
const MAX_DEPTH = 50;
const RESERVED = new Set(["all", "any", "and", "or", "is", "are", "not", "pass", "watch", "fail"]);
/** Every word that a condition may be written with, triggers' names apart. */
export const CONDITION_WORDS: readonly string[] = [
  ...[...RESERVED].filter(
    (word) => word !== "not" && !SIGNAL_STATES.some((state) => state.toLowerCase() === word),
  ),
  ...SIGNAL_STATES,
  ...["critical_triggers", "critical_trigger", "critical", "triggers", "trigger"],
];

interface Parser {
  readonly scanner: Scanner;
  readonly resolve: TriggerResolver;
  readonly unknown: UnknownTrigger[];
}

/** Reads a condition; names are resolved as they are met. */
export function parseCondition(text: string, resolve: TriggerResolver): Read<ParsedCondition> {
  return read(text, (scanner) => {
    const unknown: UnknownTrigger[] = [];
    return { condition: disjunction({ scanner, resolve, unknown }, 0), unknown };
  });
}

function disjunction(parser: Parser, depth: number): Condition {
  const parts = [conjunction(parser, depth)];
  while (parser.scanner.keyword("or") !== null) parts.push(conjunction(parser, depth));
  return joined("or", parts);
}

function conjunction(parser: Parser, depth: number): Condition {
  const parts = [atom(parser, depth)];
  while (parser.scanner.keyword("and") !== null) parts.push(atom(parser, depth));
  return joined("and", parts);
}

function joined(kind: "and" | "or", parts: readonly Condition[]): Condition {
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { kind, parts };
}

function atom(parser: Parser, depth: number): Condition {
  const scanner: Scanner = parser.scanner;
  if (scanner.symbol("(") !== null) return parenthesis(parser, depth + 1);
  const quantifier = scanner.keyword("all", "any");
  if (quantifier !== null) {
    criticalTriggers(scanner);
    return { kind: quantifier === "all" ? "every_critical" : "any_critical", states: states(scanner) };
  }
  const trigger = triggerName(parser);
  if (trigger === null) scanner.fail("expected a trigger, “all”, “any” or “(”");
  return { kind: "every_trigger", triggers: [trigger], states: states(scanner) };
}

function parenthesis(parser: Parser, depth: number): Condition {
  const scanner: Scanner = parser.scanner;
  if (depth > MAX_DEPTH) scanner.fail(`expected at most ${MAX_DEPTH} nested parentheses`);
  const group = triggerGroup(parser);
  if (group !== null) return { ...group, states: states(scanner) };
  const inner = disjunction(parser, depth);
  scanner.expectSymbol(")");
  return inner;
}

/** `(T1 or T2)` before states; anything else is left for an ordinary parenthesis. */
function triggerGroup(parser: Parser): { kind: "every_trigger" | "any_trigger"; triggers: string[] } | null {
  const mark = parser.scanner.mark();
  const unknownBefore = parser.unknown.length;
  const giveUp = (): null => {
    parser.scanner.reset(mark);
    parser.unknown.length = unknownBefore;
    return null;
  };
  const first = triggerName(parser);
  if (first === null) return giveUp();
  const triggers = [first];
  const joint = parser.scanner.keyword("or", "and");
  for (let more = joint !== null; more; more = parser.scanner.keyword(joint ?? "or") !== null) {
    const next = triggerName(parser);
    if (next === null) return giveUp();
    triggers.push(next);
  }
  if (parser.scanner.symbol(")") === null) return giveUp();
  return { kind: joint === "or" ? "any_trigger" : "every_trigger", triggers };
}

function criticalTriggers(scanner: Scanner): void {
  if (scanner.keyword("critical_triggers", "critical_trigger") !== null) return;
  if (scanner.keyword("critical") !== null && scanner.keyword("triggers", "trigger") !== null) return;
  scanner.fail("expected “critical_triggers”");
}

/** The name that began with this word: with the next one, where the two are a phrase of the profile. */
export function wholeName(scanner: Scanner, word: string, { phrases }: TriggerResolver): string {
  const next = scanner.peekWord()?.toLowerCase();
  if (next === undefined || phrases?.has(`${word.toLowerCase()} ${next}`) !== true) return word;
  scanner.takeWord();
  return `${word} ${next}`;
}

/** A trigger's id, short id, or a name the profile has for it; null when no name stands next. */
function triggerName({ scanner, resolve, unknown }: Parser): string | null {
  const position = scanner.position;
  const word = scanner.peekWord();
  if (word === null || RESERVED.has(word.toLowerCase())) return null;
  scanner.takeWord();
  const name = wholeName(scanner, word, resolve);
  const resolved = resolve(name);
  if (resolved === null) unknown.push({ name, position });
  return resolved ?? name;
}

function states(scanner: Scanner): SignalState[] {
  scanner.keyword("is", "are");
  const found = [state(scanner) ?? scanner.fail("expected PASS, WATCH or FAIL")];
  for (;;) {
    const mark = scanner.mark();
    const slash = scanner.symbol("/") !== null;
    if (!slash && scanner.keyword("or") === null) return found;
    const next = state(scanner);
    if (next === null && slash) scanner.fail("expected PASS, WATCH or FAIL");
    // An “or” before something else joins the next condition, so it is given back.
    if (next === null) scanner.reset(mark);
    if (next === null) return found;
    found.push(next);
  }
}

function state(scanner: Scanner): SignalState | null {
  const word = scanner.keyword("pass", "watch", "fail")?.toUpperCase();
  return SIGNAL_STATES.find((candidate) => candidate === word) ?? null;
}

/** What a condition is evaluated on. */
export interface ConditionFacts {
  readonly stateOf: (shortId: string) => TriggerState;
  /** Short ids of the critical triggers. */
  readonly critical: readonly string[];
  /** DEFENSIVE mode is a critical FAIL at every gate. */
  readonly defensive: boolean;
}

/** Whether a condition holds, and whether an UNKNOWN state could have made it otherwise. */
export interface Holding {
  readonly holds: boolean;
  readonly certain: boolean;
}

/**
 * Evaluates a condition. UNKNOWN reads as FAIL in `blocked_if` and as no state at all in `allowed_if`
 * (docs/specs/decision-run.md 4.5), so that not knowing never opens a gate.
 */
export function evaluateCondition(
  condition: Condition,
  facts: ConditionFacts,
  unknownReadsAs: "FAIL" | "nothing",
): Holding {
  const one = (state: TriggerState, states: readonly SignalState[]): Holding => {
    if (state !== "UNKNOWN") return states.includes(state) ? HOLDS : REFUTED;
    return unknownReadsAs === "FAIL" && states.includes("FAIL") ? HOLDS_UNSURE : REFUTED_UNSURE;
  };
  switch (condition.kind) {
    case "and":
    case "or":
      return joinedHolding(condition.kind === "and", condition.parts, (part) =>
        evaluateCondition(part, facts, unknownReadsAs),
      );
    case "every_trigger":
    case "any_trigger":
      return joinedHolding(condition.kind === "every_trigger", condition.triggers, (id) =>
        one(facts.stateOf(id), condition.states),
      );
    case "every_critical":
    case "any_critical": {
      const every = condition.kind === "every_critical";
      const mode = facts.defensive ? one("FAIL", condition.states) : null;
      if (mode !== null && mode.holds !== every) return mode;
      return joinedHolding(every, facts.critical, (id) => one(facts.stateOf(id), condition.states));
    }
  }
}

// The four possible answers, shared: a gate asks for millions of them when every state is enumerated.
const HOLDS: Holding = { holds: true, certain: true };
const HOLDS_UNSURE: Holding = { holds: true, certain: false };
const REFUTED: Holding = { holds: false, certain: true };
const REFUTED_UNSURE: Holding = { holds: false, certain: false };

/** “Every part holds” or “any part holds”; one certain part that settles it makes the whole certain. */
function joinedHolding<T>(every: boolean, parts: readonly T[], holdingOf: (part: T) => Holding): Holding {
  let holds = every;
  let certain = true;
  for (const part of parts) {
    const holding = holdingOf(part);
    if (holding.holds !== every) {
      if (holding.certain) return holding;
      holds = !every;
    }
    certain &&= holding.certain;
  }
  if (holds) return certain ? HOLDS : HOLDS_UNSURE;
  return certain ? REFUTED : REFUTED_UNSURE;
}

/** Short ids a condition rests on, each once, in the order of its text. */
export function triggersOf(condition: Condition, critical: readonly string[]): string[] {
  switch (condition.kind) {
    case "and":
    case "or":
      return [...new Set(condition.parts.flatMap((part) => triggersOf(part, critical)))];
    case "every_trigger":
    case "any_trigger":
      return [...new Set(condition.triggers)];
    default:
      return [...critical];
  }
}
