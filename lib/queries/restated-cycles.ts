import type {
  Cadence,
  CompiledPolicy,
  CycleDifference,
  RecordedCycle,
  RestatedCycle,
  TriggerEvaluation,
  TriggerState,
} from "../../kernel/enforcement";
import { judgedValue } from "./judged-value";
import type { RestatedEvaluation, RestatedInput } from "./restated-inputs";

type Judged = { state: TriggerState; value: number | null };

/** A cycle as it was known when it was evaluated, and as it is known today. */
export type RestatedCycleLine = {
  id: string;
  cadence: Cadence;
  cycleKey: string;
  version: number;
  evaluatedAt: string;
  policyVersion: string;
  /** The version that stands today, where the cycle has been evaluated again since. */
  standsNow: number | null;
  certifiedFinal: boolean;
  inputs: RestatedInput[];
  /** The triggers whose figure or state is another. */
  triggers: { shortId: string; name: string; unit: string; was: Judged; now: Judged }[];
  /** Null where states, mode and escalations are the same all the same. */
  difference: CycleDifference | null;
};

type Read = {
  cycles: readonly RecordedCycle[];
  evaluations: readonly RestatedEvaluation[];
  restated: readonly RestatedCycle[];
  policies: ReadonlyMap<string, CompiledPolicy>;
  certified: ReadonlySet<string>;
};

/** One line for each cycle, by its newest evaluation that rests on another figure; the newest period first. */
export function restatedCycleLines({
  cycles,
  evaluations,
  restated,
  policies,
  certified,
}: Read): RestatedCycleLine[] {
  const inputsOf = new Map(evaluations.map(({ cycle, inputs }) => [cycle.id, inputs]));
  const newest = new Map<string, RestatedCycle>();
  for (const each of restated) {
    const name = nameOf(each.recorded);
    const before = newest.get(name);
    if (before === undefined || before.recorded.version < each.recorded.version) newest.set(name, each);
  }
  const standing = new Map<string, number>();
  for (const cycle of cycles)
    if (cycle.status === "CLOSED")
      standing.set(nameOf(cycle), Math.max(cycle.version, standing.get(nameOf(cycle)) ?? 0));
  return [...newest.values()]
    .map(({ recorded, difference, was, now }) => {
      const { id, cadence, cycleKey, version, evaluatedAt, policyVersion, policyHash } = recorded;
      const stands = standing.get(nameOf(recorded)) ?? version;
      return {
        id,
        cadence,
        cycleKey,
        version,
        evaluatedAt,
        policyVersion,
        standsNow: stands === version ? null : stands,
        certifiedFinal: certified.has(id),
        inputs: inputsOf.get(id) ?? [],
        triggers: triggersThatDiffer(policies.get(policyHash), was, now),
        difference,
        periodEnd: recorded.periodEnd,
      };
    })
    .sort((one, other) => (one.periodEnd < other.periodEnd ? 1 : one.periodEnd > other.periodEnd ? -1 : 0))
    .map(({ periodEnd: _, ...line }) => line);
}

const nameOf = ({ cadence, cycleKey }: RecordedCycle): string => `${cadence} ${cycleKey}`;

function triggersThatDiffer(
  policy: CompiledPolicy | undefined,
  was: readonly TriggerEvaluation[],
  now: readonly TriggerEvaluation[],
): RestatedCycleLine["triggers"] {
  return (policy?.triggers ?? []).flatMap((trigger) => {
    const judged = (side: readonly TriggerEvaluation[]): Judged | null => {
      const found = side.find(({ trigger_id }) => trigger_id === trigger.id);
      return found ? { state: found.state, value: judgedValue(trigger, found.computed_values) } : null;
    };
    const [before, after] = [judged(was), judged(now)];
    if (!before || !after || (before.state === after.state && before.value === after.value)) return [];
    const { shortId, name, thresholds } = trigger;
    return [{ shortId, name, unit: thresholds?.unit ?? "", was: before, now: after }];
  });
}
