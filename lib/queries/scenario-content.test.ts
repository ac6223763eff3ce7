import { describe, expect, test } from "vitest";
import { type ScenarioContent, scenarioContentSchema } from "./scenario-content";
import { rebased } from "./scenario-figures";

const content: ScenarioContent = {
  start: {
    policyBundleId: "00000000-0000-4000-8000-000000000001",
    policyVersion: "1.0",
    cycle: { cadence: "monthly_close", cycleKey: "2026-10", version: 1 },
  },
  firstMonth: "2026-11",
  months: 3,
  figures: { CashBalance: [1, 2, null], NetBurn: [4, 5, 6] },
  crmHygieneEnforced: true,
};
const accepts = (change: object) => scenarioContentSchema.safeParse({ ...content, ...change }).success;

describe("what may be saved", () => {
  test("is a scenario as the page makes it", () => expect(accepts({})).toBe(true));

  test.each<[string, object]>([
    ["a nineteenth month", { months: 19, figures: {} }],
    ["no month", { months: 0, figures: {} }],
    ["a figure more or less than there are months", { figures: { CashBalance: [1, 2] } }],
    ["a figure that is no number", { figures: { CashBalance: [1, 2, "3"] } }],
    ["a figure without end", { figures: { CashBalance: [1, 2, Number.POSITIVE_INFINITY] } }],
    ["a figure beyond every company's", { figures: { CashBalance: [1, 2, 1e13] } }],
    ["a name that is none", { figures: { "drop table": [1, 2, 3] } }],
    [
      "more inputs than any policy asks for",
      {
        figures: Object.fromEntries(Array.from({ length: 61 }, (_, at) => [`Input${at}`, [1, 2, 3]])),
      },
    ],
    ["a month that is none", { firstMonth: "2026-13" }],
    ["anything beside", { note: "hello" }],
  ])("and never %s", (_words, change) => expect(accepts(change)).toBe(false));
});

describe("on newer figures", () => {
  const inputs = [
    { name: "CashBalance", today: 100, plan: null },
    { name: "NetBurn", today: 200, plan: null },
    { name: "TargetFCF_3mo_avg", today: 300, plan: [7, 8, null] },
  ];
  const start = { ...content.start, cycle: null };

  test("months that have closed fall away, those ahead keep what was typed, new inputs begin as the plan says", () => {
    const moved = rebased(content, { start, firstMonth: "2026-12" }, inputs);
    expect(moved).toMatchObject({
      start,
      firstMonth: "2026-12",
      months: 2,
      figures: { CashBalance: [2, null], NetBurn: [5, 6], TargetFCF_3mo_avg: [7, 8] },
    });
    expect(scenarioContentSchema.safeParse(moved).success).toBe(true);
  });

  test("a scenario that lies in the past altogether begins again with one month", () => {
    const moved = rebased(content, { start, firstMonth: "2028-01" }, inputs);
    expect(moved).toMatchObject({ months: 1, figures: { CashBalance: [100], NetBurn: [200] } });
  });

  test("nothing moves where nothing has changed", () => {
    const { figures } = rebased(content, { start, firstMonth: "2026-11" }, inputs);
    expect(figures).toMatchObject(content.figures);
  });
});
