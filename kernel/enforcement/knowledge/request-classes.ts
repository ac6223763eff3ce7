/**
 * The classes of request that the gates of a policy, or of several at once, can tell apart: two requests
 * are of one class when they come to the same verdict, rules and codes in every situation. The classes are
 * found by running the gates, never listed by hand.
 */
import type { GateRequest } from "../document";
import { isOffsetDocumented } from "../gates/facts";
import type { CompiledPolicy } from "../policy";
import { type GateId, gateShortId } from "../vocabulary";
import { type Behaviour, behaviourOf } from "./behaviour";
import { Interned, type Layout, layOut } from "./layout";
import { type FactDimension, type FactValue, labelOf, requestSpace, requestWith } from "./request-space";
import { watched } from "./watched-request";

export interface RequestClass {
  /** `G1-04`: stable for the same policies. */
  readonly id: string;
  readonly gateId: GateId;
  /** The plainest request of the class, in words; a fact that makes no difference to it is left out. */
  readonly label: string;
  readonly request: GateRequest;
  /** How many combinations of facts come to this class. */
  readonly combinations: number;
  /** Some request of the class is growth spend or net-new headcount (contract A10(2)). */
  readonly growth: boolean;
  /** Every request of the class claims retention protection with an offset. */
  readonly protectsRetention: boolean;
}

/** A class, and one that differs from it by one proof less: a signature, an ROI case, an offset. */
export interface LessProof {
  readonly complete: string;
  readonly lacking: string;
  readonly proof: string;
}

export interface GateClasses {
  readonly gateId: GateId;
  readonly classes: readonly RequestClass[];
  /** For each policy, its behaviours laid out; a row of the table for each class. */
  readonly layouts: readonly Layout[];
  readonly lessProof: readonly LessProof[];
}

/** Sorts every combination of facts by what the gate does with it under each of the policies. */
export function gateClasses(gateId: GateId, policies: readonly CompiledPolicy[]): GateClasses {
  const combinations = new Combinations(gateId, requestSpace(policies)[gateId]);
  const behaviours = new Interned<readonly Behaviour[]>((each) => JSON.stringify(each));
  const known = new KnownRequests(combinations);
  const found = Array.from({ length: combinations.count }, (_, index) =>
    known.placeOf(index, (request) =>
      behaviours.place(policies.map((policy) => behaviourOf(policy, request))),
    ),
  );
  const laidOut = policies.map((policy, which) =>
    layOut(
      policy,
      behaviours.values.map((each) => each[which] as Behaviour),
    ),
  );
  const same = sameInEverySituation(laidOut, behaviours.values.length);
  const classAt = found.map((place) => same.classOf[place] ?? 0);
  return {
    gateId,
    classes: classesOf(combinations, classAt),
    layouts: laidOut.map((layout) => ({
      ...layout,
      table: same.kept.map((row) => layout.table[row] ?? NO_ROW),
    })),
    lessProof: lessProofs(combinations, classAt),
  };
}

const NO_ROW = new Uint16Array();

/** Behaviours that ask otherwise and yet always come to the same are one class. */
function sameInEverySituation(layouts: readonly Layout[], count: number) {
  const rows = new Interned<number>((row) => layouts.map(({ table }) => table[row]?.join()).join(" "));
  const kept: number[] = [];
  const classOf = Array.from({ length: count }, (_, row) => {
    const place = rows.place(row);
    if (place === kept.length) kept.push(row);
    return place;
  });
  return { kept, classOf };
}

/** What is already known of requests that agree in every detail the gate looked at. */
class KnownRequests {
  private readonly groups = new Map<string, { dimensions: readonly number[]; places: Map<number, number> }>();
  private readonly combinations: Combinations;

  constructor(combinations: Combinations) {
    this.combinations = combinations;
  }

  placeOf(index: number, behave: (watched: GateRequest) => number): number {
    for (const { dimensions, places } of this.groups.values()) {
      const known = places.get(this.combinations.only(index, dimensions));
      if (known !== undefined) return known;
    }
    const read = new Set<string>();
    const place = behave(watched(this.combinations.request(index), read));
    const dimensions = this.combinations.dimensionsBehind(read);
    const group = this.groups.get(dimensions.join()) ?? { dimensions, places: new Map<number, number>() };
    this.groups.set(dimensions.join(), group);
    group.places.set(this.combinations.only(index, dimensions), place);
    return place;
  }
}

/** All combinations of one value for each dimension, by number; the first dimension counts fastest. */
class Combinations {
  readonly gateId: GateId;
  readonly dimensions: readonly FactDimension[];
  readonly strides: readonly number[];
  readonly count: number;

  constructor(gateId: GateId, dimensions: readonly FactDimension[]) {
    this.gateId = gateId;
    this.dimensions = dimensions;
    let product = 1;
    this.strides = dimensions.map(({ values }) => {
      const stride = product;
      product *= values.length;
      return stride;
    });
    this.count = product;
  }

  chosen(index: number, dimension: number): number {
    const length = this.dimensions[dimension]?.values.length ?? 1;
    return Math.floor(index / (this.strides[dimension] ?? 1)) % length;
  }

  /** The number of the combination that keeps only the values of those dimensions. */
  only(index: number, dimensions: readonly number[]): number {
    let kept = 0;
    for (const at of dimensions) kept += this.chosen(index, at) * (this.strides[at] ?? 0);
    return kept;
  }

  values(index: number): FactValue[] {
    return this.dimensions.map(({ values }, at) => values[this.chosen(index, at)] as FactValue);
  }

  request(index: number): GateRequest {
    return requestWith(this.gateId, this.values(index));
  }

  /** How many facts are not the first of their dimension. */
  unusual(index: number): number {
    return this.dimensions.filter((_, at) => this.chosen(index, at) > 0).length;
  }

  /** The dimensions that set one of the details, and those that set something else. */
  dimensionsBehind(details: ReadonlySet<string>): number[] {
    return this.dimensions.flatMap(({ values }, at) => {
      const behind = values.some(({ facts: { details: own, ...beside } }) =>
        Object.keys(beside).length > 0 ? true : Object.keys(own ?? {}).some((name) => details.has(name)),
      );
      return behind ? [at] : [];
    });
  }
}

function classesOf(combinations: Combinations, classAt: readonly number[]): RequestClass[] {
  const members: number[][] = [];
  classAt.forEach((place, index) => {
    const list = members[place] ?? [];
    members[place] = list;
    list.push(index);
  });
  return members.map((indexes, place) => classOf(combinations, classAt, indexes, place));
}

function classOf(
  combinations: Combinations,
  classAt: readonly number[],
  indexes: readonly number[],
  place: number,
): RequestClass {
  const { gateId } = combinations;
  let plainest = indexes[0] ?? 0;
  for (const index of indexes) {
    if (combinations.unusual(index) < combinations.unusual(plainest)) plainest = index;
  }
  const telling = combinations
    .values(plainest)
    .filter((_, at) => matters(combinations, classAt, plainest, at));
  return {
    id: classId(gateId, place),
    gateId,
    label: labelOf(telling),
    request: { ...combinations.request(plainest), request_id: classId(gateId, place) },
    combinations: indexes.length,
    growth: indexes.some((index) => isGrowth(combinations.request(index))),
    protectsRetention: indexes.every((index) =>
      (combinations.request(index).exceptions ?? []).some(({ offset }) => isOffsetDocumented(offset)),
    ),
  };
}

function classId(gateId: GateId, at: number): string {
  return `${gateShortId(gateId)}-${String(at + 1).padStart(2, "0")}`;
}

/** Whether another value of the one dimension would make it another class. The first is always named. */
function matters(
  combinations: Combinations,
  classAt: readonly number[],
  index: number,
  dimension: number,
): boolean {
  if (dimension === 0) return true;
  const stride = combinations.strides[dimension] ?? 1;
  const first = index - combinations.chosen(index, dimension) * stride;
  const values = combinations.dimensions[dimension]?.values ?? [];
  return values.some((_, at) => classAt[first + at * stride] !== classAt[index]);
}

/** Each class with those that differ by one proof less, once. */
function lessProofs(combinations: Combinations, classAt: readonly number[]): LessProof[] {
  const { gateId, dimensions, strides } = combinations;
  const found = new Map<string, LessProof>();
  dimensions.forEach(({ name, proof }, at) => {
    if (!proof) return;
    classAt.forEach((place, index) => {
      const less = classAt[index - (strides[at] ?? 1)] ?? 0;
      if (combinations.chosen(index, at) === 0 || place === less) return;
      const [complete, lacking] = [classId(gateId, place), classId(gateId, less)];
      found.set(`${complete} ${lacking} ${name}`, { complete, lacking, proof: name });
    });
  });
  return [...found.values()];
}

/** Contract A10(2): discretionary growth spend, or net-new headcount that protects no retention. */
export function isGrowth({ gate_id, details, exceptions }: GateRequest): boolean {
  const given = (details ?? {}) as Readonly<Record<string, unknown>>;
  if (gate_id === "G1_HEADCOUNT") {
    const protects = (exceptions ?? []).some(({ offset }) => isOffsetDocumented(offset));
    const fits = (given.function === "CS" || given.function === "Product") && given.mitigates_churn === true;
    return given.classification === "net-new" && !(protects && fits);
  }
  if (gate_id === "G2_GTM_SPEND") {
    const { kind, evidence, purpose } = given;
    const moves = kind === "reallocation" && (evidence === "proven" || purpose === "retention");
    return !moves && !["reduction", "commitment", "discount_exception"].includes(String(kind));
  }
  if (gate_id === "G3_PRODUCT_AND_RND") return given.classification !== "retention-critical";
  return given.mission_critical !== true || String(given.justification ?? "").trim() === "";
}
