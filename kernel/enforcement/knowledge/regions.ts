/** Sets of points put into words: as few boxes as merging finds, each a list of states for each trigger. */
import { type Mode, TRIGGER_STATES, type TriggerState } from "../vocabulary";
import { hygieneBit, modeBit, type StateSpace, stateAt } from "./state-space";

/** Every situation in which each named trigger is in one of its states; what is not named may be anything. */
export interface Region {
  readonly states: Readonly<Record<string, readonly TriggerState[]>>;
  /** Null when it holds in both modes. */
  readonly mode: Mode | null;
  /** Null when it holds with enforced CRM hygiene and without. */
  readonly crmHygieneEnforced: boolean | null;
  readonly points: number;
}

/** One mask of the values allowed for each dimension: the triggers, then mode, then hygiene. */
type Box = readonly number[];

/** Disjoint regions that together are exactly the points of the space that pass the test. */
export function regionsOf(space: StateSpace, holds: (index: number) => boolean): Region[] {
  const points: Box[] = [];
  for (let index = 0; index < space.size; index += 1) if (holds(index)) points.push(boxAt(space, index));
  const order = Array.from({ length: space.triggers.length + 2 }, (_, at) => at);
  // Which dimension is merged first decides how many boxes are left; both ends are tried.
  const [one, other] = [merged(points, order), merged(points, order.toReversed())];
  const boxes = one.length <= other.length ? one : other;
  return boxes.map((box) => regionOf(space, box)).sort((a, b) => b.points - a.points);
}

function boxAt(space: StateSpace, index: number): Box {
  return [
    ...space.triggers.map((_, at) => 1 << stateAt(index, at)),
    (index & modeBit(space)) === 0 ? 1 : 2,
    (index & hygieneBit(space)) === 0 ? 1 : 2,
  ];
}

function merged(points: readonly Box[], order: readonly number[]): Box[] {
  let boxes = [...points];
  for (const dimension of order) {
    const joined = new Map<string, number[]>();
    for (const box of boxes) {
      const key = box.map((mask, at) => (at === dimension ? 0 : mask)).join();
      const known = joined.get(key);
      if (known === undefined) joined.set(key, [...box]);
      else known[dimension] = (known[dimension] ?? 0) | (box[dimension] ?? 0);
    }
    boxes = [...joined.values()];
  }
  return boxes;
}

function regionOf({ triggers }: StateSpace, box: Box): Region {
  const named = triggers.flatMap((id, at) => {
    const mask = box[at] ?? 0;
    const states = TRIGGER_STATES.filter((_, state) => mask & (1 << state));
    return states.length === TRIGGER_STATES.length ? [] : [[id, states] as const];
  });
  const mode = box[triggers.length];
  const hygiene = box[triggers.length + 1];
  return {
    states: Object.fromEntries(named),
    mode: mode === 3 ? null : mode === 1 ? "NORMAL" : "DEFENSIVE",
    crmHygieneEnforced: hygiene === 3 ? null : hygiene === 1,
    points: box.reduce((product, mask) => product * bitsIn(mask), 1),
  };
}

function bitsIn(mask: number): number {
  let count = 0;
  for (let rest = mask; rest > 0; rest >>= 1) count += rest & 1;
  return count;
}

/** `T1 FAIL/UNKNOWN, T4 WATCH, NORMAL`; `always` when nothing is asked. */
export function regionText({ states, mode, crmHygieneEnforced }: Region): string {
  const words = Object.entries(states).map(([id, allowed]) => `${id} ${allowed.join("/")}`);
  if (mode !== null) words.push(mode);
  if (crmHygieneEnforced !== null) words.push(`CRM hygiene ${crmHygieneEnforced ? "" : "not "}enforced`);
  return words.length === 0 ? "always" : words.join(", ");
}
