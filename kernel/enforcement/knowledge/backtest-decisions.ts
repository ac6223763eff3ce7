/** The decisions of the past in the situation that another policy would have brought about. */
import type { CrmHygiene, GateRequest } from "../document";
import { decideRequest } from "../gates/decide-request";
import { Details } from "../gates/facts";
import { type Situation, situationOf } from "../gates/situation";
import { triggersOf } from "../language/condition";
import type { CompiledPolicy } from "../policy";
import type { ReasonCode } from "../reason-codes";
import type { GateDecision } from "../report";
import type { GateId, Mode, TriggerState } from "../vocabulary";
import type { ReplayedCycle } from "./backtest-cycles";
import type { RecordedDecision } from "./backtest-history";

/** SIGNABLE is BLOCKED for want of signatures alone: open to whoever must sign. */
export type Standing = "ALLOWED" | "SIGNABLE" | "BLOCKED";

export interface Answer {
  readonly standing: Standing;
  readonly codes: readonly ReasonCode[];
  readonly blockedBy: readonly string[];
  readonly missing: readonly string[];
}

/** What a request asks for: once, each month, and in heads. */
export interface Amount {
  readonly usd: number;
  readonly usdPerMonth: number;
  readonly heads: number;
}

/** The fact without which a decision cannot be made again. */
export type MissingFact =
  | { readonly kind: "request_not_kept" }
  | { readonly kind: "document_from_outside" }
  | {
      readonly kind: "inputs_not_looked_for";
      readonly triggers: readonly { readonly trigger: string; readonly inputs: readonly string[] }[];
    };

export type Replay =
  | { readonly ok: true; readonly answer: Answer; readonly others: readonly Answer[] }
  | { readonly ok: false; readonly fact: MissingFact };

/** The states that a figure may have if it is there; without it the cycle would not have closed. */
const POSSIBLE: readonly TriggerState[] = ["PASS", "WATCH", "FAIL"];
/** With more unknown at once every decision would rest on too many suppositions to be called replayed. */
const MOST_UNKNOWABLE = 4;
/** Triggers that gates look at of themselves, beside what the artifacts name (contract A6.2). */
const OF_THE_GATES = ["T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8"];

/**
 * Decides again on the newest closed cycle of that moment; before the first, nothing is known and the mode is DEFENSIVE.
 * Where states cannot be known, every state they may have is tried: an answer that is the same in all is the answer.
 */
export function replayDecision(
  policy: CompiledPolicy,
  places: readonly ReplayedCycle[],
  decision: RecordedDecision,
): Replay {
  if (decision.external) return { ok: false, fact: { kind: "document_from_outside" } };
  const { request } = decision;
  if (request === null) return { ok: false, fact: { kind: "request_not_kept" } };
  const cycle = places.at(-1) ?? null;
  const open = cycle ? unknowableFor(policy, decision.gateId, cycle) : [];
  if (open.length > MOST_UNKNOWABLE) return { ok: false, fact: factOf(cycle, open) };
  const tried = suppositions(cycle, open).map((supposed) => ({
    supposed,
    answer: answerTo(policy, situationIn(policy, cycle, supposed), request, decision.signatures),
  }));
  const answers = distinct(tried.map(({ answer }) => answer));
  const [first] = answers;
  if (first === undefined) throw new Error("at least one supposition is made");
  if (answers.every(({ standing }) => standing === first.standing)) {
    return { ok: true, answer: common(answers), others: answers };
  }
  const deciding = open.filter((trigger) => decides(tried, ({ states }) => omit(states, trigger)));
  if (deciding.length > 0) return { ok: false, fact: factOf(cycle, deciding) };
  return { ok: false, fact: factBehindMode(policy, places) };
}

interface Supposed {
  readonly states: Readonly<Record<string, TriggerState>>;
  readonly mode: Mode;
}

/** The triggers that cannot be known and that the gate may look at. */
function unknowableFor(policy: CompiledPolicy, gateId: GateId, { unknowable }: ReplayedCycle): string[] {
  if (unknowable.size === 0) return [];
  const gate = policy.gates[gateId];
  const asked = new Set([...OF_THE_GATES, ...policy.criticalTriggers]);
  for (const { condition } of [...gate.allowedIf, ...gate.blockedIf]) {
    for (const trigger of triggersOf(condition, policy.criticalTriggers)) asked.add(trigger);
  }
  return [...unknowable.keys()].filter((trigger) => asked.has(trigger));
}

function suppositions(cycle: ReplayedCycle | null, open: readonly string[]): Supposed[] {
  if (cycle === null) return [{ states: {}, mode: "DEFENSIVE" }];
  const { best, worst } = cycle.mode;
  const modes = best === worst ? [best] : [best, worst];
  let completions: Record<string, TriggerState>[] = [{}];
  for (const trigger of open) {
    completions = completions.flatMap((states) => POSSIBLE.map((state) => ({ ...states, [trigger]: state })));
  }
  return completions.flatMap((states) => modes.map((mode) => ({ states, mode })));
}

function situationIn(policy: CompiledPolicy, cycle: ReplayedCycle | null, supposed: Supposed): Situation {
  const crmHygiene: CrmHygiene | null = cycle?.recorded.crmHygiene ?? null;
  return situationOf(policy, {
    states: { ...cycle?.states, ...supposed.states },
    mode: supposed.mode,
    crmHygiene,
  });
}

function answerTo(
  policy: CompiledPolicy,
  situation: Situation,
  request: GateRequest,
  signatures: RecordedDecision["signatures"],
): Answer {
  const signed = onceSigned(policy, situation, request);
  const asked = signatures === "none" ? { ...request, signoffs: [] } : request;
  const decision = signatures === "all_asked" ? signed : decideRequest(policy, situation, asked);
  return answerOf(decision, signed.decision === "ALLOWED");
}

/** The decision once everybody has signed whom the gate asks for (docs/specs/decision-run.md 5, `missing`). */
function onceSigned(policy: CompiledPolicy, situation: Situation, request: GateRequest): GateDecision {
  const roles = new Set<string>();
  for (;;) {
    const signoffs = [...roles].map((role) => ({ role, by: `the ${role}`, at: null }));
    const decision = decideRequest(policy, situation, { ...request, signoffs });
    const more = decision.missing.filter((item) => isSignature(item) && !roles.has(roleOf(item)));
    if (decision.decision === "ALLOWED" || more.length === 0) return decision;
    for (const item of more) roles.add(roleOf(item));
  }
}

const SIGNOFF = "signoff:";
export const isSignature = (item: string): boolean => item.startsWith(SIGNOFF);
const roleOf = (item: string): string => item.slice(SIGNOFF.length);

export function answerOf(
  { decision, reason_codes, blocked_by, missing }: RecordedDecision["answer"],
  signable: boolean,
): Answer {
  const standing = decision === "ALLOWED" ? "ALLOWED" : signable ? "SIGNABLE" : "BLOCKED";
  return { standing, codes: reason_codes, blockedBy: blocked_by, missing };
}

/** Of answers to the same effect: what all of them say. */
function common(answers: readonly Answer[]): Answer {
  return answers.reduce((a, b) => ({
    standing: a.standing,
    codes: a.codes.filter((code) => b.codes.includes(code)),
    blockedBy: a.blockedBy.filter((rule) => b.blockedBy.includes(rule)),
    missing: a.missing.filter((item) => b.missing.includes(item)),
  }));
}

function distinct(answers: readonly Answer[]): Answer[] {
  return [...new Map(answers.map((answer) => [JSON.stringify(answer), answer])).values()];
}

/** Whether suppositions that are the same but for one thing come to different ends. */
function decides(
  tried: readonly { readonly supposed: Supposed; readonly answer: Answer }[],
  rest: (supposed: Supposed) => object,
): boolean {
  const ends = new Map<string, Standing>();
  return tried.some(({ supposed, answer: { standing } }) => {
    const key = JSON.stringify([supposed.mode, rest(supposed)]);
    const known = ends.get(key);
    ends.set(key, standing);
    return known !== undefined && known !== standing;
  });
}

function omit(states: Supposed["states"], trigger: string): object {
  return Object.entries(states).filter(([id]) => id !== trigger);
}

function factOf(cycle: ReplayedCycle | null, triggers: readonly string[]): MissingFact {
  return {
    kind: "inputs_not_looked_for",
    triggers: triggers.map((trigger) => ({ trigger, inputs: cycle?.unknowable.get(trigger) ?? [] })),
  };
}

/** The mode is open for the sake of critical triggers in cycles before. */
function factBehindMode(policy: CompiledPolicy, places: readonly ReplayedCycle[]): MissingFact {
  const triggers = policy.criticalTriggers.flatMap((trigger) => {
    const behind = places.findLast(({ unknowable }) => unknowable.has(trigger));
    return behind ? [{ trigger, inputs: behind.unknowable.get(trigger) ?? [] }] : [];
  });
  return { kind: "inputs_not_looked_for", triggers };
}

/** A role whose number was not stated is one. */
export function amountOf(request: GateRequest | null): Amount {
  const details = new Details(request?.details);
  const gate = request?.gate_id;
  return {
    usd: gate === "G2_GTM_SPEND" ? (details.number("amount_usd") ?? 0) : 0,
    usdPerMonth: gate === "G4_VENDOR_AND_NON_LABOR" ? (details.number("amount_usd_per_month") ?? 0) : 0,
    heads: gate === "G1_HEADCOUNT" ? (details.number("count") ?? 1) : 0,
  };
}
