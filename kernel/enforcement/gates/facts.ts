/**
 * What counts in a request (docs/specs/decision-run.md 5.1). A value of the wrong type, or an unknown word,
 * counts as not given; nothing here ever improves a request by guessing.
 */
import { bandOf, isFiniteNumber, isObject, type JsonObject, own, ownText } from "../artifacts/values";
import type { GateRequest } from "../document";

/** Roles whose signoff counts: an exact role, by a named person who is not the requester. */
export function countingSignoffs(request: GateRequest, roles: readonly string[]): string[] {
  const requester = personOf(request.requested_by);
  // Without a requester nobody can be shown to be someone else, so no signoff counts.
  if (requester === "" || request.signoffs == null) return [];
  const counting = new Set<string>();
  for (const { role, by } of request.signoffs) {
    const signer = personOf(by);
    if (role != null && roles.includes(role) && signer !== "" && signer !== requester) counting.add(role);
  }
  return [...counting].sort();
}

function personOf(name: string | null | undefined): string {
  return name?.trim().toLowerCase() ?? "";
}

/** An ROI case with a summary and a band (contract A3: bands over points). */
export function hasRoiCase(request: GateRequest): boolean {
  return ownText(request.roi_case, "summary") !== "" && roiBandOf(request) !== null;
}

/** The band of the ROI case, or null. */
export function roiBandOf(request: GateRequest): readonly [number, number] | null {
  return bandOf(own(request.roi_case, "expected_roi_band"));
}

/** An offset with a description and an amount over zero (RUNTIME-A10-2). */
export function isOffsetDocumented(offset: unknown): boolean {
  const amount = own(offset, "amount_usd");
  return ownText(offset, "description") !== "" && isFiniteNumber(amount) && amount > 0;
}

/** The details of a request, read one by one. */
export class Details {
  private readonly given: JsonObject;

  constructor(given: JsonObject | null | undefined) {
    this.given = given ?? {};
  }

  /** One of the words, else null. */
  word<W extends string>(name: string, words: readonly W[]): W | null {
    const value = own(this.given, name);
    return words.find((word) => word === value) ?? null;
  }

  text(name: string): string {
    return ownText(this.given, name);
  }

  /** A finite number, else null. */
  number(name: string): number | null {
    const value = own(this.given, name);
    return isFiniteNumber(value) ? value : null;
  }

  /** True or false as given, else null. */
  flag(name: string): boolean | null {
    const value = own(this.given, name);
    return typeof value === "boolean" ? value : null;
  }

  band(name: string): readonly [number, number] | null {
    return bandOf(own(this.given, name));
  }

  /** Whether `quantified_impact` says on what, in which band, and in which unit (RUNTIME-A6-7). */
  get impactQuantified(): boolean {
    const impact = own(this.given, "quantified_impact");
    const on = own(impact, "on");
    return (
      isObject(impact) &&
      (on === "retention" || on === "upsell") &&
      bandOf(own(impact, "band")) !== null &&
      ownText(impact, "unit") !== ""
    );
  }
}
