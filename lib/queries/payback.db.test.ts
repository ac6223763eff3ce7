import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TENANT_A, TENANT_B } from "@/prisma/seed/generator/stories";
import { seedDemo } from "@/prisma/seed/index";
import { signRequest } from "../commands/sign-request";
import { submitRequest } from "../commands/submit-request";
import { createCompany } from "../commands/testing/company";
import { connect, disconnect } from "../db/client";
import { createTestDatabase } from "../db/testing/test-database";
import type { Result } from "../failures";
import { loadPayback } from "./payback";
import { loadPaybackCase } from "./payback-case";
import { writeMonths } from "./testing/spine-fixture";

const SEED_MS = 400_000;
const ANCHOR = new Date("2026-11-22T10:00:00Z");
const TODAY = "2026-11-22";

beforeAll(async () => {
  const { appUrl: url } = await createTestDatabase();
  await seedDemo({ databaseUrl: url, anchor: ANCHOR });
  connect(url);
}, SEED_MS);
afterAll(disconnect);

const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.failure.code}: ${result.failure.message}`);
  return result.value;
};
const reader = (tenantId: string) => ({ tenantId, userId: tenantId, role: "Auditor" });
const load = async (tenantId: string, at = ANCHOR) => must(await loadPayback(reader(tenantId), at));
const day = (text: string) => new Date(`${text}T10:00:00Z`);

describe.each([
  ["Larkfield", TENANT_A],
  ["Brackwater", TENANT_B],
])("the cases of %s", (_, tenantId) => {
  test("each have one verdict, and none is told before its window is over", async () => {
    const { results } = await load(tenantId);
    expect(results.length).toBeGreaterThan(5);
    for (const { item, plan, outcome } of results) {
      const isOver = plan.toldAfter < TODAY;
      if (outcome.verdict === "TOO_EARLY") expect(!isOver || item.action !== null, item.reference).toBe(true);
      if (outcome.verdict === "PAID_BACK" || outcome.verdict === "MISSED")
        expect(isOver, item.reference).toBe(true);
      expect(outcome.missing.length > 0, item.reference).toBe(outcome.verdict === "CANNOT_BE_MEASURED");
      // The baseline ends where the window begins, and is as long.
      const days = ({ from, to }: { from: string; to: string }) => Date.parse(to) - Date.parse(from);
      expect(days(plan.before), item.reference).toBe(days(plan.since));
      expect(plan.before.to < plan.since.from).toBe(true);
    }
  });

  test("can be counted again from the rows that stand behind them", async () => {
    const { results } = await load(tenantId);
    const judged = results.filter(({ outcome }) => outcome.value !== null);
    expect(judged.length).toBeGreaterThan(2);
    let counted = 0;
    for (const { item, plan, outcome } of judged) {
      const { rows, isCut } = must(await loadPaybackCase(reader(tenantId), item.reference, ANCHOR));
      for (const { side, day: on } of rows) {
        if (plan.measure === "NON_LABOR_COST" || plan.measure === "REVENUE_PER_FTE") continue;
        expect(on >= plan[side].from && on <= plan[side].to, `${item.reference} ${on}`).toBe(true);
      }
      const sum = (side: "since" | "before") =>
        rows.filter((row) => row.side === side).reduce((total, { amountUsd }) => total + (amountUsd ?? 0), 0);
      if (isCut) continue;
      counted += 1;
      const more = sum("since") - sum("before");
      if (plan.measure === "NEW_ARR_PER_DOLLAR")
        expect(outcome.value).toBeCloseTo(more / (item.amountUsd ?? 0), 6);
      if (plan.measure === "SPEND_AVOIDED")
        expect(outcome.value).toBeCloseTo(-more / (item.amountUsd ?? 0), 6);
      if (plan.measure === "UPSELL_USD") expect(outcome.value).toBeCloseTo(more, 4);
    }
    expect(counted).toBeGreaterThan(1);
  });

  test("are counted in the report, once by gate and once by requester", async () => {
    const { results, report, withoutCase } = await load(tenantId);
    for (const groups of [report.byGate, report.byRequester]) {
      for (const { asked, counts, paidBackPct } of groups) {
        expect(counts === null).toBe(asked < 5);
        if (counts === null) continue;
        expect(counts.approved + counts.blocked).toBeLessThanOrEqual(asked);
        expect(counts.paidBack + counts.missed + counts.tooEarly + counts.cannot).toBeLessThanOrEqual(
          counts.approved,
        );
        expect(paidBackPct === null).toBe(counts.paidBack + counts.missed < 5);
      }
    }
    const asked = (groups: typeof report.byGate) => groups.reduce((sum, group) => sum + group.asked, 0);
    expect(asked(report.byGate)).toBe(asked(report.byRequester));
    expect(results.length + withoutCase).toBeLessThan(asked(report.byGate));
  });
});

test("blocked is what the gate said no to: not what waits for a signature, nor what a person denied", async () => {
  const blocked = async (tenantId: string) =>
    (await load(tenantId)).report.byGate.map(({ key, counts }) => [key.slice(0, 2), counts?.blocked ?? null]);
  expect(await blocked(TENANT_A)).toEqual([
    ["G1", 3],
    ["G2", 1],
    ["G3", null],
    ["G4", 0],
  ]);
  expect(await blocked(TENANT_B)).toEqual([
    ["G1", 4],
    ["G2", 5],
    ["G3", 2],
    ["G4", 3],
  ]);
});

test("what was approved by an exception is counted as such", async () => {
  const { report } = await load(TENANT_B);
  const hires = report.byGate.find(({ key }) => key === "G1_HEADCOUNT");
  // A replacement and a renewals manager while critical triggers failed.
  expect(hires?.counts?.overridden).toBe(2);
});

test("a case of a hire names the cost that it is divided by", async () => {
  const { results } = await load(TENANT_B);
  const desk = results.find(({ item }) => item.title.startsWith("Replacement on the support desk"));
  // One person at 8,200 a month, fully loaded, over three months.
  expect(desk?.hireCostUsd).toBe(24_600);
  const lost = (desk?.before.lostUsd ?? 0) - (desk?.since.lostUsd ?? 0);
  expect(desk?.outcome.value).toBeCloseTo(lost / 24_600, 9);
});

test("a channel to which the books never attributed anything cannot be measured, once its time has come", async () => {
  const { results } = await load(TENANT_A, new Date("2027-09-30T10:00:00Z"));
  const podcasts = results.find(({ item }) => item.title.startsWith("Podcast"));
  expect(podcasts?.outcome.verdict).toBe("CANNOT_BE_MEASURED");
  expect(podcasts?.outcome.missing.join()).toContain("podcasts");
});

test("a case of another company is not there", async () => {
  const { results } = await load(TENANT_A);
  const company = await createCompany("Somebody else");
  const found = await loadPaybackCase(reader(company.tenantId), results[0]?.item.reference ?? "", ANCHOR);
  expect(found).toMatchObject({ ok: false, failure: { code: "NOT_FOUND" } });
});

test("a roadmap item that promised expansion is too early on the last day of its window and paid back the day after", async () => {
  const company = await createCompany("Round figures");
  await company.closeCycle();
  const [lead, cpo] = [await company.hire("Team lead", "Aoife"), await company.hire("CPO/CTO", "Rajesh")];
  const more = (month: string) => (month >= "2026-06" ? { expansion: 300_000 } : {});
  await writeMonths(company.tenantId, "2025-06", "2026-12", more);
  const content = {
    gate_id: "G3_PRODUCT_AND_RND" as const,
    title: "Usage-based tier",
    details: {
      classification: "big-bet" as const,
      quantified_impact: {
        on: "upsell" as const,
        band: [200_000, 400_000] as [number, number],
        unit: "USD ARR",
      },
      risks_churn: false,
    },
    roi_case: null,
    exceptions: [],
  };
  const { reference } = must(await submitRequest(lead, { content }, day("2026-05-31")));
  must(await signRequest(cpo, { reference, revision: 1, sawCycleId: null }, day("2026-06-01")));
  const at = async (on: string) => (await load(company.tenantId, day(on))).results[0];
  const early = await at("2026-08-30");
  expect(early).toMatchObject({
    plan: {
      since: { from: "2026-06-02", to: "2026-08-30" },
      before: { from: "2026-03-04", to: "2026-06-01" },
    },
    outcome: { verdict: "TOO_EARLY", value: null },
  });
  // June and July at 305,000 since; March, April and May at 105,000 before.
  expect((await at("2026-08-31"))?.outcome).toEqual({ verdict: "PAID_BACK", value: 295_000, missing: [] });
});
