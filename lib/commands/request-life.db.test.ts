import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect, disconnect } from "../db/client";
import { inTenant } from "../db/tenant-transaction";
import { createTestDatabase } from "../db/testing/test-database";
import type { Result } from "../failures";
import { commentRequest } from "./comment-request";
import { denyRequest } from "./deny-request";
import { discardDraft } from "./discard-draft";
import { reevaluateRequest } from "./reevaluate-request";
import { reviseRequest } from "./revise-request";
import { saveDraft } from "./save-draft";
import { signRequest } from "./sign-request";
import { submitRequest } from "./submit-request";
import { type Company, createCompany } from "./testing/company";
import { backfill, discount, renewal, retentionHire, roiCase } from "./testing/requests";
import { withdrawRequest } from "./withdraw-request";

const at = new Date("2026-06-01T10:00:00Z");

beforeAll(async () => {
  connect((await createTestDatabase()).appUrl);
});
afterAll(disconnect);

const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.failure.code}: ${result.failure.message}`);
  return result.value;
};

async function staffed(...states: Parameters<Company["closeCycle"]>) {
  const company = await createCompany();
  await company.closeCycle(...states);
  const [lead, cfo, ceo] = await Promise.all([
    company.hire("Team lead"),
    company.hire("CFO"),
    company.hire("CEO"),
  ]);
  return { company, lead, cfo, ceo };
}

function stored({ tenantId }: Company, reference: string) {
  return inTenant({ tenantId }, async (tx) => {
    const row = await tx.request.findUniqueOrThrow({
      where: { tenantId_reference: { tenantId, reference } },
    });
    // One after the other: related rows of an include would be asked for at once, on the one connection.
    const where = { tenantId, requestId: row.id };
    const signoffs = await tx.signoff.findMany({ where });
    const decisions = await tx.gateDecision.findMany({ where, orderBy: { logSeq: "asc" } });
    const roiCase = await tx.roiCase.findFirst({ where });
    const request = { ...row, signoffs, decisions, roiCase };
    const log = await tx.decisionLogEntry.findMany({ where: { tenantId }, orderBy: { seq: "asc" } });
    return {
      request,
      status: request.status,
      actions: request.decisions.map(({ action }) => action),
      logged: log.map(({ requestRef, outcome }) => `${requestRef} ${outcome}`),
    };
  });
}

describe("a draft", () => {
  test("is kept as it was typed, half filled, and is replaced as typing goes on", async () => {
    const { company, lead } = await staffed();
    const draft = { form: "G1_HEADCOUNT" as const, values: { title: "A new", count: 1 } };
    const { reference } = must(await saveDraft(lead, { draft }, at));
    must(
      await saveDraft(
        lead,
        { reference, draft: { ...draft, values: { title: "A new manager", roi_low: 3 } } },
        at,
      ),
    );
    const { request, logged } = await stored(company, reference);
    expect(request).toMatchObject({ status: "DRAFT", title: "A new manager", reference: "REQ-1" });
    expect(request.draft).toEqual({
      form: "G1_HEADCOUNT",
      values: { title: "A new manager", roi_low: 3 },
    });
    expect(logged).toEqual([]);
  });

  test("can be thrown away by the one who wrote it and does not exist for anybody else", async () => {
    const { company, lead, cfo } = await staffed();
    const draft = { form: "DISCOUNT_EXCEPTION" as const, values: {} };
    const { reference } = must(await saveDraft(lead, { draft }, at));
    for (const attempt of [
      discardDraft(cfo, { reference }),
      saveDraft(cfo, { reference, draft }, at),
      commentRequest(cfo, { reference, body: "I see you" }, at),
      submitRequest(cfo, { reference, content: discount() }, at),
      signRequest(cfo, { reference, revision: 1 }, at),
    ])
      expect(await attempt).toMatchObject({ ok: false, failure: { code: "NOT_FOUND" } });
    expect(must(await discardDraft(lead, { reference }))).toEqual({ deleted: true });
    const left = await inTenant(company, (tx) => tx.request.count({ where: { tenantId: company.tenantId } }));
    expect(left).toBe(0);
  });

  test("stays at the gate it was begun for", async () => {
    const { lead } = await staffed();
    const { reference } = must(await saveDraft(lead, { draft: { form: "G1_HEADCOUNT", values: {} } }, at));
    expect(await submitRequest(lead, { reference, content: renewal() }, at)).toMatchObject({
      failure: { code: "CONFLICT" },
    });
  });
});

describe("submitting", () => {
  test("what the gate allows waits for one of the gate's approvers", async () => {
    const { company, lead } = await staffed();
    const outcome = must(await submitRequest(lead, { content: renewal() }, at));
    expect(outcome).toMatchObject({ reference: "REQ-1", status: "PENDING", awaits: ["CFO"] });
    expect(await stored(company, "REQ-1")).toMatchObject({
      actions: ["SUBMIT"],
      logged: ["REQ-1 ALLOWED"],
      request: { draft: null, submittedAt: at, revision: 1 },
    });
  });

  test("what lacks facts is blocked, and completed it goes up for signature as the next revision", async () => {
    const { company, lead } = await staffed();
    const details = { kind: "new", amount_usd_per_month: 8000 } as const;
    const blocked = must(await submitRequest(lead, { content: renewal({ details }) }, at));
    expect(blocked).toMatchObject({ status: "BLOCKED", decision: { reason_codes: ["CFO-26"] }, awaits: [] });
    const { reference } = blocked;
    const content = renewal({ details, roi_case: roiCase() });
    expect(must(await reviseRequest(lead, { reference, revision: 1, content }, at))).toMatchObject({
      status: "PENDING",
      awaits: ["CFO"],
    });
    const { request, logged } = await stored(company, reference);
    expect(request).toMatchObject({ revision: 2, status: "PENDING" });
    expect(Number(request.roiCase?.expectedRoiLow)).toBe(1.2);
    expect(logged).toEqual([`${reference} BLOCKED`, `${reference} ALLOWED`]);
  });

  test("with no closed cycle nothing opens", async () => {
    const company = await createCompany();
    const lead = await company.hire("Team lead");
    const outcome = must(await submitRequest(lead, { content: renewal() }, at));
    expect(outcome.status).toBe("BLOCKED");
  });
});

describe("signing", () => {
  test("under WATCH the CFO's signature, and nobody else's, lets a backfill through", async () => {
    const { company, lead, cfo, ceo } = await staffed({ T4: "WATCH" });
    const { reference, awaits } = must(await submitRequest(lead, { content: backfill() }, at));
    expect(awaits).toEqual(["CFO"]);
    expect(await signRequest(ceo, { reference, revision: 1 }, at)).toMatchObject({
      failure: { code: "FORBIDDEN" },
    });
    expect(must(await signRequest(cfo, { reference, revision: 1 }, at))).toMatchObject({
      status: "APPROVED",
      decision: { decision: "ALLOWED", signoffs: ["CFO"] },
    });
    expect((await stored(company, reference)).actions).toEqual(["SUBMIT", "APPROVE"]);
  });

  test("under FAIL a backfill needs an ROI case and both CEO and CFO; one of them alone leaves it waiting", async () => {
    const { company, lead, cfo, ceo } = await staffed({ T1: "FAIL" }, "DEFENSIVE");
    const content = backfill({ roi_case: roiCase() });
    const { reference, awaits } = must(await submitRequest(lead, { content }, at));
    expect(awaits).toEqual(["CEO", "CFO"]);
    expect(must(await signRequest(cfo, { reference, revision: 1 }, at))).toMatchObject({
      status: "PENDING",
      awaits: ["CEO"],
    });
    expect(must(await signRequest(ceo, { reference, revision: 1 }, at)).status).toBe("APPROVED");
    expect((await stored(company, reference)).actions).toEqual(["SUBMIT", "SIGN", "APPROVE"]);
  });

  test("a net-new hire under FAIL passes only by the retention exception with its offset", async () => {
    const { lead, cfo, ceo } = await staffed({ T5: "FAIL" }, "DEFENSIVE");
    const without = must(await submitRequest(lead, { content: retentionHire(null) }, at));
    expect(without).toMatchObject({ status: "BLOCKED" });
    expect(without.decision.reason_codes).toContain("CFO-35");
    const offset = { description: "Two fewer contractors in marketing", amount_usd: 9000 };
    const { reference, status } = must(await submitRequest(lead, { content: retentionHire(offset) }, at));
    expect(status).toBe("PENDING");
    must(await signRequest(ceo, { reference, revision: 1 }, at));
    expect(must(await signRequest(cfo, { reference, revision: 1 }, at)).status).toBe("APPROVED");
  });

  test("a discount exception takes the CFO's signature in every state", async () => {
    const { lead, cfo } = await staffed({ T1: "FAIL", T4: "FAIL", T6: "FAIL" }, "DEFENSIVE");
    const { reference, awaits } = must(await submitRequest(lead, { content: discount() }, at));
    expect(awaits).toEqual(["CFO"]);
    expect(must(await signRequest(cfo, { reference, revision: 1 }, at)).status).toBe("APPROVED");
  });

  test("the signature keeps the states that stood on the signer's screen", async () => {
    const { company, lead, cfo } = await staffed();
    const { reference } = must(await submitRequest(lead, { content: renewal() }, at));
    const sawCycleId = await company.closeCycle({ T6: "WATCH" });
    await company.closeCycle({ T6: "FAIL" });
    must(await signRequest(cfo, { reference, revision: 1, sawCycleId }, at));
    const { request } = await stored(company, reference);
    expect(request.signoffs[0]?.sawStates).toMatchObject({ cycle_id: sawCycleId, states: {} });
    expect(JSON.stringify(request.signoffs[0]?.sawStates)).toContain('"T6_PIPELINE_COVERAGE":"WATCH"');
    expect(request.decisions.at(-1)?.states).toMatchObject({ T6_PIPELINE_COVERAGE: "FAIL" });
  });

  test("what became forbidden between the page and the click is refused with its reason and goes STALE", async () => {
    const { company, lead, cfo } = await staffed();
    const { reference } = must(await submitRequest(lead, { content: renewal() }, at));
    await company.closeCycle({ T4: "FAIL" }, "DEFENSIVE");
    const outcome = must(await signRequest(cfo, { reference, revision: 1 }, at));
    expect(outcome).toMatchObject({ status: "STALE", decision: { decision: "BLOCKED" } });
    expect(outcome.decision.reason_codes).toContain("CFO-27");
    const after = await stored(company, reference);
    expect(after).toMatchObject({ status: "STALE", actions: ["SUBMIT", "REFUSE"] });
    expect(after.request.signoffs).toEqual([]);
    expect(after.logged).toEqual([`${reference} ALLOWED`, `${reference} BLOCKED`]);
  });

  test("when a later cycle asks for fewer signatures, who has signed may confirm, and nothing is signed twice", async () => {
    const { company, lead, cfo } = await staffed({ T1: "FAIL" }, "DEFENSIVE");
    const content = backfill({ roi_case: roiCase() });
    const { reference } = must(await submitRequest(lead, { content }, at));
    must(await signRequest(cfo, { reference, revision: 1 }, at));
    expect(await signRequest(cfo, { reference, revision: 1 }, at)).toMatchObject({
      failure: { code: "CONFLICT" },
    });
    await company.closeCycle({ T1: "WATCH" });
    expect(must(await signRequest(cfo, { reference, revision: 1 }, at)).status).toBe("APPROVED");
    expect((await stored(company, reference)).request.signoffs).toHaveLength(1);
  });
});

describe("denying, withdrawing and deciding again", () => {
  test("a denial needs a reason, ends the request and is logged with the reason", async () => {
    const { company, lead, cfo } = await staffed();
    const { reference } = must(await submitRequest(lead, { content: renewal() }, at));
    expect(await denyRequest(cfo, { reference, revision: 1, reason: "  " }, at)).toMatchObject({
      failure: { code: "INVALID_INPUT", fields: { reason: expect.any(String) } },
    });
    const reason = "We are moving to another system in autumn";
    expect(must(await denyRequest(cfo, { reference, revision: 1, reason }, at)).status).toBe("DENIED");
    const { logged, actions, request } = await stored(company, reference);
    expect({ logged, actions }).toEqual({
      logged: [`${reference} ALLOWED`, `${reference} BLOCKED`],
      actions: ["SUBMIT", "DENY"],
    });
    expect(request.signoffs[0]).toMatchObject({ verdict: "DENY", reason });
    expect(await signRequest(cfo, { reference, revision: 1 }, at)).toMatchObject({
      failure: { code: "ALREADY_DECIDED" },
    });
  });

  test("the requester may withdraw an open request, once", async () => {
    const { company, lead } = await staffed();
    const { reference } = must(await submitRequest(lead, { content: renewal() }, at));
    expect(must(await withdrawRequest(lead, { reference, revision: 1 }, at)).status).toBe("WITHDRAWN");
    expect(await withdrawRequest(lead, { reference, revision: 1 }, at)).toMatchObject({
      failure: { code: "ALREADY_DECIDED" },
    });
    expect((await stored(company, reference)).actions).toEqual(["SUBMIT", "WITHDRAW"]);
  });

  test("a stale request goes up for signature again when a later cycle allows it", async () => {
    const { company, lead, cfo } = await staffed();
    const { reference } = must(await submitRequest(lead, { content: renewal() }, at));
    await company.closeCycle({ T4: "FAIL" }, "DEFENSIVE");
    must(await signRequest(cfo, { reference, revision: 1 }, at));
    expect(await reevaluateRequest(lead, { reference }, at)).toMatchObject({ failure: { code: "CONFLICT" } });
    await company.closeCycle();
    expect(must(await reevaluateRequest(lead, { reference }, at))).toMatchObject({
      status: "PENDING",
      awaits: ["CFO"],
    });
    expect(must(await signRequest(cfo, { reference, revision: 1 }, at)).status).toBe("APPROVED");
  });

  test("after a cycle the system may decide again, and a pending request that is now forbidden goes STALE", async () => {
    const { company, lead } = await staffed();
    const { reference } = must(await submitRequest(lead, { content: renewal() }, at));
    await company.closeCycle({ T4: "WATCH" });
    const system = { tenantId: company.tenantId, name: "system", role: "system" };
    expect(must(await reevaluateRequest(system, { reference }, at)).status).toBe("STALE");
  });

  test("comments are kept with a submitted request, and an auditor, who changes nothing, writes none", async () => {
    const { company, lead, cfo } = await staffed();
    const auditor = await company.hire("Auditor");
    const { reference } = must(await submitRequest(lead, { content: renewal() }, at));
    must(await commentRequest(cfo, { reference, body: " Which contract is this? " }, at));
    expect(await commentRequest(cfo, { reference, body: " " }, at)).toMatchObject({
      failure: { code: "INVALID_INPUT" },
    });
    expect(await commentRequest(auditor, { reference, body: "Noted" }, at)).toMatchObject({
      failure: { code: "FORBIDDEN" },
    });
    const comments = await inTenant(company, (tx) => tx.requestComment.findMany());
    expect(comments.map(({ body }) => body)).toEqual(["Which contract is this?"]);
  });
});
