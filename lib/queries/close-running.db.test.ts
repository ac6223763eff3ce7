import { afterAll, beforeAll, expect, test } from "vitest";
import { referenceArtifacts } from "../../kernel/enforcement/testing/reference-policy";
import { bookkept, must, on } from "../commands/testing/closing-company";
import { createCompany } from "../commands/testing/company";
import { connect, disconnect } from "../db/client";
import { inTenant } from "../db/tenant-transaction";
import { counting } from "../db/testing/counting";
import { createTestDatabase } from "../db/testing/test-database";
import { loadActivePolicy } from "../policy/active-policy";
import { closeClock } from "./close-clock";
import { loadCloseMonth } from "./close-month";
import { type RunningMonth, runningMonth } from "./close-running";
import { writeHealthySpine } from "./testing/spine-fixture";

beforeAll(async () => {
  connect((await createTestDatabase()).appUrl);
});
afterAll(disconnect);

const JUNE = "2026-06";
const inWords = ({ figures }: RunningMonth) =>
  Object.fromEntries(Object.entries(figures).map(([name, { standing }]) => [name, standing]));

/** June's first receipts and invoices, as they reach the company in the course of the month. */
async function bookInJune(tenantId: string) {
  const receipts = {
    event_type: "ledger.operating_cash_flow",
    source: "test",
    event_id: "june-receipts",
    occurred_at: "2026-06-10T12:00:00Z",
    received_at: "2026-06-11T04:00:00Z",
    amount_usd: 12_345,
  };
  const invoices = {
    event_type: "revenue.recognised",
    event_id: "june-invoices",
    occurred_at: "2026-06-09T12:00:00Z",
    received_at: "2026-06-10T04:00:00Z",
    amount_usd: 300_000,
  };
  await inTenant({ tenantId }, async (tx) => {
    for (const [table, row] of [
      ["events_raw", receipts],
      ["revenue_events", invoices],
    ] as const) {
      await tx.$executeRawUnsafe(
        `insert into ${table} select * from jsonb_populate_record(null::${table}, $1::jsonb)`,
        JSON.stringify({ tenant_id: tenantId, payload: {}, ...row }),
      );
    }
  });
}

test("a month that runs shows what is there, what is to come, and what only its end can tell", async () => {
  const { tenantId, month } = await bookkept();
  await bookInJune(tenantId);
  const { running, closing, stage } = await month(JUNE, "2026-06-20");
  expect({ closing, stage }).toEqual({ closing: null, stage: "RUNNING" });
  if (running === null) throw new Error("June runs on the twentieth");
  expect(running).toMatchObject({ monthIndex: 11, asOf: "2026-06-20", certifiableFrom: "2026-07-01" });
  expect(inWords(running)).toEqual({
    OperatingCashFlow: "SO_FAR",
    Revenue: "SO_FAR",
    Capex: "TO_COME",
    COGS: "TO_COME",
    Opex_excl_DA: "TO_COME",
    NetBurn: "TO_COME",
    CashBalance: "SO_FAR",
    QualifiedPipelineAmount_next_quarter: "SO_FAR",
    TargetFCF_3mo_avg: "STANDS",
    TargetEBITDA_3mo_avg: "STANDS",
    BookingsTarget_next_quarter: "STANDS",
    StartingARR: "STANDS",
    ARR_Growth_Rate_TTM: "AT_THE_END",
    EBITDA_Margin_TTM: "AT_THE_END",
    GrossMargin: "AT_THE_END",
    Expansion: "AT_THE_END",
    Contraction: "AT_THE_END",
    Churn: "AT_THE_END",
    CAC: "AT_THE_END",
    NewARR_per_month: "AT_THE_END",
  });
  expect(running.figures.Revenue?.months).toEqual([
    { month: "2026-04", value: 800_000 },
    { month: "2026-05", value: 800_000 },
    { month: JUNE, value: 300_000 },
  ]);
  expect(running.figures.Capex?.months).toEqual([
    { month: "2026-04", value: 130_000 },
    { month: "2026-05", value: 130_000 },
    { month: JUNE, value: null },
  ]);
});

test("each figure has its source and no day later than the one on which it is told", async () => {
  const { month } = await bookkept();
  const { running } = await month(JUNE, "2026-06-20");
  const inputs = running?.checklist.triggers.flatMap((trigger) => trigger.inputs) ?? [];
  const lineOf = (name: string) => inputs.find((input) => input.name === name);
  expect(lineOf("CashBalance")).toMatchObject({
    value: 1_800_000,
    source: { table: "events_raw", rows: 2, period: { end: "2026-06-20" } },
    owner: { words: "CFO + Controller/Treasury" },
  });
  expect(lineOf("BookingsTarget_next_quarter")).toMatchObject({
    value: 2_000_000,
    source: { query: expect.stringContaining("2026-Q3"), period: { end: "2026-06-20" } },
  });
  expect(lineOf("StartingARR")?.source.period.end).toBe("2025-06-30");
  expect(inputs.every(({ source }) => source.period.end <= "2026-06-20" && source.query.length > 0)).toBe(
    true,
  );
});

test("what is reckoned from the whole month is neither shown from a part of it nor counted as missing", async () => {
  const { tenantId, month } = await bookkept();
  await bookInJune(tenantId);
  const { running } = await month(JUNE, "2026-06-20");
  const margin = running?.checklist.triggers
    .flatMap((trigger) => trigger.inputs)
    .find(({ name }) => name === "GrossMargin");
  expect(margin?.value).toBeNull();
  expect(running?.missing.map(({ name, standing, daysLate }) => [name, standing, daysLate])).toEqual([
    ["ARR bridge (start, new, expansion, contraction, churn)", "TO_COME", 0],
    ["COGS breakdown (cloud, support, other)", "TO_COME", 0],
    ["Opex by function (R&D, S&M, G&A) and fixed vs variable", "TO_COME", 0],
    ["Headcount by function; fully-loaded cost assumptions", "TO_COME", 0],
    ["Capex", "TO_COME", 0],
    ["COGS", "TO_COME", 0],
    ["Opex_excl_DA", "TO_COME", 0],
    ["NetBurn", "TO_COME", 0],
  ]);
});

test("a target that is not set and a bank that went quiet can be supplied before the month ends", async () => {
  const { tenantId, month } = await bookkept((each) => (each >= "2026-05" ? { cash: null } : {}));
  await inTenant({ tenantId }, (tx) =>
    tx.optimizerConfig.deleteMany({ where: { tenantId, key: "targets.bookings_by_quarter" } }),
  );
  const { running } = await month(JUNE, "2026-06-20");
  expect(
    running?.missing
      .filter(({ standing }) => standing === "LACKING")
      .map(({ name, load }) => [name, load?.kind]),
  ).toEqual([
    ["Pipeline stages and definitions; bookings target", "pipeline"],
    ["CashBalance", "cash"],
    ["BookingsTarget_next_quarter", "bookings-targets"],
  ]);
});

test("cash is as of yesterday until the bank has told today's balance", async () => {
  const { month } = await bookkept();
  // The bank tells each Sunday's balance on the Monday: on Sunday itself the newest is of the Sunday before.
  const { running } = await month(JUNE, "2026-06-14");
  const cash = running?.checklist.triggers
    .flatMap((trigger) => trigger.inputs)
    .find(({ name }) => name === "CashBalance");
  expect(cash).toMatchObject({ value: 1_800_000, source: { period: { end: "2026-06-13" } } });
  expect(running?.figures.CashBalance?.standing).toBe("SO_FAR");
  const first = (await month(JUNE, "2026-06-01")).running;
  expect(first?.figures).toMatchObject({
    CashBalance: { standing: "SO_FAR", nature: "DAY" },
    Revenue: { standing: "LACKING" },
  });
});

test("an earlier month without its figures is missing already, and no matter of the month's end", async () => {
  const { month } = await bookkept((each) => (each === "2026-04" ? { capex: Number.NaN } : {}));
  const { running } = await month(JUNE, "2026-06-20");
  expect(running?.figures).toMatchObject({
    Capex: { standing: "LACKING", months: null },
    NetBurn: { standing: "LACKING" },
    OperatingCashFlow: { standing: "TO_COME" },
  });
});

test("an empty company in its plan's first month sees all that it has to supply, and nothing late", async () => {
  const company = await createCompany();
  const analyst = { ...(await company.hire("FP&A")), role: "FP&A" as const };
  const { running, isBeforePlan } = must(await loadCloseMonth(analyst, "2025-07", on("2025-07-09")));
  expect(isBeforePlan).toBe(false);
  expect(running).toMatchObject({ monthIndex: 0, asOf: "2025-07-09", certifiableFrom: "2025-08-01" });
  expect(running?.checklist.fields.every(({ isPresent }) => !isPresent)).toBe(true);
  expect(running?.checklist.crm).toEqual({ qualified: 0, broken: 0, deals: [] });
  expect(new Set(Object.values(inWords(running as RunningMonth)))).toEqual(new Set(["LACKING"]));
  expect(running?.missing.length).toBeGreaterThan(20);
  expect(running?.missing.every(({ daysLate }) => daysLate === 0)).toBe(true);
});

test("a deal that would break CRM hygiene at the month's end is named while it can be put right", async () => {
  const { tenantId, month } = await bookkept();
  await inTenant({ tenantId }, (tx) =>
    tx.spineOpportunity.create({
      data: {
        tenantId,
        name: "Without an owner",
        kind: "new_business",
        stage: "qualified",
        amountUsd: 50_000,
        createdAt: on("2026-06-14"),
        qualifiedAt: on("2026-06-15"),
        expectedCloseDate: new Date("2026-09-01"),
      },
    }),
  );
  const { running } = await month(JUNE, "2026-06-20");
  expect(running?.checklist.crm).toMatchObject({
    qualified: 5,
    broken: 1,
    deals: [{ name: "Without an owner" }],
  });
  expect((await month(JUNE, "2026-06-14")).running?.checklist.crm.broken).toBe(0);
});

test("only the month that runs is told before its end: its last day counts, the next day it is closed", async () => {
  const { month, certify } = await bookkept();
  expect((await month(JUNE, "2026-06-30")).running?.asOf).toBe("2026-06-30");
  expect(await month(JUNE, "2026-07-01")).toMatchObject({ running: null, stage: "DUE" });
  expect(await month("2026-08", "2026-06-20")).toMatchObject({
    running: null,
    closing: null,
    stage: "RUNNING",
  });
  expect(await month("2025-06", "2025-06-20")).toMatchObject({ running: null, isBeforePlan: true });
  expect(await certify(JUNE, "2026-06-30")).toMatchObject({ ok: false });
});

test("a figure that nobody's system has is asked for once the month is over", async () => {
  const artifacts = structuredClone(referenceArtifacts);
  artifacts.trigger_spec.trigger_spec.triggers.push({
    id: "T9_BURN_MULTIPLE",
    name: "Burn multiple",
    formula: "MonthlyBurn = NetBurn_3mo_avg; BurnMultiple = MonthlyBurn * 3 / NetNewARR_quarter",
    threshold: { pass: "<= 1.5x", watch: "> 1.5x and <= 2x", fail: "> 2x" },
    measurement_window: "Monthly at close",
    action_if_pass: ["Carry on"],
    action_if_fail: ["Review what the burn buys"],
    variance_notes: "Net new ARR is counted by hand",
  });
  const company = await createCompany("Burning Company", artifacts);
  await writeHealthySpine(company.tenantId, "2026-06", undefined, "2025-04");
  const analyst = { ...(await company.hire("FP&A")), role: "FP&A" as const };
  const { running } = must(await loadCloseMonth(analyst, JUNE, on("2026-06-20")));
  expect(running?.figures.NetNewARR_quarter).toEqual({
    standing: "AT_THE_END",
    nature: "SUPPLIED",
    months: null,
  });
  expect(running?.missing.map(({ name }) => name)).not.toContain("NetNewARR_quarter");
});

test("a company with a thousand times the deals is read in as many statements", async () => {
  const { tenantId } = await bookkept();
  const at = on("2026-06-20");
  const period = { start: "2026-06-01", end: "2026-06-30" };
  const read = () =>
    inTenant({ tenantId }, async (tx) => {
      const clock = closeClock(await loadActivePolicy(tx, tenantId), period.end, [], at);
      const counted = counting(tx);
      const setting = { cycleKey: JUNE, period, monthIndex: 11, clock, holidays: [], at };
      const { checklist } = await runningMonth(counted.tx, tenantId, setting);
      return { statements: counted.statements(), qualified: checklist.crm.qualified };
    });
  const few = await read();
  await inTenant(
    { tenantId },
    (tx) => tx.$executeRaw`
    insert into spine_opportunities (tenant_id, name, kind, stage, amount_usd, created_at, qualified_at)
    select ${tenantId}::uuid, 'Deal ' || n, 'new_business', 'qualified', n, '2026-01-05', '2026-01-06'
    from generate_series(1, 4000) n`,
  );
  const many = await read();
  expect([few.qualified, many.qualified]).toEqual([4, 4004]);
  expect(many.statements).toBe(few.statements);
  expect(many.statements).toBeLessThanOrEqual(24);
});
