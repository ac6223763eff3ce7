/**
 * What would unblock a request: all smallest sets of changes that make it ALLOWED, in the words of those
 * who can make them. A change of the policy is never among them.
 */
import { PASS_CYCLES_TO_LEAVE } from "../cycles/mode";
import type { GateRequest } from "../document";
import type { Situation } from "../gates/situation";
import type { CompiledPolicy } from "../policy";
import type { TriggerState } from "../vocabulary";
import type { Amount, RequestChange } from "./changeable";
import { pointOf } from "./state-space";
import { LADDER, type Way, WaysOut } from "./way-out";

/** Who can make a change. */
export interface Doer {
  /** The change is the requester's own to make. */
  readonly requester: boolean;
  /** `requester`, `CFO`, or the owner the policy names: `CFO + Controller/Treasury`. */
  readonly role: string;
}

export type UnblockAtom = { readonly by: Doer } & (
  | {
      readonly kind: "trigger";
      readonly trigger: string;
      readonly from: TriggerState;
      readonly to: TriggerState;
      /** The states that are enough while the rest of the set holds; from UNKNOWN, what the data must show. */
      readonly enough: readonly TriggerState[];
    }
  | {
      readonly kind: "mode";
      /** Cycles in a row in which every critical trigger must be PASS (contract A7). */
      readonly passCycles: number;
      /** Critical triggers that are not PASS now. */
      readonly notPassing: readonly string[];
    }
  | { readonly kind: "crm_hygiene" }
  | { readonly kind: "signoff"; readonly role: string }
  | { readonly kind: "roi_case" | "offset" }
  | { readonly kind: "exception"; readonly exceptionId: string }
  | {
      readonly kind: "fact";
      readonly name: string;
      /** Values of which each is enough; empty when any will do, or when the figure says which. */
      readonly values: readonly unknown[];
      readonly figure: Figure | null;
    }
  | { readonly kind: "smaller_ask"; readonly name: string; readonly from: number; readonly largest: number }
);

export interface Figure {
  readonly direction: "at_most" | "at_least";
  readonly value: number;
  /** The other amounts of the set with which this one was measured. */
  readonly beside: Readonly<Record<string, number>>;
}

export interface UnblockSet {
  readonly atoms: readonly UnblockAtom[];
  /** Whether every atom is the requester's own to change. */
  readonly requesterAlone: boolean;
}

export interface UnblockOptions {
  /** Sets beyond this many are left out, the largest first; there is no limit unless said. */
  readonly limit?: number;
}

/**
 * All smallest sets, the shortest first. Empty when the request is allowed already, when nothing short of
 * another request or policy would open it, and when the policy itself cannot be enforced.
 *
 * A mode that only this cycle's own missing data has caused goes away with the data: for that question
 * make the situation with the mode from before the cycle.
 */
export function unblockSets(
  policy: CompiledPolicy,
  situation: Situation,
  request: GateRequest,
  { limit = Number.POSITIVE_INFINITY }: UnblockOptions = {},
): UnblockSet[] {
  if (policy.codes.length > 0) return [];
  const ways = new WaysOut(policy, request);
  return unblockSetsFrom(policy, ways, ways.start(pointOf(situation))).slice(0, limit);
}

/** The same for many situations of one request: what is found for one serves the next. */
export function unblockSetsFrom(policy: CompiledPolicy, ways: WaysOut, start: Way): UnblockSet[] {
  const smallest = ways.smallestFrom(start).filter((way) => way !== start);
  const found = smallest.map((way) => new Explained(policy, ways, start, way).atoms());
  return withAlternativesJoined(found)
    .map((atoms) => ({ atoms, requesterAlone: atoms.every(({ by }) => by.requester) }))
    .sort((one, other) => one.atoms.length - other.atoms.length);
}

const REQUESTER: Doer = { requester: true, role: "requester" };

/** One way out in words. */
class Explained {
  private readonly policy: CompiledPolicy;
  private readonly ways: WaysOut;
  private readonly start: Way;
  private readonly way: Way;

  constructor(policy: CompiledPolicy, ways: WaysOut, start: Way, way: Way) {
    this.policy = policy;
    this.ways = ways;
    this.start = start;
    this.way = way;
  }

  atoms(): UnblockAtom[] {
    const changed = (at: number) => this.way[at] !== this.start[at];
    const { triggers, modeAt, hygieneAt, changes } = this.ways;
    return [
      ...triggers.flatMap((id, at) => (changed(at) ? [this.trigger(id, at)] : [])),
      ...(changed(modeAt) ? [this.mode()] : []),
      ...(changed(hygieneAt) ? [{ kind: "crm_hygiene" as const, by: this.owner("T6") }] : []),
      ...changes.flatMap((change, at) => (changed(this.ways.changeAt(at)) ? [this.change(change, at)] : [])),
    ];
  }

  private trigger(trigger: string, at: number): UnblockAtom {
    const from = this.start[at] ?? 0;
    const enough = LADDER.filter((_, rung) => rung > from && this.ways.isOpen(this.way.with(at, rung)));
    const to = LADDER[this.way[at] ?? 0] ?? "PASS";
    return { kind: "trigger", trigger, from: LADDER[from] ?? "UNKNOWN", to, enough, by: this.owner(trigger) };
  }

  private mode(): UnblockAtom {
    const { facts } = this.ways.situationAt(this.start);
    const notPassing = this.policy.criticalTriggers.filter((id) => facts.stateOf(id) !== "PASS");
    return {
      kind: "mode",
      passCycles: PASS_CYCLES_TO_LEAVE,
      notPassing,
      by: { requester: false, role: "CFO" },
    };
  }

  private owner(trigger: string): Doer {
    const owner = this.policy.triggers.find(({ shortId }) => shortId === trigger)?.owner;
    return { requester: false, role: owner ?? "CFO" };
  }

  private change({ kind, name, options, amount, anyValue }: RequestChange, at: number): UnblockAtom {
    switch (kind) {
      case "signoff":
        return { kind, role: name, by: { requester: false, role: name } };
      case "exception":
        return { kind, exceptionId: name, by: REQUESTER };
      case "roi_case":
      case "offset":
        return { kind, by: REQUESTER };
      case "smaller_ask": {
        const { value } = this.furthest(at, amount as Amount);
        return { kind, name, from: amount?.until ?? value, largest: value, by: REQUESTER };
      }
      case "fact": {
        if (amount !== undefined) {
          const figure = this.furthest(at, amount);
          return {
            kind,
            name,
            values: [],
            figure: figure.value === amount.until ? null : figure,
            by: REQUESTER,
          };
        }
        const value = options[(this.way[this.ways.changeAt(at)] ?? 1) - 1]?.value;
        return { kind, name, values: anyValue ? [] : [value], figure: null, by: REQUESTER };
      }
    }
  }

  /**
   * The amount farthest from the option's own at which the request still passes, by halving in whole steps.
   * A gate compares an amount with a figure once, so between one that passes and one that does not there is
   * one border (docs/specs/decision-run.md 5).
   */
  private furthest(at: number, { direction, stepsPerUnit, until }: Amount): Figure {
    const option = this.ways.changes[at]?.options[0]?.value as number;
    let passes = Math.round(option * stepsPerUnit);
    let fails = Math.round(until * stepsPerUnit);
    const beside = this.otherAmounts(at);
    if (this.passesWith(at, until)) return { direction, value: until, beside };
    while (Math.abs(fails - passes) > 1) {
      const middle = Math.trunc(passes + (fails - passes) / 2);
      if (this.passesWith(at, middle / stepsPerUnit)) passes = middle;
      else fails = middle;
    }
    return { direction, value: passes / stepsPerUnit, beside };
  }

  private otherAmounts(at: number): Figure["beside"] {
    const others = this.ways.changes.flatMap(({ name, amount, options }, place) => {
      const taken = amount !== undefined && place !== at && this.way[this.ways.changeAt(place)] !== 0;
      return taken ? [[name, Number(options[0]?.value)] as const] : [];
    });
    return Object.fromEntries(others);
  }

  private passesWith(at: number, amount: number): boolean {
    return this.ways.isOpenWith(this.way, this.ways.changes[at]?.name ?? "", amount);
  }
}

/** Sets that differ in the value of one fact alone are one set with several values, fact by fact. */
function withAlternativesJoined(sets: readonly (readonly UnblockAtom[])[]): (readonly UnblockAtom[])[] {
  const names = new Set(sets.flat().flatMap((atom) => (atom.kind === "fact" ? [atom.name] : [])));
  let result = [...sets];
  for (const name of names) {
    const joined = new Map<string, readonly UnblockAtom[]>();
    for (const atoms of result) {
      const key = JSON.stringify(atoms.map((atom) => (isFact(atom, name) ? { ...atom, values: [] } : atom)));
      const known = joined.get(key);
      joined.set(key, known === undefined ? atoms : withValues(known, atoms, name));
    }
    result = [...joined.values()];
  }
  return result;
}

function isFact(
  atom: UnblockAtom | undefined,
  name: string,
): atom is UnblockAtom & { readonly kind: "fact" } {
  return atom?.kind === "fact" && atom.name === name;
}

function withValues(
  known: readonly UnblockAtom[],
  more: readonly UnblockAtom[],
  name: string,
): readonly UnblockAtom[] {
  const values = more.flatMap((atom) => (isFact(atom, name) ? atom.values : []));
  return known.map((atom) => (isFact(atom, name) ? { ...atom, values: [...atom.values, ...values] } : atom));
}
