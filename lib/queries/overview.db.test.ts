import { afterAll, beforeAll, expect, test } from "vitest";
import { saveDraft } from "../commands/save-draft";
import { setCloseCalendar } from "../commands/set-close-calendar";
import { signPolicy } from "../commands/sign-policy";
import { submitRequest } from "../commands/submit-request";
import { type Company, createCompany } from "../commands/testing/company";
import { closeMonth, closeWeek, evaluateWithoutCash } from "../commands/testing/judged-cycles";
import { plan } from "../commands/testing/optimization";
import { draftAndPropose, must, withRunwayFloor } from "../commands/testing/policies";
import { renewal } from "../commands/testing/requests";
import { connect, disconnect } from "../db/client";
import { inTenant } from "../db/tenant-transaction";
import { createTestDatabase } from "../db/testing/test-database";
import { loadOverview } from "./overview";
import { loadTrigger } from "./trigger";

const at = new Date("2026-03-20T10:00:00Z");

beforeAll(async () => {
  connect((await createTestDatabase()).appUrl);
});
afterAll(disconnect);

async function overviewOf(person: Parameters<typeof loadOverview>[0], moment = at) {
  const overview = await loadOverview(person, moment);
  if (!overview.ok) throw new Error(overview.failure.message);
  const card = (shortId: string) => overview.value.triggers.find((trigger) => trigger.shortId === shortId);
  return { ...overview.value, card };
}

async function withCloses() {
  const company = await createCompany();
  const cfo = await company.hire("CFO");
  await closeMonth(company, "2026-01");
  await closeMonth(company, "2026-02", { T4: "WATCH" });
  return { company, cfo };
}

test("before the first close there is no mode to show, no gate is fully open, and last month's close is next", async () => {
  const company = await createCompany();
  const overview = await overviewOf(await company.hire("CFO"));
  expect(overview).toMatchObject({ cycle: null, mode: null, triggers: [] });
  expect(overview.gates.every(({ verdict }) => verdict !== "OPEN")).toBe(true);
  expect(overview.nextClose).toMatchObject({ cycleKey: "2026-02", state: "OVERDUE" });
});

test("a company without a policy gets a sentence instead of a screen", async () => {
  const { tenantId } = await createCompany();
  await inTenant({ tenantId }, (tx) =>
    tx.policyBundle.updateMany({ where: { tenantId }, data: { status: "SUPERSEDED" } }),
  );
  const overview = await loadOverview({ tenantId, userId: tenantId, role: "CFO" }, at);
  expect(overview.ok ? null : overview.failure.code).toBe("POLICY_UNTRUSTED");
});

test("a card holds the figure, its unit, the day it speaks of and the closes before", async () => {
  const { cfo } = await withCloses();
  const { card, mode } = await overviewOf(cfo);
  expect(card("T4")).toMatchObject({
    state: "WATCH",
    value: 13,
    unit: "months",
    critical: true,
    asOf: { periodEnd: "2026-02-28", cadence: "monthly_close", cycleKey: "2026-02" },
  });
  expect(card("T4")?.series.map(({ value }) => value)).toEqual([18, 13]);
  expect(mode).toMatchObject({ mode: "NORMAL", notPassing: [{ shortId: "T4", state: "WATCH" }] });
});

test("a week carries what only a close can know, and says from which close", async () => {
  const { company, cfo } = await withCloses();
  await closeWeek(company, "2026-W10", { T4: "PASS" });
  const { card } = await overviewOf(cfo);
  expect(card("T5")).toMatchObject({ carriedFrom: "2026-02", asOf: { cycleKey: "2026-02" } });
  expect(card("T5")?.value).toBeGreaterThan(0);
  expect(card("T4")).toMatchObject({ carriedFrom: null, asOf: { cycleKey: "2026-W10" }, state: "PASS" });
});

test("an evaluation that could not close names the figure it lacks, and what held before still holds", async () => {
  const { company, cfo } = await withCloses();
  await evaluateWithoutCash(company, "2026-W10");
  const { heldUp, cycle } = await overviewOf(cfo);
  expect(heldUp).toMatchObject({ cycleKey: "2026-W10", unknown: [{ inputsMissing: ["CashBalance"] }] });
  expect(cycle?.cycleKey).toBe("2026-02");
});

test("the next close is due ten business days after its month, holidays left out", async () => {
  const { cfo } = await withCloses();
  const march = (moment: string) => overviewOf(cfo, new Date(moment)).then(({ nextClose }) => nextClose);
  expect(await march("2026-03-20T10:00:00Z")).toMatchObject({ cycleKey: "2026-03", state: "PERIOD_RUNNING" });
  expect(await march("2026-04-10T10:00:00Z")).toMatchObject({
    deadline: "2026-04-14",
    businessDays: 2,
    state: "DUE",
  });
  expect(await march("2026-04-17T10:00:00Z")).toMatchObject({ businessDays: 3, state: "OVERDUE" });
  const friday = { year: 2026, days: "2026-04-03", seen: [] };
  expect(await setCloseCalendar(cfo, friday, new Date("2026-04-10T10:00:00Z"))).toMatchObject({ ok: true });
  expect(await march("2026-04-17T10:00:00Z")).toMatchObject({ deadline: "2026-04-15", businessDays: 2 });
});

test("what waits for me are my drafts, my blocked requests, and what only I can sign", async () => {
  const company = await createCompany();
  const [lead, cfo] = [await company.hire("Team lead"), await company.hire("CFO")];
  await closeMonth(company, "2026-01");
  const submitted = await submitRequest(lead, { content: renewal() }, at);
  expect(submitted.ok).toBe(true);
  await saveDraft(lead, { draft: { form: "G1_HEADCOUNT", values: { title: "A new hire" } } }, at);
  expect((await overviewOf(cfo)).waiting).toMatchObject({ approvals: 1, drafts: 0, requests: [] });
  expect((await overviewOf(lead)).waiting).toMatchObject({ approvals: 0, drafts: 1, blocked: 0 });
});

test("a proposed version of the policy waits by name for those who sign it, until they have", async () => {
  const company = await createCompany();
  const [cfo, ceo, lead] = [
    await company.hire("CFO"),
    await company.hire("CEO"),
    await company.hire("Team lead"),
  ];
  await closeMonth(company, "2026-01");
  expect((await overviewOf(cfo)).waiting.policy).toBeNull();
  const proposed = await draftAndPropose(cfo, { artifacts: withRunwayFloor(18, 12), at });
  const asked = { id: proposed.bundleId, version: "2.0.0" };
  expect((await overviewOf(cfo)).waiting.policy).toEqual(asked);
  expect((await overviewOf(lead)).waiting.policy).toBeNull();
  must(await signPolicy(cfo, proposed, at));
  expect((await overviewOf(cfo)).waiting.policy).toBeNull();
  expect((await overviewOf(ceo)).waiting.policy).toEqual(asked);
});

test("a company sees nothing of another", async () => {
  const { cfo } = await withCloses();
  const other: Company = await createCompany();
  const stranger = await other.hire("CFO");
  expect((await overviewOf(stranger)).cycle).toBeNull();
  expect((await overviewOf(cfo)).triggers).toHaveLength(8);
});

test("a trigger's page turns back a page at a time and ends", async () => {
  const { company, cfo } = await withCloses();
  for (let week = 10; week < 28; week += 1) await closeWeek(company, `2026-W${week}`);
  const first = await loadTrigger(cfo, "T4", null, at);
  if (!first.ok || !first.value.nextCursor) throw new Error("there are 20 evaluations");
  const second = await loadTrigger(cfo, "T4", first.value.nextCursor, at);
  if (!second.ok) throw new Error(second.failure.message);
  const keys = [...first.value.past, ...second.value.past].map(({ cycleKey }) => cycleKey);
  expect(new Set(keys).size).toBe(20);
  expect(second.value.nextCursor).toBeNull();
  const unknown = await loadTrigger(cfo, "T9", null, at);
  expect(unknown.ok ? null : unknown.failure.code).toBe("NOT_FOUND");
});

test("what the Revenue OS kernel found last stands on the overview, with what waits because of it", async () => {
  const { company, cfo } = await withCloses();
  expect((await overviewOf(cfo)).revenue).toBeNull();
  await plan(company, {
    subsystem: "crm",
    entity: { type: "settings", id: "crm" },
    field: "max_touches",
    from: 7,
    to: 9,
  });
  expect((await overviewOf(cfo)).revenue).toMatchObject({
    constraint: "demand",
    priorityMetric: "pipeline_total",
    awaitingSignoff: 0,
    pending: 1,
    executing: 0,
  });
});
