import { expect, test } from "vitest";
import type { UnblockAtom } from "@/kernel/enforcement";
import { othersInWords, stepInWords } from "./unblock-words";

const requester = { requester: true, role: "requester" };
const treasury = { requester: false, role: "CFO + Controller/Treasury" };
const words = (atom: UnblockAtom) => stepInWords({ atom, trigger: null });

test("a trigger reads as the figure to reach and each input that takes it there", () => {
  const atom = {
    kind: "trigger",
    trigger: "T4",
    from: "WATCH",
    to: "PASS",
    enough: ["PASS"],
    by: treasury,
  } as const;
  const reach = {
    trigger: "T4",
    state: "WATCH",
    wanted: "PASS",
    unit: "months",
    value: 13.6,
    inputsMissing: [],
    bound: { comparator: ">=", value: 15 },
    gap: 1.4,
    inputs: [
      { name: "CashBalance", perMonth: false, from: 6_800_000, to: 7_500_000, change: 700_000 },
      { name: "NetBurn", perMonth: true, from: 500_000, to: 288_000.5, change: -211_999.5 },
    ],
  } as const;
  expect(stepInWords({ atom, trigger: { name: "Runway", reach } })).toBe(
    "Runway (T4) from WATCH to PASS: 13.6 months now, +1.4 months to 15 months, which is cash balance +\u2060$700,000, or net burn −\u2060$212,000 a month",
  );
  expect(stepInWords({ atom, trigger: { name: "Runway", reach } }, "then")).toContain(": 13.6 months then, ");
});

test("the pipeline moves from week to week, and its figure is not called one a month", () => {
  const atom = {
    kind: "trigger",
    trigger: "T6",
    from: "WATCH",
    to: "PASS",
    enough: ["PASS"],
    by: treasury,
  } as const;
  const name = "QualifiedPipelineAmount_next_quarter";
  const reach = {
    trigger: "T6",
    state: "WATCH",
    wanted: "PASS",
    unit: "x",
    value: 2.1,
    inputsMissing: [],
    bound: { comparator: ">=", value: 3 },
    gap: 0.9,
    inputs: [{ name, perMonth: true, from: 696_829, to: 990_000, change: 293_171 }],
  } as const;
  expect(stepInWords({ atom, trigger: { name: "Pipeline cover", reach } })).toContain(
    "which is qualified pipeline next quarter +\u2060$293,171 in each of its weeks",
  );
});

test("missing data reads as what to supply and what it must show", () => {
  const atom = {
    kind: "trigger",
    trigger: "T4",
    from: "UNKNOWN",
    to: "WATCH",
    enough: ["WATCH", "PASS"],
    by: treasury,
  } as const;
  expect(words(atom)).toBe("Data for T4 (T4), showing WATCH or PASS");
});

test("a smaller ask names the largest amount that passes", () => {
  expect(
    words({ kind: "smaller_ask", name: "amount_usd", from: 16_000, largest: 15_000.04, by: requester }),
  ).toBe("Ask for less: amount of at most $15,000.04, which is the largest that passes (asked: $16,000)");
});

test("a fact names the values that are enough, or the figure it must reach beside another", () => {
  expect(words({ kind: "fact", name: "in_approved_plan", values: [true], figure: null, by: requester })).toBe(
    "Whether it is in the approved hiring plan: yes",
  );
  const figure = { direction: "at_least", value: 130_000, beside: { amount_usd: 20_000 } } as const;
  expect(words({ kind: "fact", name: "current_budget_usd", values: [], figure, by: requester })).toBe(
    "Current budget: at least $130,000, beside amount of $20,000",
  );
});

test("what others must do reads as a sentence that says whom to ask", () => {
  const others = { steps: 2, roles: ["CFO (FP&A)", "CFO"] };
  expect(othersInWords(others, false)).toBe(
    "You cannot unblock this yourself: others have 2 steps to take. Ask CFO (FP&A) and CFO.",
  );
  expect(othersInWords({ steps: 1, roles: ["CEO"] }, true)).toBe(
    "Others have 1 step to take as well. Ask CEO.",
  );
  expect(othersInWords({ steps: 3, roles: ["CFO", "CEO", "Head of Sales + RevOps"] }, true)).toMatch(
    /Ask CFO, CEO and Head of Sales \+ RevOps\.$/,
  );
});
