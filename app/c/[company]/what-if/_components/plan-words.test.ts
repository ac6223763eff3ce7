import { expect, test } from "vitest";
import { compile } from "@/kernel/enforcement";
import { referenceArtifacts } from "@/kernel/enforcement/testing/reference-policy";
import { planInWords } from "./plan-words";

const policy = compile(referenceArtifacts);
const inputs = [
  { name: "TargetFCF_3mo_avg", today: -5, plan: [-100_000, null] },
  { name: "BookingsTarget_next_quarter", today: 5, plan: [2_000_000, 2_000_000] },
];
function words(shortId: string, month = 0) {
  const trigger = policy.triggers.find((each) => each.shortId === shortId);
  return trigger ? planInWords(trigger, { policy, inputs }, month) : [];
}

test("cash flow is held against the plan's figure of the very month", () => {
  expect(words("T1")[0]).toBe("Plan: −\u2060$100,000 a month on average");
  expect(words("T1", 1)[0]).toBe("The plan has no figure for this month");
});

test("coverage says how much pipeline the plan's bookings need", () => {
  expect(words("T6")[0]).toMatch(/^Plan: \$2,000,000 of bookings, so \$[\d,]+ of pipeline$/);
});

test("a criterion of the outcome contract stands beside the pass line of what it measures", () => {
  expect(words("T5")[0]).toBe("Success criterion: 105% to 120% (by month 12)");
  expect(words("T4")).toEqual([expect.stringMatching(/^Pass: /)]);
});
