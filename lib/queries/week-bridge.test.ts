import { describe, expect, test } from "vitest";
import { type BridgeEnd, compile } from "../../kernel/enforcement";
import { referenceArtifacts } from "../../kernel/enforcement/testing/reference-policy";
import { weekBridge } from "./week-bridge";

const policy = compile(referenceArtifacts);
const week = (inputs: Record<string, unknown>): BridgeEnd => ({ inputs, monthIndex: null });
const bridge = (shortId: string, before: BridgeEnd | null, now: BridgeEnd) => {
  const trigger = policy.triggers.find((each) => each.shortId === shortId);
  if (!trigger) throw new Error(`no ${shortId}`);
  return weekBridge(policy, trigger, before, now);
};
const BURN = [300_000, 300_000, 300_000];

describe("why a trigger's value moved from one week to the next", () => {
  test("runway falls by what cash took away and rises by what burn gave back, in steps that lead from one to the other", () => {
    const later = [300_000, 200_000, 250_000];
    const found = bridge(
      "T4",
      week({ CashBalance: 3_600_000, NetBurn: BURN }),
      week({ CashBalance: 3_000_000, NetBurn: later }),
    );
    expect(found).toEqual({
      valueBefore: 12,
      value: 12,
      steps: [
        {
          input: "CashBalance",
          moves: [{ input: "CashBalance", from: 3_600_000, to: 3_000_000 }],
          valueBefore: 12,
          valueAfter: 10,
          effect: -2,
        },
        {
          input: "NetBurn",
          moves: [{ input: "NetBurn", from: BURN, to: later }],
          valueBefore: 10,
          valueAfter: 12,
          effect: 2,
        },
      ],
    });
  });

  test("an input that did not move is no step, and two weeks of the same figures have none", () => {
    const weekOf = (pipeline: number) =>
      week({ QualifiedPipelineAmount_next_quarter: pipeline, BookingsTarget_next_quarter: 300 });
    expect(bridge("T6", weekOf(900), weekOf(600)).steps.map(({ input, effect }) => [input, effect])).toEqual([
      ["QualifiedPipelineAmount_next_quarter", -1],
    ]);
    expect(bridge("T6", weekOf(900), weekOf(900))).toEqual({ value: 3, valueBefore: 3, steps: [] });
  });

  test("inputs that can only be replaced together are one step, which names both", () => {
    const found = bridge(
      "T4",
      week({ CashBalance: 3_000_000, NetBurn_3mo_avg: 300_000 }),
      week({ CashBalance: 3_000_000, NetBurn: [600_000, 600_000, 600_000] }),
    );
    expect(found.steps).toMatchObject([
      {
        input: "NetBurn_3mo_avg and NetBurn",
        moves: [
          { input: "NetBurn_3mo_avg", from: 300_000, to: null },
          { input: "NetBurn", from: null },
        ],
        valueBefore: 10,
        valueAfter: 5,
        effect: -5,
      },
    ]);
  });

  test("the first week has a value and nothing to compare it with; where an input is gone there is neither value nor step", () => {
    const now = week({ CashBalance: 3_600_000, NetBurn: BURN });
    expect(bridge("T4", null, now)).toEqual({ value: 12, valueBefore: null, steps: [] });
    expect(bridge("T4", now, week({ NetBurn: BURN }))).toEqual({ value: null, valueBefore: 12, steps: [] });
  });
});
