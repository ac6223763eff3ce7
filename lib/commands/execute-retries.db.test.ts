// What the database itself refuses for a moment. Every failure here is a real one, made by a second connection.
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withClient } from "@/scripts/database/prepare";
import { connect, disconnect } from "../db/client";
import { inTenant } from "../db/tenant-transaction";
import { createTestDatabase, type TestDatabase } from "../db/testing/test-database";
import { MOST_ATTEMPTS } from "../db/transient-failure";
import type { Result } from "../failures";
import { executeActions } from "./execute-actions";
import { revertAction } from "./revert-action";
import { createCompany } from "./testing/company";
import { actionRow, addCampaign, at, entriesOf, plan, setGuardrails } from "./testing/optimization";

let database: TestDatabase;
/** Stands in the way. */
let other: pg.Client;
/** Sees who waits: within a transaction that picture would stand still. */
let watcher: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  connect(database.appUrl);
  other = new pg.Client({ connectionString: database.superuserUrl });
  watcher = new pg.Client({ connectionString: database.superuserUrl });
  await Promise.all([other.connect(), watcher.connect()]);
  // Of two that wait for each other the application is the one that notices, and is ended.
  await other.query("set deadlock_timeout = '30s'");
});
afterAll(async () => {
  await Promise.all([other.end(), watcher.end()]);
  await disconnect();
});

const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.failure.code}: ${result.failure.message}`);
  return result.value;
};

async function plannedCut() {
  const company = await createCompany();
  await company.closeCycle();
  await setGuardrails(company);
  const campaignId = await addCampaign(company);
  const id = await plan(company, {
    subsystem: "campaigns",
    entity: { type: "campaign", id: campaignId },
    field: "budget_daily",
    from: 100,
    to: 80,
  });
  const actor = { tenantId: company.tenantId, name: "system", role: "system" };
  const budget = async () => {
    const { tenantId } = company;
    const row = await inTenant({ tenantId }, (tx) =>
      tx.spineCampaign.findUniqueOrThrow({ where: { tenantId_id: { tenantId, id: campaignId } } }),
    );
    return Number(row.budgetDaily);
  };
  return { company, campaignId, id, actor, budget, run: () => executeActions(actor, {}, at) };
}

/** Answers once another connection of the application waits for a lock: its process. */
async function someoneWaits(): Promise<number> {
  for (;;) {
    const { rows } = await watcher.query<{ pid: number }>(
      `select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and usename <> current_user`,
    );
    if (rows[0]) return rows[0].pid;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const holdCampaign = async (id: string) => {
  await other.query("begin");
  await other.query("update spine_campaigns set name = name || '.' where id = $1", [id]);
};

describe("a failure of the moment", () => {
  test("two that wait for each other: the database ends ours, and the second attempt goes through", async () => {
    const { company, campaignId, id, run, budget } = await plannedCut();
    await holdCampaign(campaignId);
    const running = run();
    await someoneWaits();
    // Ours holds the action and waits for the campaign; now the campaign's holder waits for the action.
    await other.query("select from optimization_actions where id = $1 for update", [id]);
    await other.query("commit");
    expect(must(await running).executed).toMatchObject([{ actionId: id }]);
    expect(await budget()).toBe(80);
    expect((await actionRow(company, id)).attempts).toBe(2);
    expect(await entriesOf(company, id)).toMatchObject([{ attempts: 2, status_after: "executing" }]);
  });

  test("a campaign that somebody else writes under a stricter isolation: the conflict is met by trying again", async () => {
    const { company, campaignId, id, run, budget } = await plannedCut();
    await other.query(
      `alter database ${database.name} set default_transaction_isolation = 'repeatable read'`,
    );
    await disconnect();
    connect(database.appUrl);
    try {
      await holdCampaign(campaignId);
      const running = run();
      await someoneWaits();
      await other.query("commit");
      expect(must(await running).executed).toMatchObject([{ actionId: id }]);
      expect(await budget()).toBe(80);
      expect((await actionRow(company, id)).attempts).toBe(2);
    } finally {
      await other.query(`alter database ${database.name} reset default_transaction_isolation`);
      await disconnect();
      connect(database.appUrl);
    }
  });

  test("a connection that is cut in the middle leaves nothing half done, and the next attempt does it all", async () => {
    const { company, campaignId, id, run, budget } = await plannedCut();
    await holdCampaign(campaignId);
    const running = run();
    const pid = await someoneWaits();
    await other.query("select pg_terminate_backend($1)", [pid]);
    await other.query("rollback");
    expect(must(await running).executed).toMatchObject([{ actionId: id }]);
    expect(await budget()).toBe(80);
    expect((await actionRow(company, id)).attempts).toBe(2);
    expect(await entriesOf(company, id)).toHaveLength(1);
  });

  test("taking back is tried again in the same way", async () => {
    const { campaignId, id, actor, run, budget } = await plannedCut();
    must(await run());
    await holdCampaign(campaignId);
    const reverting = revertAction(actor, { actionId: id, reason: "Back" }, at);
    const pid = await someoneWaits();
    await other.query("select pg_terminate_backend($1)", [pid]);
    await other.query("rollback");
    expect(must(await reverting).status).toBe("reverted");
    expect(await budget()).toBe(100);
  });
});

describe("a failure that lasts", () => {
  test("a campaign that stays locked: after the first attempt and three more the action fails, says so, and the next one has its turn", async () => {
    const { company, campaignId, id, run, budget } = await plannedCut();
    const next = await plan(company, {
      subsystem: "crm",
      entity: { type: "settings", id: "crm" },
      field: "max_touches",
      from: null,
      to: 8,
      change: { priority: 2 },
    });
    await holdCampaign(campaignId);
    const done = must(await run());
    await other.query("rollback");
    expect(done.failed).toMatchObject([{ actionId: id }]);
    expect(done.executed).toMatchObject([{ actionId: next }]);
    expect(MOST_ATTEMPTS).toBe(4);
    expect(await actionRow(company, id)).toMatchObject({
      status: "failed",
      attempts: 4,
      statusReason: "The database did not let it through in 4 attempts.",
      startedAt: null,
      oldValue: null,
      results: [],
    });
    expect(await budget()).toBe(100);
    expect(await entriesOf(company, id)).toMatchObject([{ status_after: "failed", attempts: 4 }]);
  }, 60_000);

  test("an action that stays locked itself is left as it is, for the next run", async () => {
    const { company, id, run } = await plannedCut();
    await other.query("begin");
    await other.query("select from optimization_actions where id = $1 for update", [id]);
    const done = must(await run());
    await other.query("rollback");
    expect(done.left).toEqual([
      { actionId: id, reason: "The database did not let it through in 4 attempts." },
    ]);
    expect((await actionRow(company, id)).status).toBe("pending");
    expect(must(await run()).executed).toMatchObject([{ actionId: id }]);
  }, 90_000);

  test("a fault that no attempt can mend is not tried again: the action fails and its cause stays in the server's log", async () => {
    const { company, id, run, budget } = await plannedCut();
    // A rule of the database that the new value breaks, as a later migration might bring one.
    await withClient(database.ownerUrl, (client) =>
      client.query(
        "alter table spine_campaigns add constraint no_small_budgets check (budget_daily >= 90) not valid",
      ),
    );
    const done = must(await run());
    await withClient(database.ownerUrl, (client) =>
      client.query("alter table spine_campaigns drop constraint no_small_budgets"),
    );
    expect(done.failed).toMatchObject([
      { actionId: id, reason: "It could not be carried out; the server's log says why." },
    ]);
    expect((await actionRow(company, id)).attempts).toBe(1);
    expect(await budget()).toBe(100);
  });
});
