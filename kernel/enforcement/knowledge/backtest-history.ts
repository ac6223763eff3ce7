/** A company's past as the backtest takes it, and the order in which it happened. */
import type { CrmHygiene, GateRequest, RunDocument } from "../document";
import type { ReasonCode } from "../reason-codes";
import type { GateDecision } from "../report";
import type { Cadence, GateId, Mode, TriggerState } from "../vocabulary";

/** What a run was made on. */
export type RecordedDocument = Omit<RunDocument, "artifacts" | "history">;

/** One evaluation of a cycle as it was recorded; a cycle that was evaluated again has several. */
export interface RecordedCycle {
  readonly id: string;
  readonly cadence: Cadence;
  readonly cycleKey: string;
  readonly version: number;
  readonly periodEnd: string;
  /** RFC 3339, UTC, as `Date.toISOString` writes it: two of them compare as text. */
  readonly evaluatedAt: string;
  readonly status: "OPEN" | "CLOSED";
  readonly policyVersion: string;
  readonly policyHash: string;
  /** What the run was made on; null when it was not kept, so that the recorded states stand for it. */
  readonly document: RecordedDocument | null;
  readonly crmHygiene: CrmHygiene | null;
  /** By full or short trigger id. */
  readonly states: Readonly<Record<string, TriggerState>>;
  readonly mode: Mode;
  /** The escalation rules that were due after it, as written. */
  readonly escalationsDue: readonly string[];
  /** Inputs that the evaluation looked for and could not use. */
  readonly inputsMissing: readonly string[];
  /** The minimum fields that the policy of then made it look for. */
  readonly fieldsLookedFor: readonly string[];
}

/** One decision of a gate as it was recorded. */
export interface RecordedDecision {
  readonly id: string;
  /** Its place in the log: what happened at the same moment is told apart by it. */
  readonly seq: number;
  readonly reference: string;
  readonly gateId: GateId;
  readonly decidedAt: string;
  /** The evaluation it rested on; null before the first closed cycle. */
  readonly cycleId: string | null;
  readonly policyVersion: string;
  readonly policyHash: string;
  /** The request as the gate read it; null when that was not kept. */
  readonly request: GateRequest | null;
  /** Whose signatures the gate was shown: nobody's, those of the request, or those of all whom it asked for. */
  readonly signatures: "none" | "given" | "all_asked";
  /** Whether the document came from outside, with states and a policy of its own. */
  readonly external: boolean;
  /** Whether a person ended the request with it, whatever the gate said. */
  readonly endedByPerson: boolean;
  /** Whether it approved the request for good. */
  readonly approved: boolean;
  /** What the gate said. */
  readonly answer: Pick<GateDecision, "decision" | "reason_codes" | "blocked_by" | "missing">;
  /** Whether signatures alone would then have led to ALLOWED. */
  readonly signable: boolean;
}

export interface PolicyHistory {
  /** The hash of the policy under which the history is replayed, to know what was done under it in fact. */
  readonly policyHash: string;
  readonly cycles: readonly RecordedCycle[];
  readonly decisions: readonly RecordedDecision[];
  /** Codes with which a run leaves its cycle open (docs/specs/decision-run.md 6). */
  readonly keepsOpen: readonly ReasonCode[];
  /** Up to when the mode that came last is counted. */
  readonly until: string;
}

export type PastEvent =
  | { readonly kind: "cycle"; readonly cycle: RecordedCycle }
  | { readonly kind: "decision"; readonly decision: RecordedDecision };

/**
 * What happened, in order. Of evaluations of one moment the one with the earlier place in the sequence comes first: the
 * others were run again because of it. A decision of the very moment of an evaluation comes after it if it rests on it.
 */
export function eventsInOrder({
  cycles,
  decisions,
}: Pick<PolicyHistory, "cycles" | "decisions">): PastEvent[] {
  const places = firstCloses(cycles);
  const orderedCycles = cycles.toSorted(
    (a, b) =>
      ascending(a.evaluatedAt, b.evaluatedAt) ||
      ascending(placeOf(places, a), placeOf(places, b)) ||
      ascending(a.periodEnd, b.periodEnd) ||
      ascending(a.cadence, b.cadence) ||
      a.version - b.version,
  );
  const orderedDecisions = decisions.toSorted((a, b) => ascending(a.decidedAt, b.decidedAt) || a.seq - b.seq);
  const momentOf = new Map(cycles.map(({ id, evaluatedAt }) => [id, evaluatedAt]));
  const events: PastEvent[] = [];
  let next = 0;
  const takeDecisions = (before: (decision: RecordedDecision) => boolean) => {
    for (; next < orderedDecisions.length; next += 1) {
      const decision = orderedDecisions[next];
      if (decision === undefined || !before(decision)) return;
      events.push({ kind: "decision", decision });
    }
  };
  for (const cycle of orderedCycles) {
    takeDecisions(
      ({ decidedAt, cycleId }) =>
        decidedAt < cycle.evaluatedAt ||
        (decidedAt === cycle.evaluatedAt && (cycleId === null || momentOf.get(cycleId) !== decidedAt)),
    );
    events.push({ kind: "cycle", cycle });
  }
  takeDecisions(() => true);
  return events;
}

/** Of which cycle an evaluation is. */
export function cycleName({ cadence, cycleKey }: Pick<RecordedCycle, "cadence" | "cycleKey">): string {
  return `${cadence} ${cycleKey}`;
}

/** When each cycle first closed, which is its place in the sequence (docs/specs/decision-run.md 6). */
function firstCloses(cycles: readonly RecordedCycle[]): ReadonlyMap<string, string> {
  const places = new Map<string, string>();
  for (const cycle of cycles) {
    if (cycle.status !== "CLOSED") continue;
    const name = cycleName(cycle);
    const known = places.get(name);
    if (known === undefined || cycle.evaluatedAt < known) places.set(name, cycle.evaluatedAt);
  }
  return places;
}

function placeOf(places: ReadonlyMap<string, string>, cycle: RecordedCycle): string {
  return places.get(cycleName(cycle)) ?? cycle.evaluatedAt;
}

function ascending(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
