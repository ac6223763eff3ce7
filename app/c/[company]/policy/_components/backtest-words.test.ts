import { describe, expect, test } from "vitest";
import type { Backtest, CycleDifference, DecisionDifference, Sum } from "@/kernel/enforcement";
import {
  amountInWords,
  cycleDifferenceInWords,
  defensiveInWords,
  escalationsInWords,
  factInWords,
  leftOutInWords,
  notReplayedInWords,
  standingInWords,
  summaryInWords,
  timelineInWords,
} from "./backtest-words";

const NONE: Sum = { requests: 0, approved: 0, usd: 0, usdPerMonth: 0, heads: 0 };
const sum = (given: Partial<Sum>): Sum => ({ ...NONE, ...given });
const nothing: Backtest = {
  same: true,
  replayed: { evaluations: 3, decisions: 2 },
  decisions: [],
  cycles: [],
  timeline: [],
  totals: [],
  defensiveDays: { before: 0, after: { best: 0, worst: 0 } },
  escalationsDue: { before: 0, after: { best: 0, worst: 0 } },
  notReplayed: { decisions: [], inputs: [], fields: [], escalations: [], documents: 0 },
};
const WEEK: CycleDifference = {
  id: "1",
  cadence: "weekly",
  cycleKey: "2026-W12",
  version: 1,
  evaluatedAt: "2026-03-23T09:00:00.000Z",
  policyVersion: "1.0.0",
  status: { before: "CLOSED", after: "OPEN" },
  codes: ["CFO-17"],
  uncertified: false,
  states: [{ trigger: "T9", before: null, after: "UNKNOWN" }],
  mode: { before: "NORMAL", after: "DEFENSIVE" },
  escalations: [{ rule: "Two FAILs", after: true }],
};
const gate = (gateId: Backtest["totals"][number]["gateId"], given: Partial<Backtest["totals"][number]>) => ({
  gateId,
  blocked: NONE,
  opened: NONE,
  signatures: NONE,
  ...given,
});

describe("the summary a CFO reads first", () => {
  test("says how many requests, worth how much, would have met another end", () => {
    const totals = [
      gate("G1_HEADCOUNT", { blocked: sum({ requests: 1, approved: 1, heads: 2 }) }),
      gate("G2_GTM_SPEND", { blocked: sum({ requests: 2, approved: 1, usd: 412_000 }) }),
      gate("G4_VENDOR_AND_NON_LABOR", { opened: sum({ requests: 1, usdPerMonth: 3000 }) }),
    ];
    expect(summaryInWords({ ...nothing, totals })).toBe(
      "Under this version 3 requests worth $412,000 and 2 heads, 2 of them approved then, would have been blocked and 1 request worth $3,000 a month would have been open.",
    );
  });

  test("says what differs on the way where every request comes to the same end", () => {
    expect(summaryInWords(nothing)).toBe("Under this version every request would have come to the same end.");
    expect(summaryInWords({ ...nothing, cycles: [WEEK, WEEK] })).toBe(
      "Under this version every request would have come to the same end; 2 cycles would have come out otherwise.",
    );
  });
});

test("amounts tell once, each month and heads apart", () => {
  expect(amountInWords({ usd: 5, usdPerMonth: 6, heads: 1 })).toBe("$5, $6 a month and 1 head");
  expect(amountInWords({ usd: 0, usdPerMonth: 0, heads: 0 })).toBe("");
});

test("time in DEFENSIVE mode and escalations are given as a span where facts are missing", () => {
  const year = 365.25;
  const defensiveDays = { before: year / 12, after: { best: year / 4, worst: year / 2 } };
  expect(defensiveInWords({ defensiveDays })).toBe("1 month → 3 months to 6 months");
  expect(escalationsInWords({ escalationsDue: { before: 2, after: { best: 2, worst: 2 } } })).toBe("2");
});

test("the picture of the modes says in words where they differ", () => {
  const point = { cadence: "weekly", cycleKey: "2026-W12", periodEnd: "2026-03-22" } as const;
  expect(timelineInWords([{ ...point, before: "NORMAL", after: "DEFENSIVE" }])).toBe(
    "DEFENSIVE after 0 of 1 cycle as it was, after 1 under this version. Another mode in 1 cycle: week 12 of 2026.",
  );
  expect(timelineInWords([{ ...point, before: "NORMAL", after: "EITHER" }])).toContain("leave the mode open");
});

test("a cycle says what would have come out otherwise in it", () => {
  expect(cycleDifferenceInWords(WEEK)).toEqual([
    expect.stringMatching(/^would have stayed open \(CFO-17 /),
    "T9 no such trigger → Unknown",
    "mode Normal → Defensive",
    "escalation due: Two FAILs",
  ]);
});

test("what cannot be replayed names the missing fact", () => {
  const triggers = [{ trigger: "T9", inputs: ["NetNewARR_quarter"] }];
  expect(factInWords({ kind: "inputs_not_looked_for", triggers })).toBe(
    "It hangs on T9, which needs net new ARR quarter",
  );
  const inputs = [{ trigger: "T9", name: "Burn multiple", inputs: ["NetNewARR_quarter"], cycles: 2 }];
  expect(notReplayedInWords({ ...nothing.notReplayed, inputs, documents: 1 })).toEqual([
    "Burn multiple (T9) in 2 cycles: nobody looked for net new ARR quarter then. Every state it may have had was tried.",
    "1 cycle whose inputs were not kept: the states found then were taken.",
  ]);
});

test("a person's no is told apart from the gate's", () => {
  const blocked: DecisionDifference["before"] = {
    standing: "BLOCKED",
    codes: [],
    blockedBy: [],
    missing: [],
  };
  expect(standingInWords(blocked, { endedByPerson: true })).toBe("Blocked; ended by a person");
  expect(standingInWords({ ...blocked, standing: "ALLOWED" }, { approved: true })).toBe("Approved");
});

describe("requests of the table that the sums leave out", () => {
  const blocked: DecisionDifference["before"] = {
    standing: "BLOCKED",
    codes: [],
    blockedBy: [],
    missing: [],
  };
  const decision = (reference: string, given: Partial<DecisionDifference>): DecisionDifference => ({
    id: `${reference} ${given.decidedAt}`,
    reference,
    gateId: "G4_VENDOR_AND_NON_LABOR",
    decidedAt: "2026-03-23T09:00:00.000Z",
    policyVersion: "1.0.0",
    kind: "opened",
    before: blocked,
    after: { ...blocked, standing: "ALLOWED" },
    amount: { usd: 0, usdPerMonth: 3000, heads: 0 },
    approved: false,
    endedByPerson: false,
    isNewest: true,
    ...given,
  });

  test("nothing is said where they count every one", () => {
    const earlier = decision("REQ-1", { isNewest: false, decidedAt: "2026-03-01T09:00:00.000Z" });
    expect(leftOutInWords([earlier, decision("REQ-1", {})])).toBeNull();
    expect(leftOutInWords([])).toBeNull();
  });

  test("one that was denied is told with its reason", () => {
    expect(leftOutInWords([decision("REQ-1", {}), decision("REQ-2", { endedByPerson: true })])).toBe(
      "These sums leave out 1 request of the table below: a person denied or withdrew it, and that stands whatever the gate says.",
    );
  });

  test("several are counted by their reason", () => {
    expect(
      leftOutInWords([
        decision("REQ-1", { endedByPerson: true }),
        decision("REQ-2", { isNewest: false }),
        decision("REQ-3", { isNewest: false }),
        decision("REQ-4", { kind: "reasons" }),
      ]),
    ).toBe(
      "These sums leave out 4 requests of the table below: 1 that a person denied or withdrew, which stands whatever the gate says, 2 of which only an earlier decision would have been another, not the newest, and 1 blocked either way, for other reasons.",
    );
  });
});
