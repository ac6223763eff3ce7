import { describe, expect, test } from "vitest";
import type { AwaitedSignature } from "@/lib/queries/approvals";
import { awaitedWords, groupShown, totalOf } from "./group-words";

const item = (change: Partial<AwaitedSignature> = {}): AwaitedSignature => ({
  reference: "REQ-1",
  revision: 1,
  title: "Renew the ticket system",
  gateId: "G4_VENDOR_AND_NON_LABOR",
  amountUsd: 3200,
  yearlyUsd: 38_400,
  requesterName: "Jonas",
  actionId: null,
  submittedAt: new Date("2026-06-01T10:00:00Z"),
  signedRoles: [],
  awaits: ["CFO"],
  oneIsEnough: false,
  hand: { role: "CFO", delegationId: null, forName: null },
  group: "g",
  rules: ["G4.allowed_if[0]"],
  needsCode: false,
  isSignable: true,
  reasonCodes: [],
  missing: [],
  ...change,
});
const basis = { mode: "NORMAL" as const, cycleId: "c", cycleKey: "2026-W22" };

describe("the sum of a group", () => {
  test("is over twelve months, and says how many state no amount", () => {
    const unstated = { yearlyUsd: null };
    expect(totalOf([item(), item({ yearlyUsd: 100 })])).toBe("total $38,500 in twelve months");
    expect(totalOf([item(), unstated, unstated])).toBe("total $38,400 in twelve months, 2 without an amount");
    expect(totalOf([unstated])).toBe("no amounts stated");
  });
});

test("a group says why the gate allows it, lists each request with its amount, and asks for a code if one of them does", () => {
  const items = [item(), item({ reference: "REQ-2", amountUsd: 50, yearlyUsd: 50, needsCode: true })];
  expect(groupShown({ group: "g", items }, basis, "/c/acme")).toMatchObject({
    gate: "Vendors and other spend",
    rules: [{ rule: "G4.allowed_if[0]", href: "/c/acme/codes/rules#rule-G4-allowed-if-0" }],
    basis: "waits for CFO · cycle 2026-W22, NORMAL",
    needsCode: true,
    items: [
      { reference: "REQ-1", amount: "$3,200 a month" },
      { reference: "REQ-2", amount: "$50" },
    ],
  });
});

test("where any one signature is enough, the words do not ask for all of them", () => {
  const awaits = ["CEO", "CFO"];
  expect(awaitedWords({ awaits, oneIsEnough: false })).toBe("CEO and CFO");
  expect(awaitedWords({ awaits, oneIsEnough: true })).toBe("CEO or CFO");
});
