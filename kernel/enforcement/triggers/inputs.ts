/**
 * Reads the runtime inputs (contract A5.2, docs/specs/decision-run.md 3). Whatever cannot be used counts as
 * missing and is named; nothing is guessed, and nothing is ever taken for zero.
 */
import { isFiniteNumber, isObject, type JsonObject, own } from "../artifacts/values";
import { type Exact, exactOf, multiply } from "../exact";
import { type NormalizationProfile, namesOf } from "../normalization";
import type { Unit } from "../vocabulary";

/** A number, or `{value, unit}` with a unit of the expected family; else null. */
export function amountOf(value: unknown, unit: Unit, profile: NormalizationProfile): Exact | null {
  if (isFiniteNumber(value)) return exactOf(value);
  if (!isObject(value) || Object.keys(value).length !== 2) return null;
  const amount = own(value, "value");
  const stated = own(value, "unit");
  if (!isFiniteNumber(amount) || typeof stated !== "string") return null;
  const { aliases, converted } = namesOf(profile, unit);
  if (aliases.includes(stated)) return exactOf(amount);
  const factor = converted.find(([name]) => name === stated)?.[1];
  return factor === undefined ? null : multiply(exactOf(amount), exactOf(factor));
}

/** The inputs of one trigger evaluation, and the names of those that were wanted and could not be used. */
export class Inputs {
  private readonly values: JsonObject;
  private readonly monthIndex: number | null;
  private readonly profile: NormalizationProfile;
  private readonly missingNames = new Set<string>();

  constructor(values: JsonObject, monthIndex: number | null, profile: NormalizationProfile) {
    this.values = values;
    this.monthIndex = monthIndex;
    this.profile = profile;
  }

  get missing(): string[] {
    return [...this.missingNames];
  }

  /** Whether the document has the name at all, be it with null. */
  has(name: string): boolean {
    return Object.hasOwn(this.values, name);
  }

  nameMissing(name: string): null {
    this.missingNames.add(name);
    return null;
  }

  number(name: string, unit: Unit): Exact | null {
    return amountOf(own(this.values, name), unit, this.profile) ?? this.nameMissing(name);
  }

  /** A number over zero: what may stand under a fraction line. */
  positive(name: string, unit: Unit): Exact | null {
    const amount = this.number(name, unit);
    return amount !== null && amount.n <= 0n ? this.nameMissing(name) : amount;
  }

  /** The last `count` values of a series that has at least that many. */
  last(name: string, count: number, unit: Unit = "USD"): Exact[] | null {
    return this.lastOrNull(name, count, unit) ?? this.nameMissing(name);
  }

  lastOrNull(name: string, count: number, unit: Unit = "USD"): Exact[] | null {
    const series = own(this.values, name);
    if (!Array.isArray(series) || series.length < count) return null;
    const amounts = series
      .slice(series.length - count)
      .map((item: unknown) => amountOf(item, unit, this.profile));
    return amounts.every((amount) => amount !== null) ? amounts : null;
  }

  numberOrNull(name: string, unit: Unit): Exact | null {
    return amountOf(own(this.values, name), unit, this.profile);
  }

  /** How many values a series holds; null when it is no series. */
  lengthOf(name: string): number | null {
    const series = own(this.values, name);
    return Array.isArray(series) ? series.length : null;
  }

  /**
   * A target of the plan for this month: a number, or a map from month index to number. Without
   * `month_index` that alone is missing, because nobody can say which target is.
   */
  monthlyTarget(name: string, unit: Unit = "USD"): Exact | null {
    const target = own(this.values, name);
    const constant = amountOf(target, unit, this.profile);
    const isMap = isObject(target) && !Object.hasOwn(target, "value");
    if (constant === null && !isMap) this.nameMissing(name);
    if (this.monthIndex === null) return this.nameMissing("month_index");
    if (constant !== null || !isMap) return constant;
    return amountOf(own(target, String(this.monthIndex)), unit, this.profile) ?? this.nameMissing(name);
  }
}
