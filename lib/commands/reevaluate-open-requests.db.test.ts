import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect, disconnect } from "../db/client";
import { inTenant } from "../db/tenant-transaction";
import { createTestDatabase } from "../db/testing/test-database";
import type { Result } from "../failures";
import { loadInbox } from "../queries/inbox";
import { loadSituation } from "../queries/situation";
import { approvalsWaiting } from "../queries/waiting";
import { catchUpOpenRequests, reevaluateOpenRequests } from "./reevaluate-open-requests";
import { signRequest } from "./sign-request";
import { submitRequest } from "./submit-request";
import { type Company, createCompany } from "./testing/company";
import { backfill, renewal, roiCase } from "./testing/requests";
import { withdrawRequest } from "./withdraw-request";

const at = new Date("2026-06-01T10:00:00Z");
const revision = 1;

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
  const [lead, cfo, ceo] = [
    await company.hire("Team lead"),
    await company.hire("CFO"),
    await company.hire("CEO"),
  ];
  return { company, lead, cfo, ceo, people: [lead, cfo, ceo] };
}

function actionsOf({ tenantId }: Company, reference: string) {
  return inTenant({ tenantId }, async (tx) => {
    const { status, decisions } = await tx.request.findUniqueOrThrow({
      where: { tenantId_reference: { tenantId, reference } },
      select: { status: true, decisions: { orderBy: { logSeq: "asc" }, select: { action: true } } },
    });
    return { status, actions: decisions.map(({ action }) => action) };
  });
}

const countLog = ({ tenantId }: Company) =>
  inTenant({ tenantId }, (tx) => tx.decisionLogEntry.count({ where: { tenantId } }));

/** What the badge says beside what the page shows. */
async function badgeAndQueue(company: Company, person: { tenantId: string; userId: string; role: string }) {
  const badge = await inTenant(person, async (tx) =>
    approvalsWaiting(tx, person, await loadSituation(tx, company.tenantId), at),
  );
  const { items, closed } = must(await loadInbox(person, { kind: "signature" }, at));
  return { badge, queue: items.length, closed: closed.length };
}

describe("after a cycle has closed", () => {
  test("a request that is now forbidden goes STALE, and the log says so", async () => {
    const { company, lead } = await staffed();
    const { reference } = must(await submitRequest(lead, { content: renewal() }, at));
    await company.closeCycle({ T4: "FAIL" }, "DEFENSIVE");
    expect(await reevaluateOpenRequests(company.tenantId, at)).toEqual({
      changed: [{ reference, status: "STALE" }],
      failed: [],
    });
    expect(await actionsOf(company, reference)).toEqual({
      status: "STALE",
      actions: ["SUBMIT", "REEVALUATE"],
    });
    const [entry] = await inTenant(company, (tx) =>
      tx.decisionLogEntry.findMany({ orderBy: { seq: "desc" }, take: 1 }),
    );
    expect(entry).toMatchObject({ actor: "system", title: `${reference} decided again: stale` });
  });

  test("a blocked request that is now allowed goes up for signature", async () => {
    const { company, lead, cfo } = await staffed({ T4: "FAIL" }, "DEFENSIVE");
    const { reference } = must(await submitRequest(lead, { content: renewal() }, at));
    expect((await actionsOf(company, reference)).status).toBe("BLOCKED");
    await company.closeCycle();
    const { changed } = await reevaluateOpenRequests(company.tenantId, at);
    expect(changed).toEqual([{ reference, status: "PENDING" }]);
    expect(must(await signRequest(cfo, { reference, revision }, at)).status).toBe("APPROVED");
  });

  test("what stays as it was is not logged again, and what somebody has ended is left alone", async () => {
    const { company, lead, cfo } = await staffed({ T4: "WATCH" });
    const waits = must(await submitRequest(lead, { content: backfill() }, at)).reference;
    must(await submitRequest(lead, { content: renewal() }, at));
    const approved = must(await submitRequest(lead, { content: backfill() }, at)).reference;
    const withdrawn = must(await submitRequest(lead, { content: backfill() }, at)).reference;
    must(await signRequest(cfo, { reference: approved, revision }, at));
    must(await withdrawRequest(lead, { reference: withdrawn, revision }, at));
    const before = await countLog(company);
    await company.closeCycle({ T4: "WATCH" });
    expect(await reevaluateOpenRequests(company.tenantId, at)).toEqual({ changed: [], failed: [] });
    expect(await countLog(company)).toBe(before);
    await company.closeCycle({ T1: "FAIL" }, "DEFENSIVE");
    const { changed } = await reevaluateOpenRequests(company.tenantId, at);
    expect(changed.map(({ reference }) => reference)).toContain(waits);
    expect(changed.map(({ reference }) => reference)).not.toContain(approved);
    expect(changed.map(({ reference }) => reference)).not.toContain(withdrawn);
  });

  test("one request that cannot be decided is reported and does not stop the others", async () => {
    const { company, lead } = await staffed();
    const { tenantId } = company;
    const broken = must(await submitRequest(lead, { content: renewal() }, at)).reference;
    const sound = must(await submitRequest(lead, { content: renewal() }, at)).reference;
    await inTenant(lead, (tx) =>
      tx.request.update({
        where: { tenantId_reference: { tenantId, reference: broken } },
        data: { details: { kind: "no such kind" }, revision: 2 },
      }),
    );
    await company.closeCycle({ T4: "FAIL" }, "DEFENSIVE");
    const { changed, failed } = await reevaluateOpenRequests(tenantId, at);
    expect(changed).toEqual([{ reference: sound, status: "STALE" }]);
    expect(failed).toMatchObject([{ reference: broken }]);
  });

  test("two that decide again and one who signs at once leave one decision of each kind", async () => {
    const { company, lead, cfo } = await staffed();
    const references: string[] = [];
    for (let each = 0; each < 5; each += 1)
      references.push(must(await submitRequest(lead, { content: renewal() }, at)).reference);
    await company.closeCycle({ T4: "FAIL" }, "DEFENSIVE");
    await Promise.all([
      reevaluateOpenRequests(company.tenantId, at),
      reevaluateOpenRequests(company.tenantId, at),
      ...references.toReversed().map((reference) => signRequest(cfo, { reference, revision }, at)),
    ]);
    for (const reference of references) {
      const { status, actions } = await actionsOf(company, reference);
      expect(status).toBe("STALE");
      expect(["SUBMIT,REFUSE", "SUBMIT,REEVALUATE,REFUSE", "SUBMIT,REEVALUATE"]).toContain(actions.join());
    }
  });
});

describe("a process that ends between the cycle and its requests", () => {
  test("leaves nothing approvable that is forbidden, and the next visit catches up, once", async () => {
    const { company, lead, cfo } = await staffed();
    const { tenantId } = company;
    expect(await catchUpOpenRequests(tenantId, at)).toEqual({ changed: [], failed: [] });
    const [tried, left] = [
      must(await submitRequest(lead, { content: renewal() }, at)).reference,
      must(await submitRequest(lead, { content: renewal() }, at)).reference,
    ];
    await company.closeCycle({ T4: "FAIL" }, "DEFENSIVE");
    expect(must(await signRequest(cfo, { reference: tried, revision }, at)).status).toBe("STALE");
    expect((await catchUpOpenRequests(tenantId, at))?.changed).toEqual([
      { reference: left, status: "STALE" },
    ]);
    expect(await catchUpOpenRequests(tenantId, at)).toBeNull();
  });

  test("a signature on what went stale on the signer's screen is refused with the reason, and recorded once", async () => {
    const { company, lead, cfo } = await staffed();
    const { reference } = must(await submitRequest(lead, { content: renewal() }, at));
    await company.closeCycle({ T4: "FAIL" }, "DEFENSIVE");
    await reevaluateOpenRequests(company.tenantId, at);
    const refused = must(await signRequest(cfo, { reference, revision }, at));
    expect(refused).toMatchObject({ status: "STALE", decision: { reason_codes: ["CFO-27"] } });
    expect(await signRequest(cfo, { reference, revision }, at)).toMatchObject({
      failure: { code: "CONFLICT" },
    });
    expect((await actionsOf(company, reference)).actions).toEqual(["SUBMIT", "REEVALUATE", "REFUSE"]);
  });
});

describe("the count of approvals", () => {
  test("is what the queue shows, before, between and after a cycle that forbids", async () => {
    const { company, lead, people } = await staffed({ T4: "WATCH" });
    must(await submitRequest(lead, { content: backfill({ roi_case: roiCase() }) }, at));
    must(await submitRequest(lead, { content: backfill() }, at));
    const seen: number[] = [];
    const look = async () => {
      for (const person of people) {
        const { badge, queue } = await badgeAndQueue(company, person);
        expect(badge).toBe(queue);
        seen.push(badge);
      }
    };
    await look();
    await company.closeCycle({ T1: "FAIL" }, "DEFENSIVE");
    await look();
    await reevaluateOpenRequests(company.tenantId, at);
    await look();
    // Lead, CFO, CEO: only the CFO under WATCH; under FAIL both, for the one with a case.
    expect(seen).toEqual([0, 2, 0, 0, 1, 1, 0, 1, 1]);
    for (const person of people) expect((await badgeAndQueue(company, person)).closed).toBe(0);
  });

  test("is what the queue shows when a cycle permits, and for whom a signature is left to confirm", async () => {
    const { company, lead, cfo, ceo } = await staffed({ T1: "FAIL" }, "DEFENSIVE");
    const otherCfo = await company.hire("CFO", "Second CFO");
    must(await submitRequest(lead, { content: backfill() }, at));
    const half = must(await submitRequest(lead, { content: backfill({ roi_case: roiCase() }) }, at));
    must(await signRequest(cfo, { reference: half.reference, revision }, at));
    const badges = async () => {
      const seen = [];
      for (const person of [cfo, otherCfo, ceo]) {
        const { badge, queue } = await badgeAndQueue(company, person);
        expect(badge).toBe(queue);
        seen.push(badge);
      }
      return seen;
    };
    expect(await badges()).toEqual([0, 0, 1]);
    await company.closeCycle({ T1: "WATCH" });
    await reevaluateOpenRequests(company.tenantId, at);
    // The blocked one waits for a CFO now; the half-signed one for its signer's word.
    expect(await badges()).toEqual([2, 1, 0]);
  });
});
