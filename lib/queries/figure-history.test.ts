import fc from "fast-check";
import { expect, test } from "vitest";
import { type KnownRow, knownAt, type Reader, reads } from "./figure-history";

const at = (minute: number) => new Date(Date.UTC(2026, 6, 1, 0, minute));
const row = (amount: number, from: number, until: number | null): KnownRow => ({
  amount,
  occurredAt: at(0),
  knownFrom: at(from),
  knownUntil: until === null ? null : at(until),
});

test("a figure is the total of the rows known at a moment, and nothing before the first was known", () => {
  const rows = [row(1000, 10, 30), row(500.5, 20, 30), row(1400, 30, null)];
  expect([5, 10, 29, 30].map((minute) => knownAt(rows, false, at(minute)))).toEqual([
    null,
    1000,
    1500.5,
    1400,
  ]);
});

test("of a balance the newest statement counts, not the total", () => {
  const opening = { ...row(900, 0, null), occurredAt: at(1) };
  const closing = { ...row(950, 0, null), occurredAt: at(2) };
  expect(knownAt([closing, opening], true, at(5))).toBe(950);
});

test("restating a figure and undoing it leaves it as it was, at whatever moments", () => {
  const amount = fc.integer({ min: -1_000_000, max: 1_000_000 }).map((cents) => cents / 100);
  fc.assert(
    fc.property(fc.array(amount, { minLength: 1, maxLength: 6 }), amount, (before, other) => {
      const rows = [
        ...before.map((each) => row(each, 1, 10)),
        row(other, 10, 20),
        ...before.map((each) => row(each, 20, null)),
      ];
      expect(knownAt(rows, false, at(25))).toBe(knownAt(rows, false, at(5)));
      expect(knownAt(rows, false, at(15))).toBe(other + 0);
    }),
  );
});

const close: Reader = {
  id: "a",
  cadence: "monthly_close",
  cycleKey: "2026-06",
  version: 1,
  period: { start: "2026-06-01", end: "2026-06-30" },
  monthIndex: 11,
  readAt: at(0),
  burnUntil: null,
  hasOtherCash: false,
};
const week: Reader = {
  ...close,
  cadence: "weekly",
  cycleKey: "2026-W28",
  period: { start: "2026-07-06", end: "2026-07-12" },
  monthIndex: null,
  burnUntil: "2026-05",
};

test.each<[string, boolean, Reader, string[], string]>([
  ["a close reads the costs of its year", true, close, ["cogs", "2025-07", "cloud"], "2025-07-31"],
  ["but none of the month after it", false, close, ["cogs", "2026-07", "cloud"], "2026-07-31"],
  ["of cash flow its quarter", false, close, ["cash-flow", "2026-03", "capex"], "2026-03-31"],
  ["headcount of its own month", true, close, ["headcount", "2026-06", "R&D"], "2026-06-30"],
  ["the target of its month of the plan", true, close, ["targets", "FCF", "11"], "2026-06-30"],
  ["and no other", false, close, ["targets", "FCF", "12"], "2026-06-30"],
  ["a week reads the burn it was evaluated on", true, week, ["cash-flow", "2026-03", "capex"], "2026-03-31"],
  ["not a month posted since", false, week, ["cash-flow", "2026-06", "capex"], "2026-06-30"],
  ["no other costs", false, week, ["opex", "2026-05", "R&D"], "2026-05-31"],
  ["the bookings target of its next quarter", true, week, ["bookings-targets", "2026-Q4"], "2026-07-01"],
  ["a balance where its cash is another", true, { ...week, hasOtherCash: true }, ["cash"], "2026-07-12"],
  ["not where it is the same", false, week, ["cash"], "2026-07-12"],
])("%s", (_, expected, reader, parts, day) => {
  expect(reads(reader, parts, day)).toBe(expected);
});
