import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect, disconnect } from "../db/client";
import { inTenant } from "../db/tenant-transaction";
import { createTestDatabase } from "../db/testing/test-database";
import type { Result } from "../failures";
import { loadInbox } from "../queries/inbox";
import { loadRequest } from "../queries/request";
import type { RequestContent } from "../queries/request-content";
import { loadRequestForm } from "../queries/request-form";
import { catchUpOpenRequests, reevaluateOpenRequests } from "./reevaluate-open-requests";
import { signRequest } from "./sign-request";
import { submitRequest } from "./submit-request";
import { type Company, createCompany } from "./testing/company";
import { backfill } from "./testing/requests";

const at = new Date("2026-06-10T10:00:00Z");
const nextMonth = new Date("2026-07-01T00:00:00Z");
const revision = 1;
const IN_A_MONTH = 2;

beforeAll(async () => {
  connect((await createTestDatabase()).appUrl);
});
afterAll(disconnect);

const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.failure.code}: ${result.failure.message}`);
  return result.value;
};

/** A critical role beyond the plan, whose author says how many were added this month. */
function criticalRole(claimed = 0, count = 1): RequestContent {
  return backfill({
    title: "A critical role beyond the plan",
    details: {
      classification: "net-new",
      function: "Engineering",
      count,
      in_approved_plan: false,
      critical_role: true,
      critical_roles_added_this_month: claimed,
    },
  });
}

async function staffed() {
  const company = await createCompany();
  await company.closeCycle();
  return { company, lead: await company.hire("Team lead"), ceo: await company.hire("CEO") };
}

const rolesApproved = ({ tenantId }: Company) =>
  inTenant({ tenantId }, async (tx) => {
    const approved = await tx.request.findMany({ where: { tenantId, status: "APPROVED" } });
    return approved.length;
  });

describe("critical roles beyond the plan", () => {
  test("asked for one after the other and both claiming none, do not together exceed the month's figure", async () => {
    const { company, lead, ceo } = await staffed();
    const first = must(await submitRequest(lead, { content: criticalRole(0, 2) }, at)).reference;
    const second = must(await submitRequest(lead, { content: criticalRole() }, at)).reference;
    expect(must(await signRequest(ceo, { reference: first, revision }, at)).status).toBe("APPROVED");
    expect(must(await loadInbox(ceo, { kind: "signature" }, at))).toMatchObject({
      items: [],
      closed: [{ reference: second, isSignable: false }],
    });
    const refused = must(await signRequest(ceo, { reference: second, revision }, at));
    expect(refused).toMatchObject({ status: "STALE", decision: { decision: "BLOCKED" } });
    expect(must(await submitRequest(lead, { content: criticalRole() }, at)).status).toBe("BLOCKED");
    expect(await rolesApproved(company)).toBe(1);
  });

  test("ten signed in one moment leave the month's figure of approvals and no more", async () => {
    const { company, lead } = await staffed();
    const references: string[] = [];
    for (let each = 0; each < 10; each += 1)
      references.push(must(await submitRequest(lead, { content: criticalRole() }, at)).reference);
    const signers = await Promise.all(references.map((_, each) => company.hire("CEO", `CEO ${each}`)));
    const outcomes = await Promise.all(
      references.map((reference, each) => {
        const signer = signers[each];
        if (!signer) throw new Error("there is one signer for each request");
        return signRequest(signer, { reference, revision }, at);
      }),
    );
    const statuses = outcomes.map((outcome) => must(outcome).status).sort();
    expect(statuses).toEqual([...Array(IN_A_MONTH).fill("APPROVED"), ...Array(8).fill("STALE")]);
    expect(await rolesApproved(company)).toBe(IN_A_MONTH);
  });

  test("count anew with each month, and what waited for the month to turn goes up for signature", async () => {
    const { company, lead, ceo } = await staffed();
    const first = must(await submitRequest(lead, { content: criticalRole(0, 2) }, at)).reference;
    const second = must(await submitRequest(lead, { content: criticalRole() }, at)).reference;
    must(await signRequest(ceo, { reference: first, revision }, at));
    const { changed } = await reevaluateOpenRequests(company.tenantId, at);
    expect(changed).toEqual([{ reference: second, status: "STALE" }]);
    expect((await catchUpOpenRequests(company.tenantId, nextMonth))?.changed).toEqual([
      { reference: second, status: "PENDING" },
    ]);
    expect(must(await signRequest(ceo, { reference: second, revision }, nextMonth)).status).toBe("APPROVED");
  });

  test("are the larger of what is claimed and what was approved; planned roles and backfills do not count", async () => {
    const { lead, ceo } = await staffed();
    const asBackfill = { classification: "backfill", count: 2, critical_role: true } as const;
    const asPlanned = { ...asBackfill, classification: "net-new", in_approved_plan: true } as const;
    for (const details of [asBackfill, asPlanned]) {
      const { reference } = must(await submitRequest(lead, { content: backfill({ details }) }, at));
      must(await signRequest(ceo, { reference, revision }, at));
    }
    expect(must(await loadRequestForm(lead, at)).basis.criticalRolesThisMonth).toBe(0);
    expect(must(await submitRequest(lead, { content: criticalRole(2) }, at)).status).toBe("BLOCKED");
    const one = must(await submitRequest(lead, { content: criticalRole(1) }, at)).reference;
    must(await signRequest(ceo, { reference: one, revision }, at));
    expect(must(await loadRequestForm(lead, at)).basis.criticalRolesThisMonth).toBe(1);
    expect(must(await loadRequestForm(lead, nextMonth)).basis.criticalRolesThisMonth).toBe(0);
    // Its own approval is not held against it afterwards.
    const page = must(await loadRequest(lead, one, nextMonth));
    expect(page.criticalRoles).toEqual({ approved: 0, taken: 1 });
    expect(page.verdict.explanation.decision.decision).toBe("ALLOWED");
  });

  test("stand in the log as counted when the gate decided", async () => {
    const { company, lead, ceo } = await staffed();
    const first = must(await submitRequest(lead, { content: criticalRole() }, at)).reference;
    must(await signRequest(ceo, { reference: first, revision }, at));
    must(await submitRequest(lead, { content: criticalRole() }, at));
    const entries = await inTenant(company, (tx) =>
      tx.decisionLogEntry.findMany({ orderBy: { seq: "asc" }, select: { content: true } }),
    );
    const counts = entries.map(({ content }) => JSON.parse(content).critical_roles_approved_this_month);
    expect(counts).toEqual([0, 0, 1]);
  });
});
