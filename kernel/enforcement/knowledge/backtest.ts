/**
 * A company's past replayed under another policy (docs/specs/policy-backtest.md): cycles are evaluated again in the order
 * in which they were, on the history as it would have stood then, and each decision is made again in the situation of its
 * moment. What is reported is where the record and the replay differ, and what cannot be replayed for want of a fact.
 */
import type { CompiledPolicy } from "../policy";
import type { Cadence, GateId, Mode } from "../vocabulary";
import { type CycleDifference, cycleDifference } from "./backtest-cycle-difference";
import { CycleReplay, type Range, type ReplayedCycle } from "./backtest-cycles";
import {
  type DecisionDifference,
  decisionDifference,
  newestOfEach,
  recordedAnswer,
} from "./backtest-decision-difference";
import { type MissingFact, replayDecision } from "./backtest-decisions";
import { cycleName, eventsInOrder, type PolicyHistory, type RecordedCycle } from "./backtest-history";
import { ModeInForce, type RecordedPlaces } from "./backtest-record";
import { differenceKind, type GateTotals, totalsOf } from "./backtest-totals";

export interface TimelinePoint {
  readonly cadence: Cadence;
  readonly cycleKey: string;
  readonly periodEnd: string;
  /** Null where the cycle has not closed; EITHER where missing facts leave the mode open. */
  readonly before: Mode | null;
  readonly after: Mode | "EITHER" | null;
}

export interface NotReplayed {
  readonly decisions: readonly {
    readonly id: string;
    readonly reference: string;
    readonly gateId: GateId;
    readonly decidedAt: string;
    readonly fact: MissingFact;
  }[];
  /** Triggers that need inputs which nobody looked for, and in how many closed cycles. */
  readonly inputs: readonly {
    readonly trigger: string;
    readonly name: string;
    readonly inputs: readonly string[];
    readonly cycles: number;
  }[];
  /** Minimum fields that nobody looked for; the closes count as if they had been delivered. */
  readonly fields: readonly { readonly field: string; readonly cycles: number }[];
  /** Escalations of which nobody can say whether they would have been due. */
  readonly escalations: readonly { readonly rule: string; readonly cycles: number }[];
  /** Evaluations whose document was not kept: their recorded states were taken. */
  readonly documents: number;
}

export interface Backtest {
  /** Whether nothing differs from the record. */
  readonly same: boolean;
  readonly replayed: { readonly evaluations: number; readonly decisions: number };
  /** In the order in which they were made. */
  readonly decisions: readonly DecisionDifference[];
  readonly cycles: readonly CycleDifference[];
  /** Each cycle that closed, in the order in which it first did. */
  readonly timeline: readonly TimelinePoint[];
  readonly totals: readonly GateTotals[];
  readonly defensiveDays: { readonly before: number; readonly after: Range<number> };
  /** Escalations due, counted in each closed cycle. */
  readonly escalationsDue: { readonly before: number; readonly after: Range<number> };
  readonly notReplayed: NotReplayed;
}

/** Null for a policy with findings: it cannot be enforced, so nothing can be decided under it. */
export function backtest(policy: CompiledPolicy, history: PolicyHistory): Backtest | null {
  if (policy.codes.length > 0) return null;
  const replay = new CycleReplay({
    policyOf: () => policy,
    documentOf: ({ document }) => document,
    // What was evaluated under this very policy in fact had earlier policies in its history.
    keepsHistory: ({ policyHash }) => policyHash === history.policyHash,
    keepsOpen: history.keepsOpen,
  });
  const { record } = replay;
  const force = new ModeInForce();
  const cycles = new Map<string, CycleDifference | null>();
  const timeline = new Set<string>();
  const newest = newestOfEach(history.decisions);
  const decided: DecisionDifference[] = [];
  const lacking: NotReplayed["decisions"][number][] = [];
  for (const event of eventsInOrder(history)) {
    if (event.kind === "cycle") {
      const { cycle } = event;
      const replayed = replay.evaluate(cycle);
      cycles.set(cycle.id, cycleDifference(policy, cycle, replayed));
      if (cycle.status === "CLOSED" || replayed.status === "CLOSED") timeline.add(cycleName(cycle));
      force.follows(cycle.evaluatedAt, record.newest?.mode ?? null, replay.places.at(-1)?.mode ?? null);
      continue;
    }
    const { decision } = event;
    const answered = replayDecision(policy, replay.places, decision);
    if (!answered.ok) {
      const { id, reference, gateId, decidedAt } = decision;
      lacking.push({ id, reference, gateId, decidedAt, fact: answered.fact });
      continue;
    }
    const kind = differenceKind(recordedAnswer(decision), answered.others);
    if (kind !== null) decided.push(decisionDifference(decision, kind, answered.answer, newest));
  }
  // A correction may have changed what came behind it after it was last evaluated itself.
  for (const cycle of record.places) {
    const standing = replay.standing(cycleName(cycle));
    if (standing?.recorded === cycle) cycles.set(cycle.id, cycleDifference(policy, cycle, standing));
  }
  const differing = [...cycles.values()].filter((each) => each !== null);
  return {
    same: decided.length + differing.length === 0,
    replayed: {
      evaluations: history.cycles.length,
      decisions: history.decisions.length - lacking.length,
    },
    decisions: decided,
    cycles: differing,
    timeline: [...timeline].flatMap((name) => timelinePoint(name, record, replay) ?? []),
    totals: totalsOf(decided),
    defensiveDays: force.daysUntil(history.until),
    escalationsDue: {
      before: sum(record.places.map(({ escalationsDue }) => escalationsDue.length)),
      after: {
        best: sum(replay.places.map(({ escalationsDue }) => escalationsDue.best.length)),
        worst: sum(replay.places.map(({ escalationsDue }) => escalationsDue.worst.length)),
      },
    },
    notReplayed: notReplayed(policy, replay.places, lacking),
  };
}

function timelinePoint(name: string, record: RecordedPlaces, replay: CycleReplay): TimelinePoint | null {
  const recorded = record.standing(name);
  const replayed = replay.standing(name);
  const cycle: RecordedCycle | undefined = recorded ?? replayed?.recorded;
  if (cycle === undefined) return null;
  const { cadence, cycleKey, periodEnd } = cycle;
  const mode = replayed?.mode;
  return {
    cadence,
    cycleKey,
    periodEnd,
    before: recorded?.mode ?? null,
    after: mode === undefined ? null : mode.best === mode.worst ? mode.best : "EITHER",
  };
}

function notReplayed(
  { triggers }: CompiledPolicy,
  places: readonly ReplayedCycle[],
  decisions: NotReplayed["decisions"],
): NotReplayed {
  const inputs = triggers.flatMap(({ shortId, name }) => {
    const without = places.filter(({ unknowable }) => unknowable.has(shortId));
    const names = new Set(without.flatMap(({ unknowable }) => unknowable.get(shortId) ?? []));
    return without.length === 0
      ? []
      : [{ trigger: shortId, name, inputs: [...names], cycles: without.length }];
  });
  const fields = counted(places.flatMap(({ fieldsNotLookedFor }) => fieldsNotLookedFor));
  const escalations = counted(
    places.flatMap(({ escalationsDue: { best, worst } }) => worst.filter((rule) => !best.includes(rule))),
  );
  return {
    decisions,
    inputs,
    fields: fields.map(([field, cycles]) => ({ field, cycles })),
    escalations: escalations.map(([rule, cycles]) => ({ rule, cycles })),
    documents: places.filter(({ recorded }) => recorded.document === null).length,
  };
}

function counted(names: readonly string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
