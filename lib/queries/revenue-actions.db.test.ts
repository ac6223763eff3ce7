import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { abortAction } from "../commands/abort-actions";
import { executeActions } from "../commands/execute-actions";
import { revertAction } from "../commands/revert-action";
import { type Company, createCompany } from "../commands/testing/company";
import {
  actionOf,
  addCampaign,
  askForSpend,
  at,
  plan,
  setConfig,
  setGuardrails,
  store,
} from "../commands/testing/optimization";
import { connect, disconnect } from "../db/client";
import { inTenant } from "../db/tenant-transaction";
import { createTestDatabase } from "../db/testing/test-database";
import { loadCfoWeek } from "./cfo-week";
import { loadRevenueAction } from "./revenue-action";
import { listRevenueActions, type RevenueActionFilter } from "./revenue-actions";
import { CONFIG_KEYS } from "./spine-vocabulary";
import { daily, writeSnapshots } from "./testing/metric-snapshots";
import { writeCycle } from "./testing/optimized-week";

const DAY = 86_400_000;
const later = (days: number) => new Date(at.getTime() + days * DAY);

beforeAll(async () => {
  connect((await createTestDatabase()).appUrl);
});
afterAll(disconnect);

describe("the list of actions", () => {
  test("goes on page by page: the newest cycle's first, each cycle's in the order of priority", async () => {
    const company = await createCompany();
    const cfo = await company.hire("CFO");
    for (const day of ["04", "05", "06", "07", "08"])
      await writeCycle(company.tenantId, `2026-05-${day}T02:00:00Z`, {
        actions: Array.from({ length: 7 }, () => ({})),
      });
    const first = await listRevenueActions(cfo, {});
    const second = await listRevenueActions(cfo, { after: first.after ?? undefined });
    expect([first.rows.length, second.rows.length, second.after]).toEqual([25, 10, null]);
    const all = [...first.rows, ...second.rows];
    expect(new Set(all.map(({ id }) => id)).size).toBe(35);
    expect(all.map(({ cycleAt, priority }) => [cycleAt.toISOString().slice(8, 10), priority])).toEqual(
      ["08", "07", "06", "05", "04"].flatMap((day) =>
        [1, 2, 3, 4, 5, 6, 7].map((priority) => [day, priority]),
      ),
    );
  });

  test("of a week holds exactly the actions that the weekly digest counts", async () => {
    const company = await createCompany();
    const cfo = await company.hire("CFO");
    await writeCycle(company.tenantId, "2026-04-27T02:00:00Z", {
      actions: [
        { startedAt: "2026-04-27T03:00:00Z", measuredAt: "2026-05-05T02:00:00Z", outcome: "hurt" },
        { startedAt: "2026-04-27T03:00:00Z", measuredAt: "2026-05-01T02:00:00Z" },
        {},
      ],
    });
    await writeCycle(company.tenantId, "2026-05-06T02:00:00Z", { actions: [{}] });
    const week = await inTenant(cfo, (tx) => loadCfoWeek(tx, company.tenantId, "2026-05-04"));
    const { rows } = await listRevenueActions(cfo, { week: "2026-05-04" });
    expect(rows).toHaveLength(2);
    expect(week?.actions.total).toBe(2);
    expect(rows.map(({ target }) => target.outcome)).toEqual([null, "hurt"]);
  });

  test("is narrowed by state, subsystem and lens, and another company's are never among them", async () => {
    const company = await createCompany();
    const cfo = await company.hire("CFO");
    await setConfig(company, CONFIG_KEYS.crmSettings, { max_touches: 5 });
    const crm = await plan(company, {
      subsystem: "crm",
      entity: { type: "settings", id: "crm" },
      field: "max_touches",
      from: 5,
      to: 7,
      change: { lens: "cro" },
    });
    const idsOf = async (filter: RevenueActionFilter) =>
      (await listRevenueActions(cfo, filter)).rows.map(({ id }) => id);
    expect(await idsOf({ state: "pending", subsystem: "crm", lens: "cro" })).toEqual([crm]);
    for (const filter of [{ state: "executing" }, { subsystem: "routing" }, { lens: "cfo" }] as const)
      expect(await idsOf(filter)).toEqual([]);
    const [row] = (await listRevenueActions(cfo, {})).rows;
    expect(row).toMatchObject({ entity: "As the cycle called it", from: 5, to: 7, request: null });
    const stranger = await (await createCompany()).hire("CFO");
    expect(await listRevenueActions(stranger, {})).toEqual({ rows: [], after: null, hasAny: false });
    expect(await loadRevenueAction({ ...stranger, role: "CFO" }, crm, at)).toBeNull();
  });
});

describe("the page of an action", () => {
  async function companyWithMetrics(): Promise<Company> {
    const company = await createCompany();
    await company.closeCycle();
    await setGuardrails(company);
    await setConfig(company, CONFIG_KEYS.crmSettings, { max_touches: 5 });
    await writeSnapshots(company.tenantId, [
      ...daily("pipeline_total", "2026-06-20", 60, () => 1_000_000),
      ...daily("cac_paid", "2026-06-20", 60, (before) => (before < 2 ? 950 : 800)),
    ]);
    return company;
  }
  const touches = (company: Company) =>
    plan(company, {
      subsystem: "crm",
      entity: { type: "settings", id: "crm" },
      field: "max_touches",
      from: 5,
      to: 7,
    });
  const as = async (company: Company, role: "CFO" | "Auditor") => ({ ...(await company.hire(role)), role });

  test("offers what can be done with it to those who may, and nothing to others", async () => {
    const company = await companyWithMetrics();
    const id = await touches(company);
    const [cfo, auditor] = [await as(company, "CFO"), await as(company, "Auditor")];
    const choices = async (person: typeof cfo | typeof auditor) =>
      (await loadRevenueAction(person, id, at))?.choices;
    expect(await choices(cfo)).toEqual({ execute: true, revert: false, abort: false });
    expect(await choices(auditor)).toEqual({ execute: false, revert: false, abort: false });
    await executeActions(cfo, { actionIds: [id] }, at);
    expect(await choices(cfo)).toEqual({ execute: false, revert: true, abort: true });
    expect(await choices(auditor)).toEqual({ execute: false, revert: false, abort: false });
  });

  test("offers taking back a price to the CFO alone", async () => {
    const company = await companyWithMetrics();
    await setConfig(company, CONFIG_KEYS.pricingSettings, { trial_days: 14 });
    const pricing = { type: "settings", id: "pricing" } as const;
    const id = await plan(company, {
      subsystem: "pricing",
      entity: pricing,
      field: "trial_days",
      from: 14,
      to: 10,
    });
    const cfo = await as(company, "CFO");
    const sales = {
      ...(await company.hire("Head of Sales/Marketing")),
      role: "Head of Sales/Marketing",
    } as const;
    await executeActions(cfo, { actionIds: [id] }, at);
    expect((await loadRevenueAction(cfo, id, at))?.choices).toMatchObject({ revert: true, abort: true });
    expect((await loadRevenueAction(sales, id, at))?.choices).toMatchObject({ revert: false, abort: false });
  });

  test("shows old and new value, baselines, the target's days, and how close each condition for stopping is", async () => {
    const company = await companyWithMetrics();
    const id = await touches(company);
    const cfo = await as(company, "CFO");
    await executeActions(cfo, { actionIds: [id] }, at);
    const page = await loadRevenueAction(cfo, id, later(11));
    expect(page).toMatchObject({
      status: "executing",
      written: { found: 5, value: 7 },
      windowEndsOn: "2026-06-24",
    });
    expect(page?.results[0]).toMatchObject({
      metric: "pipeline_total",
      role: "target",
      baseline: 1_000_000,
      outcome: null,
    });
    expect(page?.series[0]?.day).toBe("2026-05-13");
    expect(page?.series.at(-1)?.day).toBe("2026-06-20");
    expect(page?.watches).toMatchObject([
      {
        metric: "cac_paid",
        consecutiveDays: 3,
        inARow: 2,
        metOn: null,
        newest: { day: "2026-06-20", value: 950 },
      },
    ]);
  });

  test("tells who did what and why, each step with its entry in the log", async () => {
    const company = await companyWithMetrics();
    const id = await touches(company);
    const cfo = await as(company, "CFO");
    await executeActions(cfo, { actionIds: [id] }, at);
    await revertAction(cfo, { actionId: id, reason: "Customers complained" }, later(2));
    const page = await loadRevenueAction(cfo, id, later(3));
    expect(page?.steps).toMatchObject([
      { kind: "asked" },
      { kind: "moved", to: "executing", by: cfo.name },
      { kind: "moved", to: "reverted", by: cfo.name, reason: "Customers complained" },
    ]);
    for (const step of page?.steps.slice(1) ?? []) expect(step.logSeq).toBeGreaterThan(0);
    expect(page?.choices).toEqual({ execute: false, revert: false, abort: false });
  });

  test("keeps the steps of two actions that ended at the same moment apart", async () => {
    const company = await companyWithMetrics();
    const [one, other] = [await touches(company), await touches(company)];
    const cfo = await as(company, "CFO");
    await executeActions(cfo, { actionIds: [one] }, at);
    await abortAction(cfo, { actionId: one, reason: "Stopped by hand" }, later(1));
    await executeActions(cfo, { actionIds: [other] }, later(1));
    const moves = async (id: string) =>
      (await loadRevenueAction(cfo, id, later(2)))?.steps.flatMap((step) =>
        step.kind === "moved" ? [step.to] : [],
      );
    expect(await moves(one)).toEqual(["executing", "aborted"]);
    expect(await moves(other)).toEqual(["executing"]);
  });

  test("waits with its request, and can be executed once that is signed", async () => {
    const company = await companyWithMetrics();
    const campaignId = await addCampaign(company);
    const asked = await askForSpend(company);
    const action = actionOf({
      subsystem: "campaigns",
      entity: { type: "campaign", id: campaignId },
      field: "budget_daily",
      from: 100,
      to: 110,
    });
    const id = await store(company, action, asked.requestId);
    const cfo = await as(company, "CFO");
    expect(await loadRevenueAction(cfo, id, at)).toMatchObject({
      status: "awaiting_signoff",
      request: { reference: asked.reference, status: "PENDING" },
      choices: { execute: false },
    });
    await asked.sign();
    const signed = await loadRevenueAction(cfo, id, at);
    expect(signed).toMatchObject({ request: { status: "APPROVED" }, choices: { execute: true } });
    expect(signed?.steps.flatMap((step) => (step.kind === "request" ? [step.action] : []))).toEqual([
      "SUBMIT",
      "APPROVE",
    ]);
  });
});
