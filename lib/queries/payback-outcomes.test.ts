import { expect, test } from "vitest";
import { roiCaseSchema } from "../board-pack/content";
import { roiCaseOf } from "./payback-outcomes";
import { type PaybackCase, planOf } from "./payback-plan";
import { type Measured, verdictOf } from "./payback-verdict";

const item: PaybackCase = {
  reference: "REQ-7",
  title: "More paid search",
  gateId: "G2_GTM_SPEND",
  requester: "Camille",
  approvedOn: "2026-04-18",
  details: { kind: "increase", channel: "paid search", expected_roi_band: [1.6, 2.4] },
  amountUsd: 6300,
  roi: null,
  action: null,
};
const plan = planOf(item);
const told = (measured: Measured, today: string) =>
  roiCaseOf({ item, plan, outcome: verdictOf(plan, measured, today) }, today);

test("a board pack is told the figure, the band and the day from which it could be measured", () => {
  const outcome = told({ kind: "value", value: 1.39 }, "2026-08-01");
  expect(roiCaseSchema.parse(outcome)).toEqual({
    reference: "REQ-7",
    title: "More paid search",
    gateId: "G2_GTM_SPEND",
    requester: "Camille",
    approvedOn: "2026-04-18",
    dueOn: "2026-07-18",
    outcome: {
      verdict: "MISSED",
      words: "1.39× since, against a band of 1.6× to 2.4×.",
      measuredOn: "2026-07-18",
    },
  });
});

test("before its time it is too early, with the day after which it is not", () => {
  expect(told({ kind: "value", value: 9 }, "2026-07-17").outcome).toEqual({
    verdict: "TOO_EARLY",
    words: "Its time comes after 17 Jul 2026.",
    measuredOn: "2026-07-17",
  });
});

test("a retention rate is told in points, not in percent of anything", () => {
  const roadmap: PaybackCase = {
    ...item,
    gateId: "G3_PRODUCT_AND_RND",
    details: { quantified_impact: { on: "retention", band: [0.8, 2], unit: "percent" } },
  };
  const outcome = verdictOf(planOf(roadmap), { kind: "value", value: -6.314 }, "2026-08-01");
  expect(roiCaseOf({ item: roadmap, plan: planOf(roadmap), outcome }, "2026-08-01").outcome.words).toBe(
    "−6.31 points since, against a band of 0.8 points to 2 points.",
  );
});

test("without any gain no number of months would do, and the pack says that there was none", () => {
  const spend: PaybackCase = {
    ...item,
    details: { kind: "increase", channel: "paid search", expected_payback_months: [6, 9] },
  };
  const outcome = verdictOf(planOf(spend), { kind: "never" }, "2028-01-01");
  expect(roiCaseOf({ item: spend, plan: planOf(spend), outcome }, "2028-01-01").outcome.words).toBe(
    "No gain since, against a band of 6 months to 9 months.",
  );
});

test("what cannot be measured names what is missing", () => {
  expect(told({ kind: "missing", missing: ["spend", "leads"] }, "2026-08-01").outcome).toEqual({
    verdict: "CANNOT_BE_MEASURED",
    words: "What is missing: spend; leads.",
    measuredOn: "2026-07-18",
  });
});
