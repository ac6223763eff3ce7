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

test("what cannot be measured names what is missing", () => {
  expect(told({ kind: "missing", missing: ["spend", "leads"] }, "2026-08-01").outcome).toEqual({
    verdict: "CANNOT_BE_MEASURED",
    words: "What is missing: spend; leads.",
    measuredOn: "2026-07-18",
  });
});
