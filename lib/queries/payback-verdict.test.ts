import { describe, expect, test } from "vitest";
import { type Band, PAYBACK_MEASURES } from "./payback-plan";
import { LEAST_TO_SAY, type PaybackSubject, paybackReport } from "./payback-report";
import { keepsPromise, type Measured, PAYBACK_VERDICTS, verdictOf } from "./payback-verdict";

const toldAfter = "2026-07-17";
const DAYS = ["2026-04-19", "2026-07-16", "2026-07-17", "2026-07-18", "2027-01-01"];
const FIGURES: Measured[] = [
  ...[-1e9, -1, 0, 0.99, 1, 1.5, 2, 2.01, 1e9, Number.NaN, Number.POSITIVE_INFINITY].map(
    (value): Measured => ({ kind: "value", value }),
  ),
  { kind: "never" },
  { kind: "result", isKept: true },
  { kind: "result", isKept: false },
  { kind: "missing", missing: ["the books"] },
];
const band: Band = [1, 2];

/** Every measure on every day with every figure. */
const all = PAYBACK_MEASURES.flatMap((measure) =>
  DAYS.flatMap((today) => [null, ...FIGURES].map((measured) => ({ measure, today, measured }))),
).map((given) => ({
  ...given,
  outcome: verdictOf({ measure: given.measure, band, toldAfter, missing: [] }, given.measured, given.today),
}));

describe("the verdict on a case", () => {
  test("is one of four, whatever the measure, the day and the figure", () => {
    for (const { outcome } of all) expect(PAYBACK_VERDICTS).toContain(outcome.verdict);
  });

  test("is too early to tell up to and including the last day of the window, and never after it with a figure", () => {
    for (const { today, measured, outcome } of all) {
      if (today <= toldAfter) expect(outcome.verdict).toBe("TOO_EARLY");
      else if (measured !== null) expect(outcome.verdict).not.toBe("TOO_EARLY");
    }
  });

  test("tells what is missing exactly where it cannot be measured", () => {
    for (const { outcome } of all) {
      expect(outcome.missing.length > 0).toBe(outcome.verdict === "CANNOT_BE_MEASURED");
    }
  });

  test("shows a figure only where it was judged, and never one that is none", () => {
    for (const { outcome } of all) {
      if (outcome.verdict === "TOO_EARLY" || outcome.verdict === "CANNOT_BE_MEASURED") {
        expect(outcome.value).toBeNull();
      }
      if (outcome.value !== null) expect(Number.isFinite(outcome.value)).toBe(true);
    }
  });

  test("never gets worse by a better figure", () => {
    for (const measure of PAYBACK_MEASURES) {
      const values = [-5, 0, 0.5, 1, 1.5, 2, 2.5, 100];
      const better = measure === "PAYBACK_MONTHS" ? values.toReversed() : values;
      const kept = better.map((value) => keepsPromise(measure, band, value));
      expect(kept).toEqual([...kept].sort((one, other) => Number(one) - Number(other)));
      expect(kept.at(0)).toBe(false);
      expect(kept.at(-1)).toBe(true);
    }
  });

  test.each([
    ["NEW_ARR_PER_DOLLAR", 1, "PAID_BACK"],
    ["NEW_ARR_PER_DOLLAR", 0.999, "MISSED"],
    ["PAYBACK_MONTHS", 2, "PAID_BACK"],
    ["PAYBACK_MONTHS", 2.001, "MISSED"],
  ] as const)("%s of %d against a band from 1 to 2 is %s", (measure, value, verdict) => {
    const plan = { measure, band, toldAfter, missing: [] };
    expect(verdictOf(plan, { kind: "value", value }, "2026-08-01").verdict).toBe(verdict);
  });

  test("a case that says too little is told so at once, before its time as well", () => {
    const plan = { measure: null, band, toldAfter, missing: ["the amount"] };
    expect(verdictOf(plan, null, "2026-04-20")).toEqual({
      verdict: "CANNOT_BE_MEASURED",
      value: null,
      missing: ["the amount"],
    });
  });
});

const subject = (change: Partial<PaybackSubject> = {}): PaybackSubject => ({
  gateId: "G2_GTM_SPEND",
  requester: "Camille",
  codes: [],
  isApproved: true,
  isBlocked: false,
  isOverridden: false,
  verdict: "PAID_BACK",
  ...change,
});
const many = (count: number, change: Partial<PaybackSubject> = {}) =>
  Array.from({ length: count }, () => subject(change));

describe("the report", () => {
  test("says nothing but the number where there are fewer than five", () => {
    for (let count = 1; count < 12; count += 1) {
      const [group] = paybackReport(many(count)).byGate;
      expect(group?.asked).toBe(count);
      expect(group?.counts === null).toBe(count < LEAST_TO_SAY);
    }
  });

  test("tells a share only of five or more that paid back or missed, however many were asked", () => {
    const few = [...many(4), ...many(30, { verdict: "TOO_EARLY" }), ...many(30, { verdict: null })];
    expect(paybackReport(few).byGate[0]).toMatchObject({ asked: 64, paidBackPct: null });
    const enough = [...many(4), ...many(1, { verdict: "MISSED" })];
    expect(paybackReport(enough).byGate[0]?.paidBackPct).toBe(80);
  });

  test("stands in the order of names, whatever the results", () => {
    const mixed = [
      ...many(6, { requester: "Zoe" }),
      ...many(6, { requester: "Anna", verdict: "MISSED" }),
      ...many(2, { requester: "Mia" }),
    ];
    expect(paybackReport(mixed).byRequester.map(({ key }) => key)).toEqual(["Anna", "Mia", "Zoe"]);
  });

  test("counts a request under each code that it met, once", () => {
    const { byCode } = paybackReport(many(5, { codes: ["CFO-23", "CFO-21", "CFO-23"], isOverridden: true }));
    expect(byCode.map(({ key, asked, counts }) => [key, asked, counts?.overridden])).toEqual([
      ["CFO-21", 5, 5],
      ["CFO-23", 5, 5],
    ]);
  });
});
