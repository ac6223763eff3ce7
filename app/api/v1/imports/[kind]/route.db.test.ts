import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newApiKey } from "@/lib/auth/api-key-format";
import { type Company, createCompany } from "@/lib/commands/testing/company";
import { connect, disconnect } from "@/lib/db/client";
import { inTenant } from "@/lib/db/tenant-transaction";
import { createTestDatabase } from "@/lib/db/testing/test-database";
import { importReportSchema } from "@/lib/http/imports";
import { GET, POST } from "./route";

let company: Company;
let key: string;

beforeAll(async () => {
  const { appUrl } = await createTestDatabase();
  process.env.DATABASE_URL = appUrl;
  process.env.NEXTAUTH_SECRET = randomUUID() + randomUUID();
  connect(appUrl, 8);
});
afterAll(disconnect);
beforeEach(async () => {
  company = await createCompany();
  key = await keyOf(["figures:import"]);
});

async function keyOf(scopes: string[]): Promise<string> {
  const made = newApiKey(company.tenantId);
  await inTenant(company, (tx) =>
    tx.apiKey.create({
      data: {
        tenantId: company.tenantId,
        name: "ERP bridge",
        prefix: made.prefix,
        secretHash: made.secretHash,
        scopes,
        createdBy: randomUUID(),
      },
    }),
  );
  return made.key;
}

const row = (changes: Record<string, unknown> = {}) => ({
  month: "2026-03",
  component: "cloud",
  amount: 1000.5,
  ...changes,
});
const post = (
  body: unknown,
  {
    kind = "cogs",
    query = "",
    headers = {},
  }: { kind?: string; query?: string; headers?: Record<string, string> } = {},
) =>
  POST(
    new Request(`http://localhost/api/v1/imports/${kind}${query}`, {
      method: "POST",
      body: typeof body === "string" ? body : JSON.stringify(body),
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json", ...headers },
    }),
    { params: Promise.resolve({ kind }) },
  );
const stored = () =>
  inTenant(company, (tx) => tx.eventRaw.findMany({ where: { tenantId: company.tenantId } }));
const imports = () =>
  inTenant(company, (tx) => tx.import.findMany({ where: { tenantId: company.tenantId } }));

describe("figures that a program sends", () => {
  test("stand in the books with the key that brought them, and one log entry says so", async () => {
    const response = await post({
      rows: [row(), row({ component: "support", amount: "60.25" })],
      name: "Close of March",
    });
    const report = importReportSchema.parse(await response.json());
    expect([response.status, report.applied, report.counts.new, report.stated_usd]).toEqual([
      200,
      true,
      2,
      1060.75,
    ]);
    const [first] = await stored();
    expect(first).toMatchObject({
      importId: report.import_id,
      importRow: 1,
      payload: { component: "cloud", total: ["account"] },
    });
    const [kept] = await imports();
    expect(kept).toMatchObject({
      fileName: "Close of March",
      media: "json",
      status: "APPLIED",
      createdBy: null,
    });
    const log = await inTenant(company, (tx) =>
      tx.decisionLogEntry.findMany({ where: { tenantId: company.tenantId, kind: "data_import" } }),
    );
    expect(log).toHaveLength(1);
    expect(log[0]).toMatchObject({ actor: "ERP bridge", source: "api" });
  });

  test("on a dry run are judged, told row by row, and leave nothing behind", async () => {
    await post({ rows: [row()] });
    const response = await post(
      { rows: [row({ amount: 7 }), row({ component: "other" }), row({ component: "fog" })] },
      { query: "?dry_run=true" },
    );
    const report = importReportSchema.parse(await response.json());
    expect([report.applied, report.import_id]).toEqual([false, null]);
    expect(report.rows.map(({ index, fate }) => [index, fate])).toEqual([
      [2, "FAULT"],
      [0, "RESTATES"],
      [1, "NEW"],
    ]);
    expect(report.rows[1]?.before).toMatchObject({ says: { amount: 1000.5 }, rows: 1 });
    expect(await imports()).toHaveLength(1);
  });

  test("with one fault are written not at all, and the fault is told by row and field", async () => {
    const response = await post({ rows: [row(), row({ component: "support", amount: "1e5" }), row()] });
    const problem = await response.json();
    expect([response.status, problem.type]).toEqual([422, "urn:revenue-os:problem:invalid-input"]);
    expect(problem.errors.map(({ path }: { path: string }) => path)).toEqual([
      "rows[1].amount",
      "rows[0]",
      "rows[2]",
    ]);
    expect(await stored()).toEqual([]);
    expect(await imports()).toEqual([]);
  });

  test("sent again under the same key are imported once; another body under it is refused", async () => {
    const headers = { "idempotency-key": "close-2026-03" };
    const first = await (await post({ rows: [row()] }, { headers })).text();
    const again = await post({ rows: [row()] }, { headers });
    expect([await again.text(), again.headers.get("idempotent-replayed")]).toEqual([first, "true"]);
    const other = await post({ rows: [row({ amount: 1 })] }, { headers });
    expect(other.status).toBe(422);
    expect(await stored()).toHaveLength(1);
  });

  test("sent several times at once under one key are imported once, and each is given the one answer", async () => {
    const headers = { "idempotency-key": "close-2026-03" };
    const answers = await Promise.all(Array.from({ length: 5 }, () => post({ rows: [row()] }, { headers })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(new Set(await Promise.all(answers.map((answer) => answer.text()))).size).toBe(1);
    expect(await stored()).toHaveLength(1);
    expect((await post({ rows: [row()] }, { headers })).headers.get("idempotent-replayed")).toBe("true");
  });

  test("two bodies sent at once under one key: one is imported, the other refused", async () => {
    const headers = { "idempotency-key": "close-2026-03" };
    const answers = await Promise.all(
      ["2026-02", "2026-03"].map((month) => post({ rows: [row({ month })] }, { headers })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 422]);
    expect(await stored()).toHaveLength(1);
  });

  test("with nothing new in them, sent several times at once under one key are answered alike", async () => {
    await post({ rows: [row()] });
    const headers = { "idempotency-key": "again-2026-03" };
    const answers = await Promise.all(Array.from({ length: 5 }, () => post({ rows: [row()] }, { headers })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(new Set(await Promise.all(answers.map((answer) => answer.text()))).size).toBe(1);
    expect(await stored()).toHaveLength(1);
  });
});

describe("what is no import is refused", () => {
  test.each<[string, unknown, Parameters<typeof post>[1], number]>([
    ["an unknown kind", { rows: [row()] }, { kind: "payroll" }, 404],
    ["no JSON", "rows", {}, 400],
    ["no rows", { rows: [] }, {}, 400],
    ["a cell that is an object", { rows: [row({ amount: { usd: 1 } })] }, {}, 400],
    ["a cell of a thousand brackets", `{"rows":[{"a":${"[".repeat(1_000)}${"]".repeat(1_000)}}]}`, {}, 400],
    [
      "rows of which each names fields of its own",
      { rows: Array.from({ length: 10_000 }, (_, at) => ({ [`field ${at}`]: 1 })) },
      {},
      422,
    ],
    ["a field of another kind", { rows: [row({ function: "R&D" })] }, {}, 422],
    ["a figure that may be thousands or decimals", { rows: [row({ amount: "1,234" })] }, {}, 422],
    ["too many rows", { rows: Array.from({ length: 10_001 }, () => ({})) }, {}, 413],
    ["a missing field", { rows: [{ month: "2026-03", amount: 1 }] }, {}, 422],
  ])("%s", async (_what, body, options, status) => {
    const response = await post(body, options);
    expect([response.status, response.headers.get("content-type")]).toEqual([
      status,
      "application/problem+json",
    ]);
    expect(await imports()).toEqual([]);
  });

  test("another method, another scope, no key", async () => {
    expect(GET().status).toBe(405);
    key = await keyOf(["revenue-events:write"]);
    expect((await post({ rows: [row()] })).status).toBe(403);
    key = "ros_none";
    expect((await post({ rows: [row()] })).status).toBe(401);
    expect(await stored()).toEqual([]);
  });
});
