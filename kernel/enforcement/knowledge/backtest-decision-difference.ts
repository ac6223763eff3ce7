/** Where a decision of the past would have come out otherwise. */
import type { GateId } from "../vocabulary";
import { type Amount, type Answer, amountOf, answerOf } from "./backtest-decisions";
import type { RecordedDecision } from "./backtest-history";
import type { DifferenceKind } from "./backtest-totals";

export interface DecisionDifference {
  readonly id: string;
  readonly reference: string;
  readonly gateId: GateId;
  readonly decidedAt: string;
  readonly policyVersion: string;
  readonly kind: DifferenceKind;
  readonly before: Answer;
  readonly after: Answer;
  readonly amount: Amount;
  /** Whether it approved the request for good. */
  readonly approved: boolean;
  /** A person's no, or the requester's own end: it stays what it was, whatever the gate says. */
  readonly endedByPerson: boolean;
  /** Whether it is the newest decision of its request, which is the one that counts in the totals. */
  readonly isNewest: boolean;
}

export function recordedAnswer({ answer, signable }: RecordedDecision): Answer {
  return answerOf(answer, signable);
}

export function decisionDifference(
  decision: RecordedDecision,
  kind: DifferenceKind,
  after: Answer,
  newest: ReadonlySet<string>,
): DecisionDifference {
  const { id, reference, gateId, decidedAt, policyVersion, approved, endedByPerson, request } = decision;
  return {
    id,
    reference,
    gateId,
    decidedAt,
    policyVersion,
    kind,
    before: recordedAnswer(decision),
    after,
    amount: amountOf(request),
    approved,
    endedByPerson,
    isNewest: newest.has(id),
  };
}

/** The newest decision of each request; what came from outside is nobody's request here. */
export function newestOfEach(decisions: readonly RecordedDecision[]): ReadonlySet<string> {
  const newest = new Map<string, RecordedDecision>();
  for (const decision of decisions) {
    if (decision.external) continue;
    const known = newest.get(decision.reference);
    if (known === undefined || known.seq < decision.seq) newest.set(decision.reference, decision);
  }
  return new Set([...newest.values()].map(({ id }) => id));
}
