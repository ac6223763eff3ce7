import { describe, expect, test } from "vitest";
import { copyRight, figureText, followBurn, grow, readFigure, sliderRange } from "./figures";

describe("what somebody types", () => {
  test.each<[string, number | null | undefined]>([
    ["1,200,000", 1_200_000],
    ["$1.2M", 1_200_000],
    ["-250k", -250_000],
    ["−12.5", -12.5],
    ["−\u2060$383.3K", -383_300],
    ["75 %", 75],
    ["0.005", 0.01],
    ["-0", 0],
    ["", null],
    ["  ", null],
    ["twelve", undefined],
    ["1.2.3", undefined],
    ["1e5", undefined],
    ["9999b", undefined],
    ["-", undefined],
  ])("%j is read as %j", (text, figure) => expect(readFigure(text)).toBe(figure));

  test("is shown again as it would be typed", () => {
    for (const [value, unit] of [
      [1_234_567, "USD"],
      [-1_234.5, "USD"],
      [76.55, "percent"],
    ] as const)
      expect(readFigure(figureText(value, unit))).toBe(value);
    expect(figureText(null, "USD")).toBe("");
    expect(figureText(-250_000, "USD")).toBe("−250,000");
  });
});

describe("a row at once", () => {
  test("copies a month to those after it", () => {
    expect(copyRight([1, 2, 3, null], 1)).toEqual([1, 2, 2, 2]);
    expect(copyRight([1, null, 3], 1)).toEqual([1, null, null]);
  });
  test("changes by a percentage a month, to the cent", () => {
    expect(grow([100, 5, 5, 5], 0, 10)).toEqual([100, 110, 121, 133.1]);
    expect(grow([100, 5, 5], 1, -50)).toEqual([100, 5, 2.5]);
  });
  test("changes nothing where there is nothing to begin with", () => {
    expect(grow([null, 5], 0, 10)).toEqual([null, 5]);
  });
  test("lets cash follow the burn until a burn is not known", () => {
    expect(followBurn(100, [10, -5, null, 10], [0, 0, 0, 0])).toEqual([90, 95, null, null]);
  });
});

describe("the slider", () => {
  test("reaches twice as far as the row, in readable steps", () => {
    expect(sliderRange("CashBalance", "USD", [4_200_000, null])).toEqual({
      min: 0,
      max: 10_000_000,
      step: 50_000,
    });
    expect(sliderRange("GrossMargin", "percent", [])).toEqual({ min: 0, max: 50, step: 0.25 });
  });
  test("goes below zero where the figure may", () => {
    expect(sliderRange("NetBurn", "USD", [40_000]).min).toBe(-100_000);
    expect(sliderRange("Own", "USD", [-1]).min).toBeLessThan(0);
  });
});
