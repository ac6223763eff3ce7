/**
 * A company's past on its figures as they are known now (docs/specs/restatement.md). Each evaluation is made again under
 * the policy that it had, once on the figures it had and once on those known now, and each decision in the situation of
 * its moment. What is reported is where these two come to different ends, so that nothing is laid to a figure's charge
 * but what the figure did.
 */
import type { CompiledPolicy } from "../policy";
import type { TriggerEvaluation } from "../report";
import { type CycleDifference, cycleDifference } from "./backtest-cycle-difference";
import { CycleReplay, type ReplayedCycle } from "./backtest-cycles";
import { type DecisionDifference, decisionDifference, newestOfEach } from "./backtest-decision-difference";
import { type MissingFact, type Replay, replayDecision } from "./backtest-decisions";
import {
  cycleName,
  eventsInOrder,
  type PolicyHistory,
  type RecordedCycle,
  type RecordedDecision,
  type RecordedDocument,
} from "./backtest-history";
import { counts, differenceKind, type Sum, sumOf } from "./backtest-totals";

export interface KnownNow {
  /** The policies of the evaluations and decisions, by hash. */
  readonly policies: ReadonlyMap<string, CompiledPolicy>;
  /** Documents that would be others today, by the id of their evaluation. */
  readonly documents: ReadonlyMap<string, RecordedDocument>;
}

/** An evaluation that rests on a figure that is another today, or on a cycle that does. */
export interface RestatedCycle {
  readonly recorded: RecordedCycle;
  /** Null where states, mode and escalations are the same all the same. */
  readonly difference: CycleDifference | null;
  /** What came out then and what would today, trigger by trigger; empty where the document was not kept. */
  readonly was: readonly TriggerEvaluation[];
  readonly now: readonly TriggerEvaluation[];
}

export interface RestatedMoney {
  /** Approved, and blocked on the figures known now. */
  readonly approved: Sum;
  /** Approved, and on the figures known now others would have had to sign. */
  readonly otherSigners: Sum;
  /** Blocked, and open on the figures known now. */
  readonly blocked: Sum;
}

export interface Restatement {
  /** In the order in which they were made. */
  readonly cycles: readonly RestatedCycle[];
  readonly decisions: readonly DecisionDifference[];
  /** Each request once, by its newest decision; what a person ended is none. */
  readonly money: RestatedMoney;
  /** Decisions on the states of a cycle that would differ, which cannot be made again for want of a fact. */
  readonly notReplayed: readonly { readonly decision: RecordedDecision; readonly fact: MissingFact }[];
}

export function restatement(
  { policies, documents }: KnownNow,
  history: Omit<PolicyHistory, "policyHash" | "until">,
): Restatement {
  const was = replayed(policies, history, ({ document }) => document);
  const now = replayed(policies, history, ({ id, document }) => documents.get(id) ?? document);
  const cycles = history.cycles.flatMap((recorded) => {
    const [before, after] = [was.cycles.get(recorded.id), now.cycles.get(recorded.id)];
    const policy = policies.get(recorded.policyHash);
    if (!before || !after || !policy) return [];
    const neverClosed = before.status !== "CLOSED" && after.status !== "CLOSED";
    const difference = neverClosed ? null : cycleDifference(policy, asRecordOf(before), after);
    if (recorded.status === "OPEN" || (difference === null && !documents.has(recorded.id))) return [];
    return [{ recorded, difference, was: before.evaluations, now: after.evaluations }];
  });
  const { decisions, notReplayed } = decisionsThatDiffer(history, was, now);
  const counting = decisions.filter(counts);
  return {
    cycles,
    decisions,
    money: {
      approved: sumOf(counting.filter(({ kind, approved }) => kind === "blocked" && approved)),
      otherSigners: sumOf(counting.filter(({ kind, approved }) => kind === "signatures" && approved)),
      blocked: sumOf(counting.filter(({ kind }) => kind === "opened")),
    },
    notReplayed,
  };
}

interface Past {
  /** By the id of the evaluation, as it stood last. */
  readonly cycles: ReadonlyMap<string, ReplayedCycle>;
  readonly decisions: ReadonlyMap<string, Replay>;
}

function replayed(
  policies: KnownNow["policies"],
  history: Omit<PolicyHistory, "policyHash" | "until">,
  documentOf: (cycle: RecordedCycle) => RecordedDocument | null,
): Past {
  const policyOf = ({ policyHash }: { readonly policyHash: string }) => {
    const policy = policies.get(policyHash);
    if (policy === undefined) throw new Error(`policy ${policyHash} is in nobody's record`);
    return policy;
  };
  const { keepsOpen } = history;
  const replay = new CycleReplay({ policyOf, documentOf, keepsHistory: () => false, keepsOpen });
  const cycles = new Map<string, ReplayedCycle>();
  const decisions = new Map<string, Replay>();
  for (const event of eventsInOrder(history)) {
    if (event.kind === "cycle") cycles.set(event.cycle.id, replay.evaluate(event.cycle));
    // Without its policy a decision cannot be made again; it came from outside.
    else if (policies.has(event.decision.policyHash))
      decisions.set(
        event.decision.id,
        replayDecision(policyOf(event.decision), replay.places, event.decision),
      );
  }
  // A correction may have changed what came behind it after it was last evaluated itself.
  for (const standing of replay.places) cycles.set(standing.recorded.id, standing);
  return { cycles, decisions };
}

/** A replay in the shape of a record, to hold another one against it. */
function asRecordOf({ recorded, states, mode, escalationsDue, status }: ReplayedCycle): RecordedCycle {
  return {
    ...recorded,
    states,
    mode: mode.best,
    escalationsDue: escalationsDue.best,
    status: status === "CLOSED" ? "CLOSED" : "OPEN",
  };
}

function decisionsThatDiffer(
  { decisions, cycles }: Pick<PolicyHistory, "decisions" | "cycles">,
  was: Past,
  now: Past,
): Pick<Restatement, "decisions" | "notReplayed"> {
  const newest = newestOfEach(decisions);
  const differing = new Set(
    cycles.flatMap(({ id }) => (sameStates(was.cycles.get(id), now.cycles.get(id)) ? [] : [id])),
  );
  const found: DecisionDifference[] = [];
  const notReplayed: Restatement["notReplayed"][number][] = [];
  for (const decision of decisions) {
    const [before, after] = [was.decisions.get(decision.id), now.decisions.get(decision.id)];
    if (!before || !after) continue;
    if (!before.ok || !after.ok) {
      const lacking = after.ok ? before : after;
      if (!lacking.ok && decision.cycleId !== null && differing.has(decision.cycleId))
        notReplayed.push({ decision, fact: lacking.fact });
      continue;
    }
    const kind = differenceKind(before.answer, after.others);
    if (kind !== null) found.push(decisionDifference(decision, kind, after.answer, newest));
  }
  return { decisions: found, notReplayed };
}

function sameStates(a: ReplayedCycle | undefined, b: ReplayedCycle | undefined): boolean {
  const shown = (cycle: ReplayedCycle | undefined) =>
    JSON.stringify(cycle && [cycleName(cycle.recorded), cycle.states, cycle.mode, cycle.status]);
  return shown(a) === shown(b);
}
