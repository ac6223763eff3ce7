import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { KernelInput } from "@/kernel/revenue";
import { denyRequest } from "@/lib/commands/deny-request";
import { executeActions } from "@/lib/commands/execute-actions";
import { runRevenueCycle } from "@/lib/commands/run-revenue-cycle";
import { signRequest } from "@/lib/commands/sign-request";
import type { Company } from "@/lib/commands/testing/company";
import { CYCLE_AT, createRevenueCompany } from "@/lib/commands/testing/revenue-company";
import { connect, disconnect } from "@/lib/db/client";
import { inTenant } from "@/lib/db/tenant-transaction";
import { counting } from "@/lib/db/testing/counting";
import { createTestDatabase } from "@/lib/db/testing/test-database";
import { type CycleTrigger, DAILY_SOURCE, DEEP_SOURCE, loadKernelInput } from "./kernel-input";
import { EVENTS } from "./spine-vocabulary";

const DAY = 86_400_000;
const days = (count: number) => new Date(CYCLE_AT.getTime() + count * DAY);
const DAILY: CycleTrigger = { type: "scheduled", source: DAILY_SOURCE };

beforeAll(async () => {
  const { appUrl } = await createTestDatabase();
  connect(appUrl);
});
afterAll(disconnect);

const inputOf = ({ tenantId }: Company, trigger = DAILY, at = CYCLE_AT): Promise<KernelInput> =>
  inTenant({ tenantId }, (tx) => loadKernelInput(tx, tenantId, trigger, at));

test("a cycle looks back 28 whole days, the deep one 90, and never at the day that is not over", async () => {
  const company = await createRevenueCompany();
  const daily = await inputOf(company);
  expect(daily.analysis_window).toEqual({ start_date: "2026-02-02", end_date: "2026-03-01" });
  expect(new Set(daily.metrics.map(({ date }) => date)).size).toBe(28);
  const deep = await inputOf(company, { type: "scheduled", source: DEEP_SOURCE });
  expect(deep.analysis_window.start_date).toBe("2025-12-02");
  const noon = await inputOf(company, DAILY, new Date(CYCLE_AT.getTime() + DAY / 2));
  expect(noon.analysis_window).toEqual(daily.analysis_window);
});

test("a company with a hundred times the rows is read in as many statements", async () => {
  const [small, large] = [await createRevenueCompany(), await createRevenueCompany()];
  await inTenant(large, async (tx) => {
    const { tenantId } = large;
    await tx.$executeRaw`
      insert into spine_opportunities (tenant_id, name, kind, stage, amount_usd, created_at)
      select ${tenantId}::uuid, 'Deal ' || n, 'new_business', 'qualified', n, '2026-01-05' from generate_series(1, 3000) n`;
    await tx.$executeRaw`
      insert into spine_campaigns (tenant_id, name, status, budget_daily, start_date)
      select ${tenantId}::uuid, 'Campaign ' || n, 'running', 10, '2025-12-01' from generate_series(1, 200) n`;
  });
  const counts: number[] = [];
  for (const company of [small, large]) {
    await inTenant(company, async (tx) => {
      const counted = counting(tx);
      const input = await loadKernelInput(counted.tx, company.tenantId, DAILY, CYCLE_AT);
      counts.push(counted.statements());
      expect(input.opportunities.length).toBe(company === large ? 3030 : 30);
    });
  }
  expect(counts[0]).toBe(counts[1]);
  expect(counts[0]).toBeLessThanOrEqual(9);
});

describe("campaigns and deals", () => {
  test("come with their channels, what they have spent by then, and who last did something about a deal", async () => {
    const company = await createRevenueCompany();
    const { tenantId } = company;
    const [campaign] = (await inputOf(company)).campaigns;
    const spend = (eventId: string, day: string, amountUsd: number, receivedAt = day) => ({
      tenantId,
      eventId,
      eventType: EVENTS.adDelivery,
      source: "test",
      occurredAt: new Date(`${day}T12:00:00Z`),
      receivedAt: new Date(`${receivedAt}T13:00:00Z`),
      entityType: "campaign",
      entityId: campaign?.id ?? null,
      amountUsd,
    });
    await inTenant(company, async (tx) => {
      await tx.eventRaw.createMany({
        data: [
          spend("first", "2025-10-01", 100.1),
          spend("last", "2026-03-01", 50.2),
          spend("today", "2026-03-02", 1_000),
          spend("not known yet", "2026-02-20", 2_000, "2026-03-04"),
        ],
      });
      await tx.spineCampaign.create({
        data: { tenantId, name: "Over", status: "ended", budgetDaily: 5, startDate: new Date("2025-01-01") },
      });
      const deal = await tx.spineOpportunity.findFirstOrThrow({ where: { tenantId, name: "Deal 1" } });
      await tx.spineCrmActivity.createMany({
        data: ["2026-02-03", "2026-02-17", "2026-03-02"].map((day) => ({
          tenantId,
          opportunityId: deal.id,
          activityType: "call",
          occurredAt: new Date(`${day}T09:00:00Z`),
        })),
      });
      await tx.spineOpportunity.updateMany({
        where: { tenantId, name: "Deal 2" },
        data: { closedAt: new Date("2026-02-20"), isWon: true, stage: "closed_won" },
      });
    });
    const { campaigns, opportunities } = await inputOf(company);
    expect(campaigns.map(({ name }) => name)).not.toContain("Over");
    expect(campaigns.find(({ id }) => id === campaign?.id)).toMatchObject({
      spent_total: 150.3,
      channels: [{ channel: "paid search", status: "running", budget_daily: 900 }],
    });
    expect(opportunities).toHaveLength(29);
    expect(opportunities.flatMap(({ last_activity_on: on }) => on ?? [])).toEqual(["2026-02-17"]);
  });
});

describe("what was learned", () => {
  test("is what past actions measured, what people said no to, and nothing older than half a year", async () => {
    const company = await createRevenueCompany();
    await company.closeCycle();
    const cfo = await company.hire("CFO");
    const { tenantId } = company;
    const cycle = await runRevenueCycle(
      { tenantId, name: "system", role: "system" },
      { trigger: DAILY },
      CYCLE_AT,
    );
    if (!cycle.ok) throw new Error(cycle.failure.message);
    const { actions, output } = cycle.value;
    const asked = actions.find(({ requestReference }) => requestReference !== null);
    const free = actions.find(({ status }) => status === "pending");
    const said = output.actions.find(({ action_id }) => action_id === free?.actionId);
    if (!asked?.requestReference || !free || !said) throw new Error("one waits and one does not");
    const reason = "Not this quarter.";
    await denyRequest(cfo, { reference: asked.requestReference, revision: 1, reason }, days(1));
    await measured(tenantId, free.id, said.target_metric);
    const input = await inputOf(company, DAILY, days(30));
    expect(input.recent_action_results).toHaveLength(2);
    const byId = new Map(input.recent_action_results.map((each) => [each.action_id, each]));
    expect(byId.get(asked.actionId)).toMatchObject({
      status: "rejected",
      baseline_value: null,
      outcome: null,
      finished_on: "2026-03-03",
    });
    expect(byId.get(free.actionId)).toMatchObject({
      status: "completed",
      lever: `${said.owner_subsystem}.${said.proposed_change.field}`,
      proposed_change: said.proposed_change,
      target_direction: said.target_direction,
      baseline_value: 10,
      observed_value: 12,
      delta: 2,
      confidence: 0.8,
      outcome: "improved",
      economic_deltas: { payback_months: -0.5 },
      finished_on: "2026-03-25",
    });
    expect(input.config.open_actions.map(({ action_id }) => action_id).sort()).toEqual(
      actions
        .map(({ actionId }) => actionId)
        .filter((id) => !byId.has(id))
        .sort(),
    );
    expect((await inputOf(company, DAILY, days(260))).recent_action_results).toEqual([]);
  });

  test("is nothing where the gate alone stood in the way: what it closed on before anybody decided, or after all had signed, may be asked for again", async () => {
    const company = await createRevenueCompany();
    await company.closeCycle();
    const cfo = await company.hire("CFO");
    const { tenantId } = company;
    const system = { tenantId, name: "system", role: "system" };
    const cycle = await runRevenueCycle(system, { trigger: DAILY }, CYCLE_AT);
    if (!cycle.ok) throw new Error(cycle.failure.message);
    const waiting = cycle.value.actions.flatMap(({ id, actionId, requestReference: reference }) => {
      const said = cycle.value.output.actions.find(({ action_id }) => action_id === actionId);
      return reference && said?.owner_subsystem === "campaigns" ? [{ id, actionId, reference }] : [];
    });
    const [signed] = waiting;
    if (!signed) throw new Error("more spend waits for a signature");
    const approved = await signRequest(cfo, { reference: signed.reference, revision: 1 }, days(0.1));
    expect(approved).toMatchObject({ ok: true, value: { status: "APPROVED" } });
    await company.closeCycle({ T1: "FAIL" }, "DEFENSIVE");
    const done = await executeActions(system, { actionIds: [signed.id] }, days(0.2));
    expect(done).toMatchObject({ ok: true, value: { failed: [{ actionId: signed.id }] } });
    const results = (await inputOf(company, DAILY, days(2))).recent_action_results;
    expect(results.map(({ action_id }) => action_id)).not.toContain(signed.actionId);
  });

  /** What an executor and the end of a window leave behind. */
  async function measured(tenantId: string, actionId: string, targetMetric: string): Promise<void> {
    await inTenant({ tenantId }, async (tx) => {
      const where = { tenantId_id: { tenantId, id: actionId } };
      await tx.optimizationAction.update({
        where,
        data: { status: "executing", startedAt: days(1), oldValue: 1, newValue: 2 },
      });
      const shared = { tenantId, actionId, baselineAt: days(1), observedAt: days(23), confidence: 0.8 };
      await tx.optimizationActionResult.createMany({
        data: [
          {
            ...shared,
            metricId: targetMetric,
            role: "target",
            baselineValue: 10,
            observedValue: 12,
            delta: 2,
            outcome: "improved",
          },
          {
            ...shared,
            metricId: targetMetric === "payback_months" ? "cac_blended" : "payback_months",
            role: "economic",
            baselineValue: 12,
            observedValue: 11.5,
            delta: -0.5,
            outcome: "improved",
          },
        ],
      });
      await tx.optimizationAction.update({ where, data: { status: "completed", finishedAt: days(23) } });
    });
  }
});

test("nothing of another company is ever in it", async () => {
  const [company, other] = [await createRevenueCompany(), await createRevenueCompany()];
  const text = JSON.stringify(await inputOf(company));
  const foreign = await inputOf(other);
  const ids = [
    foreign.tenant_id,
    ...foreign.campaigns.flatMap(({ id, channels }) => [id, ...channels.map((each) => each.id)]),
  ];
  for (const id of [...ids, ...foreign.opportunities.map((deal) => deal.id)]) expect(text).not.toContain(id);
  const crossed = inTenant(company, (tx) => loadKernelInput(tx, other.tenantId, DAILY, CYCLE_AT));
  await expect(crossed).rejects.toMatchObject({ failure: { code: "TENANT_NOT_FOUND" } });
});
