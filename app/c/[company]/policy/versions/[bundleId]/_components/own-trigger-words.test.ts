import { expect, test } from "vitest";
import { needsInWords } from "./own-trigger-words";

const newArr = { name: "NetNewARR_quarter", kind: "amount", unit: "USD" } as const;

test("a trigger of the company's own says which figures somebody must supply", () => {
  expect(needsInWords("T9", [])).toBe("T9 is worked out from figures that are known already.");
  expect(needsInWords("T9", [newArr])).toBe(
    "T9 needs NetNewARR_quarter (USD, one figure): somebody must supply it in each cycle.",
  );
  expect(needsInWords("T9", [newArr, { name: "Seats", kind: "monthly", unit: "x" }])).toBe(
    "T9 needs NetNewARR_quarter (USD, one figure) and Seats (x, one figure a month): somebody must supply them in each cycle.",
  );
});
