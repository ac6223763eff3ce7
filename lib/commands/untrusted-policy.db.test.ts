// What happens at every door when the policy set, or a company's policy, is not the one that was published.
import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { dirname } from "node:path";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { referenceArtifacts } from "../../kernel/enforcement/testing/reference-policy";
import { newApiKey } from "../auth/api-key-format";
import { connect, disconnect } from "../db/client";
import { inTenant } from "../db/tenant-transaction";
import { createTestDatabase } from "../db/testing/test-database";
import type { Result } from "../failures";
import { postDecisionRun } from "../http/decision-runs";
import { postKernel } from "../http/functions/kernel";
import { checkHealth } from "../http/health";
import { KIND_IDS } from "../imports/kinds";
import { runOnce } from "../jobs/run-once";
import { scheduledCycle } from "../jobs/scheduled-cycle";
import { copyOfSet, tamper } from "../policy/testing/tampered-set";
import { importableKinds, triggersOfKind } from "../queries/import-kinds";
import { DAILY_SOURCE } from "../queries/kernel-input";
import { loadOverview } from "../queries/overview";
import { loadShell } from "../queries/shell";
import { denyRequest } from "./deny-request";
import { evaluateCycle } from "./evaluate-cycle";
import { signRequest } from "./sign-request";
import { submitRequest } from "./submit-request";
import { createCompany } from "./testing/company";
import { renewal } from "./testing/requests";
import { CYCLE_AT, createRevenueCompany } from "./testing/revenue-company";

const at = new Date("2026-06-01T10:00:00Z");
const SET_SENTENCE =
  "The published policy set is not the one that was released: 03_fail_closed_mapping.yaml: hash: the content is not the one that was published. Nothing is decided until it is put right.";
const ROW_SENTENCE = "The policy in force does not match its hash, so nothing is decided.";

let superuser: pg.Client;
let folder: string;

beforeAll(async () => {
  const database = await createTestDatabase();
  Object.assign(process.env, {
    REVENUE_OS_MODE: "test",
    DATABASE_URL: database.appUrl,
    NEXTAUTH_SECRET: randomUUID() + randomUUID(),
  });
  superuser = new pg.Client({ connectionString: database.superuserUrl });
  await superuser.connect();
  connect(database.appUrl);
  folder = tamper(copyOfSet(), "03_fail_closed_mapping.yaml", "code: CFO-01", "code: CFO-02");
});
afterAll(async () => {
  rmSync(dirname(folder), { recursive: true });
  await Promise.all([superuser.end(), disconnect()]);
});
beforeEach(() => vi.unstubAllEnvs());
afterEach(() => vi.unstubAllEnvs());

const tamperWithSet = () => vi.stubEnv("POLICY_SET_DIR", folder);

/** One number of the stored policy is changed by somebody whom no guard stops. */
async function tamperWithRow(tenantId: string): Promise<void> {
  await superuser.query("alter table policy_bundles disable trigger user");
  await superuser.query(
    `update policy_bundles set artifacts = replace(artifacts::text, 'RunwayMonths >= 15', 'RunwayMonths >= 14')::jsonb
     where tenant_id = $1`,
    [tenantId],
  );
  await superuser.query("alter table policy_bundles enable trigger user");
}

const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.failure.code}: ${result.failure.message}`);
  return result.value;
};
const refusal = (result: Result<unknown>) =>
  result.ok ? null : `${result.failure.code}: ${result.failure.message}`;

async function withPendingRequest() {
  const company = await createCompany();
  await company.closeCycle();
  const [lead, cfo] = await Promise.all([company.hire("Team lead"), company.hire("CFO")]);
  const { reference } = must(await submitRequest(lead, { content: renewal() }, at));
  return { company, lead, cfo, reference };
}

async function keyOf({ tenantId }: { tenantId: string }, scope: string): Promise<string> {
  const { key, prefix, secretHash } = newApiKey(tenantId);
  await superuser.query(
    `insert into api_keys (tenant_id, name, prefix, secret_hash, scopes, created_by)
     select $1, 'Bridge', $2, $3, $4, user_id from memberships where tenant_id = $1 limit 1`,
    [tenantId, prefix, secretHash, [scope]],
  );
  return key;
}

function sent(key: string, body: unknown): Request {
  return new Request("http://localhost/", {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

test.each([
  ["the policy set", tamperWithSet, SET_SENTENCE],
  ["the company's policy", tamperWithRow, ROW_SENTENCE],
])(
  "%s was tampered with: nobody submits, signs, denies or evaluates, and the reason is told",
  async (_, tamperWith, sentence) => {
    const { company, lead, cfo, reference } = await withPendingRequest();
    await tamperWith(company.tenantId);
    const said = `POLICY_UNTRUSTED: ${sentence}`;
    const signing = { reference, revision: 1, sawCycleId: null };
    expect(refusal(await submitRequest(lead, { content: renewal() }, at))).toBe(said);
    expect(refusal(await signRequest(cfo, signing, at))).toBe(said);
    expect(refusal(await denyRequest(cfo, { ...signing, reason: "Not now" }, at))).toBe(said);
    const cycle = { cadence: "weekly", cycleKey: "2026-W22", reason: null } as const;
    expect(refusal(await evaluateCycle(cfo, cycle, at))).toBe(said);
    const { tenantId } = company;
    const stored = await inTenant({ tenantId }, async (tx) => ({
      signoffs: await tx.signoff.count({ where: { tenantId } }),
      requests: (await tx.request.findMany({ where: { tenantId } })).map(({ status }) => status),
      cycles: await tx.evaluationCycle.count({ where: { tenantId } }),
    }));
    expect(stored).toEqual({ signoffs: 0, requests: ["PENDING"], cycles: 1 });
  },
);

test.each([
  ["the policy set", tamperWithSet, SET_SENTENCE],
  ["the company's policy", tamperWithRow, ROW_SENTENCE],
])(
  "%s was tampered with: every page is framed by the reason, and a screen that decides shows it instead",
  async (_, tamperWith, sentence) => {
    const { company, cfo } = await withPendingRequest();
    const viewer = { ...cfo, tenantId: company.tenantId, role: "CFO" } as Parameters<typeof loadShell>[0];
    expect(await loadShell(viewer, at)).toMatchObject({ mode: "NORMAL", refusal: null });
    await tamperWith(company.tenantId);
    // The request that waits for the CFO was told before, and stays told.
    expect(await loadShell(viewer, at)).toEqual({
      mode: null,
      approvals: 0,
      unread: 1,
      openEscalations: 0,
      policies: 0,
      refusal: sentence,
    });
    expect(refusal(await loadOverview(viewer, at))).toBe(`POLICY_UNTRUSTED: ${sentence}`);
  },
);

test("a document from outside is refused with 503 and the sentence, and answered once the set is right", async () => {
  const { company } = await withPendingRequest();
  const key = await keyOf(company, "decision-runs:write");
  const document = {
    trace_id: "trace-1",
    evaluated_at: "2026-03-02T09:00:00Z",
    artifacts: referenceArtifacts,
    cycle: { id: "2026-W09", cadence: "weekly", month_index: 2 },
    inputs: {},
    requests: [],
  };
  tamperWithSet();
  const refused = await postDecisionRun(sent(key, document));
  expect(refused.status).toBe(503);
  expect(refused.headers.get("content-type")).toBe("application/problem+json");
  expect(await refused.json()).toMatchObject({
    type: "urn:revenue-os:problem:policy-untrusted",
    status: 503,
    detail: SET_SENTENCE,
  });
  vi.unstubAllEnvs();
  expect((await postDecisionRun(sent(key, document))).status).toBe(200);
});

test("the kernel's function and the worker's cycle are refused with the sentence", async () => {
  const company = await createRevenueCompany();
  await company.closeCycle();
  await company.hire("Administrator");
  const key = await keyOf(company, "revenue-kernel:run");
  tamperWithSet();
  const refused = await postKernel(sent(key, {}));
  expect([refused.status, await refused.json()]).toMatchObject([
    503,
    { code: "POLICY_UNTRUSTED", detail: SET_SENTENCE },
  ]);
  const { tenantId } = company;
  const work = () => scheduledCycle(tenantId, { type: "scheduled", source: DAILY_SOURCE }, CYCLE_AT);
  await expect(runOnce(tenantId, "daily", "2026-06-01", at, work)).rejects.toThrow("daily failed");
  const run = await inTenant({ tenantId }, (tx) => tx.jobRun.findFirst({ where: { tenantId } }));
  expect(run).toMatchObject({ status: "failed", error: SET_SENTENCE });
});

test("the health check names the file, and the instance is not called well", async () => {
  expect((await checkHealth()).checks.policy_set.ok).toBe(true);
  tamperWithSet();
  const health = await checkHealth();
  expect(health.status).toBe("failing");
  expect(health.checks.policy_set).toEqual({ ok: false, says: SET_SENTENCE });
});

test("whose policy was altered still reads what was brought in; which trigger waits for it is not known", async () => {
  const company = await createCompany();
  await tamperWithRow(company.tenantId);
  const kinds = await importableKinds(company);
  expect(kinds).toHaveLength(KIND_IDS.length);
  expect(new Set(kinds.map(({ needed }) => needed))).toEqual(new Set([null]));
  expect(await triggersOfKind(company, "cash")).toEqual([]);
});
