import {
  type CompiledPolicy,
  type GateRequest,
  reachState,
  type Situation,
  type StateToReach,
  type TriggerFacts,
  type UnblockAtom,
  unblockSets,
} from "../../kernel/enforcement";
import { signaturePath } from "./signature-path";

/** One change in a way out; a trigger comes with the figure that it must reach, where its inputs are known. */
export type UnblockStep = { atom: UnblockAtom; trigger: { name: string; reach: StateToReach | null } | null };

export type UnblockWay = {
  /** The steps that this person may see. */
  steps: UnblockStep[];
  /** Steps of others that are not shown: how many at least, and whose. */
  others: { steps: number; roles: string[] } | null;
};

export type Unblock = {
  ways: UnblockWay[];
  /** Further ways that are not listed. */
  more: number;
  /** Whether the steps of others are among them, or only counted. */
  showsAll: boolean;
  /** The policy can be read, and lets this through in no state and with no signature: it would take another request. */
  isHopeless: boolean;
};

/** What the sets are looked for on, beside policy and request. */
export type UnblockGround = {
  /** As it stands, or where only missing data has made it DEFENSIVE, with the mode from before. */
  situation: Situation;
  /** What the triggers were computed from: the newest cycle first, then the close that it carries. */
  facts: readonly TriggerFacts[];
};

export const NOTHING_TO_UNBLOCK: Unblock = {
  ways: [],
  more: 0,
  showsAll: false,
  isHopeless: false,
};

const MOST_WAYS = 6;

/**
 * The ways out of a closed gate, those first of which most is in the requester's own hands. Whoever may not see
 * everything gets the requester's steps, with those of others as a count. Pure: the form asks here as well.
 */
export function unblockOf(
  policy: CompiledPolicy,
  present: Situation,
  request: GateRequest,
  { seesAll, ground }: { seesAll: boolean; ground: UnblockGround },
): Unblock {
  // What only waits for signatures is not blocked; the page says whose they are.
  if (signaturePath(policy, present, request).isSignable) return NOTHING_TO_UNBLOCK;
  const found = unblockSets(policy, ground.situation, request);
  const sets = found.length > 0 ? found : unblockSets(policy, present, request);
  const byOwnHands = sets
    .map(({ atoms }) => atoms)
    .sort((one, other) => othersIn(one).length - othersIn(other).length || one.length - other.length);
  const ways = seesAll ? byOwnHands.map((atoms) => ({ atoms, others: null })) : withoutSteps(byOwnHands);
  return {
    ways: ways.slice(0, MOST_WAYS).map(({ atoms, others }) => ({
      steps: atoms.map((atom) => stepOf(policy, atom, ground.facts)),
      others,
    })),
    more: Math.max(0, ways.length - MOST_WAYS),
    showsAll: seesAll,
    isHopeless: sets.length === 0 && policy.codes.length === 0,
  };
}

type Atoms = readonly UnblockAtom[];

const othersIn = (atoms: Atoms) => atoms.filter(({ by }) => !by.requester);

/** Ways that ask the same of the requester are one to them: the one that asks least of others. */
function withoutSteps(sets: readonly Atoms[]): { atoms: Atoms; others: UnblockWay["others"] }[] {
  const known = new Map<string, { atoms: Atoms; others: UnblockWay["others"] }>();
  for (const set of sets) {
    const atoms = set.filter(({ by }) => by.requester);
    const key = JSON.stringify(atoms);
    const others = othersIn(set);
    if (known.has(key)) continue;
    const roles = [...new Set(others.map(({ by }) => by.role))];
    known.set(key, { atoms, others: others.length > 0 ? { steps: others.length, roles } : null });
  }
  return [...known.values()];
}

function stepOf(policy: CompiledPolicy, atom: UnblockAtom, facts: readonly TriggerFacts[]): UnblockStep {
  if (atom.kind !== "trigger") return { atom, trigger: null };
  const name = policy.triggers.find(({ shortId }) => shortId === atom.trigger)?.name ?? atom.trigger;
  return { atom, trigger: { name, reach: reachOf(policy, atom, facts) } };
}

/** Only from figures that give the state it has now: a state that was carried is that of an earlier close. */
function reachOf(
  policy: CompiledPolicy,
  { trigger, from, enough }: UnblockAtom & { kind: "trigger" },
  facts: readonly TriggerFacts[],
): StateToReach | null {
  const wanted = enough[0];
  if (wanted === undefined || wanted === "UNKNOWN") return null;
  const reached = facts.map((each) => reachState(policy, trigger, each, wanted));
  return reached.find((each) => each?.state === from) ?? null;
}
