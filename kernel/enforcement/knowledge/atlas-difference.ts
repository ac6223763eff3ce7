/** What changes from one policy to another, in every state and for every class that either tells apart. */
import type { CompiledPolicy } from "../policy";
import { GATE_IDS, type GateId } from "../vocabulary";
import { type Atlas, verdictAt } from "./atlas";
import type { Verdict } from "./behaviour";
import type { Layout } from "./layout";
import { type Region, regionsOf } from "./regions";
import { gateClasses } from "./request-classes";
import { projection, type StateSpace, stateSpace } from "./state-space";

export interface AtlasDifference {
  /** Situations that both policies know: states of the triggers of either, mode and hygiene. */
  readonly situations: number;
  readonly classes: number;
  /** Combinations of situation and class, by what becomes of them. */
  readonly cells: {
    readonly all: number;
    readonly opened: number;
    readonly closed: number;
    /** The same verdict for other rules or codes. */
    readonly reasonsOnly: number;
  };
  readonly flips: readonly AtlasFlip[];
  /** Triggers whose thresholds differ: the same state is then reached by other figures. */
  readonly thresholdsChanged: readonly string[];
}

/** Classes of request whose verdict flips in the same situations. */
export interface AtlasFlip {
  readonly gateId: GateId;
  readonly labels: readonly string[];
  readonly from: "ALLOWED" | "BLOCKED";
  readonly to: "ALLOWED" | "BLOCKED";
  /** Situations in which each of the classes flips. */
  readonly situations: number;
  readonly regions: readonly Region[];
}

/** From the policy of the first atlas to that of the second. */
export function atlasDifference(before: Atlas, after: Atlas): AtlasDifference {
  const triggers = new Set([...before.policy.triggers, ...after.policy.triggers].map((each) => each.shortId));
  const situations = 4 ** triggers.size * 4;
  const gates = GATE_IDS.map((gateId) => gateDifference(gateId, before.policy, after.policy, situations));
  const sum = (count: (gate: GateDifference) => number) =>
    gates.reduce((total, gate) => total + count(gate), 0);
  const classes = sum((gate) => gate.classes);
  return {
    situations,
    classes,
    cells: {
      all: classes * situations,
      opened: sum(({ opened }) => opened),
      closed: sum(({ closed }) => closed),
      reasonsOnly: sum(({ reasonsOnly }) => reasonsOnly),
    },
    flips: gates.flatMap(({ flips }) => flips).sort((one, other) => other.situations - one.situations),
    thresholdsChanged: [...triggers].filter((id) => thresholdsOf(before, id) !== thresholdsOf(after, id)),
  };
}

function thresholdsOf({ policy }: Atlas, shortId: string): string {
  const trigger = policy.triggers.find((each) => each.shortId === shortId);
  return JSON.stringify(trigger?.thresholds ?? null);
}

interface GateDifference {
  readonly classes: number;
  readonly opened: number;
  readonly closed: number;
  readonly reasonsOnly: number;
  readonly flips: readonly AtlasFlip[];
}

const SAME = 0;
const REASONS_ONLY = 1;
const OPENED = 2;
const CLOSED = 3;

function gateDifference(
  gateId: GateId,
  before: CompiledPolicy,
  after: CompiledPolicy,
  situations: number,
): GateDifference {
  const { classes, layouts } = gateClasses(gateId, [before, after]);
  const [one, other] = layouts as [Layout, Layout];
  const space = jointSpace(before, after, one.space, other.space);
  const each = situations / space.size;
  const [placeBefore, placeAfter] = [projection(space, one.space), projection(space, other.space)];
  const counts = [0, 0, 0, 0];
  const flips = new Map<string, { labels: string[]; changes: Uint8Array; change: number }>();
  classes.forEach(({ label }, row) => {
    const changes = Uint8Array.from({ length: space.size }, (_, index) => {
      const from = one.verdicts[verdictAt(one, row, placeBefore(index))] as Verdict;
      const to = other.verdicts[verdictAt(other, row, placeAfter(index))] as Verdict;
      return changeOf(from, to);
    });
    for (const change of changes) counts[change] = (counts[change] ?? 0) + 1;
    for (const change of [OPENED, CLOSED]) {
      if (!changes.includes(change)) continue;
      const key = `${change} ${pointsWith(changes, change)}`;
      const known = flips.get(key) ?? { labels: [], changes, change };
      known.labels.push(label);
      flips.set(key, known);
    }
  });
  return {
    classes: classes.length,
    reasonsOnly: (counts[REASONS_ONLY] ?? 0) * each,
    opened: (counts[OPENED] ?? 0) * each,
    closed: (counts[CLOSED] ?? 0) * each,
    flips: [...flips.values()].map((flip) => flipOf(gateId, space, each, flip)),
  };
}

function flipOf(
  gateId: GateId,
  space: StateSpace,
  each: number,
  { labels, changes, change }: { labels: readonly string[]; changes: Uint8Array; change: number },
): AtlasFlip {
  const [from, to] =
    change === OPENED ? (["BLOCKED", "ALLOWED"] as const) : (["ALLOWED", "BLOCKED"] as const);
  const regions = regionsOf(space, (index) => changes[index] === change);
  const points = regions.reduce((sum, region) => sum + region.points, 0);
  return { gateId, labels, from, to, situations: points * each, regions };
}

/** The triggers on which the gate rests under either policy. */
function jointSpace(
  before: CompiledPolicy,
  after: CompiledPolicy,
  one: StateSpace,
  other: StateSpace,
): StateSpace {
  const known = new Map([...before.triggers, ...after.triggers].map((each) => [each.shortId, each]));
  const triggers = [...known.values()];
  return stateSpace({ ...before, triggers }, new Set([...one.triggers, ...other.triggers]));
}

function pointsWith(changes: Uint8Array, change: number): string {
  const points: number[] = [];
  changes.forEach((each, index) => {
    if (each === change) points.push(index);
  });
  return points.join();
}

function changeOf(from: Verdict, to: Verdict): number {
  if (from.allowed !== to.allowed) return to.allowed ? OPENED : CLOSED;
  return sameReasons(from, to) ? SAME : REASONS_ONLY;
}

function sameReasons(one: Verdict, other: Verdict): boolean {
  return one.rules.join() === other.rules.join() && one.codes.join() === other.codes.join();
}
