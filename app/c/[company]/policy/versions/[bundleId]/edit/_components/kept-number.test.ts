import { describe, expect, test } from "vitest";
import { keptAs, typedFigure } from "./kept-number";

const says = (typed: string) => {
  const read = typedFigure(typed);
  return read.ok ? read.value : read.message;
};

describe("a number as it is typed", () => {
  test.each([
    ["0", 0],
    ["-0.5", -0.5],
    [".5", 0.5],
    ["12.", 12],
    ["1e3", 1000],
    ["0.10", 0.1],
    ["123456789012345", 123_456_789_012_345],
    ["", null],
  ])("%s is kept as it is", (typed, value) => {
    expect(says(typed)).toBe(value);
  });

  test.each([
    ["1,500", "“1,500” is not a number; write 1500"],
    ["1 500 000", "“1 500 000” is not a number; write 1500000"],
    ["−5", "“−5” is not a number; write -5"],
    ["$5k", "“$5k” is not a number; write 5000"],
    ["5 %", "“5 %” is not a number; write 5"],
    ["about five", "“about five” is not a number; write digits alone"],
    ["1e30", "a number is 0, or between 0.000001 and 1e21 in size"],
    ["1e-400", "a number is 0, or between 0.000001 and 1e21 in size"],
    ["12345678901234567890", "a number with so many digits is not kept; the nearest is 12345678901234567000"],
    [
      "0.12345678901234567890",
      "a number with so many digits is not kept; the nearest is 0.12345678901234568",
    ],
  ])("of %s it is said what to write", (typed, words) => {
    expect(says(typed)).toBe(words);
  });

  test("one number is the same in every spelling", () => {
    for (const spelling of ["1500", "1500.0", "1.5e3", "001500", "15e2"])
      expect(keptAs(spelling)).toEqual({ ok: true, value: 1500 });
  });
});
