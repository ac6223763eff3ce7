// Who may call the four functions, and that a stranger learns and changes nothing, whichever way it is tried.
import { randomUUID } from "node:crypto";
import { encode } from "next-auth/jwt";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { API_KEY_LIMIT } from "@/lib/auth/api-key";
import { API_SCOPES, type ApiScope, newApiKey } from "@/lib/auth/api-key-format";
import { DEMO_TENANT_IDS } from "@/lib/auth/demo-accounts";
import type { Role } from "@/lib/auth/permissions";
import { sessionCookieName } from "@/lib/auth/session-token";
import { createCompany } from "@/lib/commands/testing/company";
import { plan, setGuardrails } from "@/lib/commands/testing/optimization";
import { connect, disconnect } from "@/lib/db/client";
import { createTestDatabase } from "@/lib/db/testing/test-database";
import { type Served, serve } from "@/lib/http/testing/serve";
import * as executor from "./revenue-os-action-executor/route";
import * as kernel from "./revenue-os-kernel/route";
import * as triggers from "./revenue-os-triggers/route";
import * as validation from "./revenue-os-validation/route";

const FUNCTIONS: Readonly<Record<string, { scope: ApiScope; bodies: Record<string, unknown>[] }>> = {
  "revenue-os-kernel": {
    scope: "revenue-kernel:run",
    bodies: [{}, { trigger: { type: "scheduled", source: "daily" } }],
  },
  "revenue-os-action-executor": {
    scope: "revenue-actions:write",
    bodies: [
      { operation: "execute" },
      { operation: "abort_check" },
      { operation: "record_results" },
      { operation: "revert", action_id: randomUUID(), reason: "Because" },
    ],
  },
  "revenue-os-triggers": {
    scope: "revenue-triggers:write",
    bodies: [{ operation: "check" }, { operation: "fire" }],
  },
  "revenue-os-validation": {
    scope: "revenue-validation:run",
    bodies: ["verify_all", "run_cycle_1", "execute_actions", "record_results", "run_cycle_2"].map(
      (operation) => ({ operation }),
    ),
  },
};
const EVERY = Object.entries(FUNCTIONS).flatMap(([name, { bodies }]) =>
  bodies.map((body) => [name, body] as const),
);

let superuser: pg.Client;
let served: Served;
let first: Awaited<ReturnType<typeof createCompany>>;
let second: typeof first;
let secondsKey: string;
let firstsActionId: string;

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
  served = await serve({
    "/functions/v1/revenue-os-kernel": kernel,
    "/functions/v1/revenue-os-action-executor": executor,
    "/functions/v1/revenue-os-triggers": triggers,
    "/functions/v1/revenue-os-validation": validation,
  });
  first = await createCompany("First");
  second = await createCompany("Second");
  for (const company of [first, second]) {
    await company.closeCycle();
    await company.hire("Administrator");
    await setGuardrails(company);
  }
  firstsActionId = await plan(first, {
    subsystem: "crm",
    entity: { type: "settings", id: "crm" },
    field: "follow_up_sla_hours",
    from: 24,
    to: 12,
  });
  ({ key: secondsKey } = await keyOf(second));
});
afterAll(() => Promise.all([served.close(), superuser.end(), disconnect()]));

async function keyOf({ tenantId }: { tenantId: string }, scopes: readonly string[] = API_SCOPES) {
  const { key, prefix, secretHash } = newApiKey(tenantId);
  const { rows } = await superuser.query<{ id: string }>(
    `insert into api_keys (tenant_id, name, prefix, secret_hash, scopes, created_by)
     select $1, 'Bridge', $2, $3, $4, user_id from memberships where tenant_id = $1 limit 1 returning id`,
    [tenantId, prefix, secretHash, scopes],
  );
  return { key, id: rows[0]?.id };
}

type Sent = { headers?: Record<string, string>; body?: string };

async function call(name: string, { headers = {}, body = "{}" }: Sent) {
  const answer = await fetch(`${served.url}/functions/v1/${name}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body,
  });
  const text = await answer.text();
  return {
    status: answer.status,
    text,
    json: text === "" ? null : JSON.parse(text),
    headers: answer.headers,
  };
}
const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
const withKey = (name: string, key: string, body: unknown, headers: Record<string, string> = {}) =>
  call(name, { headers: { ...bearer(key), ...headers }, body: JSON.stringify(body) });

/** The cookie of somebody who is signed in. */
async function cookieOf(userId: string): Promise<string> {
  const { rows } = await superuser.query<{ id: string }>(
    "insert into user_sessions (user_id, expires_at) values ($1, now() + interval '1 hour') returning id",
    [userId],
  );
  const token = { userId, sessionId: rows[0]?.id ?? "" };
  return `${sessionCookieName()}=${await encode({ token, secret: process.env.NEXTAUTH_SECRET ?? "" })}`;
}
const signedIn = async (role: Role, headers: Record<string, string> = {}) => ({
  cookie: await cookieOf((await first.hire(role)).userId),
  origin: served.url,
  ...headers,
});
async function operatorCookie(): Promise<string> {
  const id = randomUUID();
  await superuser.query(
    "insert into users (id, email, name, password_hash, is_operator) values ($1, $2, 'Operator', 'x', true)",
    [id, `${id}@example.com`],
  );
  return cookieOf(id);
}

/** Every row of a company's in every table of the revenue kernel and of the gates. */
async function rowsOf(tenantId: string): Promise<string> {
  const tables = [
    "optimization_cycles",
    "optimization_actions",
    "optimization_action_results",
    "optimizer_configs",
  ];
  const others = ["metric_snapshots_daily", "decision_log_entries", "requests", "memberships", "job_runs"];
  const prints = [];
  for (const table of [...tables, ...others]) {
    const { rows } = await superuser.query(
      `select coalesce(md5(string_agg(t::text, '' order by t::text)), '') as print from ${table} t where tenant_id = $1`,
      [tenantId],
    );
    prints.push(`${table} ${rows[0].print}`);
  }
  return prints.join("\n");
}

describe("another company's key", () => {
  test("is told the same of a company that is there and of one that is not, by every operation", async () => {
    const before = await rowsOf(first.tenantId);
    for (const [name, body] of EVERY) {
      const foreign = await withKey(name, secondsKey, { ...body, tenant_id: first.tenantId });
      const nowhere = await withKey(name, secondsKey, { ...body, tenant_id: randomUUID() });
      const upper = await withKey(name, secondsKey, { ...body, tenant_id: first.tenantId.toUpperCase() });
      expect([name, body, foreign.status, foreign.json.code]).toEqual([name, body, 403, "FORBIDDEN"]);
      expect([nowhere.status, nowhere.text]).toEqual([foreign.status, foreign.text]);
      expect([upper.status, upper.text]).toEqual([foreign.status, foreign.text]);
    }
    expect(await rowsOf(first.tenantId)).toBe(before);
  });

  test("is told the same of another company's action and of one that is not there", async () => {
    const before = await rowsOf(first.tenantId);
    for (const make of [
      (id: string) => ({ operation: "execute", action_ids: [id] }),
      (id: string) => ({ operation: "revert", action_id: id, reason: "Because" }),
    ]) {
      const foreign = await withKey("revenue-os-action-executor", secondsKey, make(firstsActionId));
      const nowhere = await withKey("revenue-os-action-executor", secondsKey, make(randomUUID()));
      expect([foreign.status, foreign.json.code]).toEqual([404, "NOT_FOUND"]);
      expect([nowhere.status, nowhere.text]).toEqual([foreign.status, foreign.text]);
    }
    expect(await rowsOf(first.tenantId)).toBe(before);
  });

  test("is told nothing that its own company's key is not told otherwise: that one finds the action", async () => {
    const { key } = await keyOf(first);
    const answer = await withKey("revenue-os-action-executor", key, {
      operation: "execute",
      action_ids: [firstsActionId],
    });
    expect([answer.status, answer.json.results.map((each: { id: string }) => each.id)]).toEqual([
      200,
      [firstsActionId],
    ]);
  });

  test("works on its own company alone where it names none", async () => {
    const before = await rowsOf(first.tenantId);
    const answer = await withKey("revenue-os-action-executor", secondsKey, { operation: "execute" });
    expect([answer.status, answer.json]).toEqual([
      200,
      { operation: "execute", tenant_id: second.tenantId, results: [] },
    ]);
    const due = await withKey("revenue-os-triggers", secondsKey, { operation: "check" });
    expect([due.status, due.json.tenant_id]).toEqual([200, second.tenantId]);
    expect(await rowsOf(first.tenantId)).toBe(before);
  });

  test("cannot begin the loop: its company is no test tenant", async () => {
    const answer = await withKey("revenue-os-validation", secondsKey, { operation: "verify_all" });
    expect([answer.status, answer.json.code]).toEqual([403, "FORBIDDEN"]);
  });
});

describe("a key", () => {
  test("does what its scope says, and nothing else", async () => {
    for (const [name, { scope, bodies }] of Object.entries(FUNCTIONS)) {
      const { key } = await keyOf(
        first,
        API_SCOPES.filter((each) => each !== scope),
      );
      const answer = await withKey(name, key, bodies[0]);
      expect([name, answer.status, answer.json.detail]).toEqual([
        name,
        403,
        `This key does not have the scope ${scope}.`,
      ]);
    }
  });

  test("that was revoked, is unknown or is none at all is refused, each in the same words", async () => {
    const { key, id } = await keyOf(first);
    await superuser.query("update api_keys set revoked_at = now() where id = $1", [id]);
    const words = new Set<string>();
    for (const name of Object.keys(FUNCTIONS)) {
      for (const wrong of [key, newApiKey(first.tenantId).key, newApiKey(randomUUID()).key, "ros_none"]) {
        const answer = await withKey(name, wrong, {});
        expect([answer.status, answer.headers.get("www-authenticate")]).toEqual([
          401,
          'Bearer realm="Revenue OS"',
        ]);
        words.add(answer.text);
      }
      expect((await call(name, {})).status).toBe(401);
    }
    expect(words.size).toBe(1);
  });

  test("is not helped by the cookie of somebody else", async () => {
    const headers = { ...(await signedIn("CFO")), ...bearer("ros_none") };
    expect((await call("revenue-os-kernel", { headers })).status).toBe(401);
  });

  test("that asks too often is told when to come back", async () => {
    const { key } = await keyOf(second);
    const answers = await Promise.all(
      Array.from({ length: API_KEY_LIMIT.points + 1 }, () =>
        withKey("revenue-os-triggers", key, { operation: "check" }),
      ),
    );
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(1);
    expect(Number(refused[0]?.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(refused[0]?.json.code).toBe("RATE_LIMITED");
  });
});

describe("a signed-in person", () => {
  const mayNot: [string, Record<string, unknown>, Role[]][] = [
    ["revenue-os-kernel", {}, ["Auditor", "Administrator", "Team lead", "CEO"]],
    ["revenue-os-triggers", { operation: "fire" }, ["Auditor", "Administrator", "Team lead", "CEO"]],
    ["revenue-os-action-executor", { operation: "execute" }, ["Auditor", "Administrator", "FP&A", "CEO"]],
    ["revenue-os-validation", { operation: "verify_all" }, ["Auditor", "Administrator", "CFO", "FP&A"]],
  ];
  test.each(mayNot)("in the wrong role is refused by %s and changes nothing", async (name, body, roles) => {
    for (const role of roles) {
      const headers = await signedIn(role);
      const before = await rowsOf(first.tenantId);
      const answer = await call(name, { headers, body: JSON.stringify(body) });
      expect([role, answer.status, answer.json.code]).toEqual([role, 403, "FORBIDDEN"]);
      expect(await rowsOf(first.tenantId)).toBe(before);
    }
  });

  test("in the right role is let in: a CFO executes, FP&A asks what is due", async () => {
    const executed = await call("revenue-os-action-executor", {
      headers: await signedIn("CFO"),
      body: JSON.stringify({ operation: "record_results", tenant_id: first.tenantId }),
    });
    expect([executed.status, executed.json.results]).toEqual([200, []]);
    const due = await call("revenue-os-triggers", {
      headers: await signedIn("FP&A"),
      body: JSON.stringify({ operation: "check" }),
    });
    expect([due.status, due.json.cycle]).toEqual([200, null]);
  });

  test("is heard only from a page of this application", async () => {
    const { cookie } = await signedIn("CFO");
    for (const origin of [undefined, "https://elsewhere.example", "null", "nonsense"]) {
      for (const [name, body] of EVERY) {
        const headers = { cookie, ...(origin !== undefined && { origin }) };
        const answer = await call(name, { headers, body: JSON.stringify(body) });
        expect([name, origin, answer.status]).toEqual([name, origin, 403]);
      }
    }
  });

  test("of another company is told the same of a company that is there and of one that is not", async () => {
    const headers = {
      cookie: await cookieOf((await second.hire("CFO")).userId),
      origin: served.url,
    };
    for (const [name, body] of EVERY) {
      const ask = (tenant_id: string) =>
        call(name, { headers, body: JSON.stringify({ ...body, tenant_id }) });
      const [foreign, nowhere] = [await ask(first.tenantId), await ask(randomUUID())];
      expect([name, foreign.status]).toEqual([name, 403]);
      expect([nowhere.status, nowhere.text]).toEqual([foreign.status, foreign.text]);
    }
  });

  test("who has signed out is a stranger", async () => {
    const headers = await signedIn("CFO");
    await superuser.query("update user_sessions set revoked_at = now()");
    expect((await call("revenue-os-kernel", { headers })).status).toBe(401);
  });

  test("who runs the platform alone is told that a company does not exist", async () => {
    const headers = { cookie: await operatorCookie(), origin: served.url };
    for (const [name, body] of EVERY) {
      const ask = (tenant_id: string) =>
        call(name, { headers, body: JSON.stringify({ ...body, tenant_id }) });
      const nowhere = await ask(randomUUID());
      expect([name, nowhere.status, nowhere.json.code]).toEqual([name, 404, "TENANT_NOT_FOUND"]);
      const known = await ask(first.tenantId);
      expect([name, known.status, known.json.code]).toEqual([name, 403, "FORBIDDEN"]);
    }
  });
});

describe("what was sent", () => {
  test.each<[string, string, string, string]>([
    ["nothing", "revenue-os-kernel", "", "The body is not JSON."],
    ["half an object", "revenue-os-kernel", "{", "The body is not JSON."],
    ["a list", "revenue-os-kernel", "[]", "Some fields need another value."],
    ["an unknown field", "revenue-os-kernel", '{"colour":"red"}', "Some fields need another value."],
    [
      "a company that is no id",
      "revenue-os-kernel",
      '{"tenant_id":"acme"}',
      "Some fields need another value.",
    ],
    [
      "an unknown kind of trigger",
      "revenue-os-kernel",
      '{"trigger":{"type":"whim","source":"x"}}',
      "Some fields need another value.",
    ],
    ["no operation", "revenue-os-action-executor", "{}", "Some fields need another value."],
    [
      "an unknown operation",
      "revenue-os-action-executor",
      '{"operation":"delete"}',
      "Some fields need another value.",
    ],
    [
      "a list of no actions",
      "revenue-os-action-executor",
      '{"operation":"execute","action_ids":[]}',
      "Some fields need another value.",
    ],
    [
      "a field of another operation",
      "revenue-os-action-executor",
      '{"operation":"abort_check","reason":"x"}',
      "Some fields need another value.",
    ],
    [
      "an action that is no id",
      "revenue-os-action-executor",
      '{"operation":"revert","action_id":"1"}',
      "Some fields need another value.",
    ],
    [
      "an unknown operation of the triggers",
      "revenue-os-triggers",
      '{"operation":"ring"}',
      "Some fields need another value.",
    ],
    [
      "an unknown step",
      "revenue-os-validation",
      '{"operation":"run_cycle_3"}',
      "Some fields need another value.",
    ],
    [
      "a trigger whose words the database cannot keep",
      "revenue-os-kernel",
      '{"trigger":{"type":"manual","source":"a\\u0000b"}}',
      "Some fields need another value.",
    ],
    [
      "a reason with half a character in it",
      "revenue-os-action-executor",
      `{"operation":"revert","action_id":"${randomUUID()}","reason":"Because \\ud800"}`,
      "Some fields need another value.",
    ],
    [
      "thirty thousand nested lists",
      "revenue-os-kernel",
      `${"[".repeat(30_000)}${"]".repeat(30_000)}`,
      "Some fields need another value.",
    ],
  ])("%s, to %s, is refused with its reason", async (_what, name, body, detail) => {
    const { key } = await keyOf(second);
    const answer = await call(name, { headers: bearer(key), body });
    expect([answer.status, answer.json.code, answer.json.detail]).toEqual([400, "INVALID_INPUT", detail]);
  });

  test("with an unusable Idempotency-Key, another media type or too much of it is refused", async () => {
    const { key } = await keyOf(second);
    const headers = bearer(key);
    const statusOf = async (sent: Sent) => (await call("revenue-os-kernel", sent)).status;
    expect(await statusOf({ headers: { ...headers, "idempotency-key": "two words" } })).toBe(400);
    expect(await statusOf({ headers: { ...headers, "content-type": "text/plain" } })).toBe(415);
    expect(await statusOf({ headers, body: " ".repeat(64_001) })).toBe(413);
  });

  test("by another method is refused", async () => {
    for (const name of Object.keys(FUNCTIONS)) {
      const answer = await fetch(`${served.url}/functions/v1/${name}`);
      expect([answer.status, answer.headers.get("allow")]).toEqual([405, "POST"]);
    }
  });
});

describe("the validation loop", () => {
  const [testTenant] = DEMO_TENANT_IDS;
  const verify = async (post: typeof validation.POST, key: string) =>
    (
      await post(
        new Request("http://localhost/functions/v1/revenue-os-validation", {
          method: "POST",
          headers: { ...bearer(key), "content-type": "application/json" },
          body: JSON.stringify({ operation: "verify_all" }),
        }),
      )
    ).status;

  test("is for the two test tenants, while they are demonstrations, and never in production", async () => {
    await superuser.query(
      "insert into tenants (id, name, slug, plan_start, is_demo) values ($1, 'Test tenant', 'test-tenant', '2026-01-01', true)",
      [testTenant],
    );
    const { userId } = await second.hire("Administrator");
    await superuser.query(
      "insert into memberships (tenant_id, user_id, role) values ($1, $2, 'Administrator')",
      [testTenant, userId],
    );
    const { key } = await keyOf({ tenantId: testTenant });
    expect(await verify(validation.POST, key)).toBe(200);
    await superuser.query("update tenants set is_demo = false where id = $1", [testTenant]);
    expect(await verify(validation.POST, key)).toBe(403);
    await superuser.query("update tenants set is_demo = true where id = $1", [testTenant]);
    Object.assign(process.env, { REVENUE_OS_MODE: "production", NEXTAUTH_URL: "https://revenue-os.example" });
    // The settings are read once a process: this is the route as a process in production loads it.
    vi.resetModules();
    const inProduction = await import("./revenue-os-validation/route");
    expect(await verify(inProduction.POST, key)).toBe(403);
    process.env.REVENUE_OS_MODE = "test";
  });
});

test("a company without targets is told what is missing: INSUFFICIENT_DATA", async () => {
  const answer = await withKey("revenue-os-kernel", (await keyOf(second)).key, {});
  expect([answer.status, answer.json.code]).toEqual([422, "INSUFFICIENT_DATA"]);
  expect(answer.json.detail).toContain("targets");
});

test("a fault of ours is a reference to the server's log, and nothing of what is in it", async () => {
  const { key } = await keyOf(second);
  await superuser.query("alter table optimization_cycles rename to away");
  const answer = await withKey("revenue-os-kernel", key, {}).finally(() =>
    superuser.query("alter table away rename to optimization_cycles"),
  );
  expect([answer.status, answer.json.code]).toEqual([500, "INTERNAL_ERROR"]);
  expect(answer.json.detail).toMatch(
    /^Something went wrong on our side\. Nothing was changed\. Reference: [0-9a-f-]{36}\.$/,
  );
  expect(answer.text).not.toMatch(/optimization_cycles|prisma|\.ts|select/i);
});
