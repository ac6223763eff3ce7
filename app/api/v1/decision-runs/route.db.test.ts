import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { reportSchema } from "@/kernel/enforcement";
import { referenceArtifacts } from "@/kernel/enforcement/testing/reference-policy";
import { API_KEY_LIMIT } from "@/lib/auth/api-key";
import { newApiKey } from "@/lib/auth/api-key-format";
import { canonicalJson } from "@/lib/canonical-json";
import { connect, disconnect } from "@/lib/db/client";
import { verifyLog } from "@/lib/db/log-verification";
import { inTenant } from "@/lib/db/tenant-transaction";
import { createTestDatabase } from "@/lib/db/testing/test-database";
import { MAXIMUM_BODY_BYTES } from "@/lib/http/decision-runs";
import { DELETE, GET, POST, PUT } from "./route";

let superuser: pg.Client;
let app: pg.Client;
let company: { tenantId: string; key: string; keyId: string };

beforeAll(async () => {
  const database = await createTestDatabase();
  process.env.DATABASE_URL = database.appUrl;
  process.env.NEXTAUTH_SECRET = randomUUID() + randomUUID();
  superuser = new pg.Client({ connectionString: database.superuserUrl });
  app = new pg.Client({ connectionString: database.appUrl });
  await Promise.all([superuser.connect(), app.connect()]);
  connect(database.appUrl, 8);
});
afterAll(() => Promise.all([superuser.end(), app.end(), disconnect()]));
beforeEach(async () => {
  company = await newCompany();
});

async function newCompany(scopes = ["decision-runs:write"]) {
  const tenantId = randomUUID();
  const { key, prefix, secretHash } = newApiKey(tenantId);
  const userId = randomUUID();
  await superuser.query("insert into users (id, email, name, password_hash) values ($1, $2, 'Admin', 'x')", [
    userId,
    `${userId}@example.com`,
  ]);
  await superuser.query(
    "insert into tenants (id, name, slug, plan_start) values ($1, $2, $2, '2026-01-01')",
    [tenantId, tenantId],
  );
  const { rows } = await superuser.query(
    "insert into api_keys (tenant_id, name, prefix, secret_hash, scopes, created_by) values ($1, 'ERP bridge', $2, $3, $4, $5) returning id",
    [tenantId, prefix, secretHash, scopes, userId],
  );
  return { tenantId, key, keyId: rows[0].id };
}

const vendor = (request_id: string) => ({
  request_id,
  gate_id: "G4_VENDOR_AND_NON_LABOR",
  requested_by: "someone",
  details: {
    kind: "new",
    amount_usd_per_month: 9000,
    mission_critical: false,
    justification: "A second monitoring tool",
  },
});
const document = (changes: Record<string, unknown> = {}) => ({
  trace_id: "trace-1",
  evaluated_at: "2026-03-02T09:00:00Z",
  artifacts: referenceArtifacts,
  cycle: { id: "2026-W09", cadence: "weekly", month_index: 2 },
  inputs: {},
  requests: [vendor("EXT-1"), vendor("EXT-2")],
  ...changes,
});

const post = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
  POST(
    new Request("http://localhost/api/v1/decision-runs", {
      method: "POST",
      body,
      headers: { authorization: `Bearer ${company.key}`, "content-type": "application/json", ...headers },
    }),
  );
const send = (value: unknown, headers?: Record<string, string>) => post(JSON.stringify(value), headers);
const logOf = (tenantId: string) =>
  inTenant({ tenantId }, (tx) =>
    tx.decisionLogEntry.findMany({ where: { tenantId }, orderBy: { seq: "asc" } }),
  );

describe("a document is evaluated as sent", () => {
  test("the answer is its report in canonical bytes, and says that its decisions are logged", async () => {
    const response = await send(document());
    const text = await response.text();
    expect([response.status, response.headers.get("content-type")]).toEqual([200, "application/json"]);
    expect(text).toBe(canonicalJson(JSON.parse(text)));
    expect(reportSchema.parse(JSON.parse(text))).toMatchObject({
      trace_id: "trace-1",
      decision_log_written: true,
    });
  });

  test("its decisions stand in the company's log, marked as coming from outside, and the log verifies", async () => {
    const report = await (await send(document())).json();
    const entries = await logOf(company.tenantId);
    expect(entries.map((entry) => [entry.requestRef, entry.source, entry.kind, entry.actor])).toEqual([
      ["EXT-1", "api", "gate_decision", "ERP bridge"],
      ["EXT-2", "api", "gate_decision", "ERP bridge"],
    ]);
    expect(JSON.parse(entries[0]?.content ?? "")).toMatchObject({
      request_id: "EXT-1",
      trace_id: "trace-1",
      outcome: report.gate_decisions[0].decision,
      report: report.gate_decisions[0],
      api_key_id: company.keyId,
    });
    expect(await verifyLog(app, company.tenantId)).toMatchObject({ entries: 2, finding: null });
  });

  test("each has a decision of its own that names no request and no cycle of the company", async () => {
    await send(document());
    const { tenantId } = company;
    const decisions = await inTenant({ tenantId }, (tx) => tx.gateDecision.findMany({ where: { tenantId } }));
    expect(decisions.map((row) => [row.action, row.requestId, row.cycleId])).toEqual([
      ["EXTERNAL", null, null],
      ["EXTERNAL", null, null],
    ]);
    const counts = await inTenant({ tenantId }, async (tx) => [
      await tx.evaluationCycle.count(),
      await tx.modePeriod.count(),
      await tx.request.count(),
    ]);
    expect(counts).toEqual([0, 0, 0]);
  });

  test("without requests nothing is logged, and the report says so", async () => {
    const report = await (await send(document({ requests: [] }))).json();
    expect(report.decision_log_written).toBe(false);
    expect(await logOf(company.tenantId)).toEqual([]);
  });

  test("a document that policy rejects is answered 200 with its codes: the question was answered", async () => {
    const response = await send(document({ artifacts: {} }));
    expect(response.status).toBe(200);
    expect((await response.json()).final_outcome.reason_codes).toContain("CFO-01");
  });

  test.each(["", "{", "certainly not", "\ufffd"])(
    "a body that is not JSON (%j) is a report with CFO-02",
    async (body) => {
      const response = await post(body);
      expect(response.status).toBe(200);
      expect(await response.json()).toMatchObject({
        trace_id: null,
        final_outcome: { outcome: "REJECTED", reason_codes: ["CFO-02"] },
      });
    },
  );

  test("bytes that are no UTF-8 are not JSON either", async () => {
    const response = await post(new Uint8Array([0x22, 0xff, 0x22]));
    expect((await response.json()).final_outcome.reason_codes).toEqual(["CFO-02"]);
  });
});

describe("Idempotency-Key", () => {
  const key = (value: string) => ({ "idempotency-key": value });

  test("gives the same bytes twice and logs once", async () => {
    const first = await send(document(), key("run-1"));
    const second = await send(document(), key("run-1"));
    expect(await second.text()).toBe(await first.text());
    expect([first, second].map((response) => response.headers.get("idempotent-replayed"))).toEqual([
      null,
      "true",
    ]);
    expect(await logOf(company.tenantId)).toHaveLength(2);
  });

  test("with another document is refused", async () => {
    await send(document(), key("run-1"));
    const response = await send(document({ trace_id: "trace-2" }), key("run-1"));
    expect([response.status, (await response.json()).type]).toEqual([
      422,
      "urn:revenue-os:problem:key-reused",
    ]);
  });

  test("sent twenty times at once gives one run and twenty equal answers", async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, async () => (await send(document(), key("burst"))).text()),
    );
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain('"decision_log_written":true');
    expect(await logOf(company.tenantId)).toHaveLength(2);
  });

  test("also holds for a run that logs nothing", async () => {
    const answers = await Promise.all(
      Array.from({ length: 5 }, async () => (await post("not json", key("empty"))).text()),
    );
    expect(new Set(answers).size).toBe(1);
  });

  test("of one API key says nothing to another", async () => {
    await send(document(), key("run-1"));
    company = await newCompany();
    const response = await send(document({ trace_id: "other" }), key("run-1"));
    expect([response.status, (await response.json()).trace_id]).toEqual([200, "other"]);
  });

  test("must be visible ASCII of sensible length", async () => {
    expect((await send(document(), key("x".repeat(256)))).status).toBe(422);
    expect((await send(document(), key("two words"))).status).toBe(422);
  });
});

describe("what is not a run is refused with the path of each fault", () => {
  test.each<[string, unknown, string]>([
    ["an unknown key", document({ colour: "red" }), "colour"],
    ["an unknown gate", document({ requests: [{ ...vendor("E"), gate_id: "G9" }] }), "requests[0].gate_id"],
    [
      "a wrong type",
      document({ requests: [{ ...vendor("E"), requested_by: 7 }] }),
      "requests[0].requested_by",
    ],
    ["a missing cycle", { ...document(), cycle: undefined }, "cycle"],
    ["JSON that is no object", [1, 2], ""],
  ])("%s", async (_what, value, path) => {
    const response = await send(value);
    const problem = await response.json();
    expect([response.status, response.headers.get("content-type")]).toEqual([
      400,
      "application/problem+json",
    ]);
    expect(problem).toMatchObject({ type: "urn:revenue-os:problem:not-a-run", status: 400 });
    expect(problem.errors.map((error: { path: string }) => error.path)).toContain(path);
    expect(await logOf(company.tenantId)).toEqual([]);
  });

  test("text that the log cannot hold", async () => {
    for (const id of ["NUL\u0000", "half \ud800"]) {
      const response = await send(document({ requests: [vendor(id)] }));
      expect([response.status, (await response.json()).errors[0].path]).toEqual([
        422,
        "requests[0].request_id",
      ]);
    }
  });
});

describe("who may ask", () => {
  const statusWith = async (authorization: string) => (await send(document(), { authorization })).status;

  test("nobody without a good key", async () => {
    const other = newApiKey(company.tenantId).key;
    for (const authorization of [
      "",
      "Bearer",
      `Basic ${company.key}`,
      `Bearer ${other}`,
      `Bearer ${company.key}x`,
    ])
      expect([authorization, await statusWith(authorization)]).toEqual([authorization, 401]);
    const refused = await send(document(), { authorization: "" });
    expect(refused.headers.get("www-authenticate")).toContain("Bearer");
  });

  test("no key that was revoked, and at once", async () => {
    expect((await send(document())).status).toBe(200);
    await superuser.query("update api_keys set revoked_at = now() where id = $1", [company.keyId]);
    expect((await send(document())).status).toBe(401);
  });

  test("no key without the scope", async () => {
    company = await newCompany([]);
    expect((await send(document())).status).toBe(403);
  });

  test("a key that asks too often is told when to come back", async () => {
    const responses = await Promise.all(
      Array.from({ length: API_KEY_LIMIT.points + 1 }, () => send(document({ requests: [] }))),
    );
    const refused = responses.filter((response) => response.status === 429);
    expect(refused).toHaveLength(1);
    expect(Number(refused[0]?.headers.get("retry-after"))).toBeGreaterThan(0);
  });
});

describe("what is not taken", () => {
  test("another media type, or an encoded body", async () => {
    expect((await send(document(), { "content-type": "text/plain" })).status).toBe(415);
    expect((await send(document(), { "content-encoding": "gzip" })).status).toBe(415);
    expect((await send(document(), { "content-type": "application/json; charset=utf-8" })).status).toBe(200);
  });

  test("a body over the limit, announced or not", async () => {
    const big = " ".repeat(MAXIMUM_BODY_BYTES + 1);
    expect((await post(big)).status).toBe(413);
    expect((await post("{}", { "content-length": String(MAXIMUM_BODY_BYTES + 1) })).status).toBe(413);
  });

  test("a body that arrives shorter than announced", async () => {
    const response = await post("{}", { "content-length": "3000" });
    expect([response.status, (await response.json()).type]).toEqual([
      400,
      "urn:revenue-os:problem:incomplete-body",
    ]);
  });

  test("more requests, or deeper nesting, than is answered in bounded time", async () => {
    expect(
      (await send(document({ requests: Array.from({ length: 10_001 }, () => vendor("E")) }))).status,
    ).toBe(413);
    const deep = "[".repeat(200_000) + "]".repeat(200_000);
    expect((await post(`{"inputs":{"x":${deep}}}`)).status).toBe(413);
  });

  test("another method", async () => {
    for (const method of [GET, PUT, DELETE]) {
      const response = method();
      expect([response.status, response.headers.get("allow")]).toEqual([405, "POST"]);
    }
  });
});

test("ten thousand requests in one body are decided, logged and answered", async () => {
  const requests = Array.from({ length: 10_000 }, (_, index) => vendor(`EXT-${index}`));
  const report = await (await send(document({ requests }), { "idempotency-key": "many" })).json();
  expect(report.gate_decisions).toHaveLength(10_000);
  expect(report.decision_log_written).toBe(true);
  expect(await verifyLog(app, company.tenantId)).toMatchObject({ entries: 10_000, finding: null });
}, 60_000);
