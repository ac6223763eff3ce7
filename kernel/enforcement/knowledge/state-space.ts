/**
 * Situations as numbers. A gate rests on few triggers, so its space is theirs alone: two bits a trigger,
 * then a bit for the mode and a bit for CRM hygiene. What holds at a point holds for every state of the
 * triggers left out.
 */
import { type Situation, type SituationFacts, situationOf } from "../gates/situation";
import type { CompiledPolicy } from "../policy";
import { MODES, type Mode, TRIGGER_STATES, type TriggerState } from "../vocabulary";

const ENFORCED = { stage_definitions_enforced: true, required_fields_enforced: true };
/** Beyond this many triggers in one gate the space no longer fits into memory. */
const MOST_TRIGGERS = 10;

export interface StateSpace {
  /** Short ids, in the order of the policy. */
  readonly triggers: readonly string[];
  /** 4 states for each trigger, 2 modes, hygiene enforced or not. */
  readonly size: number;
}

/** What a point says; a trigger it does not name may be in any state. */
export interface Point {
  readonly states: Readonly<Record<string, TriggerState>>;
  readonly mode: Mode;
  readonly crmHygieneEnforced: boolean;
}

export function stateSpace(policy: CompiledPolicy, rested: ReadonlySet<string>): StateSpace {
  const known = policy.triggers.map(({ shortId }) => shortId).filter((id) => rested.has(id));
  // A rule may rest on a name that no trigger has; it is UNKNOWN for ever and spans nothing.
  if (known.length > MOST_TRIGGERS) {
    throw new RangeError(`a gate rests on ${known.length} triggers, more than ${MOST_TRIGGERS}`);
  }
  return { triggers: known, size: 4 ** known.length * 4 };
}

/** 0 PASS, 1 WATCH, 2 FAIL, 3 UNKNOWN. */
export function stateAt(index: number, trigger: number): number {
  return (index >> (2 * trigger)) & 3;
}

export function withState(index: number, trigger: number, state: number): number {
  return (index & ~(3 << (2 * trigger))) | (state << (2 * trigger));
}

/** The bit that is set in DEFENSIVE mode. */
export function modeBit({ triggers }: StateSpace): number {
  return 1 << (2 * triggers.length);
}

/** The bit that is set when CRM hygiene is not enforced. */
export function hygieneBit({ triggers }: StateSpace): number {
  return 2 << (2 * triggers.length);
}

export function pointAt(space: StateSpace, index: number): Point {
  const states = space.triggers.map((id, at) => [id, TRIGGER_STATES[stateAt(index, at)]] as const);
  return {
    states: Object.fromEntries(states) as Record<string, TriggerState>,
    mode: MODES[(index & modeBit(space)) === 0 ? 0 : 1] ?? "DEFENSIVE",
    crmHygieneEnforced: (index & hygieneBit(space)) === 0,
  };
}

/** The point of a situation; a trigger it does not name is UNKNOWN. */
export function indexOf(space: StateSpace, { states, mode, crmHygieneEnforced }: Point): number {
  let index = (mode === "DEFENSIVE" ? modeBit(space) : 0) | (crmHygieneEnforced ? 0 : hygieneBit(space));
  space.triggers.forEach((id, at) => {
    const state = Object.hasOwn(states, id) ? states[id] : undefined;
    index |= TRIGGER_STATES.indexOf(state ?? "UNKNOWN") << (2 * at);
  });
  return index;
}

/** Takes a point of one space to that of a space over some of its triggers; one it lacks is UNKNOWN. */
export function projection(from: StateSpace, to: StateSpace): (index: number) => number {
  const sources = to.triggers.map((id) => from.triggers.indexOf(id));
  const [shiftFrom, shiftTo] = [2 * from.triggers.length, 2 * to.triggers.length];
  return (index) => {
    let result = (index >> shiftFrom) << shiftTo;
    for (let at = 0; at < sources.length; at += 1) {
      const source = sources[at] ?? -1;
      result |= (source < 0 ? 3 : (index >> (2 * source)) & 3) << (2 * at);
    }
    return result;
  };
}

export function situationAt(policy: CompiledPolicy, space: StateSpace, index: number): Situation {
  return situationOf(policy, factsOf(pointAt(space, index)));
}

export function factsOf({ states, mode, crmHygieneEnforced }: Point): SituationFacts {
  return { states, mode, crmHygiene: crmHygieneEnforced ? ENFORCED : null };
}

/** The point of a situation that was made elsewhere. */
export function pointOf({ basis, mode, crmHygieneEnforced }: Situation): Point {
  return { states: { ...basis.critical_triggers, ...basis.noncritical_triggers }, mode, crmHygieneEnforced };
}

/** How many of the policy's situations one point of the space stands for. */
export function situationsPerPoint(policy: CompiledPolicy, { triggers }: StateSpace): number {
  return 4 ** (policy.triggers.length - triggers.length);
}
