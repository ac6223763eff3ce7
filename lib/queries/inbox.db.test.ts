import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { referenceArtifacts } from "../../kernel/enforcement/testing/reference-policy";
import { signRequest } from "../commands/sign-request";
import { ask, delegate, type Member, must, needsBoth, on, staffed } from "../commands/testing/delegations";
import { backfill, renewal } from "../commands/testing/requests";
import { connect, disconnect } from "../db/client";
import { inTenant } from "../db/tenant-transaction";
import { createTestDatabase } from "../db/testing/test-database";
import { policyHash } from "../policy/active-policy";
import { type InboxFilter, inboxFilterSchema, loadInbox } from "./inbox";
import { loadRequest } from "./request";
import { loadSituation } from "./situation";
import { approvalsWaiting } from "./waiting";

beforeAll(async () => {
  connect((await createTestDatabase()).appUrl);
});
afterAll(disconnect);

const costing = (amount_usd_per_month: number) =>
  renewal({ details: { kind: "renewal", amount_usd_per_month, mission_critical: false } });
const inbox = async (person: Member, filter: InboxFilter = {}, moment = on("05")) =>
  must(await loadInbox(person, filter, moment));
const keys = async (...given: Parameters<typeof inbox>) =>
  (await inbox(...given)).items.map(({ key }) => key);

describe("the order", () => {
  test("is oldest day first and costliest within it; by cost or by due day where that is asked for", async () => {
    const { lead, cfo } = await staffed();
    await ask(lead, costing(100), on("02", "08:00:00"));
    await ask(lead, costing(900), on("02", "09:00:00"));
    await ask(lead, costing(5000), on("03"));
    await ask(lead, costing(50), on("01"));
    expect(await keys(cfo)).toEqual(["REQ-4", "REQ-2", "REQ-1", "REQ-3"]);
    expect(await keys(cfo, { sort: "costliest" })).toEqual(["REQ-3", "REQ-2", "REQ-1", "REQ-4"]);
  });

  test("a filter that is not understood is ignored, and a page beyond the last is the last", async () => {
    const { lead, cfo } = await staffed();
    for (let amount = 1; amount <= 51; amount += 1) await ask(lead, costing(amount));
    await ask(lead, backfill());
    const filter = inboxFilterSchema.parse({ kind: "nonsense", gate: "G9", as: 7, sort: "x", page: "99" });
    const last = await inbox(cfo, filter);
    expect(last).toMatchObject({ page: 2, pages: 2, total: 52 });
    expect(last.items).toHaveLength(2);
    expect(await keys(cfo, { gate: "G1_HEADCOUNT" })).toEqual(["REQ-52"]);
    expect((await inbox(cfo, { kind: "policy" })).total).toBe(0);
  });
});

describe("what waits", () => {
  test("also for those I stand in for, said so, and only on the days of the delegation", async () => {
    const { lead, cfo, cpo } = await staffed();
    const delegationId = await delegate(cfo, cpo);
    const reference = await ask(lead, costing(100));
    const [item] = (await inbox(cpo, {}, on("02"))).items;
    expect(item?.signature?.hand).toEqual({ role: "CFO", delegationId, forName: "Naledi" });
    expect((await inbox(cpo, { as: "others" }, on("02"))).total).toBe(1);
    expect((await inbox(cpo, { as: "own" }, on("02"))).total).toBe(0);
    expect((await inbox(cpo, {}, on("04"))).total).toBe(0);
    expect(must(await loadRequest(cpo, reference, on("02"))).choices).toMatchObject({
      signAs: "CFO",
      signFor: { name: "Naledi", delegationId },
      whyNotSign: null,
      completes: true,
      deny: true,
    });
    expect(must(await loadRequest(cpo, reference, on("04"))).choices).toMatchObject({
      signAs: null,
      signFor: null,
    });
    expect((await inbox(cfo, {}, on("02"))).total).toBe(1);
  });

  test("in my own role where that is awaited, and no second time where I was signed for", async () => {
    const { lead, cfo, ceo } = await staffed({ T1: "FAIL" });
    const delegationId = await delegate(cfo, ceo);
    const reference = await ask(lead, needsBoth());
    const [item] = (await inbox(ceo, {}, on("02"))).items;
    expect(item?.signature?.hand).toMatchObject({ role: "CEO", forName: null });
    must(await signRequest(ceo, { reference, revision: 1 }, on("02")));
    expect((await inbox(ceo, {}, on("02"))).total).toBe(0);
    expect(must(await loadRequest(ceo, reference, on("02"))).choices).toMatchObject({
      signAs: null,
      signFor: null,
    });
    expect(delegationId).toBeTruthy();
  });

  test("a proposed policy for the CFO and the CEO in person, until their role has signed; for no stand-in", async () => {
    const { company, cfo, cpo, ceo } = await staffed();
    await delegate(cfo, cpo);
    const { tenantId } = company;
    const bundleId = randomUUID();
    await inTenant(cfo, async (tx) => {
      const content = {
        tenantId,
        id: bundleId,
        version: "1.1",
        hash: policyHash(referenceArtifacts),
        artifacts: referenceArtifacts,
      };
      await tx.policyBundle.create({ data: { ...content, status: "DRAFT" } });
      const where = { tenantId_id: { tenantId, id: bundleId } };
      await tx.policyBundle.update({ where, data: { status: "VALIDATED" } });
      const proposal = {
        changeClass: "minor",
        proposedBy: ceo.userId,
        proposedAt: on("01"),
        reason: "Tighter vendors",
      };
      await tx.policyBundle.update({ where, data: { status: "PROPOSED", ...proposal } });
    });
    for (const person of [cfo, ceo])
      expect((await inbox(person, {}, on("02"))).items).toMatchObject([
        { kind: "policy", title: "Policy 1.1, proposed", otherwise: "Policy 1.0 stays in force." },
      ]);
    expect((await inbox(cpo, {}, on("02"))).items).toEqual([]);
    await inTenant(cfo, (tx) =>
      tx.policySignoff.create({
        data: {
          tenantId,
          bundleId,
          role: "CFO",
          signedBy: cfo.userId,
          verdict: "APPROVE",
          hash: policyHash(referenceArtifacts),
        },
      }),
    );
    expect((await inbox(cfo, {}, on("02"))).items).toEqual([]);
    const waiting = (person: Member) =>
      inTenant(person, async (tx) =>
        approvalsWaiting(tx, person, await loadSituation(tx, tenantId), on("02")),
      );
    expect([await waiting(cfo), await waiting(ceo)]).toEqual([0, 1]);
  });

  test("open escalations for those who answer them, and mandated actions for whoever owns them, by their due day", async () => {
    const { company, lead, cfo, ceo } = await staffed({ T1: "FAIL" }, "DEFENSIVE");
    const { tenantId } = company;
    await inTenant(cfo, async (tx) => {
      const cycle = await tx.evaluationCycle.findFirstOrThrow({ where: { tenantId } });
      await tx.escalation.create({
        data: {
          tenantId,
          rule: "E1",
          action: "Escalate to the board",
          triggerIds: ["T1_FCF_TRAJECTORY"],
          raisedAt: on("01"),
          raisedByCycle: cycle.id,
          status: "OPEN",
        },
      });
      const period = { tenantId, id: randomUUID(), mode: "DEFENSIVE", startedAt: on("01"), cause: "T1" };
      await tx.modePeriod.create({ data: { ...period, startedByCycle: cycle.id } });
      for (const [position, ownerId] of [cfo.userId, ceo.userId].entries())
        await tx.defensiveAction.create({
          data: {
            tenantId,
            modePeriodId: period.id,
            position,
            action: `Action ${position}`,
            ownerId,
            dueOn: on(position === 0 ? "20" : "04"),
          },
        });
    });
    const seen = async (person: Member, filter: InboxFilter = {}) =>
      (await inbox(person, filter)).items.map(
        ({ kind, title, dueOn }) => `${kind}: ${title} ${dueOn ?? "no day"}`,
      );
    expect(await seen(cfo, { sort: "due" })).toEqual([
      "defensive: Action 0 2026-06-20",
      "escalation: Escalate to the board no day",
    ]);
    expect(await seen(ceo, { kind: "defensive" })).toEqual(["defensive: Action 1 2026-06-04"]);
    expect(await seen(lead)).toEqual([]);
  });
});

test("a thousand requests are paged and grouped in a moment", async () => {
  const { company, lead, cfo } = await staffed();
  const { tenantId } = company;
  await ask(lead, costing(100));
  await inTenant(
    lead,
    (tx) =>
      tx.$executeRaw`
      with copies as (
        insert into requests (tenant_id, reference, gate_id, title, status, requested_by, details, amount_usd, submitted_at)
        select tenant_id, 'REQ-' || 1000 + n, gate_id, title || n, 'DRAFT', requested_by, details, n, submitted_at
        from requests, generate_series(1, 1000) n where tenant_id = ${tenantId}::uuid and reference = 'REQ-1'
        returning id)
      select count(*) from copies`,
  );
  await inTenant(
    lead,
    (tx) =>
      tx.$executeRaw`update requests set status = 'PENDING' where tenant_id = ${tenantId}::uuid and status = 'DRAFT'`,
  );
  await inbox(cfo);
  const began = performance.now();
  const { total, pages, groups, isCut } = await inbox(cfo, { sort: "costliest" });
  const took = performance.now() - began;
  expect({ total, pages, isCut, groups: groups.length }).toEqual({
    total: 1001,
    pages: 21,
    isCut: false,
    groups: 1,
  });
  console.info(`an inbox of 1,001 items took ${Math.round(took)} ms`);
  // A third of a second where nothing else runs; the bound is for what grows with the square.
  expect(took).toBeLessThan(5000);
});
