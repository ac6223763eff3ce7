/**
 * Exact rational numbers. A state is decided on decimals as written, so that a value on a threshold is on
 * it (docs/specs/decision-run.md 3). Fractions are kept as they come, without reducing them: a run does a
 * handful of operations on each, and comparing by cross-multiplication needs no common form.
 */

export interface Exact {
  readonly n: bigint;
  /** Always over zero. */
  readonly d: bigint;
}

export const ZERO: Exact = { n: 0n, d: 1n };
export const ONE: Exact = { n: 1n, d: 1n };

/** A decimal text such as `-50000`, `8934.15` or `1e+21`, exactly. The caller has checked its form. */
export function exactFromDecimal(decimal: string): Exact {
  const exponentAt = decimal.indexOf("e");
  const mantissa = exponentAt < 0 ? decimal : decimal.slice(0, exponentAt);
  const exponent = exponentAt < 0 ? 0 : Number(decimal.slice(exponentAt + 1));
  const pointAt = mantissa.indexOf(".");
  const digits = pointAt < 0 ? mantissa : mantissa.slice(0, pointAt) + mantissa.slice(pointAt + 1);
  const places = (pointAt < 0 ? 0 : mantissa.length - pointAt - 1) - exponent;
  const n = BigInt(digits);
  return places > 0 ? { n, d: 10n ** BigInt(places) } : { n: n * 10n ** BigInt(-places), d: 1n };
}

/** A finite number as the shortest decimal that reads back as it: what was written in the document. */
export function exactOf(value: number): Exact {
  return Number.isSafeInteger(value) ? { n: BigInt(value), d: 1n } : exactFromDecimal(String(value));
}

export function add(a: Exact, b: Exact): Exact {
  return a.d === b.d ? { n: a.n + b.n, d: a.d } : { n: a.n * b.d + b.n * a.d, d: a.d * b.d };
}

export function subtract(a: Exact, b: Exact): Exact {
  return add(a, { n: -b.n, d: b.d });
}

export function multiply(a: Exact, b: Exact): Exact {
  return { n: a.n * b.n, d: a.d * b.d };
}

/** @throws RangeError on division by zero: callers guard their denominators and say UNKNOWN. */
export function divide(a: Exact, b: Exact): Exact {
  if (b.n === 0n) throw new RangeError("division by zero");
  return b.n < 0n ? { n: -a.n * b.d, d: a.d * -b.n } : { n: a.n * b.d, d: a.d * b.n };
}

/** Negative, zero or positive as a is under, on or over b. */
export function compare(a: Exact, b: Exact): -1 | 0 | 1 {
  const left = a.n * b.d;
  const right = b.n * a.d;
  return left < right ? -1 : left > right ? 1 : 0;
}

export function isPositive(a: Exact): boolean {
  return a.n > 0n;
}

export function sum(values: readonly Exact[]): Exact {
  return values.reduce(add, ZERO);
}

export function mean(values: readonly Exact[]): Exact {
  return divide(sum(values), { n: BigInt(values.length), d: 1n });
}

const SAFE = BigInt(Number.MAX_SAFE_INTEGER);
const DIGITS = 25;

/**
 * The double nearest to the fraction, for reports and screens; never for deciding a state. Always finite:
 * what lies beyond the largest double is given as the largest, because JSON knows no infinity.
 */
export function toNumber(value: Exact): number {
  const negative = value.n < 0n;
  const n = negative ? -value.n : value.n;
  if (n === 0n) return 0;
  // One rounding only, which is the nearest double, while both parts are exact as doubles.
  if (n <= SAFE && value.d <= SAFE) return (negative ? -1 : 1) * (Number(n) / Number(value.d));
  const places = DIGITS - (digitsOf(n) - digitsOf(value.d));
  const scaled = places >= 0 ? (n * 10n ** BigInt(places)) / value.d : n / (value.d * 10n ** BigInt(-places));
  const result = Number(`${scaled}e${-places}`);
  return (negative ? -1 : 1) * Math.min(result, Number.MAX_VALUE);
}

function digitsOf(value: bigint): number {
  return value.toString().length;
}
