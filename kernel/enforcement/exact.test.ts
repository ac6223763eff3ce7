import { describe, expect, it } from "vitest";
import { compare, divide, exactFromDecimal, exactOf, mean, multiply, subtract, sum, toNumber } from "./exact";

describe("Exact numbers", () => {
  it("divide to the decimal a person would write", () => {
    expect(compare(divide(exactOf(8934.15), exactOf(2978.05)), exactOf(3))).toBe(0);
    expect(compare(sum([exactOf(0.1), exactOf(0.2)]), exactOf(0.3))).toBe(0);
    expect(toNumber(divide(exactOf(8934.15), exactOf(2978.05)))).toBe(3);
  });

  it("take a number as its shortest decimal, with any exponent", () => {
    expect(exactOf(1e21)).toEqual({ n: 10n ** 21n, d: 1n });
    expect(exactOf(-2.5e-7)).toEqual({ n: -25n, d: 10n ** 8n });
    expect(exactFromDecimal("-50000")).toEqual({ n: -50000n, d: 1n });
  });

  it("keep the sign of a division by a negative number", () => {
    expect(toNumber(divide(exactOf(1), exactOf(-4)))).toBe(-0.25);
    expect(() => divide(exactOf(1), exactOf(0))).toThrow(RangeError);
  });

  it("come back as the nearest double, and always finite", () => {
    expect(toNumber(mean([exactOf(1), exactOf(1), exactOf(0)]))).toBe(2 / 3);
    expect(toNumber(multiply(exactOf(1e308), exactOf(1e308)))).toBe(Number.MAX_VALUE);
    expect(toNumber(multiply(exactOf(5e-324), exactOf(5e-324)))).toBe(0);
    expect(toNumber(exactOf(5e-324))).toBe(5e-324);
    expect(toNumber(subtract(exactOf(1e308), exactOf(5e-324)))).toBe(1e308);
    expect(toNumber(exactOf(-123456.789e100))).toBe(-123456.789e100);
  });
});
