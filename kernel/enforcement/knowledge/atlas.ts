/**
 * The atlas: what the policy does with every class of request in every combination of trigger states, mode
 * and CRM hygiene (contract A6.2, A7, A9). Each gate's part is laid out over the triggers that the gate
 * rests on and holds for every state of the others.
 */
import type { CompiledPolicy } from "../policy";
import { GATE_IDS, type GateId } from "../vocabulary";
import type { Verdict } from "./behaviour";
import { Interned, type Layout } from "./layout";
import { type GateClasses, gateClasses, type LessProof, type RequestClass } from "./request-classes";
import { indexOf, type Point } from "./state-space";

export interface GateAtlas extends Omit<Layout, "verdicts"> {
  readonly gateId: GateId;
  readonly classes: readonly RequestClass[];
  readonly lessProof: readonly LessProof[];
}

export interface Atlas {
  readonly policy: CompiledPolicy;
  readonly gates: Readonly<Record<GateId, GateAtlas>>;
  /** The distinct verdicts that occur; the tables of the gates hold places in this list. */
  readonly verdicts: readonly Verdict[];
  /** 4 to the number of triggers, in 2 modes, with hygiene enforced and not. */
  readonly situations: number;
  readonly classes: readonly RequestClass[];
  /** The verdict on a class of request; a trigger that is not named is UNKNOWN. */
  readonly verdict: (
    states: Point["states"],
    mode: Point["mode"],
    classId: string,
    crmHygieneEnforced?: boolean,
  ) => Verdict;
}

/** How far the atlas is: a caller may show it, or stop. */
export interface AtlasProgress {
  readonly done: number;
  readonly total: number;
  readonly what: string;
}

/** The atlas of a policy that can be enforced. */
export function atlasOf(policy: CompiledPolicy): Atlas {
  const steps = atlasSteps(policy);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The same, a gate at a time, so that a caller can show progress or give way to others. */
export function* atlasSteps(policy: CompiledPolicy): Generator<AtlasProgress, Atlas> {
  if (policy.codes.length > 0)
    throw new RangeError("a policy with findings blocks everything: mend it first");
  const verdicts = new Interned<Verdict>((verdict) => JSON.stringify(verdict));
  const gates: Partial<Record<GateId, GateAtlas>> = {};
  for (const [done, gateId] of GATE_IDS.entries()) {
    yield { done, total: GATE_IDS.length, what: `${gateId}: every request in every state` };
    gates[gateId] = gateAtlas(gateClasses(gateId, [policy]), verdicts);
  }
  yield { done: GATE_IDS.length, total: GATE_IDS.length, what: "done" };
  return assembled(policy, gates as Record<GateId, GateAtlas>, verdicts.values);
}

function gateAtlas(found: GateClasses, all: Interned<Verdict>): GateAtlas {
  const { gateId, classes, lessProof, layouts } = found;
  const { verdicts, table, ...layout } = layouts[0] as Layout;
  const places = verdicts.map((verdict) => all.place(verdict));
  return {
    gateId,
    classes,
    lessProof,
    ...layout,
    table: table.map((row) => row.map((place) => places[place] ?? 0)),
  };
}

function assembled(policy: CompiledPolicy, gates: Atlas["gates"], verdicts: readonly Verdict[]): Atlas {
  const places = new Map(
    GATE_IDS.flatMap((gateId) =>
      gates[gateId].classes.map(({ id }, at) => [id, { gate: gates[gateId], at }] as const),
    ),
  );
  return {
    policy,
    gates,
    verdicts,
    situations: 4 ** policy.triggers.length * 4,
    classes: GATE_IDS.flatMap((gateId) => gates[gateId].classes),
    verdict(states, mode, classId, crmHygieneEnforced = true) {
      const place = places.get(classId);
      if (place === undefined) throw new RangeError(`the atlas has no class ${classId}`);
      const index = indexOf(place.gate.space, { states, mode, crmHygieneEnforced });
      return verdicts[verdictAt(place.gate, place.at, index)] as Verdict;
    },
  };
}

/** The place of the verdict on a class at a point of the gate's space. */
export function verdictAt(
  { table, views }: Pick<Layout, "table" | "views">,
  row: number,
  index: number,
): number {
  return table[row]?.[views[index] ?? 0] ?? 0;
}
