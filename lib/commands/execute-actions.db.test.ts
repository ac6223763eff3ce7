import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ECONOMIC_METRIC_IDS } from "../../kernel/revenue";
import { connect, disconnect } from "../db/client";
import { inTenant } from "../db/tenant-transaction";
import { createTestDatabase } from "../db/testing/test-database";
import { daily, writeSnapshots } from "../queries/testing/metric-snapshots";
import { type ExecutedActions, executeActions } from "./execute-actions";
import { revertAction } from "./revert-action";
import { signRequest } from "./sign-request";
import { submitRequest } from "./submit-request";
import {
  actionOf,
  actionRow,
  addCampaign,
  addChannel,
  addCycle,
  askForSpend,
  at,
  entriesOf,
  plan,
  setGuardrails,
  store,
  storeIn,
} from "./testing/optimization";
import { budget, budgetOf, must, openCompany, setting, systemOf } from "./testing/planned-changes";
import { backfill } from "./testing/requests";

let app: pg.Client;

beforeAll(async () => {
  const { appUrl } = await createTestDatabase();
  connect(appUrl);
  app = new pg.Client({ connectionString: appUrl });
  await app.connect();
});
afterAll(async () => {
  await app.end();
  await disconnect();
});

const statuses = ({ executed, failed, left }: ExecutedActions) => [
  executed.length,
  failed.length,
  left.length,
];

describe("what an action leaves behind as it begins", () => {
  test("the change, the old and the new value, its window, a baseline of the target and of every economic metric, and an entry in the log", async () => {
    const { company, campaignId } = await openCompany();
    await writeSnapshots(company.tenantId, [
      ...daily("pipeline_total", "2026-06-09", 30, (before) => (before < 14 ? 200 + before : 9999)),
      ...daily("payback_months", "2026-06-09", 3, () => 12.5),
      ...daily("pipeline_total", "2026-06-10", 1, () => 1),
      ...daily("pipeline_total", "2026-06-09", 14, () => 1, "SMB"),
    ]);
    const id = await plan(company, budget(campaignId, 80));
    const done = must(await executeActions(systemOf(company), {}, at));
    expect(done).toMatchObject({ executed: [{ actionId: id, status: "executing" }], failed: [], left: [] });
    expect(await budgetOf(company, campaignId)).toBe(80);
    const { results, ...row } = await actionRow(company, id);
    expect(row).toMatchObject({ status: "executing", oldValue: { value: 100 }, newValue: 80, attempts: 1 });
    expect(row.startedAt).toEqual(at);
    expect(row.windowEndsOn).toEqual(new Date("2026-06-24"));
    expect(results.filter(({ role }) => role === "economic").map(({ metricId }) => metricId)).toEqual(
      [...ECONOMIC_METRIC_IDS].sort(),
    );
    const target = results.find(({ role }) => role === "target");
    expect(target).toMatchObject({ metricId: "pipeline_total", observedAt: null });
    expect(Number(target?.baselineValue)).toBe(206.5);
    expect(target?.details).toMatchObject({ baseline: { from: "2026-05-27", to: "2026-06-09" } });
    expect(target?.details).toHaveProperty(["baseline", "days", 13], { date: "2026-06-09", value: 200 });
    const values = Object.fromEntries(results.map((each) => [each.metricId, each.baselineValue]));
    expect(Number(values.payback_months)).toBe(12.5);
    expect(values.arr_total).toBeNull();
    expect(await entriesOf(company, id)).toMatchObject([
      {
        title: "campaigns.budget_daily: changed from 100 to 80",
        status_before: "pending",
        status_after: "executing",
        old_value: { value: 100 },
        new_value: 80,
        window_ends_on: "2026-06-24",
      },
    ]);
  });

  test("run again, it executes nothing twice", async () => {
    const { company, campaignId } = await openCompany();
    const id = await plan(company, budget(campaignId, 80));
    must(await executeActions(systemOf(company), {}, at));
    expect(statuses(must(await executeActions(systemOf(company), {}, at)))).toEqual([0, 0, 0]);
    const again = must(await executeActions(systemOf(company), { actionIds: [id] }, at));
    expect(again.left).toEqual([{ actionId: id, reason: "The action is executing already." }]);
    expect(await entriesOf(company, id)).toHaveLength(1);
  });

  test("run twenty times at once, it is executed once, measured once and logged once", async () => {
    const { company, campaignId } = await openCompany();
    const ids = [await plan(company, budget(campaignId, 80)), await plan(company, setting())];
    const runs = await Promise.all(
      Array.from({ length: 20 }, () => executeActions(systemOf(company), { actionIds: ids }, at)),
    );
    const done = runs.map(must);
    expect(done.flatMap(({ executed }) => executed.map(({ actionId }) => actionId)).sort()).toEqual(
      [...ids].sort(),
    );
    expect(done.flatMap(({ failed }) => failed)).toEqual([]);
    for (const id of ids) {
      expect(await entriesOf(company, id)).toHaveLength(1);
      expect((await actionRow(company, id)).results).toHaveLength(ECONOMIC_METRIC_IDS.length + 1);
    }
  });

  test("one action that cannot be carried out does not keep the others from it", async () => {
    const { company, campaignId } = await openCompany();
    const wrong = await plan(company, budget(campaignId, 5000, { change: { priority: 1 } }));
    const right = await plan(company, setting(24, { change: { priority: 2 } }));
    const broken = await store(company, { ...actionOf(setting(12)), target_direction: "sideways" as "up" });
    const done = must(await executeActions(systemOf(company), {}, at));
    expect(done.executed.map(({ actionId }) => actionId)).toEqual([right]);
    expect(done.failed.map(({ actionId }) => actionId).sort()).toEqual([wrong, broken].sort());
    expect((await actionRow(company, broken)).statusReason).toContain("not in its shape: target_direction");
  });
});

describe("what needs a signature", () => {
  test("waits until it is signed, is executed once it is, and nobody has to be told", async () => {
    const { company, campaignId } = await openCompany();
    const asked = await askForSpend(company);
    const id = await store(
      company,
      actionOf(budget(campaignId, 110, { change: { requires_human: "It spends more" } })),
      asked.requestId,
    );
    const before = must(await executeActions(systemOf(company), { actionIds: [id] }, at));
    expect(before.left).toEqual([{ actionId: id, reason: `It waits for signatures on ${asked.reference}.` }]);
    expect(statuses(must(await executeActions(systemOf(company), {}, at)))).toEqual([0, 0, 0]);
    expect(await budgetOf(company, campaignId)).toBe(100);
    expect(await asked.sign()).toBe("APPROVED");
    expect(must(await executeActions(systemOf(company), {}, at)).executed).toMatchObject([{ actionId: id }]);
    expect(await budgetOf(company, campaignId)).toBe(110);
  });

  test("cannot be executed unsigned, not even by a statement of the application's own role", async () => {
    const { company, campaignId } = await openCompany();
    const { requestId } = await askForSpend(company);
    const id = await store(company, actionOf(budget(campaignId, 110)), requestId);
    await app.query("select set_config('app.tenant_id', $1, false)", [company.tenantId]);
    const attempts = [
      `update optimization_actions set status = 'executing', started_at = now(), old_value = '{"value": 100}' where id = '${id}'`,
      `update optimization_actions set status = 'completed', started_at = now(), old_value = '{"value": 100}' where id = '${id}'`,
      `update optimization_actions set request_id = null where id = '${id}'`,
      `update optimization_actions set status = 'pending' where id = '${id}'`,
      `delete from optimization_actions where id = '${id}'`,
      `update requests set status = 'APPROVED' where id = '${requestId}'`,
    ];
    for (const attempt of attempts) await expect(app.query(attempt), attempt).rejects.toThrow();
    expect(await actionRow(company, id)).toMatchObject({ status: "awaiting_signoff", startedAt: null });
  });

  test("is not executed where its cycle asked for a person and there is no request to sign", async () => {
    const { company } = await openCompany();
    const id = await plan(company, setting(24, { change: { requires_human: "Pricing" } }));
    const done = must(await executeActions(systemOf(company), {}, at));
    expect(done.failed).toMatchObject([
      { actionId: id, reason: "It needs a person's signature and has no request." },
    ]);
  });

  test("signed in quiet times and due in DEFENSIVE mode, it is refused with its codes, and the refusal is a decision in the log", async () => {
    const { company, campaignId } = await openCompany();
    const asked = await askForSpend(company);
    const id = await store(company, actionOf(budget(campaignId, 110)), asked.requestId);
    await asked.sign();
    await company.closeCycle({ T1: "FAIL", T4: "FAIL" }, "DEFENSIVE");
    const done = must(await executeActions(systemOf(company), {}, at));
    expect(done.failed).toMatchObject([{ actionId: id, status: "failed" }]);
    expect(done.failed[0]?.reason).toContain("In DEFENSIVE mode nothing is scaled.");
    expect(await budgetOf(company, campaignId)).toBe(100);
    const { tenantId } = company;
    const decisions = await inTenant({ tenantId }, (tx) =>
      tx.gateDecision.findMany({
        where: { tenantId, requestId: asked.requestId },
        orderBy: { logSeq: "asc" },
      }),
    );
    expect(decisions.map(({ action, decision }) => [action, decision])).toEqual([
      ["SUBMIT", "ALLOWED"],
      ["APPROVE", "ALLOWED"],
      ["REFUSE", "BLOCKED"],
    ]);
    expect(decisions[2]?.blockedBy).toContain("G2.blocked_if[1]");
    const [entry] = await entriesOf(company, id);
    expect(entry).toMatchObject({ status_after: "failed", mode: "DEFENSIVE", request: asked.reference });
    expect(entry.rules).toEqual(decisions[2]?.blockedBy);
  });

  test("signed, and forbidden since by another trigger alone, it is refused by that trigger's rule", async () => {
    const { company, campaignId } = await openCompany();
    const asked = await askForSpend(company);
    const id = await store(
      company,
      actionOf(budget(campaignId, 110, { type: "config_change" })),
      asked.requestId,
    );
    await asked.sign();
    await company.closeCycle({ T6: "FAIL" });
    must(await executeActions(systemOf(company), {}, at));
    expect((await actionRow(company, id)).statusReason).toContain("is no longer allowed");
    expect(await budgetOf(company, campaignId)).toBe(100);
  });

  test("signed by one, and by now in need of another's signature, it ends: an approval takes no further one", async () => {
    const { company } = await openCompany();
    const { tenantId } = company;
    const asked = must(await submitRequest(await company.hire("Team lead"), { content: backfill() }, at));
    const ceo = await company.hire("CEO");
    const { reference } = asked;
    expect(must(await signRequest(ceo, { reference, revision: 1 }, at)).status).toBe("APPROVED");
    const { id: requestId } = await inTenant({ tenantId }, (tx) =>
      tx.request.findFirstOrThrow({ where: { tenantId, reference } }),
    );
    const id = await store(company, actionOf(setting()), requestId);
    await company.closeCycle({ T1: "WATCH" });
    expect(must(await executeActions(systemOf(company), {}, at)).failed).toMatchObject([
      {
        actionId: id,
        reason: "By now it would also need the signature of CFO; a later cycle asks for it.",
      },
    ]);
  });

  test("in DEFENSIVE mode no campaign gets more to spend, under whatever name; what saves is still carried out", async () => {
    const { company, campaignId } = await openCompany();
    const paused = await addCampaign(company, { status: "paused" });
    await company.closeCycle({ T1: "FAIL" }, "DEFENSIVE");
    const more = await plan(company, budget(campaignId, 120, { type: "config_change" }));
    const resume = await plan(company, budget(paused, 0, { field: "status", from: "paused", to: "running" }));
    const less = await plan(company, budget(campaignId, 80));
    const done = must(await executeActions(systemOf(company), { actionIds: [more, resume, less] }, at));
    const reason = "In DEFENSIVE mode no campaign is given more to spend.";
    expect(new Map(done.failed.map((each) => [each.actionId, each.reason]))).toEqual(
      new Map([more, resume].map((id) => [id, reason])),
    );
    expect(done.executed).toMatchObject([{ actionId: less }]);
    expect(await budgetOf(company, campaignId)).toBe(80);
  });

  test("scaling that spends nothing stops in DEFENSIVE mode as well", async () => {
    const { company } = await openCompany();
    await company.closeCycle({ T1: "FAIL" }, "DEFENSIVE");
    const what = {
      subsystem: "routing",
      entity: { type: "settings", id: "routing" },
      field: "capacity_per_rep",
    } as const;
    const set = await plan(company, { ...what, from: null, to: 40 });
    must(await executeActions(systemOf(company), {}, at));
    const scale = await plan(company, { ...what, from: 40, to: 50, type: "scale" });
    const done = must(await executeActions(systemOf(company), {}, at));
    expect((await actionRow(company, set)).status).toBe("executing");
    expect(done.failed).toMatchObject([{ actionId: scale, reason: "In DEFENSIVE mode nothing is scaled." }]);
    expect((await entriesOf(company, scale))[0]?.rules).toEqual(["A10(2)"]);
  });
});

describe("what moves money from one campaign to another", () => {
  async function aMove() {
    const { company, campaignId } = await openCompany();
    const poor = await addCampaign(company);
    const asked = await askForSpend(company, 300, "reallocation");
    const cycleId = await addCycle(company);
    const cut = await storeIn(company, cycleId, actionOf(budget(poor, 85, { change: { priority: 2 } })));
    const raise = budget(campaignId, 110, { type: "config_change" });
    const move = await storeIn(company, cycleId, actionOf(raise), asked.requestId);
    expect(await asked.sign()).toBe("APPROVED");
    return { company, campaignId, cut, move };
  }
  const run = ({ company }: Awaited<ReturnType<typeof aMove>>, ...actionIds: string[]) =>
    executeActions(systemOf(company), { actionIds }, at).then(must);

  test("waits until the cut of its own cycle stands that pays for it, and then takes effect", async () => {
    const both = await aMove();
    const early = await run(both, both.move);
    expect(early.left).toEqual([
      { actionId: both.move, reason: "It waits for the cuts of its cycle that pay for it." },
    ]);
    expect(await budgetOf(both.company, both.campaignId)).toBe(100);
    expect(statuses(await run(both, both.cut, both.move))).toEqual([2, 0, 0]);
    expect(await budgetOf(both.company, both.campaignId)).toBe(110);
  });

  test("is refused where the cut has been taken back: then it would be an increase, which nobody asked for", async () => {
    const both = await aMove();
    must(await executeActions(systemOf(both.company), { actionIds: [both.cut] }, at));
    must(await revertAction(systemOf(both.company), { actionId: both.cut, reason: "Back" }, at));
    const done = await run(both, both.move);
    expect(done.failed).toMatchObject([
      {
        actionId: both.move,
        reason: "It moves $10.00 a day, and of the cuts that were to pay for it $0.00 stand.",
      },
    ]);
    expect(await budgetOf(both.company, both.campaignId)).toBe(100);
  });
});

describe("what the guardrails of the moment refuse", () => {
  test("running campaigns together stay under the daily ceiling; paused and ended ones do not count", async () => {
    const { company, campaignId } = await openCompany({ max_daily_spend: 300 });
    await addCampaign(company, { budgetDaily: "150.00" });
    await addCampaign(company, { budgetDaily: "900.00", status: "paused" });
    await addCampaign(company, { budgetDaily: "900.00", endDate: new Date("2026-06-09") });
    const over = await plan(company, budget(campaignId, 150.01));
    const within = await plan(company, budget(campaignId, 150));
    const done = must(await executeActions(systemOf(company), { actionIds: [over, within] }, at));
    expect(done.failed).toMatchObject([
      { actionId: over, reason: "Running campaigns would spend $300.01 a day, over the ceiling of $300." },
    ]);
    expect(done.executed).toMatchObject([{ actionId: within }]);
    expect(await budgetOf(company, campaignId)).toBe(150);
  });

  test("two raises at once that only together break the ceiling: one takes effect, the other is refused", async () => {
    const { company, campaignId } = await openCompany({ max_daily_spend: 250 });
    const other = await addCampaign(company);
    const ids = [await plan(company, budget(campaignId, 140)), await plan(company, budget(other, 140))];
    const done = await Promise.all(
      ids.map((id) => executeActions(systemOf(company), { actionIds: [id] }, at)),
    );
    expect(done.map((each) => statuses(must(each))).sort()).toEqual([
      [0, 1, 0],
      [1, 0, 0],
    ]);
    expect((await budgetOf(company, campaignId)) + (await budgetOf(company, other))).toBe(240);
  });

  test("a channel counts beyond its campaign's budget, and a campaign that runs again counts in full", async () => {
    const { company, campaignId } = await openCompany({ max_daily_spend: 150 });
    const channel = await addChannel(company, campaignId, { budgetDaily: "60.00" });
    await addChannel(company, campaignId, { channel: "events", budgetDaily: "40.00" });
    const paused = await addCampaign(company, { budgetDaily: "60.00", status: "paused" });
    const entity = { type: "campaign_channel", id: channel } as const;
    const raise = await plan(company, {
      subsystem: "campaigns",
      entity,
      field: "budget_daily",
      from: 60,
      to: 110.5,
    });
    const resume = await plan(company, {
      subsystem: "campaigns",
      entity: { type: "campaign", id: paused },
      field: "status",
      from: "paused",
      to: "running",
    });
    const done = must(await executeActions(systemOf(company), { actionIds: [raise, resume] }, at));
    expect(done.failed.map(({ reason }) => reason)).toEqual([
      "Running campaigns would spend $150.50 a day, over the ceiling of $150.",
      "Running campaigns would spend $160.00 a day, over the ceiling of $150.",
    ]);
  });

  test("spending less is welcome even where spend is over the ceiling by now", async () => {
    const { company, campaignId } = await openCompany({ max_daily_spend: 90 });
    await addCampaign(company, { budgetDaily: "500.00" });
    const id = await plan(company, budget(campaignId, 80));
    expect(must(await executeActions(systemOf(company), {}, at)).executed).toMatchObject([{ actionId: id }]);
  });

  test("an action adds no more than it was allowed itself", async () => {
    const { company, campaignId } = await openCompany();
    const limits = { max_additional_spend: 280, max_exposure_percent: 10, abort_conditions: [] };
    const id = await plan(company, budget(campaignId, 125, { change: { guardrails: limits } }));
    must(await executeActions(systemOf(company), {}, at));
    expect((await actionRow(company, id)).statusReason).toBe(
      "It would add $350.00 in 14 days, over its own limit of $280.",
    );
  });

  test("a lever taken away, an action blocked and an exposure cut since its cycle are refused; without guardrails nothing runs", async () => {
    const { company } = await openCompany();
    const levers = {
      allowed_levers: ["crm.max_touches"],
      blocked_actions: ["crm.follow_up_sla_hours:config_change"],
    };
    await setGuardrails(company, levers);
    const lever = await plan(company, setting());
    must(await executeActions(systemOf(company), {}, at));
    expect((await actionRow(company, lever)).statusReason).toBe(
      "The guardrails do not allow the lever crm.follow_up_sla_hours. The guardrails block crm.follow_up_sla_hours:config_change.",
    );
    await setGuardrails(company, { max_experiment_exposure_pct: 5 });
    const experiment = await plan(company, setting(24, { type: "experiment" }));
    must(await executeActions(systemOf(company), {}, at));
    expect((await actionRow(company, experiment)).statusReason).toContain(
      "reaches 10%, and the guardrails allow 5%",
    );
    await setGuardrails(company, { allowed_levers: [] });
    const unguarded = await plan(company, setting());
    must(await executeActions(systemOf(company), {}, at));
    expect((await actionRow(company, unguarded)).statusReason).toContain("No guardrails are set");
  });
});
