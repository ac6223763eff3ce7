import { expect, it } from "vitest";
import { canonicalJson } from "./canonical-json";

it("writes the same value as the same bytes, whatever the order of its keys", () => {
  expect(canonicalJson({ b: [1, null, "é"], a: { "€": 1, "\r": 2, "1": 3 } })).toBe(
    canonicalJson({ a: { "1": 3, "\r": 2, "€": 1 }, b: [1, null, "é"] }),
  );
});

it("sorts keys by code unit and writes numbers in their shortest form", () => {
  expect(canonicalJson({ "😀": 1, "\ufb33": 2, a: 1e30, A: 0.000001, _: -0 })).toBe(
    `{"A":0.000001,"_":0,"a":1e+30,"😀":1,"\ufb33":2}`,
  );
});

it("refuses what JSON cannot express", () => {
  expect(() => canonicalJson(undefined)).toThrow(TypeError);
  expect(() => canonicalJson({ amount: Number.NaN })).toThrow();
});
