import { expect, test } from "vitest";
import { REASON_CODES } from "@/kernel/enforcement";
import { topicOf } from "./topic";

test("every reason code is about something", () => {
  expect(REASON_CODES).toHaveLength(35);
  for (const code of REASON_CODES) expect(topicOf(code).name).not.toBe("");
});

test("the codes of a gate lead to that gate", () => {
  const gates = Object.fromEntries(REASON_CODES.map((code) => [code.code, topicOf(code).gateId]));
  expect(gates["CFO-21"]).toBe("G1_HEADCOUNT");
  expect(gates["CFO-23"]).toBe("G2_GTM_SPEND");
  expect(gates["CFO-25"]).toBe("G3_PRODUCT_AND_RND");
  expect(gates["CFO-26"]).toBe("G4_VENDOR_AND_NON_LABOR");
  expect(gates["CFO-18"]).toBeUndefined();
});
