import { describe, expect, test } from "vitest";
import { changeOf } from "./figure-change";

const months = (value: number | null, valueBefore: number | null, direction: "up" | "down" | "hold") =>
  changeOf({ value, valueBefore, unit: "months", direction });

describe("a figure against the week before", () => {
  test("payback that became shorter is better, and longer is worse", () => {
    expect(months(11.2, 12.4, "down")).toEqual({ word: "better", by: -1.2 });
    expect(months(12.4, 11.2, "down")).toEqual({ word: "worse", by: 1.2 });
  });

  test("runway that became longer is better, and shorter is worse", () => {
    expect(months(9, 8, "up")).toEqual({ word: "better", by: 1 });
    expect(months(8, 9, "up")).toEqual({ word: "worse", by: -1 });
  });

  test("a figure that is only watched changes, and is neither better nor worse", () => {
    expect(months(8, 9, "hold")).toEqual({ word: "changed", by: -1 });
  });

  test("two figures that read the same are unchanged, whatever stands behind the last digit shown", () => {
    expect(months(11.2399, 11.2001, "down")).toEqual({ word: "unchanged", by: 0 });
    expect(changeOf({ value: 1200.4, valueBefore: 1199.6, unit: "USD", direction: "down" }).word).toBe(
      "unchanged",
    );
  });

  test("without a value in one of the weeks nothing is said, and nought is a value", () => {
    expect(months(null, 9, "up")).toEqual({ word: "unknown", by: null });
    expect(months(9, null, "up")).toEqual({ word: "unknown", by: null });
    expect(months(0, 9, "up")).toEqual({ word: "worse", by: -9 });
  });
});
