import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Role } from "../auth/permissions";
import { connect, disconnect } from "../db/client";
import type { Actor } from "../db/governed-write";
import { inTenant } from "../db/tenant-transaction";
import { createTestDatabase, type TestDatabase } from "../db/testing/test-database";
import type { Result } from "../failures";
import { commentRequest } from "./comment-request";
import { denyRequest } from "./deny-request";
import { reviseRequest } from "./revise-request";
import { saveDraft } from "./save-draft";
import { signRequest } from "./sign-request";
import { submitRequest } from "./submit-request";
import { type Company, createCompany } from "./testing/company";
import { backfill, renewal, roiCase } from "./testing/requests";
import { withdrawRequest } from "./withdraw-request";

const at = new Date("2026-06-01T10:00:00Z");
const revision = 1;

let database: TestDatabase;
let app: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  connect(database.appUrl);
  app = new pg.Client({ connectionString: database.appUrl });
  await app.connect();
});
afterAll(async () => {
  await app.end();
  await disconnect();
});

const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.failure.code}: ${result.failure.message}`);
  return result.value;
};
const codeOf = (result: Result<unknown>) => (result.ok ? "done" : result.failure.code);

async function pending(content = renewal(), states: Parameters<Company["closeCycle"]>[0] = {}) {
  const company = await createCompany();
  await company.closeCycle(states);
  const lead = await company.hire("Team lead");
  const { reference } = must(await submitRequest(lead, { content }, at));
  return { company, lead, reference };
}

function decisionsOf({ tenantId }: Company) {
  return inTenant({ tenantId }, async (tx) => ({
    approvals: await tx.gateDecision.count({ where: { tenantId, action: "APPROVE" } }),
    decisions: await tx.gateDecision.count({ where: { tenantId } }),
    entries: await tx.decisionLogEntry.count({ where: { tenantId } }),
    signoffs: await tx.signoff.count({ where: { tenantId } }),
    statuses: (await tx.request.findMany({ where: { tenantId } })).map(({ status }) => status),
  }));
}

describe("twenty at once", () => {
  test("twenty CFOs who sign one request in the same moment give one approval and one log entry", async () => {
    const { company, reference } = await pending();
    const cfos = await Promise.all(Array.from({ length: 20 }, (_, n) => company.hire("CFO", `CFO ${n}`)));
    const results = await Promise.all(cfos.map((cfo) => signRequest(cfo, { reference, revision }, at)));
    expect(results.map(codeOf).sort()).toEqual(["done", ...Array(19).fill("ALREADY_DECIDED")].sort());
    expect(await decisionsOf(company)).toEqual({
      approvals: 1,
      decisions: 2,
      entries: 2,
      signoffs: 1,
      statuses: ["APPROVED"],
    });
  });

  test("one CFO who clicks twenty times signs once", async () => {
    const { company, reference } = await pending();
    const cfo = await company.hire("CFO");
    const results = await Promise.all(
      Array.from({ length: 20 }, () => signRequest(cfo, { reference, revision }, at)),
    );
    expect(results.filter((each) => each.ok)).toHaveLength(1);
    expect(await decisionsOf(company)).toMatchObject({ approvals: 1, entries: 2, signoffs: 1 });
  });

  test("of signing and denying in the same moment one wins and the other is told", async () => {
    const { company, reference } = await pending();
    const [one, other] = await Promise.all([company.hire("CFO"), company.hire("CFO", "Second CFO")]);
    const results = await Promise.all([
      signRequest(one, { reference, revision }, at),
      denyRequest(other, { reference, revision, reason: "Too much" }, at),
    ]);
    expect(results.map(codeOf).sort()).toEqual(["ALREADY_DECIDED", "done"]);
    expect(await decisionsOf(company)).toMatchObject({ decisions: 2, entries: 2 });
  });
});

describe("who may not sign", () => {
  test("the requester, even as CFO", async () => {
    const company = await createCompany();
    await company.closeCycle();
    const cfo = await company.hire("CFO");
    const { reference } = must(await submitRequest(cfo, { content: renewal() }, at));
    const attempts = [
      signRequest(cfo, { reference, revision }, at),
      denyRequest(cfo, { reference, revision, reason: "Mine" }, at),
    ];
    for (const attempt of attempts)
      expect(await attempt).toMatchObject({
        failure: { code: "FORBIDDEN", message: "Nobody signs their own request." },
      });
  });

  test.each<Role>([
    "Team lead",
    "FP&A",
    "Auditor",
    "Administrator",
    "CEO",
    "Head of Sales/Marketing",
    "CPO/CTO",
  ])("a %s, for vendor spend that waits for the CFO", async (role) => {
    const { company, reference } = await pending();
    const person = await company.hire(role);
    expect(codeOf(await signRequest(person, { reference, revision }, at))).toBe("FORBIDDEN");
    expect(codeOf(await denyRequest(person, { reference, revision, reason: "No" }, at))).toBe("FORBIDDEN");
    expect(await decisionsOf(company)).toMatchObject({ signoffs: 0, statuses: ["PENDING"] });
  });

  test("somebody who claims a role that the membership does not hold", async () => {
    const { company, reference } = await pending();
    const ceo = await company.hire("CEO");
    const pretender: Actor = { ...ceo, role: "CFO" };
    expect(codeOf(await signRequest(pretender, { reference, revision }, at))).toBe("CONFLICT");
  });

  test("the CFO of another company, for whom the request does not exist", async () => {
    const { reference } = await pending();
    const other = await createCompany();
    await other.closeCycle();
    const stranger = await other.hire("CFO");
    for (const attempt of [
      signRequest(stranger, { reference, revision }, at),
      denyRequest(stranger, { reference, revision, reason: "No" }, at),
      withdrawRequest(stranger, { reference, revision }, at),
      commentRequest(stranger, { reference, body: "Hello" }, at),
    ])
      expect(codeOf(await attempt)).toBe("NOT_FOUND");
  });

  test("the CFO of another company who names this company as theirs", async () => {
    const { company, reference } = await pending();
    const other = await createCompany();
    const stranger = await other.hire("CFO");
    const forged: Actor = { ...stranger, tenantId: company.tenantId };
    expect(codeOf(await signRequest(forged, { reference, revision }, at))).toBe("FORBIDDEN");
  });

  test("a CFO whose membership has ended", async () => {
    const { company, reference } = await pending();
    const cfo = await company.hire("CFO");
    await inTenant(company, (tx) =>
      tx.membership.update({
        where: { tenantId_userId: { tenantId: company.tenantId, userId: cfo.userId } },
        data: { endedAt: at },
      }),
    );
    expect(codeOf(await signRequest(cfo, { reference, revision }, at))).toBe("FORBIDDEN");
  });

  test("the system, which is nobody", async () => {
    const { company, reference } = await pending();
    const system = { tenantId: company.tenantId, name: "system", role: "CFO" };
    expect(codeOf(await signRequest(system, { reference, revision }, at))).toBe("FORBIDDEN");
  });

  test("one person for two roles, even when the role changed between the two signatures", async () => {
    const { company, reference } = await pending(backfill({ roi_case: roiCase() }), { T1: "FAIL" });
    const person = await company.hire("CFO");
    must(await signRequest(person, { reference, revision }, at));
    await inTenant(company, (tx) =>
      tx.membership.update({
        where: { tenantId_userId: { tenantId: company.tenantId, userId: person.userId } },
        data: { role: "CEO" },
      }),
    );
    expect(codeOf(await signRequest({ ...person, role: "CEO" }, { reference, revision }, at))).toBe(
      "CONFLICT",
    );
    expect(await decisionsOf(company)).toMatchObject({ approvals: 0, signoffs: 1, statuses: ["PENDING"] });
  });
});

describe("what may not be signed", () => {
  test("an older revision than the one that stands", async () => {
    const { company, lead, reference } = await pending();
    const cfo = await company.hire("CFO");
    must(
      await reviseRequest(lead, { reference, revision, content: renewal({ title: "Renew it twice" }) }, at),
    );
    expect(codeOf(await signRequest(cfo, { reference, revision }, at))).toBe("CONFLICT");
  });

  test("a revision counts none of the signatures given before it", async () => {
    const content = backfill({ roi_case: roiCase() });
    const { company, lead, reference } = await pending(content, { T1: "FAIL" });
    const [cfo, ceo] = [await company.hire("CFO"), await company.hire("CEO")];
    must(await signRequest(cfo, { reference, revision }, at));
    must(await reviseRequest(lead, { reference, revision, content: { ...content, title: "Another" } }, at));
    expect(must(await signRequest(ceo, { reference, revision: 2 }, at))).toMatchObject({
      status: "PENDING",
      awaits: ["CFO"],
    });
  });

  test("a request that has been denied", async () => {
    const { company, reference } = await pending();
    const [one, other] = [await company.hire("CFO"), await company.hire("CFO", "Second CFO")];
    must(await denyRequest(one, { reference, revision, reason: "Too much" }, at));
    expect(codeOf(await signRequest(other, { reference, revision }, at))).toBe("ALREADY_DECIDED");
  });

  test("a request that the gate blocks", async () => {
    const { company, reference } = await pending(renewal(), { T4: "FAIL" });
    const cfo = await company.hire("CFO");
    expect(codeOf(await signRequest(cfo, { reference, revision }, at))).toBe("CONFLICT");
  });

  test("a screen that names a cycle of another company", async () => {
    const { company, reference } = await pending();
    const other = await createCompany();
    const sawCycleId = await other.closeCycle();
    const cfo = await company.hire("CFO");
    expect(codeOf(await signRequest(cfo, { reference, revision, sawCycleId }, at))).toBe("INVALID_INPUT");
    expect(await decisionsOf(company)).toMatchObject({ signoffs: 0 });
  });
});

describe("who may not ask, change or withdraw", () => {
  test.each<Role>(["Auditor", "Administrator"])("the %s neither drafts nor submits", async (role) => {
    const company = await createCompany();
    await company.closeCycle();
    const person = await company.hire(role);
    const draft = { form: "G1_HEADCOUNT" as const, values: {} };
    expect(codeOf(await saveDraft(person, { draft }, at))).toBe("FORBIDDEN");
    expect(codeOf(await submitRequest(person, { content: renewal() }, at))).toBe("FORBIDDEN");
  });

  test("a colleague changes or withdraws no request of another", async () => {
    const { company, reference } = await pending();
    const colleague = await company.hire("Team lead", "Colleague");
    expect(codeOf(await reviseRequest(colleague, { reference, revision, content: renewal() }, at))).toBe(
      "FORBIDDEN",
    );
    expect(codeOf(await withdrawRequest(colleague, { reference, revision }, at))).toBe("FORBIDDEN");
  });
});

describe("writing past the application, as its own database role", () => {
  async function asPerson({ tenantId, userId }: Actor, ...statements: [string, unknown[]][]) {
    await app.query("begin");
    try {
      await app.query("select set_config('app.tenant_id', $1, true), set_config('app.user_id', $2, true)", [
        tenantId,
        userId,
      ]);
      for (const [text, values] of statements) await app.query(text, values);
      await app.query("commit");
      return "done";
    } catch (error) {
      await app.query("rollback");
      return error instanceof Error ? error.message : String(error);
    }
  }
  const idOf = ({ tenantId }: Company, reference: string) =>
    inTenant({ tenantId }, async (tx) => {
      const row = await tx.request.findUniqueOrThrow({
        where: { tenantId_reference: { tenantId, reference } },
      });
      return row.id;
    });
  const SIGN =
    "insert into signoffs (tenant_id, request_id, revision, role, signed_by, verdict, saw_states, signed_at) values ($1, $2, 1, $3, $4, 'APPROVE', '{}', now())";

  test("no request is approved without a logged decision", async () => {
    const { company, lead, reference } = await pending();
    expect(
      await asPerson(lead, [
        "update requests set status = 'APPROVED', final_decision_id = gen_random_uuid() where reference = $1",
        [reference],
      ]),
    ).toMatch(/RUNTIME-A10-1: request REQ-1 cannot be approved without a logged decision/);
    expect(
      await asPerson(lead, ["update requests set status = 'APPROVED' where reference = $1", [reference]]),
    ).not.toBe("done");
    expect(await decisionsOf(company)).toMatchObject({ statuses: ["PENDING"] });
  });

  test("no signature is given for somebody else, for one's own request, or for a role not held", async () => {
    const { company, lead, reference } = await pending();
    const [cfo, ceo] = [await company.hire("CFO"), await company.hire("CEO")];
    const id = await idOf(company, reference);
    const sign = (as: Actor, role: string, by: string): Promise<string> =>
      asPerson(as, [SIGN, [company.tenantId, id, role, by]]);
    expect(await sign(lead, "CFO", cfo.userId)).toMatch(/nobody signs for somebody else/);
    expect(await sign(lead, "Team lead", lead.userId)).toMatch(/nobody signs their own request/);
    expect(await sign(ceo, "CFO", ceo.userId)).toMatch(/a role they do not hold/);
    expect(await decisionsOf(company)).toMatchObject({ signoffs: 0 });
  });

  test("no signature is given twice, altered or taken back", async () => {
    const content = backfill({ roi_case: roiCase() });
    const { company, reference } = await pending(content, { T1: "FAIL" });
    const cfo = await company.hire("CFO");
    must(await signRequest(cfo, { reference, revision }, at));
    const id = await idOf(company, reference);
    expect(await asPerson(cfo, [SIGN, [company.tenantId, id, "CFO", cfo.userId]])).toMatch(/unique/);
    expect(await asPerson(cfo, ["update signoffs set role = 'CEO'", []])).toMatch(/permission denied/);
    expect(await asPerson(cfo, ["delete from signoffs", []])).toMatch(/permission denied/);
  });

  test("no decision stands without its log entry", async () => {
    const { company, lead, reference } = await pending();
    const id = await idOf(company, reference);
    const decide = (seq: number): Promise<string> =>
      asPerson(lead, [
        `insert into gate_decisions (tenant_id, id, request_id, request_ref, revision, gate_id, action, decision,
           reason_codes, blocked_by, missing, report, states, mode, policy_version, policy_hash, kernel_version,
           decided_at, log_seq)
         values ($1, $2, $3, $4, 1, 'G4_VENDOR_AND_NON_LABOR', 'APPROVE', 'ALLOWED', '{}', '{}', '{}', '{}', '{}',
           'NORMAL', '1.0', 'x', '1', now(), $5)`,
        [company.tenantId, randomUUID(), id, reference, seq],
      ]);
    expect(await decide(1)).toMatch(/RUNTIME-A10-1|unique/);
    expect(await decide(99)).toMatch(/RUNTIME-A10-1/);
    expect(await decisionsOf(company)).toMatchObject({ approvals: 0, decisions: 1 });
  });

  test("no submitted request changes under its signatures, is deleted, or changes its requester", async () => {
    const { company, lead, reference } = await pending();
    const change = (set: string): Promise<string> =>
      asPerson(lead, [`update requests set ${set} where reference = $1`, [reference]]);
    expect(await change("details = '{}'")).toMatch(/needs a new revision/);
    expect(await change("amount_usd = 1")).toMatch(/needs a new revision/);
    expect(await change(`requested_by = '${(await company.hire("CEO")).userId}'`)).toMatch(/identity/);
    expect(await asPerson(lead, ["delete from requests where reference = $1", [reference]])).toMatch(/stays/);
  });
});
