import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { kernelInputSchema, kernelOutputSchema } from "@/kernel/revenue/contract";
import { FAILURES } from "@/lib/failures";
import { contractFields } from "./contract-fields";
import { tableUnder } from "./markdown-table";

const page = readFileSync("docs/specs/kernel-io-contract.md", "utf8");

describe.each([
  ["Input", kernelInputSchema],
  ["Output", kernelOutputSchema],
])("%s of a cycle", (heading, schema) => {
  const documented = tableUnder(page, heading);

  test("the page says of every field what the schema checks, and names no field that is not there", () => {
    expect(documented.map(({ field, type, limits }) => ({ field, type, limits }))).toEqual(
      contractFields(schema),
    );
  });
  test("every field has a meaning", () => {
    expect(documented.filter(({ meaning }) => (meaning ?? "").length < 3).map(({ field }) => field)).toEqual(
      [],
    );
  });
});

test("the codes of the page are failures of the application", () => {
  const codes = tableUnder(page, "Errors").map(({ code, status }) => [code ?? "", Number(status)] as const);
  expect(codes.map(([code]) => code)).toEqual([
    "INVALID_INPUT",
    "TENANT_NOT_FOUND",
    "INSUFFICIENT_DATA",
    "CYCLE_TOO_RECENT",
    "INTERNAL_ERROR",
  ]);
  for (const [code, status] of codes) {
    const known = Object.entries(FAILURES).find(([name]) => name === code);
    // The endpoints of the kernel answer 400 to what a form calls unprocessable.
    expect([code, code === "INVALID_INPUT" ? 400 : known?.[1].status]).toEqual([code, status]);
  }
});
