/** Where a cycle of the past would have come out otherwise. */
import type { CompiledPolicy } from "../policy";
import type { ReasonCode } from "../reason-codes";
import { type Cadence, type Mode, type TriggerState, triggerShortId } from "../vocabulary";
import type { ReplayedCycle } from "./backtest-cycles";
import type { RecordedCycle } from "./backtest-history";

export interface CycleDifference {
  readonly id: string;
  readonly cadence: Cadence;
  readonly cycleKey: string;
  readonly version: number;
  readonly evaluatedAt: string;
  readonly policyVersion: string;
  /** Null where the cycle closed or stayed open as it did. */
  readonly status: { readonly before: "CLOSED" | "OPEN"; readonly after: ReplayedCycle["status"] } | null;
  /** The codes for which it would not have closed. */
  readonly codes: readonly ReasonCode[];
  /** Whether it would have come too late to be certified as final. */
  readonly uncertified: boolean;
  /** Null for a trigger that only the other policy has. */
  readonly states: readonly {
    readonly trigger: string;
    readonly before: TriggerState | null;
    readonly after: TriggerState | null;
  }[];
  readonly mode: { readonly before: Mode; readonly after: Mode } | null;
  readonly escalations: readonly { readonly rule: string; readonly after: boolean }[];
}

/** Null where nothing differs. What missing facts leave open is no difference; it is listed as not replayed. */
export function cycleDifference(
  policy: CompiledPolicy,
  recorded: RecordedCycle,
  replayed: ReplayedCycle,
): CycleDifference | null {
  const { id, cadence, cycleKey, version, evaluatedAt, policyVersion } = recorded;
  const bothClosed = recorded.status === "CLOSED" && replayed.status === "CLOSED";
  const difference: CycleDifference = {
    id,
    cadence,
    cycleKey,
    version,
    evaluatedAt,
    policyVersion,
    status: recorded.status === replayed.status ? null : { before: recorded.status, after: replayed.status },
    codes: replayed.status === "CLOSED" ? [] : replayed.codes,
    uncertified: replayed.uncertified,
    states: statesThatDiffer(policy, recorded, replayed),
    mode: bothClosed ? modeThatDiffers(recorded, replayed) : null,
    escalations: bothClosed ? escalationsThatDiffer(recorded, replayed) : [],
  };
  const { status, uncertified, states, mode, escalations } = difference;
  const differs = status ?? mode ?? (uncertified || states.length + escalations.length > 0);
  return differs ? difference : null;
}

function statesThatDiffer(
  { triggers }: CompiledPolicy,
  recorded: RecordedCycle,
  { states, unknowable }: ReplayedCycle,
): CycleDifference["states"] {
  const before = new Map(Object.entries(recorded.states).map(([id, state]) => [triggerShortId(id), state]));
  const after = new Map(Object.entries(states));
  const known = triggers.map(({ shortId }) => shortId);
  const gone = [...before.keys()].filter((trigger) => !known.includes(trigger));
  return [...known, ...gone]
    .filter((trigger) => !unknowable.has(trigger) && before.get(trigger) !== after.get(trigger))
    .map((trigger) => ({
      trigger,
      before: before.get(trigger) ?? null,
      after: after.get(trigger) ?? null,
    }));
}

function modeThatDiffers(
  { mode: before }: RecordedCycle,
  { mode: { best, worst } }: ReplayedCycle,
): CycleDifference["mode"] {
  return best === worst && best !== before ? { before, after: best } : null;
}

function escalationsThatDiffer(
  { escalationsDue: before }: RecordedCycle,
  { escalationsDue: { best, worst } }: ReplayedCycle,
): CycleDifference["escalations"] {
  const begun = best.filter((rule) => !before.includes(rule)).map((rule) => ({ rule, after: true }));
  const gone = before.filter((rule) => !worst.includes(rule)).map((rule) => ({ rule, after: false }));
  return [...begun, ...gone];
}
