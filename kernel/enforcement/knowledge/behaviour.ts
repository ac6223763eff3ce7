/**
 * What a gate does with one request in every situation, known exactly. The gate itself is run on a
 * situation that answers each question both ways, so the tree holds what the gate asks, in the order in
 * which it asks, and nothing is said twice: there is no second implementation of a rule here.
 */
import type { GateRequest } from "../document";
import { decideRequest, explainDecision } from "../gates/decide-request";
import { holdingOf, type Situation } from "../gates/situation";
import { type Holding, triggersOf } from "../language/condition";
import type { CompiledPolicy, CompiledRule } from "../policy";
import type { ReasonCode } from "../reason-codes";
import type { GateDecision } from "../report";
import { TRIGGER_STATES } from "../vocabulary";

/** `critical_fail`, `crm_hygiene`, a rule (`G2.blocked_if[1]`), or `state T4`. */
export type Question = string;
export const CRITICAL_FAIL: Question = "critical_fail";
export const CRM_HYGIENE: Question = "crm_hygiene";
const STATE = "state ";

/** What a decision comes to, without the request it was taken on. */
export interface Verdict {
  readonly allowed: boolean;
  /** The rules that allow an ALLOWED request, or those that stand against a BLOCKED one. */
  readonly rules: readonly string[];
  readonly codes: readonly ReasonCode[];
}

/** A question with what follows each answer; an answer is its place in the list of answers. */
export type Behaviour =
  | { readonly asks: Question; readonly next: readonly Behaviour[] }
  | { readonly verdict: Verdict };

/** Answers to yes or no, in the order of `next`. */
const NO_OR_YES = 2;
/** A gate that asks more than this of one request has more rules than anybody can read. */
const MOST_ANSWERS = 50_000;

type Draft = { asks: Question; next: (Behaviour | Draft | undefined)[] };

/** Runs the gate of the request on every answer to every question it asks. */
export function behaviourOf(policy: CompiledPolicy, request: GateRequest): Behaviour {
  const root: { next: (Behaviour | Draft | undefined)[] } = { next: [] };
  let script: number[] = [];
  for (let runs = 0; ; runs += 1) {
    if (runs > MOST_ANSWERS) throw new RangeError(`${request.gate_id} has too many rules to be laid out`);
    const probe = new Probe(script);
    const decision = decideRequest(policy, probe, request);
    place(root, probe.asked, { verdict: verdictOf(policy, probe, request, decision) });
    const next = followingScript(probe.asked);
    if (next === null) return root.next[0] as Behaviour;
    script = next;
  }
}

interface Asked {
  readonly question: Question;
  readonly answers: number;
  readonly answer: number;
}

/** A situation that answers as its script says, then with the first answer, and remembers what was asked. */
class Probe implements Situation {
  readonly basis = { critical_triggers: {}, noncritical_triggers: {} };
  readonly asked: Asked[] = [];
  readonly facts: Situation["facts"];
  readonly holdings: Map<string, Holding>;
  private readonly known: Map<Question, number>;
  private readonly script: readonly number[];

  constructor(script: readonly number[], known: Iterable<readonly [Question, number]> = []) {
    this.script = script;
    this.known = new Map(known);
    this.facts = {
      stateOf: (shortId) => TRIGGER_STATES[this.answer(STATE + shortId, TRIGGER_STATES.length)] ?? "UNKNOWN",
      critical: [],
      defensive: false,
    };
    this.holdings = new AnsweredHoldings((rule) => this.answer(rule, NO_OR_YES) === 1);
  }

  /** Gates see the mode as a critical FAIL alone (contract A7); one that asked for more would be unlaid. */
  get mode(): never {
    throw new Error("a gate reads the mode itself: the knowledge of the policy must learn that question");
  }

  get criticalFail(): boolean {
    return this.answer(CRITICAL_FAIL, NO_OR_YES) === 1;
  }

  get crmHygieneEnforced(): boolean {
    return this.answer(CRM_HYGIENE, NO_OR_YES) === 1;
  }

  private answer(question: Question, answers: number): number {
    const known = this.known.get(question);
    if (known !== undefined) return known;
    const answer = this.script[this.asked.length] ?? 0;
    this.known.set(question, answer);
    this.asked.push({ question, answers, answer });
    return answer;
  }
}

class AnsweredHoldings extends Map<string, Holding> {
  private readonly holds: (rule: string) => boolean;
  constructor(holds: (rule: string) => boolean) {
    super();
    this.holds = holds;
  }
  override get(rule: string): Holding {
    return { holds: this.holds(rule), certain: true };
  }
}

/** The answers that come after these, as one counts; null after the last. */
function followingScript(asked: readonly Asked[]): number[] | null {
  const last = asked.findLastIndex(({ answer, answers }) => answer + 1 < answers);
  if (last < 0) return null;
  return asked.slice(0, last + 1).map(({ answer }, at) => (at === last ? answer + 1 : answer));
}

function place(
  root: { next: (Behaviour | Draft | undefined)[] },
  asked: readonly Asked[],
  leaf: Behaviour,
): void {
  let at: { next: (Behaviour | Draft | undefined)[] } = root;
  let slot = 0;
  for (const { question, answers, answer } of asked) {
    const known = at.next[slot] as Draft | undefined;
    const node = known ?? { asks: question, next: new Array<undefined>(answers) };
    at.next[slot] = node;
    at = node;
    slot = answer;
  }
  at.next[slot] = leaf;
}

/** The verdict with its rules; an explanation of an approval is asked only for the rule that gives it. */
function verdictOf(
  policy: CompiledPolicy,
  { asked }: Probe,
  request: GateRequest,
  decision: GateDecision,
): Verdict {
  const { reason_codes: codes, blocked_by } = decision;
  if (decision.decision === "BLOCKED") return { allowed: false, rules: blocked_by, codes };
  // An explanation looks at states for its words; those were no question of the decision.
  const again = new Probe(
    [],
    asked.map(({ question, answer }) => [question, answer]),
  );
  const { steps } = explainDecision(policy, again, request);
  const rules = steps.filter(({ effect }) => effect === "allows").map(({ rule }) => rule);
  return { allowed: true, rules: [...new Set(rules)], codes };
}

/** The place of a real situation's answer to a question in `next`. */
export function answerIn(policy: CompiledPolicy, situation: Situation, question: Question): number {
  if (question === CRITICAL_FAIL) return situation.criticalFail ? 1 : 0;
  if (question === CRM_HYGIENE) return situation.crmHygieneEnforced ? 1 : 0;
  const trigger = triggerAsked(question);
  if (trigger !== null) return TRIGGER_STATES.indexOf(situation.facts.stateOf(trigger));
  const rule = ruleNamed(policy, question);
  if (rule === null) throw new Error(`no gate has a rule ${question}`);
  return holdingOf(situation, rule, kindOf(rule)).holds ? 1 : 0;
}

/** The trigger whose state is asked, or null when the question is another. */
export function triggerAsked(question: Question): string | null {
  return question.startsWith(STATE) ? question.slice(STATE.length) : null;
}

/** The triggers on which the answer rests. */
export function triggersBehind(policy: CompiledPolicy, question: Question): readonly string[] {
  if (question === CRM_HYGIENE) return [];
  if (question === CRITICAL_FAIL) return policy.criticalTriggers;
  const trigger = triggerAsked(question);
  if (trigger !== null) return [trigger];
  const rule = ruleNamed(policy, question);
  return rule === null ? [] : triggersOf(rule.condition, policy.criticalTriggers);
}

/** The compiled rule of that name, or null when the name is no rule's. */
export function ruleNamed(policy: CompiledPolicy, name: string): CompiledRule | null {
  for (const gate of Object.values(policy.gates)) {
    if (!name.startsWith(`${gate.shortId}.`)) continue;
    return [...gate.allowedIf, ...gate.blockedIf].find(({ rule }) => rule === name) ?? null;
  }
  return null;
}

/** Whether a rule allows or blocks, which is how it reads UNKNOWN. */
export function kindOf({ rule }: CompiledRule): "allowed" | "blocked" {
  return rule.includes(".allowed_if[") ? "allowed" : "blocked";
}

/** What the request comes to when each question is answered so. */
export function follow(behaviour: Behaviour, answer: (question: Question) => number): Verdict {
  let at = behaviour;
  while ("asks" in at) {
    const next: Behaviour | undefined = at.next[answer(at.asks)];
    if (next === undefined) throw new Error(`no answer to ${at.asks}`);
    at = next;
  }
  return at.verdict;
}

/** Every question a behaviour may ask, in the order in which it meets them. */
export function questionsOf(behaviour: Behaviour, into = new Set<Question>()): Set<Question> {
  if (!("asks" in behaviour)) return into;
  into.add(behaviour.asks);
  for (const next of behaviour.next) questionsOf(next, into);
  return into;
}
