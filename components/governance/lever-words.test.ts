import { expect, test } from "vitest";
import { LEVER_IDS } from "@/kernel/revenue/levers";
import { LEVERS, leverInWords, leverValueInWords } from "./lever-words";

test("every lever that the kernel may pull has words of its own", () => {
  expect(LEVERS.flatMap(({ levers }) => levers.map(({ id }) => id))).toEqual(LEVER_IDS);
  expect(new Set(LEVER_IDS.map(leverInWords)).size).toBe(LEVER_IDS.length);
  expect(leverInWords("campaigns.budget_daily")).toBe("Campaigns: daily budget");
});

test("the value of a lever is said in its unit", () => {
  expect(leverValueInWords("campaigns", "budget_daily", 1_200)).toBe("$1,200");
  expect(leverValueInWords("crm", "sequence_delay_days", 1)).toBe("1 day");
  expect(leverValueInWords("pricing", "discount_max_pct", 12.5)).toBe("12.5%");
  expect(leverValueInWords("pricing", "tier_threshold", [10_000, 50_000])).toBe("$10,000, $50,000");
  expect(leverValueInWords("content", "variant_weights", { A: 60, B: 40 })).toBe("A: 60%, B: 40%");
  expect(leverValueInWords("routing", "round_robin_enabled", true)).toBe("Yes");
  expect(leverValueInWords("content", "cta_text", null)).toBe("Not set");
});
