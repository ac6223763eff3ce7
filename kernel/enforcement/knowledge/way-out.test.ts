import { describe, expect, it } from "vitest";
import { randomFrom } from "../corpus/random";
import { compile, type GateRequest } from "../index";
import { referenceArtifacts } from "../testing/reference-policy";
import { GATE_IDS, type GateId } from "../vocabulary";
import { atlasOf } from "./atlas";
import { type Behaviour, behaviourOf, CRM_HYGIENE } from "./behaviour";
import { type Layout, layOut } from "./layout";
import type { RequestClass } from "./request-classes";
import { hygieneBit, pointAt, type StateSpace } from "./state-space";
import { isWithin, LADDER, type Way, WaysOut } from "./way-out";

/**
 * Ways out are found by following what a decision rests on. Here they are held against tables of every
 * verdict, which know nothing of that: a way must end in ALLOWED, and nothing between its two ends may.
 */
const policy = compile(referenceArtifacts);
const atlas = atlasOf(policy);

/** One request without its proofs: what can be changed of it, and the verdicts of each variant. */
class Country {
  readonly ways: WaysOut;
  private readonly layout: Layout;
  private readonly space: StateSpace;
  private readonly strides: number[] = [];
  private readonly triggersAt: number[];
  private readonly open: Uint8Array;

  constructor(request: GateRequest, space: StateSpace) {
    this.space = space;
    this.ways = new WaysOut(policy, request);
    let count = 1;
    for (const { options } of this.ways.changes) {
      this.strides.push(count);
      count *= options.length + 1;
    }
    const behaviours = Array.from({ length: count }, (_, variant) => this.behaviour(variant));
    this.layout = layOut(policy, behaviours);
    this.triggersAt = this.layout.space.triggers.map((id) => this.ways.triggers.indexOf(id));
    const { size } = this.layout.space;
    this.open = new Uint8Array(count * size);
    this.layout.table.forEach((row, variant) => {
      for (let index = 0; index < size; index += 1) {
        const verdict = this.layout.verdicts[row[this.layout.views[index] ?? 0] ?? 0];
        if (verdict?.allowed) this.open[variant * size + index] = 1;
      }
    });
  }

  private behaviour(variant: number): Behaviour {
    const choice = this.ways.changes.map(
      ({ options }, at) => Math.floor(variant / (this.strides[at] ?? 1)) % (options.length + 1),
    );
    return behaviourOf(
      policy,
      this.ways.requestAt([...this.start(0).slice(0, this.ways.changeAt(0)), ...choice]),
    );
  }

  /** Every situation that the gate can tell apart, with the proofs already there that the class has. */
  *starts(proofs: readonly string[]): Generator<Way> {
    const given = this.ways.changes.map(({ name }) => (proofs.includes(name) ? 1 : 0));
    const asksForHygiene = this.layout.questions.includes(CRM_HYGIENE);
    for (let index = 0; index < this.space.size; index += 1) {
      if ((index & hygieneBit(this.space)) !== 0 && !asksForHygiene) return;
      yield [...this.start(index).slice(0, this.ways.changeAt(0)), ...given];
    }
  }
  start(index: number): Way {
    const { states, ...rest } = pointAt(this.space, index);
    const passing = Object.fromEntries(policy.triggers.map(({ shortId }) => [shortId, "PASS" as const]));
    return this.ways.start({ ...rest, states: { ...passing, ...states } });
  }

  /** The one number of a way: the variant of its request, then its point in the space. */
  placeOf(way: Way): number {
    let variant = 0;
    this.strides.forEach((stride, at) => {
      variant += stride * (way[this.ways.changeAt(at)] ?? 0);
    });
    let index = 0;
    this.triggersAt.forEach((from, at) => {
      // The ladder runs UNKNOWN, FAIL, WATCH, PASS; a point of the space counts the other way.
      index += (3 - (way[from] ?? 0)) << (2 * at);
    });
    const mode = way[this.ways.modeAt] === 1 ? 0 : 1;
    const hygiene = way[this.ways.hygieneAt] === 1 ? 0 : 2;
    return variant * this.layout.space.size + index + ((mode + hygiene) << (2 * this.triggersAt.length));
  }

  isOpen(way: Way): boolean {
    return this.open[this.placeOf(way)] === 1;
  }

  /** Whether some way between two, other than the second itself, is open. */
  opensBetween(one: Way, other: Way): boolean {
    const steps: { readonly size: number; readonly count: number }[] = [];
    const from = this.placeOf(one);
    one.forEach((rung, at) => {
      const there = other[at] ?? 0;
      if (rung === there) return;
      const isRung = at < this.ways.changeAt(0);
      const size = this.placeOf(one.with(at, isRung ? rung + 1 : there)) - from;
      steps.push({ size, count: isRung ? there - rung : 1 });
    });
    const last = this.placeOf(other);
    const search = (place: number, at: number): boolean => {
      const step = steps[at];
      if (step === undefined) return place !== last && this.open[place] === 1;
      for (let taken = 0; taken <= step.count; taken += 1) {
        if (search(place + taken * step.size, at + 1)) return true;
      }
      return false;
    };
    return search(from, 0);
  }
}

function inWords({ ways }: Country, way: Way): string {
  return `${ways.triggers.map((id, at) => `${id} ${LADDER[way[at] ?? 0]}`).join(" ")} ${way.slice(ways.modeAt)}`;
}

/** The request of a class without its proofs, and what those were as changes name them. */
function bare({ request }: RequestClass): {
  readonly request: GateRequest;
  readonly proofs: readonly string[];
} {
  const claims = request.exceptions ?? [];
  return {
    request: { ...request, request_id: "BARE", signoffs: [], roi_case: null, exceptions: [] },
    proofs: [
      ...(request.signoffs ?? []).map(({ role }) => role ?? ""),
      ...(request.roi_case == null ? [] : ["roi_case"]),
      ...claims.flatMap(({ exception_id, offset }) => [exception_id, ...(offset == null ? [] : ["offset"])]),
    ],
  };
}

describe.each(GATE_IDS)("%s, every class of request in every situation", (gateId: GateId) => {
  it("each way out ends in ALLOWED, and no part of it does", () => {
    const { classes, space } = atlas.gates[gateId];
    const countries = new Map<string, Country>();
    const faults: string[] = [];
    let found = 0;
    for (const requestClass of classes) {
      const { request, proofs } = bare(requestClass);
      const key = JSON.stringify(request);
      const country = countries.get(key) ?? new Country(request, space);
      countries.set(key, country);
      for (const start of country.starts(proofs)) {
        for (const way of country.ways.smallestFrom(start)) {
          found += 1;
          if (!country.isOpen(way)) faults.push(`closed: ${requestClass.label}: ${inWords(country, way)}`);
          if (country.opensBetween(start, way)) {
            faults.push(`a part is enough: ${requestClass.label}: ${inWords(country, way)}`);
          }
        }
        if (faults.length > 5) break;
      }
    }
    expect(faults).toEqual([]);
    expect(found).toBeGreaterThan(1000);
  }, 240_000);

  it("and no way out is forgotten: each open situation that can be reached lies beyond one", () => {
    const random = randomFrom(7);
    const { classes, space } = atlas.gates[gateId];
    const forgotten: string[] = [];
    let reached = 0;
    for (const { request, label } of classes) {
      const country = new Country(request, space);
      const { ways } = country;
      const firstChange = ways.changeAt(0);
      for (let attempt = 0; attempt < 300; attempt += 1) {
        const start = country.start(Math.floor(random() * space.size));
        const there = start.map((rung, at) => further(ways, rung, at, random));
        if (country.isOpen(start) || !country.isOpen(there)) continue;
        reached += 1;
        const within = ways.smallestFrom(start).some((way) => isWithin(way, there, firstChange));
        if (!within) forgotten.push(`${label}: ${inWords(country, start)} to ${inWords(country, there)}`);
      }
    }
    expect(forgotten.slice(0, 5)).toEqual([]);
    expect(reached).toBeGreaterThan(50);
  });
});

/** Some better rung, or some option of a change; half of the time as it is, and towards the best. */
function further(ways: WaysOut, rung: number, at: number, random: () => number): number {
  if (at >= ways.changeAt(0)) {
    const { length } = ways.changes[at - ways.changeAt(0)]?.options ?? [];
    return random() < 0.5 ? rung : 1 + Math.floor(random() * length);
  }
  const best = at < ways.modeAt ? LADDER.length - 1 : 1;
  return random() < 0.3 ? rung + Math.floor(random() * (best - rung + 1)) : best;
}
