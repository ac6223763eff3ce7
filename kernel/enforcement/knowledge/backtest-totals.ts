/** What the differing decisions come to, in money and heads. */
import { GATE_IDS, type GateId } from "../vocabulary";
import type { DecisionDifference } from "./backtest-decision-difference";
import { type Amount, type Answer, isSignature } from "./backtest-decisions";

/**
 * `blocked` and `opened` are other verdicts: what was open (allowed, or waiting for signatures alone) would have been
 * closed, or the other way round. `signatures`: open either way, but others would have had to sign. `reasons`: closed
 * either way, for other reasons.
 */
export type DifferenceKind = "blocked" | "opened" | "signatures" | "reasons";

/** Requests that differ in one way, each counted once, with what they ask for. */
export interface Sum extends Amount {
  readonly requests: number;
  /** Those of them that had been approved for good. */
  readonly approved: number;
}

export interface GateTotals {
  readonly gateId: GateId;
  readonly blocked: Sum;
  readonly opened: Sum;
  readonly signatures: Sum;
}

/** Null where the recorded answer is among the possible ones. */
export function differenceKind(before: Answer, possible: readonly Answer[]): DifferenceKind | null {
  if (possible.some((after) => saysTheSame(before, after))) return null;
  const after = possible[0];
  if (after === undefined) return null;
  const [wasOpen, isOpen] = [before, after].map(({ standing }) => standing !== "BLOCKED");
  if (wasOpen !== isOpen) return isOpen ? "opened" : "blocked";
  return isOpen || onlySignaturesDiffer(before, after) ? "signatures" : "reasons";
}

function saysTheSame(a: Answer, b: Answer): boolean {
  return (
    a.standing === b.standing &&
    sameItems(a.codes, b.codes) &&
    sameItems(a.blockedBy, b.blockedBy) &&
    sameItems(a.missing, b.missing)
  );
}

function onlySignaturesDiffer(a: Answer, b: Answer): boolean {
  const rest = ({ missing }: Answer) => missing.filter((item) => !isSignature(item));
  return sameItems(a.codes, b.codes) && sameItems(a.blockedBy, b.blockedBy) && sameItems(rest(a), rest(b));
}

function sameItems(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((each) => others.includes(each));
}

/** By gate; a request counts with its newest decision, and not at all where a person ended it. */
export function totalsOf(decisions: readonly DecisionDifference[]): GateTotals[] {
  const counting = decisions.filter(counts);
  return GATE_IDS.map((gateId) => {
    const sum = (kind: DifferenceKind) =>
      sumOf(counting.filter((each) => each.gateId === gateId && each.kind === kind));
    return { gateId, blocked: sum("blocked"), opened: sum("opened"), signatures: sum("signatures") };
  });
}

/** Whether a decision is the one that its request counts with. */
export const counts = ({ isNewest, endedByPerson }: DecisionDifference): boolean =>
  isNewest && !endedByPerson;

export function sumOf(decisions: readonly DecisionDifference[]): Sum {
  const total = (part: (decision: DecisionDifference) => number) =>
    decisions.reduce((sum, decision) => sum + part(decision), 0);
  return {
    requests: decisions.length,
    approved: decisions.filter(({ approved }) => approved).length,
    usd: total(({ amount }) => amount.usd),
    usdPerMonth: total(({ amount }) => amount.usdPerMonth),
    heads: total(({ amount }) => amount.heads),
  };
}
