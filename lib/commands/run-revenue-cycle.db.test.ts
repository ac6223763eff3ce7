import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { kernelInputSchema, kernelOutputSchema } from "@/kernel/revenue";
import { connect, disconnect } from "@/lib/db/client";
import type { Actor } from "@/lib/db/governed-write";
import { verifyLog } from "@/lib/db/log-verification";
import { inTenant } from "@/lib/db/tenant-transaction";
import { createTestDatabase } from "@/lib/db/testing/test-database";
import { loadInbox } from "@/lib/queries/inbox";
import { DEEP_SOURCE, loadKernelInput } from "@/lib/queries/kernel-input";
import { loadRecordedDecisions } from "@/lib/queries/policy-backtest-record";
import { CONFIG_KEYS } from "@/lib/queries/spine-vocabulary";
import { withClient } from "@/scripts/database/prepare";
import { denyRequest } from "./deny-request";
import { type RevenueCycle, runRevenueCycle } from "./run-revenue-cycle";
import { signRequest } from "./sign-request";
import type { Company } from "./testing/company";
import { CYCLE_AT, createRevenueCompany } from "./testing/revenue-company";

const HOUR = 3_600_000;
const later = (hours: number) => new Date(CYCLE_AT.getTime() + hours * HOUR);
const SCHEDULED = { trigger: { type: "scheduled", source: DEEP_SOURCE } } as const;

let appUrl = "";
let ownerUrl = "";
let superuserUrl = "";
beforeAll(async () => {
  ({ appUrl, ownerUrl, superuserUrl } = await createTestDatabase());
  connect(appUrl);
});
afterAll(disconnect);

const system = ({ tenantId }: Company): Actor => ({ tenantId, name: "system", role: "system" });

async function cycleOf(company: Company, at = CYCLE_AT, actor = system(company)): Promise<RevenueCycle> {
  const result = await runRevenueCycle(actor, SCHEDULED, at);
  if (!result.ok) throw new Error(`${result.failure.message} ${JSON.stringify(result.failure.fields)}`);
  return result.value;
}

const actionsOf = ({ tenantId }: Company) =>
  inTenant({ tenantId }, (tx) =>
    tx.optimizationAction.findMany({
      where: { tenantId },
      include: { request: true },
      orderBy: { priority: "asc" },
    }),
  );
const logOf = ({ tenantId }: Company, kind: string) =>
  inTenant({ tenantId }, (tx) =>
    tx.decisionLogEntry.findMany({ where: { tenantId, kind }, orderBy: { seq: "asc" } }),
  );
/** Every governed row that a cycle may leave behind, counted. */
const tracesOf = ({ tenantId }: Company) =>
  inTenant({ tenantId }, async (tx) => ({
    cycles: await tx.optimizationCycle.count({ where: { tenantId } }),
    actions: await tx.optimizationAction.count({ where: { tenantId } }),
    requests: await tx.request.count({ where: { tenantId } }),
    decisions: await tx.gateDecision.count({ where: { tenantId } }),
    entries: await tx.decisionLogEntry.count({ where: { tenantId, kind: "optimization_cycle" } }),
  }));

describe("a company in NORMAL mode", () => {
  let company: Company;
  let cycle: RevenueCycle;
  beforeAll(async () => {
    company = await createRevenueCompany();
    await company.closeCycle();
    cycle = await cycleOf(company);
  });

  test("gets three to seven actions, ranked, each stored as it was said", async () => {
    const rows = await actionsOf(company);
    expect(rows.length).toBeGreaterThanOrEqual(3);
    expect(rows.length).toBeLessThanOrEqual(7);
    expect(rows.map(({ action }) => action)).toEqual(cycle.output.actions);
    expect(rows.map(({ priority }) => priority)).toEqual(rows.map((_, index) => index + 1));
  });

  test("keeps with the cycle what it read and what it said, in the shapes of the contract", async () => {
    const stored = await inTenant(company, (tx) =>
      tx.optimizationCycle.findFirstOrThrow({ where: { tenantId: company.tenantId } }),
    );
    const input = kernelInputSchema.parse(stored.input);
    expect(input.analysis_window).toEqual({ start_date: "2025-12-02", end_date: "2026-03-01" });
    expect(input.campaigns.map(({ name }) => name).sort()).toEqual(["Always-on search", "Category guides"]);
    expect(input.opportunities).toHaveLength(30);
    expect(kernelOutputSchema.parse(stored.output)).toEqual(cycle.output);
    expect(stored).toMatchObject({
      bindingConstraint: cycle.output.cycle_summary.binding_constraint,
      mode: "NORMAL",
      policyVersion: "1.0",
      proposer: "catalogue",
      triggerType: "scheduled",
      triggerSource: DEEP_SOURCE,
    });
  });

  test("lets what needs no person run, and puts the rest up for signature in the CFO's own inbox", async () => {
    const cfo = await company.hire("CFO");
    const rows = await actionsOf(company);
    for (const { action, status, request } of rows) {
      const { requires_human: why } = cycle.output.actions.find(
        ({ action_id }) => action_id === (action as { action_id: string }).action_id,
      ) ?? { requires_human: null };
      expect([status, request?.status ?? null]).toEqual(
        why === null ? ["pending", null] : ["awaiting_signoff", "PENDING"],
      );
    }
    const waiting = rows.filter(({ request }) => request !== null);
    expect(waiting.length).toBeGreaterThan(0);
    const inbox = await loadInbox(cfo, {}, later(1));
    if (!inbox.ok) throw new Error(inbox.failure.message);
    const shown = inbox.value.items.flatMap(({ signature }) => (signature?.actionId ? [signature] : []));
    expect(shown.map(({ actionId }) => actionId).sort()).toEqual(waiting.map(({ id }) => id).sort());
    expect(shown.every(({ requesterName }) => requesterName === "Revenue OS kernel")).toBe(true);
  });

  test("finds in its log one entry that names constraint, gates, actions, what was suppressed and the policy", async () => {
    const entries = await logOf(company, "optimization_cycle");
    expect(entries).toHaveLength(1);
    const content = JSON.parse(entries[0]?.content ?? "{}");
    expect(content).toMatchObject({
      binding_constraint: cycle.output.cycle_summary.binding_constraint,
      cfo_gates_triggered: cycle.output.cycle_summary.cfo_gates_triggered,
      suppressed_actions: cycle.output.suppressed_actions,
      policy_version: "1.0",
      asked_by: { name: "system" },
    });
    expect(content.actions).toHaveLength(cycle.output.actions.length);
    await withClient(appUrl, async (client) => {
      expect((await verifyLog(client, company.tenantId)).finding).toBeNull();
    });
  });

  test("is told that a second cycle within twelve hours is too early, and nothing of it remains", async () => {
    const before = await tracesOf(company);
    const early = await runRevenueCycle(system(company), SCHEDULED, later(11.9));
    expect(early).toMatchObject({ ok: false, failure: { code: "CYCLE_TOO_RECENT" } });
    expect(await tracesOf(company)).toEqual(before);
    expect((await cycleOf(company, later(12))).cycleId).not.toBe(cycle.cycleId);
  });

  test("is not seen by another company's people, nor can they run a cycle for it", async () => {
    const other = await createRevenueCompany();
    const stranger = await other.hire("CFO");
    const seen = await inTenant(stranger, async (tx) => [
      await tx.optimizationCycle.count({ where: { tenantId: company.tenantId } }),
      await tx.optimizationAction.count({ where: { tenantId: company.tenantId } }),
    ]);
    expect(seen).toEqual([0, 0]);
    const crossed = { ...stranger, tenantId: company.tenantId };
    expect(await runRevenueCycle(crossed, SCHEDULED, later(48))).toMatchObject({
      ok: false,
      failure: { code: "FORBIDDEN" },
    });
  });
});

describe("requests of the kernel", () => {
  async function withRequest() {
    const company = await createRevenueCompany();
    await company.closeCycle();
    const cfo = await company.hire("CFO");
    const cycle = await cycleOf(company);
    const waiting = cycle.actions.find(({ actionId }) => actionId.startsWith("campaigns.budget_daily:scale"));
    if (!waiting?.requestReference) throw new Error("the cycle asks for more spend");
    return { company, cfo, cycle, actionId: waiting.id, reference: waiting.requestReference };
  }
  const statusOf = (company: Company, id: string) =>
    inTenant(company, (tx) =>
      tx.optimizationAction.findFirstOrThrow({ where: { tenantId: company.tenantId, id } }),
    );

  test("once denied, end their action with who said no and why, and the log says so", async () => {
    const { company, cfo, actionId, reference } = await withRequest();
    const denied = await denyRequest(
      cfo,
      { reference, revision: 1, reason: "Not before the renewal season." },
      later(3),
    );
    expect(denied.ok).toBe(true);
    expect(await statusOf(company, actionId)).toMatchObject({
      status: "failed",
      statusReason: `${reference} was denied by the CFO: Not before the renewal season.`,
      finishedAt: later(3),
    });
    const [entry] = await logOf(company, "optimization_action");
    expect(JSON.parse(entry?.content ?? "{}")).toMatchObject({
      optimization_cycle_id: expect.any(String),
      status_after: "failed",
      request: reference,
    });
  });

  test("once signed, let their action run: a job for it is asked for with the signature", async () => {
    const { company, cfo, actionId, reference } = await withRequest();
    await expect(setExecuting(company, actionId)).rejects.toThrow(/not signed/);
    const jobs = () =>
      withClient(superuserUrl, async (client) => {
        const { rows } = await client.query(
          "select count(*)::int as count from graphile_worker._private_jobs",
        );
        return rows[0].count as number;
      });
    const before = await jobs();
    const signed = await signRequest(cfo, { reference, revision: 1 }, later(3));
    expect(signed).toMatchObject({ ok: true, value: { status: "APPROVED" } });
    expect(await jobs()).toBe(before + 1);
    expect(await statusOf(company, actionId)).toMatchObject({ status: "awaiting_signoff" });
    await setExecuting(company, actionId);
    expect(await statusOf(company, actionId)).toMatchObject({ status: "executing" });
  });

  const setExecuting = (company: Company, id: string) =>
    inTenant(company, (tx) =>
      tx.optimizationAction.update({
        where: { tenantId_id: { tenantId: company.tenantId, id } },
        data: { status: "executing", startedAt: later(4), oldValue: 1 },
      }),
    );

  test("that the gate has closed on meanwhile are taken back by the next cycle, and their actions end", async () => {
    const { company, cfo, actionId, reference } = await withRequest();
    await company.closeCycle({ T1: "FAIL" }, "DEFENSIVE");
    const refused = await signRequest(cfo, { reference, revision: 1 }, later(3));
    expect(refused).toMatchObject({ ok: true, value: { status: "STALE" } });
    const next = await cycleOf(company, later(24));
    const request = await inTenant(company, (tx) =>
      tx.request.findFirstOrThrow({ where: { tenantId: company.tenantId, reference } }),
    );
    expect(request.status).toBe("WITHDRAWN");
    const { status, statusReason } = await statusOf(company, actionId);
    expect([status, statusReason]).toEqual([
      "failed",
      expect.stringContaining("withdrawn by Revenue OS kernel"),
    ]);
    expect(next.output.actions.filter(({ type }) => type === "scale")).toEqual([]);
    // Nobody said no to it, so nothing is learned from it: it may be asked for once the gate opens again.
    const { recent_action_results: results } = await inTenant(company, (tx) =>
      loadKernelInput(tx, company.tenantId, { type: "scheduled", source: "daily" }, later(36)),
    );
    expect(results.map(({ action_id, status }) => [action_id, status])).toEqual([]);
  });
});

test("in DEFENSIVE mode nothing is scaled, and what the gate refused stands in the log with codes and rules", async () => {
  const company = await createRevenueCompany();
  await company.closeCycle({ T1: "FAIL" }, "DEFENSIVE");
  const { output } = await cycleOf(company);
  expect(output.actions.filter(({ type }) => type === "scale")).toEqual([]);
  const byGate = output.suppressed_actions.filter(({ by }) => by === "enforcement_gate");
  expect(byGate.length).toBeGreaterThan(0);
  expect(byGate.every(({ rules }) => rules.length > 0)).toBe(true);
  const decisions = await inTenant(company, (tx) =>
    tx.gateDecision.findMany({
      where: { tenantId: company.tenantId, action: "EXTERNAL" },
      include: { logEntry: true },
    }),
  );
  // More spend was put to the gate; what costs nothing is not scaled either, and no gate had to be asked.
  const asked = byGate.filter(({ action_id }) => action_id.startsWith("campaigns.budget_daily:scale"));
  expect(asked.length).toBeGreaterThan(0);
  expect(decisions.map(({ requestRef }) => requestRef).sort()).toEqual(
    asked.map(({ action_id }) => action_id).sort(),
  );
  for (const { decision, blockedBy, logEntry, mode, states } of decisions) {
    expect([decision, mode, logEntry.source, logEntry.outcome]).toEqual([
      "BLOCKED",
      "DEFENSIVE",
      "system",
      "BLOCKED",
    ]);
    expect(blockedBy.length).toBeGreaterThan(0);
    expect(states).toMatchObject({ T1_FCF_BREAKEVEN_TRAJECTORY: "FAIL" });
  }
  await withClient(appUrl, async (client) => {
    expect((await verifyLog(client, company.tenantId)).finding).toBeNull();
  });
  // Where decisions are made again under another policy, such an ask is told in words and leads to its log entry.
  const recorded = await inTenant(company, (tx) => loadRecordedDecisions(tx, company.tenantId, [], 100));
  for (const { requestRef, logSeq } of decisions)
    expect(recorded.asked[requestRef]).toEqual({
      title: expect.stringMatching(/^Raise the daily budget of /),
      isRequest: false,
      logSeq: Number(logSeq),
    });
});

test("before the first closed cycle no money is asked for: with no numbers no gate opens", async () => {
  const { output } = await cycleOf(await createRevenueCompany());
  expect(output.actions.filter(({ type }) => type === "scale")).toEqual([]);
  expect(output.actions.every(({ guardrails }) => guardrails.max_additional_spend === 0)).toBe(true);
  const refused = output.suppressed_actions.filter(({ by }) => by === "enforcement_gate");
  expect(refused.map(({ lever }) => lever)).toContain("campaigns.budget_daily");
});

test("without metrics of the last two days the data comes first, and nothing is tried on old figures", async () => {
  const company = await createRevenueCompany({ lastDay: "2026-02-20" });
  await company.closeCycle();
  const { output } = await cycleOf(company);
  expect(output.cycle_summary.binding_constraint).toBe("data_quality");
  expect(output.data_quality_actions.length).toBeGreaterThan(0);
  expect(output.actions).toEqual([]);
});

test("without targets or guardrails no cycle runs: it names what to set and where", async () => {
  const company = await createRevenueCompany({
    unset: [CONFIG_KEYS.revenueTargets, CONFIG_KEYS.cfoGuardrails],
  });
  await company.closeCycle();
  const result = await runRevenueCycle(system(company), SCHEDULED, CYCLE_AT);
  if (result.ok) throw new Error("a cycle without targets");
  expect(result.failure.code).toBe("INSUFFICIENT_DATA");
  expect(Object.keys(result.failure.fields ?? {}).sort()).toEqual([
    "revenue.cfo_guardrails",
    "revenue.targets",
  ]);
  expect(result.failure.message).toContain("Targets and guardrails");
  expect(await tracesOf(company)).toEqual({ cycles: 0, actions: 0, requests: 0, decisions: 0, entries: 0 });
});

test("of ten cycles that begin at once one runs, through one and the same member", async () => {
  const company = await createRevenueCompany();
  await company.closeCycle();
  const results = await Promise.all(
    Array.from({ length: 10 }, () => runRevenueCycle(system(company), SCHEDULED, CYCLE_AT)),
  );
  expect(results.filter(({ ok }) => ok)).toHaveLength(1);
  expect(results.flatMap((each) => (each.ok ? [] : [each.failure.code]))).toEqual(
    Array(9).fill("CYCLE_TOO_RECENT"),
  );
  const members = await inTenant(company, (tx) =>
    tx.membership.count({ where: { tenantId: company.tenantId, role: "Optimizer" } }),
  );
  expect([(await tracesOf(company)).cycles, members]).toEqual([1, 1]);
});

test("a cycle that breaks off at its last write leaves nothing behind", async () => {
  const company = await createRevenueCompany();
  await company.closeCycle();
  // A deadlock, a lost connection or a full disk at the very last statement, brought about by the database itself.
  await withClient(ownerUrl, async (client) => {
    await client.query(
      `create function break_off() returns trigger language plpgsql as 'begin raise exception ''broken off''; end';
       create trigger zz_break_off before insert on optimization_actions for each statement
         when (pg_trigger_depth() = 0) execute function break_off();`,
    );
  });
  try {
    await expect(runRevenueCycle(system(company), SCHEDULED, CYCLE_AT)).rejects.toThrow(/broken off/);
  } finally {
    await withClient(ownerUrl, async (client) => {
      await client.query("drop trigger zz_break_off on optimization_actions; drop function break_off()");
    });
  }
  expect(await tracesOf(company)).toEqual({ cycles: 0, actions: 0, requests: 0, decisions: 0, entries: 0 });
  expect((await cycleOf(company)).actions.length).toBeGreaterThanOrEqual(3);
});

test("whether a language model was asked, and why it contributed nothing, is kept with the cycle and in the log", async () => {
  const company = await createRevenueCompany();
  await company.closeCycle();
  const note = "a-model gave no answer: it took longer than 20 s.";
  const proposals = { proposer: "catalogue" as const, note, candidates: [] };
  const result = await runRevenueCycle(system(company), { ...SCHEDULED, proposals }, CYCLE_AT);
  expect(result.ok).toBe(true);
  const stored = await inTenant(company, (tx) =>
    tx.optimizationCycle.findFirstOrThrow({ where: { tenantId: company.tenantId } }),
  );
  expect(stored).toMatchObject({ proposer: "catalogue", proposerNote: note });
  const [entry] = await logOf(company, "optimization_cycle");
  expect(JSON.parse(entry?.content ?? "{}")).toMatchObject({ proposer: "catalogue", proposer_note: note });
});

test("a person needs the right to run a cycle", async () => {
  const company = await createRevenueCompany();
  await company.closeCycle();
  const auditor = await company.hire("Auditor");
  expect(await runRevenueCycle(auditor, SCHEDULED, CYCLE_AT)).toMatchObject({
    ok: false,
    failure: { code: "FORBIDDEN" },
  });
  expect((await cycleOf(company, CYCLE_AT, await company.hire("FP&A"))).cycleId).toEqual(expect.any(String));
});
