import { describe, expect, test } from "vitest";
import { rowViewSchema } from "./row-view";

describe("the address of an import's rows", () => {
  test.each<[Record<string, string | string[]>, object]>([
    [{}, { fate: undefined, after: undefined }],
    [
      { fate: "FAULT", after: "51" },
      { fate: "FAULT", after: 51 },
    ],
    [{ from: "150000" }, { fate: undefined, after: 149_999 }],
    [
      { from: "7", after: "51" },
      { fate: undefined, after: 6 },
    ],
    [{ from: "0" }, { fate: undefined, after: undefined }],
    [
      { from: "-1", after: "x", fate: "vibes" },
      { fate: undefined, after: undefined },
    ],
    [
      { from: "1e99", after: ["1", "2"] },
      { fate: undefined, after: undefined },
    ],
  ])("%j is understood, and what it cannot mean is left out", (search, view) => {
    expect(rowViewSchema.parse(search)).toEqual(view);
  });
});
