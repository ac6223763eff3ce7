import { describe, expect, test } from "vitest";
import { clockText, placeInAgenda } from "./review-clock";
import { changeWords, inputWords, stepWords } from "./review-words";

const items = [{ minutes: 15 }, { minutes: 15 }, { minutes: 15 }];

describe("the review's clock", () => {
  test.each([
    [0, 0],
    [899, 0],
    [900, 1],
    [2699, 2],
    [2700, null],
  ])("after %i seconds it is the time of item %o", (seconds, place) => {
    expect(placeInAgenda(items, seconds)).toBe(place);
  });

  test("minutes and seconds, beyond an hour as well", () => {
    expect([clockText(65), clockText(4000)]).toEqual(["01:05", "66:40"]);
  });

  test("a review that was left open says for how long, and not in thousands of minutes", () => {
    expect([10_799, 12_000, 172_799, 551_181].map(clockText)).toEqual([
      "179:59",
      "3 h 20 min",
      "47 h 59 min",
      "6 days",
    ]);
  });
});

describe("what moved, in words", () => {
  const trigger = {
    triggerId: "T4_RUNWAY_FLOOR",
    shortId: "T4",
    name: "Runway",
    unit: "months",
    state: "FAIL",
    stateBefore: "FAIL",
    value: 6.7,
    valueBefore: 7.2,
    steps: [],
  } as const;

  test("by how much and from what, in the trigger's unit", () => {
    expect(changeWords({ ...trigger, steps: [] })).toBe("Down 0.5 months from 7.2 months.");
    expect(changeWords({ ...trigger, steps: [], valueBefore: 6.7 })).toBe("Unchanged: no input moved.");
    expect(changeWords({ ...trigger, steps: [], valueBefore: null })).toContain("No comparison");
  });

  test("a value and the one before it have the same digits, and a movement too small for them is no zero", () => {
    const x = { ...trigger, steps: [], unit: "x", value: 4, valueBefore: 4.08 };
    expect(changeWords(x)).toBe("Down 0.08× from 4.08×.");
    expect(changeWords({ ...x, value: 4.08, valueBefore: 4 })).toBe("Up 0.08× from 4.00×.");
    expect(changeWords({ ...trigger, steps: [], value: 94.2, valueBefore: 95 })).toBe(
      "Down 0.8 months from 95.0 months.",
    );
    expect(changeWords({ ...trigger, steps: [], value: 94.21, valueBefore: 94.2 })).toBe(
      "Up by next to nothing from 94.2 months.",
    );
  });

  test("a series is told by its average, and no word says that one thing caused another", () => {
    const step = {
      input: "NetBurn",
      moves: [{ input: "NetBurn", from: [480_000, 520_000, 450_000], to: [500_000, 520_000, 450_000] }],
      valueBefore: 6.7,
      valueAfter: 6.6,
      effect: -0.1,
    };
    const words = `${inputWords(step)} ${stepWords(step, "months")}`;
    expect(words).toBe(
      "Net burn $483,333 (average of 3) → $490,000 (average of 3) (down 0.1 months: 6.7 months to 6.6 months)",
    );
    expect(words).not.toMatch(/because|caused/);
  });
});
