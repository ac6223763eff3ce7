import { expect, test } from "vitest";
import { compile } from "@/kernel/enforcement";
import { referenceArtifacts } from "@/kernel/enforcement/testing/reference-policy";
import { conditionInWords, escalationInWords, statementInWords } from "./rule-words";

const policy = compile(referenceArtifacts);

function thresholdsOf(shortId: string) {
  const thresholds = policy.triggers.find((trigger) => trigger.shortId === shortId)?.thresholds;
  if (!thresholds) throw new Error(`${shortId} has no thresholds`);
  return thresholds;
}

test.each([
  ["T4", "pass", "15 months or more; aims at 15 months to 24 months"],
  ["T4", "watch", "from 12 months up to, but not, 15 months"],
  ["T4", "fail", "below 12 months"],
  ["T7", "watch", "over 15 months up to 20 months"],
  ["T6", "watch", "from 2× up to, but not, 3×"],
  ["T1", "fail", "below −\u2060$150,000"],
  ["T3", "watch", "from 20% up to, but not, 30%"],
] as const)("%s %s says what it was read as: %s", (shortId, key, words) => {
  const thresholds = thresholdsOf(shortId);
  expect(statementInWords(thresholds[key], thresholds.unit)).toBe(words);
});

test("a condition says when it holds", () => {
  const [scaling] = policy.gates.G2_GTM_SPEND.allowedIf;
  expect(scaling && conditionInWords(scaling.condition)).toBe(
    "T7 is PASS, and T6 is PASS, and T1 or T2 is PASS or WATCH",
  );
  const [hiring, backfills] = policy.gates.G1_HEADCOUNT.allowedIf;
  expect(hiring && conditionInWords(hiring.condition)).toBe("every critical trigger is PASS");
  expect(backfills && conditionInWords(backfills.condition)).toBe("at least one critical trigger is WATCH");
});

test("an escalation says when it is due", () => {
  expect(policy.escalations.map(escalationInWords)).toEqual([
    "T1 or T2 is FAIL in 2 monthly cycles in a row",
    "T4 is FAIL in 4 weekly cycles in a row",
  ]);
});
