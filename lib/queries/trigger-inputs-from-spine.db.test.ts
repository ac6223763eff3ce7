import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Cadence } from "../../kernel/enforcement";
import { createCompany } from "../commands/testing/company";
import { connect, disconnect } from "../db/client";
import { inTenant } from "../db/tenant-transaction";
import { createTestDatabase } from "../db/testing/test-database";
import { runCycle } from "./cycle-run";
import {
  BASE_MONTH,
  type MonthFigures,
  writeDeals,
  writeHealthySpine,
  writeMonths,
  writeTargets,
} from "./testing/spine-fixture";

beforeAll(async () => {
  connect((await createTestDatabase()).appUrl);
});
afterAll(disconnect);

const JULY_10 = new Date("2026-07-10T09:00:00Z");

async function readCycle(tenantId: string, cadence: Cadence, cycleKey: string, at = JULY_10) {
  const run = await inTenant({ tenantId }, (tx) => runCycle(tx, tenantId, { cadence, cycleKey }, at));
  const input = (name: string) => run.inputs.find((each) => each.name === name);
  return { run, input, value: (name: string) => input(name)?.value };
}

async function healthy(changes?: (month: string) => Partial<MonthFigures>) {
  const { tenantId } = await createCompany();
  await writeHealthySpine(tenantId, "2026-07", changes);
  return tenantId;
}

describe("a monthly close", () => {
  test("reads every input of the contract from the books, as a person adds them up", async () => {
    const { run, value } = await readCycle(await healthy(), "monthly_close", "2026-06");
    expect(value("OperatingCashFlow")).toEqual([30_000, 30_000, 30_000]);
    expect(value("Capex")).toEqual([130_000, 130_000, 130_000]);
    expect(value("NetBurn")).toEqual([100_000, 100_000, 100_000]);
    expect(value("Revenue")).toEqual([800_000, 800_000, 800_000]);
    expect(value("COGS")).toEqual([200_000, 200_000, 200_000]);
    // Depreciation was posted too, and is no part of it.
    expect(value("Opex_excl_DA")).toEqual([600_000, 600_000, 600_000]);
    expect(value("GrossMargin")).toBe(75);
    expect(value("EBITDA_Margin_TTM")).toBe(0);
    // $9m at the end of June 2025, $280k more in each month since: 12 × 280 ÷ 9,000.
    expect(value("ARR_Growth_Rate_TTM")).toBe(37.333333);
    expect(value("StartingARR")).toBe(9_000_000);
    expect(value("Expansion")).toBe(1_200_000);
    expect(value("Contraction")).toBe(120_000);
    expect(value("Churn")).toBe(180_000);
    expect(value("CAC")).toBe(600_000);
    expect(value("NewARR_per_month")).toBe(50_000);
    expect(value("CashBalance")).toBe(1_800_000);
    expect(value("TargetFCF_3mo_avg")).toBe(-100_000);
    expect(value("TargetEBITDA_3mo_avg")).toBe(0);
    expect(value("QualifiedPipelineAmount_next_quarter")).toEqual([
      7_000_000, 7_000_000, 7_000_000, 7_000_000,
    ]);
    expect(value("BookingsTarget_next_quarter")).toBe(2_000_000);
    expect(run.inputs).toHaveLength(20);
    expect(run.scope.monthIndex).toBe(11);
  });

  test("says of each figure which table, which rows and which days it rests on", async () => {
    const { input } = await readCycle(await healthy(), "monthly_close", "2026-06");
    expect(input("COGS")?.source).toEqual({
      table: "events_raw",
      query: "Sum of ledger.cogs: cost of revenue per month, last three months",
      period: { start: "2026-04-01", end: "2026-06-30" },
      rows: 9,
    });
    // Twelve movements of the customers of the beginning; those of the customer won later do not count.
    expect(input("Expansion")?.source).toMatchObject({
      table: "revenue_events",
      rows: 12,
      period: { start: "2025-07-01", end: "2026-06-30" },
    });
  });

  test("closes with every trigger computed and every minimum field present", async () => {
    const { run } = await readCycle(await healthy(), "monthly_close", "2026-06");
    expect(run.report.final_outcome).toEqual({ outcome: "COMPLETED", reason_codes: [] });
    expect(run.status).toBe("CLOSED");
    expect(run.report.trigger_evaluation.map(({ state }) => state)).toEqual([
      "PASS",
      "PASS",
      "PASS",
      "PASS",
      "PASS",
      "PASS",
      "WATCH",
      "PASS",
    ]);
    expect(run.document.dataset?.fields).toHaveLength(5);
    expect(run.document.crm_hygiene).toEqual({
      stage_definitions_enforced: true,
      required_fields_enforced: true,
    });
  });

  test.each<[string, Partial<MonthFigures>, string[], string[]]>([
    ["no capex is posted", { capex: Number.NaN }, ["Capex", "NetBurn"], ["CFO-16"]],
    [
      "no revenue is recognised",
      { revenue: Number.NaN },
      ["Revenue", "EBITDA_Margin_TTM", "GrossMargin"],
      ["CFO-16", "CFO-17"],
    ],
    ["the bank has reported nothing", { cash: null }, ["CashBalance"], ["CFO-12", "CFO-16"]],
  ])(
    "when %s for the month, the figure is missing and never zero",
    async (_words, change, missing, codes) => {
      const tenantId = await healthy((month) => (month >= "2026-06" ? change : {}));
      const { run, value } = await readCycle(tenantId, "monthly_close", "2026-06");
      expect(run.inputs.filter((each) => each.value === null).map(({ name }) => name)).toEqual(missing);
      for (const name of missing) expect(value(name)).toBeNull();
      expect(run.report.final_outcome.reason_codes).toEqual(expect.arrayContaining(codes));
      expect(run.status).toBe("OPEN");
    },
  );

  test("a month whose ARR is stated and in which nobody was won counts as none won, and not as a figure that is missing", async () => {
    const quiet = await healthy((month) => (month === "2026-05" ? { newArr: 0 } : {}));
    await inTenant({ tenantId: quiet }, (tx) =>
      tx.revenueEvent.deleteMany({ where: { tenantId: quiet, eventId: "arr.new-2026-05" } }),
    );
    const { run, value } = await readCycle(quiet, "monthly_close", "2026-06");
    expect(value("NewARR_per_month")).toBe(33_333.33);
    expect(run.status).toBe("CLOSED");
    const unstated = await healthy();
    await inTenant({ tenantId: unstated }, (tx) =>
      tx.revenueEvent.deleteMany({ where: { tenantId: unstated, eventId: { endsWith: "-2026-05" } } }),
    );
    expect((await readCycle(unstated, "monthly_close", "2026-06")).value("NewARR_per_month")).toBeNull();
  });

  test("a bank account that has gone quiet makes the cash unknown, whatever the others hold", async () => {
    const tenantId = await healthy();
    await inTenant({ tenantId }, (tx) =>
      tx.eventRaw.create({
        data: {
          tenantId,
          eventId: "old",
          eventType: "bank.balance",
          source: "bank",
          entityId: "third",
          amountUsd: 5,
          occurredAt: new Date("2026-06-08"),
          receivedAt: new Date("2026-06-09"),
        },
      }),
    );
    expect((await readCycle(tenantId, "monthly_close", "2026-06")).value("CashBalance")).toBeNull();
  });

  test("no churn in a loaded year is zero; a year that is not loaded is missing", async () => {
    const loaded = await healthy(() => ({ churn: Number.NaN }));
    expect((await readCycle(loaded, "monthly_close", "2026-06")).value("Churn")).toBe(0);
    const { tenantId: young } = await createCompany();
    await writeMonths(young, "2025-09", "2026-07");
    await writeTargets(young);
    const { value } = await readCycle(young, "monthly_close", "2026-06");
    for (const name of ["StartingARR", "Expansion", "Churn", "ARR_Growth_Rate_TTM", "EBITDA_Margin_TTM"]) {
      expect(value(name), name).toBeNull();
    }
    expect(value("GrossMargin")).toBe(75);
  });

  test("reads what was known at the time: a posting that came later does not count yet", async () => {
    const { tenantId } = await createCompany();
    await writeMonths(tenantId, BASE_MONTH, "2026-07");
    const early = await readCycle(tenantId, "monthly_close", "2026-06", new Date("2026-07-02T09:00:00Z"));
    expect(early.value("Revenue")).toBeNull();
    expect((await readCycle(tenantId, "monthly_close", "2026-06")).value("Revenue")).toEqual([
      800_000, 800_000, 800_000,
    ]);
  });
});

describe("data quality", () => {
  test("a minimum field that the spine does not hold for the month keeps the close open with CFO-31", async () => {
    const tenantId = await healthy((month) =>
      month === "2026-06" ? { cogs: { cloud: 150_000, support: 50_000 }, headcount: false } : {},
    );
    const { run } = await readCycle(tenantId, "monthly_close", "2026-06");
    expect(run.report.final_outcome.reason_codes).toEqual(["CFO-31"]);
    expect(run.status).toBe("OPEN");
    expect(run.document.dataset?.fields?.some((field) => /COGS|Headcount/.test(field))).toBe(false);
    expect(run.document.dataset?.fields).toHaveLength(3);
  });

  test("one qualified deal without an owner, and CRM hygiene is not enforced until it is closed", async () => {
    const tenantId = await healthy();
    await writeDeals(tenantId, [
      { amount: 1, closes: "2026-08-01", qualified: "2026-06-20", closed: "2026-07-05", owner: " " },
    ]);
    const june = await readCycle(tenantId, "monthly_close", "2026-06");
    expect(june.run.document.crm_hygiene?.required_fields_enforced).toBe(false);
    const week = await readCycle(tenantId, "weekly", "2026-W27");
    expect(week.run.document.crm_hygiene?.required_fields_enforced).toBe(true);
  });

  test("a qualified deal in a stage that nobody has defined shows too", async () => {
    const tenantId = await healthy();
    await writeDeals(tenantId, [{ amount: 1, closes: "2026-08-01", qualified: "2026-06-20", stage: "hot" }]);
    const { run } = await readCycle(tenantId, "monthly_close", "2026-06");
    expect(run.document.crm_hygiene).toEqual({
      stage_definitions_enforced: false,
      required_fields_enforced: true,
    });
  });
});

describe("a weekly cycle", () => {
  test("has the inputs of runway and pipeline coverage alone; four snapshots, a week apart", async () => {
    const tenantId = await healthy();
    await writeDeals(tenantId, [{ amount: 500_000, closes: "2026-11-01", qualified: "2026-06-30" }]);
    const { run, value } = await readCycle(tenantId, "weekly", "2026-W27");
    expect(Object.keys(run.document.inputs ?? {})).toEqual([
      "CashBalance",
      "NetBurn",
      "QualifiedPipelineAmount_next_quarter",
      "BookingsTarget_next_quarter",
    ]);
    // The week ends on 5 July: its next quarter is the fourth. The deal came in its last week but one.
    expect(value("QualifiedPipelineAmount_next_quarter")).toEqual([
      7_000_000, 7_000_000, 7_000_000, 7_500_000,
    ]);
    expect(run.document.cycle).toEqual({ id: "2026-W27", cadence: "weekly" });
    expect(run.document.close).toBeUndefined();
  });

  test("burns the last three months that are posted, not a month whose books are still out", async () => {
    const tenantId = await healthy((month) => (month === "2026-06" ? { capex: 160_000 } : {}));
    const before = await readCycle(tenantId, "weekly", "2026-W26", new Date("2026-06-29T09:00:00Z"));
    expect(before.value("NetBurn")).toEqual([100_000, 100_000, 100_000]);
    expect(before.input("NetBurn")?.source.period).toEqual({ start: "2026-03-01", end: "2026-05-31" });
    const after = await readCycle(tenantId, "weekly", "2026-W27");
    expect(after.value("NetBurn")).toEqual([100_000, 100_000, 130_000]);
  });

  test("books that are three months old are no burn of today", async () => {
    const { tenantId } = await createCompany();
    await writeMonths(tenantId, BASE_MONTH, "2026-03");
    await writeTargets(tenantId);
    const { value } = await readCycle(tenantId, "weekly", "2026-W27");
    expect(value("NetBurn")).toBeNull();
    expect(value("QualifiedPipelineAmount_next_quarter")).toBeNull();
  });
});

test("a period that is not over, or no period at all, is refused with words", async () => {
  const tenantId = await healthy();
  await expect(readCycle(tenantId, "monthly_close", "2026-07")).rejects.toThrow(/runs until 2026-07-31/);
  await expect(readCycle(tenantId, "weekly", "2026-W60")).rejects.toThrow(/no cycle/);
  await expect(readCycle(tenantId, "monthly_close", "2025-06")).rejects.toThrow(/before the plan/);
});

test("no company reads another's books", async () => {
  await healthy();
  const { tenantId } = await createCompany();
  const { run } = await readCycle(tenantId, "monthly_close", "2026-06");
  expect(run.inputs.every(({ value, source }) => value === null && source.rows === 0)).toBe(true);
});
