import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect, disconnect } from "../db/client";
import { inTenant } from "../db/tenant-transaction";
import { createTestDatabase } from "../db/testing/test-database";
import { abortAction } from "./abort-actions";
import { executeActions } from "./execute-actions";
import { recordResults } from "./record-results";
import { revertAction } from "./revert-action";
import { createCompany } from "./testing/company";
import { actionRow, addCampaign, at, entriesOf, plan, setGuardrails } from "./testing/optimization";
import { budget, budgetOf, must, openCompany, setting, systemOf } from "./testing/planned-changes";

beforeAll(async () => {
  connect((await createTestDatabase()).appUrl);
});
afterAll(disconnect);

describe("who may", () => {
  test("a CFO and the Head of Sales/Marketing execute, revert and abort; nobody else does", async () => {
    const { company } = await openCompany();
    const input = { actionId: await plan(company, setting()), reason: "Because" };
    for (const role of ["CEO", "CPO/CTO", "Team lead", "FP&A", "Auditor", "Administrator"] as const) {
      const person = await company.hire(role);
      for (const attempt of [
        executeActions(person, {}, at),
        revertAction(person, input, at),
        abortAction(person, input, at),
      ])
        expect(await attempt).toMatchObject({ ok: false, failure: { code: "FORBIDDEN" } });
    }
    const cfo = await company.hire("CFO");
    expect(must(await executeActions(cfo, {}, at)).executed).toHaveLength(1);
    expect(must(await abortAction(await company.hire("Head of Sales/Marketing"), input, at)).status).toBe(
      "aborted",
    );
    expect((await entriesOf(company, input.actionId)).map(({ actorName }) => actorName)).toEqual([
      "CFO",
      "Head of Sales/Marketing",
    ]);
  });

  test("another company's CFO can neither execute, revert nor abort an action, nor learn that there is one", async () => {
    const { company } = await openCompany();
    const stranger = await (await createCompany("Elsewhere")).hire("CFO");
    const waiting = await plan(company, setting());
    const running = await plan(company, setting(12, { field: "max_touches" }));
    must(await executeActions(systemOf(company), { actionIds: [running] }, at));
    expect(must(await executeActions(stranger, {}, at))).toEqual({ executed: [], failed: [], left: [] });
    const nothing = {
      ok: false,
      failure: { code: "NOT_FOUND", message: "There is no such action in this company." },
    };
    const unknown = "00000000-0000-4000-8000-000000000000";
    for (const actionId of [waiting, running, unknown, "no id"])
      expect(await executeActions(stranger, { actionIds: [actionId] }, at)).toEqual(nothing);
    for (const actionId of [waiting, running, unknown]) {
      expect(await revertAction(stranger, { actionId, reason: "Mine" }, at)).toEqual(nothing);
      expect(await abortAction(stranger, { actionId, reason: "Mine" }, at)).toEqual(nothing);
    }
    const forged = { ...stranger, tenantId: company.tenantId };
    expect(await executeActions(forged, {}, at)).toMatchObject({ failure: { code: "FORBIDDEN" } });
    expect((await actionRow(company, waiting)).status).toBe("pending");
    expect((await actionRow(company, running)).status).toBe("executing");
  });
});

describe("taking back", () => {
  test("is recorded with who and why", async () => {
    const { company, campaignId } = await openCompany();
    const id = await plan(company, budget(campaignId, 80));
    const cfo = await company.hire("CFO", "Carla CFO");
    must(await executeActions(cfo, {}, at));
    must(await revertAction(cfo, { actionId: id, reason: "The board wants it back" }, at));
    expect(await budgetOf(company, campaignId)).toBe(100);
    expect(await actionRow(company, id)).toMatchObject({
      status: "reverted",
      statusReason: "The board wants it back",
    });
    expect((await entriesOf(company, id))[1]).toMatchObject({
      title: "campaigns.budget_daily: taken back to 100",
      actorName: "Carla CFO",
      reason: "The board wants it back",
      restored: { value: 100 },
    });
    expect(await revertAction(cfo, { actionId: id, reason: "Again" }, at)).toMatchObject({
      failure: { code: "CONFLICT", message: "The action is reverted already." },
    });
  });

  test("is refused when a person has changed the field since, with what stands there now", async () => {
    const { company, campaignId } = await openCompany();
    const id = await plan(company, budget(campaignId, 80));
    must(await executeActions(systemOf(company), {}, at));
    const { tenantId } = company;
    await inTenant({ tenantId }, (tx) =>
      tx.spineCampaign.update({
        where: { tenantId_id: { tenantId, id: campaignId } },
        data: { budgetDaily: "95.50" },
      }),
    );
    expect(await revertAction(systemOf(company), { actionId: id, reason: "Back" }, at)).toMatchObject({
      failure: {
        code: "CONFLICT",
        message: "budget_daily has been changed since: it is 95.5 now, not the 80 that this action wrote.",
      },
    });
    expect(await budgetOf(company, campaignId)).toBe(95.5);
    expect((await actionRow(company, id)).status).toBe("executing");
  });

  test("is refused when a later action stands on it, and possible once that one is taken back", async () => {
    const { company, campaignId } = await openCompany();
    const first = await plan(company, budget(campaignId, 80));
    must(await executeActions(systemOf(company), {}, at));
    const second = await plan(company, budget(campaignId, 70, { from: 80 }));
    must(await executeActions(systemOf(company), {}, new Date(at.getTime() + 1000)));
    const back = (actionId: string) => revertAction(systemOf(company), { actionId, reason: "Back" }, at);
    const refused = await back(first);
    expect(refused).toMatchObject({ failure: { code: "CONFLICT" } });
    expect(!refused.ok && refused.failure.message).toMatch(/^A later action .* it is 70 now\.$/);
    must(await back(second));
    must(await back(first));
    expect(await budgetOf(company, campaignId)).toBe(100);
  });

  test("an action that never took effect has nothing to take back", async () => {
    const { company } = await openCompany();
    const id = await plan(company, setting());
    expect(await revertAction(systemOf(company), { actionId: id, reason: "Back" }, at)).toMatchObject({
      failure: {
        code: "CONFLICT",
        message: "The action never took effect, so there is nothing to take back.",
      },
    });
  });

  test("by twenty at once happens once", async () => {
    const { company, campaignId } = await openCompany();
    const id = await plan(company, budget(campaignId, 80));
    must(await executeActions(systemOf(company), {}, at));
    const results = await Promise.all(
      Array.from({ length: 20 }, () => revertAction(systemOf(company), { actionId: id, reason: "Back" }, at)),
    );
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await entriesOf(company, id)).toHaveLength(2);
  });
});

describe("what would spend or discount again", () => {
  const DEFENSIVE = [{ T1: "FAIL" }, "DEFENSIVE"] as const;

  test("a pause or a cut is not taken back in DEFENSIVE mode, not even by the CFO: it comes back by a request", async () => {
    const { company, campaignId } = await openCompany();
    const other = await addCampaign(company);
    const cut = await plan(company, budget(campaignId, 80));
    const pause = await plan(
      company,
      budget(other, 0, { field: "status", from: "running", to: "paused", type: "pause" }),
    );
    must(await executeActions(systemOf(company), {}, at));
    await company.closeCycle(...DEFENSIVE);
    const cfo = await company.hire("CFO");
    for (const actionId of [cut, pause]) {
      const refused = await revertAction(cfo, { actionId, reason: "I want it back" }, at);
      expect(refused).toMatchObject({ ok: false, failure: { code: "CONFLICT" } });
      expect(!refused.ok && refused.failure.message).toContain("in DEFENSIVE mode");
      expect((await actionRow(company, actionId)).status).toBe("executing");
    }
    expect(await budgetOf(company, campaignId)).toBe(80);
    const ended = must(await abortAction(cfo, { actionId: cut, reason: "Enough" }, at));
    expect([ended.status, ended.reason]).toEqual([
      "aborted",
      expect.stringMatching(
        /^Enough Nothing was put back: It would spend \$20\.00 a day again; in DEFENSIVE/,
      ),
    ]);
    expect(await budgetOf(company, campaignId)).toBe(80);
  });

  test("in DEFENSIVE mode a raise is taken back all the same: that saves", async () => {
    const { company, campaignId } = await openCompany();
    const raise = await plan(company, budget(campaignId, 120));
    must(await executeActions(systemOf(company), {}, at));
    await company.closeCycle(...DEFENSIVE);
    must(await revertAction(systemOf(company), { actionId: raise, reason: "Back" }, at));
    expect(await budgetOf(company, campaignId)).toBe(100);
  });

  test("while efficiency or payback fails, a cut comes back on proof of its return alone, and so by a request", async () => {
    const { company, campaignId } = await openCompany();
    const cut = await plan(company, budget(campaignId, 80));
    must(await executeActions(systemOf(company), {}, at));
    await company.closeCycle({ T6: "FAIL" });
    const refused = await revertAction(systemOf(company), { actionId: cut, reason: "Back" }, at);
    expect(!refused.ok && refused.failure.message).toContain("while T6 fails");
    expect(await budgetOf(company, campaignId)).toBe(80);
  });

  test("a cut that is taken back stays under the daily ceiling of the moment", async () => {
    const { company, campaignId } = await openCompany();
    const cut = await plan(company, budget(campaignId, 80));
    must(await executeActions(systemOf(company), {}, at));
    await setGuardrails(company, { max_daily_spend: 90 });
    const refused = await revertAction(systemOf(company), { actionId: cut, reason: "Back" }, at);
    expect(!refused.ok && refused.failure.message).toBe(
      "Running campaigns would spend $100.00 a day, over the ceiling of $90.",
    );
    expect(await budgetOf(company, campaignId)).toBe(80);
  });

  test("once its observation is over, only the CFO takes a cut back", async () => {
    const { company, campaignId } = await openCompany();
    const cut = await plan(company, budget(campaignId, 80));
    must(await executeActions(systemOf(company), {}, at));
    const later = new Date(at.getTime() + 30 * 86_400_000);
    must(await recordResults(systemOf(company), later));
    const input = { actionId: cut, reason: "Back" };
    for (const actor of [systemOf(company), await company.hire("Head of Sales/Marketing")]) {
      const refused = await revertAction(actor, input, later);
      expect(!refused.ok && refused.failure.message).toContain("only the CFO takes it back now");
    }
    must(await revertAction(await company.hire("CFO"), input, later));
    expect(await budgetOf(company, campaignId)).toBe(100);
  });

  test("a price is taken back by the CFO, and by nobody else's hand or key", async () => {
    const { company } = await openCompany();
    const id = await plan(company, {
      subsystem: "pricing",
      entity: { type: "settings", id: "pricing" },
      field: "discount_max_pct",
      from: null,
      to: 5,
    });
    must(await executeActions(systemOf(company), {}, at));
    const input = { actionId: id, reason: "Deals are lost" };
    const key = { ...systemOf(company), name: "A key", role: "API key" };
    for (const actor of [key, await company.hire("Head of Sales/Marketing")])
      expect(await revertAction(actor, input, at)).toMatchObject({
        failure: { message: "Prices and discounts are the CFO's to change, and to take back." },
      });
    expect(must(await revertAction(await company.hire("CFO"), input, at)).status).toBe("reverted");
  });
});
