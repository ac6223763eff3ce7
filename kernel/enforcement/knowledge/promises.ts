/**
 * The promises of kernel/README.md that are made for every combination of states, checked on the atlas of
 * any policy. A promise that a policy breaks comes with the smallest counterexample: the situation with the
 * fewest triggers that do not pass.
 */
import { GATE_IDS, TRIGGER_STATES } from "../vocabulary";
import { type Atlas, type GateAtlas, verdictAt } from "./atlas";
import { answerIn, CRITICAL_FAIL, type Verdict } from "./behaviour";
import type { RequestClass } from "./request-classes";
import { hygieneBit, modeBit, type Point, pointAt, situationAt, stateAt, withState } from "./state-space";

export interface PromiseCheck {
  /** As kernel/README.md words it. */
  readonly promise: string;
  readonly holds: boolean;
  /** Combinations of situation and class that were looked at. */
  readonly cells: number;
  readonly counterexample: Counterexample | null;
}

export interface Counterexample extends Point {
  readonly classId: string;
  readonly label: string;
  readonly verdict: Verdict;
  /** What the situation or request is compared with; null when the verdict alone breaks the promise. */
  readonly comparedWith: string | null;
}

/** One class of a gate, its verdicts spread over the gate's space, and those of the classes beside it. */
interface Ground {
  readonly atlas: Atlas;
  readonly gate: GateAtlas;
  readonly requestClass: RequestClass;
  readonly row: number;
  /** 0 closed, 1 open, 2 open by the written exception of G1 alone. */
  readonly open: Uint8Array;
  readonly coded: Uint8Array;
  readonly criticalFail: Uint8Array;
  /** Classes with one proof less, in words, with what is open to them. */
  readonly lacking: readonly { readonly words: string; readonly open: Uint8Array }[];
}

interface PromiseRule {
  readonly promise: string;
  readonly concerns: (ground: Ground) => boolean;
  /** Null when kept here; else what the point is compared with, empty for nothing. */
  readonly brokenAt: (ground: Ground, index: number) => string | null;
}

/** The approval that only a critical FAIL opens: contract A6.2 excepts it in writing. */
const WRITTEN_EXCEPTION = "G1.blocked_if[0]";
const always = () => true;

const PROMISES: readonly PromiseRule[] = [
  {
    promise: "A decision with a code is BLOCKED",
    concerns: always,
    brokenAt: ({ open, coded }, index) => (coded[index] === 1 && open[index] !== 0 ? "" : null),
  },
  {
    promise: "No growth approval while a critical trigger is FAIL or UNKNOWN, or in DEFENSIVE mode",
    concerns: ({ requestClass }) => requestClass.growth,
    brokenAt: ({ open, criticalFail }, index) => (open[index] !== 0 && criticalFail[index] === 1 ? "" : null),
  },
  {
    promise: "The one exception protects retention, with signoffs, ROI case and offset",
    concerns: ({ requestClass }) => isNetNew(requestClass),
    brokenAt: (ground, index) =>
      ground.open[index] !== 0 && ground.criticalFail[index] === 1 && !isProtected(ground, index) ? "" : null,
  },
  {
    promise: "A trigger that becomes UNKNOWN never opens what was closed",
    concerns: always,
    brokenAt: (ground, index) => openedByState(ground, index, () => 3),
  },
  {
    promise: "A worse state never opens what a better one closes",
    concerns: ({ requestClass }) => !requestClass.protectsRetention,
    brokenAt: (ground, index) => openedByState(ground, index, (state) => state + 1),
  },
  {
    promise: "DEFENSIVE is never looser than NORMAL",
    concerns: always,
    brokenAt: (ground, index) => openedAt(ground, index, index | modeBit(ground.gate.space), "DEFENSIVE"),
  },
  {
    promise: "CRM hygiene that is not enforced never opens anything",
    concerns: always,
    brokenAt: (ground, index) =>
      openedAt(ground, index, index | hygieneBit(ground.gate.space), "CRM hygiene not enforced"),
  },
  {
    promise: "A signature, ROI case or offset less never opens anything",
    concerns: ({ lacking }) => lacking.length > 0,
    brokenAt: ({ open, lacking }, index) =>
      open[index] !== 0 ? null : (lacking.find((other) => other.open[index] !== 0)?.words ?? null),
  },
  {
    promise: "What is open in every state is open in every state",
    concerns: claimsEveryState,
    brokenAt: ({ open }, index) => (open[index] === 0 ? "" : null),
  },
];

/** Checks every promise on every class in every situation. */
export function promiseChecks(atlas: Atlas): PromiseCheck[] {
  const grounds = GATE_IDS.flatMap((gateId) => groundsOf(atlas, atlas.gates[gateId]));
  return PROMISES.map((rule) => check(atlas, grounds, rule));
}

function check(
  atlas: Atlas,
  grounds: readonly Ground[],
  { promise, concerns, brokenAt }: PromiseRule,
): PromiseCheck {
  let cells = 0;
  let smallest: { ground: Ground; index: number; comparedWith: string; size: number } | null = null;
  for (const ground of grounds) {
    if (!concerns(ground)) continue;
    cells += atlas.situations;
    for (let index = 0; index < ground.gate.space.size; index += 1) {
      const comparedWith = brokenAt(ground, index);
      if (comparedWith === null) continue;
      const size = notPassing(ground.gate, index);
      if (smallest === null || size < smallest.size) smallest = { ground, index, comparedWith, size };
    }
  }
  return {
    promise,
    holds: smallest === null,
    cells,
    counterexample: smallest && exampleOf(smallest.ground, smallest.index, smallest.comparedWith),
  };
}

function exampleOf(ground: Ground, index: number, comparedWith: string): Counterexample {
  const { id: classId, label } = ground.requestClass;
  const verdict = verdictOf(ground.atlas, ground.gate, ground.row, index);
  return {
    ...pointAt(ground.gate.space, index),
    classId,
    label,
    verdict,
    comparedWith: comparedWith || null,
  };
}

function notPassing({ space }: GateAtlas, index: number): number {
  return space.triggers.filter((_, at) => stateAt(index, at) !== 0).length;
}

function verdictOf({ verdicts }: Atlas, gate: GateAtlas, row: number, index: number): Verdict {
  return verdicts[verdictAt(gate, row, index)] as Verdict;
}

function groundsOf(atlas: Atlas, gate: GateAtlas): Ground[] {
  const spread = (row: number, told: (verdict: Verdict) => number) =>
    Uint8Array.from({ length: gate.space.size }, (_, index) => told(verdictOf(atlas, gate, row, index)));
  const openness = gate.classes.map((_, row) => spread(row, opennessOf));
  const criticalFail = Uint8Array.from({ length: gate.space.size }, (_, index) =>
    answerIn(atlas.policy, situationAt(atlas.policy, gate.space, index), CRITICAL_FAIL),
  );
  const rows = new Map(gate.classes.map(({ id }, row) => [id, row]));
  return gate.classes.map((requestClass, row) => ({
    atlas,
    gate,
    requestClass,
    row,
    open: openness[row] as Uint8Array,
    coded: spread(row, ({ codes }) => (codes.length > 0 ? 1 : 0)),
    criticalFail,
    lacking: gate.lessProof
      .filter(({ complete }) => complete === requestClass.id)
      .map(({ lacking, proof }) => ({
        words: `${lacking}, which lacks ${proof}`,
        open: openness[rows.get(lacking) ?? 0] as Uint8Array,
      })),
  }));
}

function opennessOf({ allowed, rules }: Verdict): number {
  if (!allowed) return 0;
  return rules.includes(WRITTEN_EXCEPTION) ? 2 : 1;
}

/** The first trigger whose other state opens what is closed here, in words. */
function openedByState(ground: Ground, index: number, other: (state: number) => number): string | null {
  if (ground.open[index] !== 0) return null;
  const { triggers } = ground.gate.space;
  for (let trigger = 0; trigger < triggers.length; trigger += 1) {
    const state = other(stateAt(index, trigger));
    if (state > 3) continue;
    const there = withState(index, trigger, state);
    if (ground.open[there] === 1) return `${triggers[trigger]} ${TRIGGER_STATES[state]}`;
  }
  return null;
}

function openedAt({ open }: Ground, index: number, there: number, words: string): string | null {
  return open[index] === 0 && open[there] === 1 ? words : null;
}

/** Whether some state admits the class by the rule that is to hold in every state. */
function claimsEveryState({ atlas, gate, row }: Ground): boolean {
  const verdicts = [...new Set(gate.table[row])].map((place) => atlas.verdicts[place] as Verdict);
  const claims = verdicts.some(
    ({ allowed, rules }) => allowed && rules.some((rule) => rule.endsWith(".every_state")),
  );
  // A code of the request's own facts, such as churn it puts at risk, stands beside the claim.
  return claims && !verdicts.some(({ codes }) => codes.length > 0);
}

function isNetNew({ gateId, request }: RequestClass): boolean {
  const details = (request.details ?? {}) as Readonly<Record<string, unknown>>;
  return gateId === "G1_HEADCOUNT" && details.classification === "net-new";
}

function isProtected({ requestClass, gate }: Ground, index: number): boolean {
  const { request, protectsRetention } = requestClass;
  const signed = new Set((request.signoffs ?? []).map(({ role }) => role));
  const retention = gate.space.triggers.indexOf("T5");
  const watched = retention >= 0 && [1, 2].includes(stateAt(index, retention));
  return protectsRetention && signed.has("CEO") && signed.has("CFO") && request.roi_case != null && watched;
}
