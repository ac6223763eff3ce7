/**
 * What missing data costs: for each trigger that is UNKNOWN, whether any value of it could change an open
 * verdict, however the other unknowns turn out, and the money that waits on it.
 */
import type { GateRequest } from "../document";
import { Details } from "../gates/facts";
import type { Situation } from "../gates/situation";
import type { CompiledPolicy } from "../policy";
import { type Behaviour, behaviourOf } from "./behaviour";
import { type Layout, layOut } from "./layout";
import { indexOf, pointOf, stateAt, withState } from "./state-space";

export interface CostOfMissing {
  readonly trigger: string;
  readonly name: string;
  readonly owner: string | null;
  /** No value of it changes a verdict, however the other unknowns turn out. */
  readonly irrelevant: boolean;
  /** Requests that some value of it would decide otherwise than not knowing does. */
  readonly flips: readonly string[];
  /** Those that it alone would flip, the other unknowns staying unknown. */
  readonly flipsAlone: readonly string[];
  /** What the requests of `flips` ask for: once, each month, and in heads. */
  readonly usd: number;
  readonly usdPerMonth: number;
  readonly heads: number;
}

const UNKNOWN = 3;

/**
 * The unknown triggers of a situation, in the order of the policy. A mode that only this cycle's own missing
 * data has caused would hide what the data is worth: then give the mode from before the cycle.
 */
export function costOfMissing(
  policy: CompiledPolicy,
  situation: Situation,
  openRequests: readonly GateRequest[],
): CostOfMissing[] {
  const unknown = policy.triggers.filter(({ shortId }) => situation.facts.stateOf(shortId) === "UNKNOWN");
  // A policy that cannot be enforced blocks everything, whatever is known.
  const requests = policy.codes.length > 0 ? [] : openRequests;
  const effects = effectsOf(policy, situation, requests);
  return unknown.map(({ shortId, name, owner }) => {
    const flipped = requests.filter((_, at) => effects[at]?.flips.has(shortId));
    const alone = requests.filter((_, at) => effects[at]?.flipsAlone.has(shortId));
    return {
      trigger: shortId,
      name,
      owner,
      irrelevant: flipped.length === 0,
      flips: flipped.map(({ request_id }) => request_id),
      flipsAlone: alone.map(({ request_id }) => request_id),
      usd: total(flipped, "G2_GTM_SPEND", "amount_usd"),
      usdPerMonth: total(flipped, "G4_VENDOR_AND_NON_LABOR", "amount_usd_per_month"),
      heads: total(flipped, "G1_HEADCOUNT", "count"),
    };
  });
}

function total(requests: readonly GateRequest[], gate: GateRequest["gate_id"], detail: string): number {
  return requests
    .filter(({ gate_id }) => gate_id === gate)
    .reduce((sum, { details }) => sum + (new Details(details).number(detail) ?? 0), 0);
}

interface Effect {
  readonly flips: ReadonlySet<string>;
  readonly flipsAlone: ReadonlySet<string>;
}

/** Requests of one behaviour share their answer. */
function effectsOf(policy: CompiledPolicy, situation: Situation, requests: readonly GateRequest[]): Effect[] {
  const known = new Map<string, Effect>();
  return requests.map((request) => {
    const behaviour = behaviourOf(policy, request);
    const key = JSON.stringify(behaviour);
    const effect = known.get(key) ?? effectOf(policy, situation, behaviour);
    known.set(key, effect);
    return effect;
  });
}

function effectOf(policy: CompiledPolicy, situation: Situation, behaviour: Behaviour): Effect {
  const layout = layOut(policy, [behaviour]);
  const { space } = layout;
  const start = indexOf(space, pointOf(situation));
  const unknown = space.triggers.flatMap((_, at) => (stateAt(start, at) === UNKNOWN ? [at] : []));
  const flips = new Set<string>();
  const flipsAlone = new Set<string>();
  for (const at of unknown) {
    const id = space.triggers[at] ?? "";
    if (flipsAt(layout, start, at)) flipsAlone.add(id);
    for (const other of completions(
      start,
      unknown.filter((each) => each !== at),
    )) {
      if (!flipsAt(layout, other, at)) continue;
      flips.add(id);
      break;
    }
  }
  return { flips, flipsAlone };
}

/** Whether some value of the trigger gives another verdict than its being unknown, all else as it stands. */
function flipsAt(layout: Layout, index: number, trigger: number): boolean {
  const now = isOpen(layout, index);
  return [0, 1, 2].some((state) => isOpen(layout, withState(index, trigger, state)) !== now);
}

function isOpen({ verdicts, table, views }: Layout, index: number): boolean {
  return verdicts[table[0]?.[views[index] ?? 0] ?? 0]?.allowed === true;
}

/** Every way in which the triggers may turn out, staying unknown among them. */
function* completions(index: number, triggers: readonly number[]): Generator<number> {
  for (let number = 0; number < 4 ** triggers.length; number += 1) {
    let completed = index;
    triggers.forEach((trigger, at) => {
      completed = withState(completed, trigger, (number >> (2 * at)) & 3);
    });
    yield completed;
  }
}
