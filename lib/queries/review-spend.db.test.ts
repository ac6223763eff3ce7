import { afterAll, beforeAll, expect, test } from "vitest";
import { createCompany } from "../commands/testing/company";
import { load } from "../commands/testing/imports";
import { connect, disconnect } from "../db/client";
import { inTenant } from "../db/tenant-transaction";
import { createTestDatabase } from "../db/testing/test-database";
import { reviewSpend } from "./review-spend";

const at = new Date("2026-03-20T10:00:00Z");

beforeAll(async () => {
  connect((await createTestDatabase()).appUrl);
});
afterAll(disconnect);

async function withBooks() {
  const company = await createCompany();
  const fpa = await company.hire("FP&A");
  await load(
    fpa,
    "opex",
    [
      ["Month", "Function", "Fixed or variable", "Amount"],
      ["2026-01", "S&M", "fixed", 90_000],
      ["2026-02", "S&M", "fixed", 100_000],
      ["2026-02", "S&M", "variable", 40_000],
      ["2026-02", "R&D", "fixed", 200_000],
    ],
    at,
  );
  const budget = (...rows: (string | number)[][]) =>
    load(fpa, "opex-budget", [["Month", "Function", "Budget"], ...rows], at);
  const spend = () => inTenant(company, (tx) => reviewSpend(tx, company.tenantId, null, at));
  return { company, budget, spend };
}

test("what each function spent in the newest month of the books stands against the budget of that month", async () => {
  const { budget, spend } = await withBooks();
  await budget(
    ["2026-01", "S&M", 80_000],
    ["2026-02", "S&M", 120_000],
    ["2026-02", "G&A", 50_000],
    ["2026-12", "R&D", 300_000],
  );
  const { month, functions } = await spend();
  expect(month).toBe("2026-02");
  expect(
    functions.map(({ function: name, totalUsd, budgetUsd, beforeUsd }) => [
      name,
      totalUsd,
      budgetUsd,
      beforeUsd,
    ]),
  ).toEqual([
    ["R&D", 200_000, null, null],
    ["S&M", 140_000, 120_000, 90_000],
    ["G&A", 0, 50_000, null],
  ]);
});

test("a budget that was restated counts as it is now; where none was uploaded there is none, and not zero", async () => {
  const { budget, spend } = await withBooks();
  const budgets = async () =>
    Object.fromEntries((await spend()).functions.map(({ function: name, budgetUsd }) => [name, budgetUsd]));
  expect(await budgets()).toEqual({ "R&D": null, "S&M": null });
  await budget(["2026-02", "S&M", 120_000]);
  await budget(["2026-02", "S&M", 150_000], ["2026-02", "R&D", 0]);
  expect(await budgets()).toEqual({ "R&D": 0, "S&M": 150_000 });
});

test("a budget without books is no spend, and another company's counts for nobody else", async () => {
  const { budget } = await withBooks();
  await budget(["2026-02", "S&M", 120_000]);
  const other = await createCompany();
  await load(
    await other.hire("FP&A"),
    "opex-budget",
    [
      ["Month", "Function", "Budget"],
      ["2026-02", "S&M", 1],
    ],
    at,
  );
  const { month, functions } = await inTenant(other, (tx) => reviewSpend(tx, other.tenantId, null, at));
  expect([month, functions]).toEqual([null, []]);
});
