import { describe, expect, it } from "vitest";
import { deviationsOf } from "./deviation";

const targets = { cac_max: 10_000, payback_max_months: 12, pipeline: 1_000_000, bookings: 500_000 };

describe("a target missed by much asks for a cycle at once", () => {
  it.each([
    ["cac_blended", 12_000, 11_999],
    ["payback_months", 15, 14.99],
    ["pipeline_total", 850_000, 850_001],
    ["bookings_new", 400_000, 400_001],
  ] as const)("%s at %d does, at %d it does not yet", (metric, over, under) => {
    expect(deviationsOf(targets, { [metric]: over }).map((each) => each.metric)).toEqual([metric]);
    expect(deviationsOf(targets, { [metric]: under })).toEqual([]);
  });

  it("better than the target is no deviation, however far", () => {
    expect(
      deviationsOf(targets, { cac_blended: 1, payback_months: 1, pipeline_total: 9e9, bookings_new: 9e9 }),
    ).toEqual([]);
  });

  it("what is unknown, or has no target, deviates from nothing", () => {
    expect(deviationsOf(targets, { cac_blended: null })).toEqual([]);
    expect(deviationsOf({ pipeline: 1 }, { cac_blended: 1e9 })).toEqual([]);
  });

  it("the one furthest beyond its threshold comes first", () => {
    const both = deviationsOf(targets, { cac_blended: 13_000, bookings_new: 100_000 });
    expect(both.map(({ metric, deviationPct }) => [metric, deviationPct])).toEqual([
      ["bookings_new", 80],
      ["cac_blended", 30],
    ]);
  });
});
