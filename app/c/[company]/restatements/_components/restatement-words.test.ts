import { expect, test } from "vitest";
import type { RestatedCycleLine } from "@/lib/queries/restated-cycles";
import { cyclesInWords, differenceInWords, remedyOf, summaryInWords } from "./restatement-words";

const line: RestatedCycleLine = {
  id: "a",
  cadence: "monthly_close",
  cycleKey: "2026-06",
  version: 1,
  evaluatedAt: "2026-07-08T09:00:00.000Z",
  policyVersion: "1.0",
  standsNow: null,
  certifiedFinal: true,
  inputs: [{ name: "CashBalance", unit: "USD", was: 900, now: 100, isOverridden: false, source: null }],
  triggers: [],
  difference: null,
};

test("a difference has its sign, and none is made up where a figure is missing", () => {
  expect(differenceInWords({ was: 900_000, now: 100_000, unit: "USD" })).toBe("−\u2060$800,000");
  expect(differenceInWords({ was: 71.5, now: 72.25, unit: "percent" })).toBe("+0.75");
  expect(differenceInWords({ was: null, now: 100_000, unit: "USD" })).toBe("");
  expect(differenceInWords({ was: [1, 2], now: [1, 3], unit: "USD" })).toBe("");
});

test("the first cycles that rested on a figure are named, the others counted", () => {
  const keys = ["2026-05", "2026-06", "2026-07", "2026-08", "2026-09"];
  const cycles = keys.map((cycleKey) => ({ cadence: "monthly_close" as const, cycleKey }));
  expect(cyclesInWords(cycles.slice(0, 1))).toBe("the May 2026 close");
  expect(cyclesInWords(cycles)).toBe("the May 2026 close, the Jun 2026 close, the Jul 2026 close and 2 more");
});

test("what can be done leads to the close where it is certified, and to the cycle where it can be evaluated", () => {
  expect(remedyOf(line, "/c/acme")).toEqual({
    words: "The CFO can reopen this close, with a reason",
    href: "/c/acme/close/2026-06",
  });
  expect(remedyOf({ ...line, certifiedFinal: false }, "/c/acme").href).toBe(
    "/c/acme/cycles/monthly_close/2026-06",
  );
  // Figures of its own are the same: it is run again with what came before it.
  expect(remedyOf({ ...line, inputs: [] }, "/c/acme").href).toBeNull();
  expect(remedyOf({ ...line, standsNow: 3 }, "/c/acme").words).toBe(
    "Evaluated again since: evaluation 3 stands",
  );
});

test("the sum says how many figures, cycles and decisions, and that none differs where none does", () => {
  expect(summaryInWords({ figuresInAll: 1, cyclesInAll: 1, cyclesDiffering: 0, decisions: [] })).toBe(
    "1 figure stands otherwise than when a cycle closed on it. 1 cycle rests on other inputs, and no state, mode or escalation is another. No decision would differ.",
  );
});
