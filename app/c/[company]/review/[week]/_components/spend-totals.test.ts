import { describe, expect, test } from "vitest";
import { channelsTotal, functionsTotal } from "./spend-totals";

const spend = { fixedUsd: 60, variableUsd: 40, totalUsd: 100 };
const sales = { ...spend, function: "S&M", budgetUsd: 90, beforeUsd: 80 };
const research = { ...spend, function: "R&D", budgetUsd: 150, beforeUsd: 120 };

describe("the total of the spend", () => {
  test("adds up what the functions spent, may spend and spent the month before", () => {
    expect(functionsTotal([sales, research])).toEqual({
      fixedUsd: 120,
      variableUsd: 80,
      totalUsd: 200,
      budgetUsd: 240,
      beforeUsd: 200,
    });
  });

  test("a function without a budget leaves no total to compare with; one without postings before counts as nothing", () => {
    const grown = { ...research, budgetUsd: null, beforeUsd: null };
    expect(functionsTotal([sales, grown])).toMatchObject({ budgetUsd: null, beforeUsd: 80 });
    expect(functionsTotal([grown])).toMatchObject({ budgetUsd: null, beforeUsd: null });
  });

  test("the whole dollars that are written in a column add up to the total below them", () => {
    const cents = { channel: "Search", spentUsd: 10.4, budgetUsd: null };
    expect(
      channelsTotal([cents, { ...cents, channel: "Social" }, { ...cents, channel: "Events" }]).spentUsd,
    ).toBe(30);
  });

  test("channels add up in the same way", () => {
    const search = { channel: "Search", spentUsd: 70, budgetUsd: 50 };
    const social = { channel: "Social", spentUsd: 30, budgetUsd: 60 };
    expect(channelsTotal([search, social])).toEqual({ spentUsd: 100, budgetUsd: 110 });
    expect(channelsTotal([search, { ...social, budgetUsd: null }])).toEqual({
      spentUsd: 100,
      budgetUsd: null,
    });
  });
});
