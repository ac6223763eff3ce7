import { expect, test } from "vitest";
import { figuresAsText, figuresFromText, figuresInWords } from "./figures";

test("FP&A may type an amount with a dollar sign and commas", () => {
  expect(figuresFromText("$1,250,000.50", false)).toBe(1_250_000.5);
  expect(figuresFromText("−40000", false)).toBe(-40_000);
  expect(figuresFromText("−\u2060$40,000", false)).toBe(-40_000);
});

test("a series is typed as figures with spaces between, oldest first", () => {
  expect(figuresFromText("100 200 300", true)).toEqual([100, 200, 300]);
  expect(figuresFromText("100", true)).toEqual([100]);
});

test("what is no figure, or more than one where one is asked for, is not taken", () => {
  expect(figuresFromText("a lot", false)).toBeNull();
  expect(figuresFromText("", true)).toBeNull();
  expect(figuresFromText("1 2", false)).toBeNull();
});

test("a figure that is missing says so and never reads as zero", () => {
  expect(figuresInWords(null, "USD")).toBe("missing");
  expect(figuresInWords([1000, -250], "USD")).toBe("$1,000, −\u2060$250");
  expect(figuresAsText(null)).toBe("");
});
