import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runRevenueCycle } from "../commands/run-revenue-cycle";
import type { Company } from "../commands/testing/company";
import { createCompany } from "../commands/testing/company";
import { CYCLE_AT, createRevenueCompany } from "../commands/testing/revenue-company";
import { connect, disconnect } from "../db/client";
import { createTestDatabase } from "../db/testing/test-database";
import { loadRevenueCycle } from "./revenue-cycle";
import { listRevenueCycles, type RevenueCycleFilter } from "./revenue-cycles";
import { writeCycle } from "./testing/optimized-week";

const DAY = 86_400_000;

beforeAll(async () => {
  connect((await createTestDatabase()).appUrl);
});
afterAll(disconnect);

async function ran(company: Company, at: Date, source: string): Promise<string> {
  const actor = { tenantId: company.tenantId, name: "Schedule", role: "system" };
  const result = await runRevenueCycle(actor, { trigger: { type: "manual", source } }, at);
  if (!result.ok) throw new Error(result.failure.message);
  return result.value.cycleId;
}

describe("the list of cycles", () => {
  test("is empty, and says that there is none at all, before the first", async () => {
    const cfo = await (await createCompany()).hire("CFO");
    expect(await listRevenueCycles(cfo, {})).toEqual({ rows: [], after: null, hasAny: false });
  });

  test("goes on page by page, the newest first, without repeating or losing one of the same moment", async () => {
    const company = await createCompany();
    const cfo = await company.hire("CFO");
    const moments = Array.from(
      { length: 60 },
      (_, index) => `2026-05-${String(1 + (index % 20)).padStart(2, "0")}T02:00:00Z`,
    );
    for (const moment of moments) await writeCycle(company.tenantId, moment);
    const seen: { id: string; at: number }[] = [];
    let filter: RevenueCycleFilter = {};
    for (let page = 1; page <= 3; page += 1) {
      const { rows, after } = await listRevenueCycles(cfo, filter);
      expect(rows.length).toBe(page < 3 ? 25 : 10);
      seen.push(...rows.map(({ id, executedAt }) => ({ id, at: executedAt.getTime() })));
      expect(after === null).toBe(page === 3);
      filter = { after: after ?? undefined };
    }
    expect(new Set(seen.map(({ id }) => id)).size).toBe(60);
    expect(seen.map(({ at }) => at)).toEqual(seen.map(({ at }) => at).sort((one, other) => other - one));
  });

  test("is narrowed by what holds the company back, by what asked, and by the week from Monday to Sunday", async () => {
    const company = await createCompany();
    const cfo = await company.hire("CFO");
    const sunday = await writeCycle(company.tenantId, "2026-05-10T23:59:59Z");
    const monday = await writeCycle(company.tenantId, "2026-05-11T00:00:00Z", {
      gates: [{ gate: "payback_exceeded", observed: 20, threshold: 16 }],
      actions: [{}, {}],
    });
    const idsOf = async (filter: RevenueCycleFilter) =>
      (await listRevenueCycles(cfo, filter)).rows.map(({ id }) => id);
    expect(await idsOf({ week: "2026-05-04" })).toEqual([sunday]);
    expect(await idsOf({ week: "2026-05-11" })).toEqual([monday]);
    expect(await idsOf({ constraint: "economics", trigger: "scheduled" })).toEqual([monday, sunday]);
    expect(await listRevenueCycles(cfo, { constraint: "demand" })).toEqual({
      rows: [],
      after: null,
      hasAny: true,
    });
    expect(await idsOf({ trigger: "manual" })).toEqual([]);
    const [newest] = (await listRevenueCycles(cfo, {})).rows;
    expect(newest).toMatchObject({
      gates: ["payback_exceeded"],
      actions: 2,
      suppressed: 0,
      proposer: "catalogue",
    });
  });
});

describe("the page of a cycle", () => {
  let company: Company;
  let [first, second] = ["", ""];
  beforeAll(async () => {
    company = await createRevenueCompany();
    await company.closeCycle();
    first = await ran(company, CYCLE_AT, "Ines Duarte");
    second = await ran(company, new Date(CYCLE_AT.getTime() + DAY), "Ines Duarte");
  });

  test("holds what the kernel said, and how far off each target was by the figures that the cycle read", async () => {
    const page = await loadRevenueCycle(await company.hire("Auditor"), first);
    expect(page).toMatchObject({
      trigger: { type: "manual", source: "Ines Duarte" },
      mode: "NORMAL",
      policyVersion: "1.0",
      window: { end: "2026-03-01" },
      evaluationCycle: { cadence: "weekly" },
    });
    expect(page?.gaps[0]).toMatchObject({
      metric: page?.output.cycle_summary.priority_metric,
      wanted: "at least",
    });
    expect(page?.gaps.map(({ weighted }) => weighted)).toEqual(
      page?.gaps.map(({ weighted }) => weighted).sort((one, other) => other - one),
    );
    expect(page?.logSeq).toBeGreaterThan(0);
  });

  test("names each action by its row, with the request that it waits for", async () => {
    const page = await loadRevenueCycle(await company.hire("Auditor"), first);
    expect(page?.actions.map(({ priority }) => priority)).toEqual(
      page?.output.actions.map((_, index) => index + 1),
    );
    for (const action of page?.actions ?? [])
      expect(action.request !== null).toBe(action.status === "awaiting_signoff");
    expect(page?.actions.some(({ request }) => request?.status === "PENDING")).toBe(true);
  });

  test("is held against the cycle before, and the first has none before it", async () => {
    const auditor = await company.hire("Auditor");
    const [one, other] = [await loadRevenueCycle(auditor, first), await loadRevenueCycle(auditor, second)];
    expect(one).toMatchObject({ previous: null, difference: null, next: { id: second } });
    expect(other).toMatchObject({ previous: { id: first }, next: null });
    // Every action of the day before still waits or is about to run, so none is asked for twice.
    expect(other?.difference?.gone.map(({ action }) => action.action_id)).toEqual(
      one?.output.actions.map(({ action_id }) => action_id),
    );
    for (const { heldBack } of other?.difference?.gone ?? []) expect(heldBack?.by).toBe("open_action");
    expect(other?.difference?.learnt).toEqual([]);
  });

  test("is nothing to another company, and no page stands under an id that nobody has", async () => {
    const stranger = await (await createCompany()).hire("CFO");
    expect(await loadRevenueCycle(stranger, first)).toBeNull();
    expect((await listRevenueCycles(stranger, {})).hasAny).toBe(false);
    const auditor = await company.hire("Auditor");
    expect(await loadRevenueCycle(auditor, "00000000-0000-4000-8000-000000000000")).toBeNull();
  });
});
