import { afterAll, beforeAll, expect, test } from "vitest";
import { createApiKey } from "../commands/create-api-key";
import { revokeApiKey } from "../commands/revoke-api-key";
import { connect, disconnect } from "../db/client";
import type { Actor } from "../db/governed-write";
import { createTestDatabase, type TestDatabase } from "../db/testing/test-database";
import { API_KEY_LIMIT, authenticateApiKey } from "./api-key";
import { newApiKey } from "./api-key-format";
import { addCompany, addPerson, behindTheCurtain } from "./testing/company-fixture";

const AT = new Date("2026-11-22T10:00:00Z");
const REFUSED = { ok: false, failure: { code: "NOT_SIGNED_IN" } };

let db: TestDatabase;
let admin: Actor;
let otherAdmin: Actor;

beforeAll(async () => {
  db = await createTestDatabase();
  connect(db.appUrl, 4);
  [admin, otherAdmin] = await Promise.all([administrator("Anna"), administrator("Otto")]);
});
afterAll(disconnect);

async function administrator(name: string): Promise<Actor> {
  const { tenantId } = await addCompany(db.superuserUrl);
  const { userId } = await addPerson(db.superuserUrl, name, [{ tenantId, role: "Administrator" }]);
  return { tenantId, userId, name, role: "Administrator" };
}

async function create(actor = admin, expiresOn = "") {
  const result = await createApiKey(
    actor,
    { name: "Close robot", scopes: ["decision-runs:write"], expiresOn },
    AT,
  );
  if (!result.ok) throw new Error(result.failure.message);
  return result.value;
}

test("a new key opens its own company, and is stored only as a hash", async () => {
  const { key, apiKeyId } = await create();
  expect(await authenticateApiKey(`Bearer ${key}`, AT)).toEqual({
    ok: true,
    value: { tenantId: admin.tenantId, apiKeyId, name: "Close robot", scopes: ["decision-runs:write"] },
  });
  const stored = await behindTheCurtain(db.superuserUrl, "select * from api_keys where id = $1", [apiKeyId]);
  const logged = await behindTheCurtain(db.superuserUrl, "select content from decision_log_entries");
  expect(JSON.stringify([stored, logged])).not.toContain(key.slice(-30));
});

test("making and revoking a key are entries of the company's log", async () => {
  const { apiKeyId } = await create();
  await revokeApiKey(admin, apiKeyId, AT);
  const rows = await behindTheCurtain(
    db.superuserUrl,
    "select kind, title, actor from decision_log_entries where tenant_id = $1 and content like $2 order by seq",
    [admin.tenantId, `%${apiKeyId}%`],
  );
  expect(rows).toEqual([
    { kind: "access_change", title: 'API key "Close robot" created', actor: "Anna" },
    { kind: "access_change", title: 'API key "Close robot" revoked', actor: "Anna" },
  ]);
});

test("a revoked, an expired and an unknown key are refused", async () => {
  const revoked = await create();
  expect((await revokeApiKey(admin, revoked.apiKeyId, AT)).ok).toBe(true);
  expect(await authenticateApiKey(`Bearer ${revoked.key}`, AT)).toMatchObject(REFUSED);
  const dated = await create(admin, "2026-11-30");
  const lastMoment = new Date("2026-11-30T23:59:59Z");
  expect((await authenticateApiKey(`Bearer ${dated.key}`, lastMoment)).ok).toBe(true);
  expect(await authenticateApiKey(`Bearer ${dated.key}`, new Date("2026-12-01T00:00:00Z"))).toMatchObject(
    REFUSED,
  );
  expect(await authenticateApiKey(`Bearer ${newApiKey(admin.tenantId).key}`, AT)).toMatchObject(REFUSED);
  expect(await authenticateApiKey(null, AT)).toMatchObject(REFUSED);
});

test("a key of one company, rewritten to name another, opens neither", async () => {
  const { key } = await create();
  const bare = (id: string) => id.replaceAll("-", "");
  const rewritten = key.replace(bare(admin.tenantId), bare(otherAdmin.tenantId));
  expect(await authenticateApiKey(`Bearer ${rewritten}`, AT)).toMatchObject(REFUSED);
});

test("an administrator of another company cannot revoke a key", async () => {
  const { key, apiKeyId } = await create();
  expect(await revokeApiKey(otherAdmin, apiKeyId, AT)).toMatchObject({
    ok: false,
    failure: { code: "NOT_FOUND" },
  });
  expect((await authenticateApiKey(`Bearer ${key}`, AT)).ok).toBe(true);
});

test("a key that ends in the past is not made", async () => {
  const result = await createApiKey(
    admin,
    { name: "Too late", scopes: ["decision-runs:write"], expiresOn: "2026-11-21" },
    AT,
  );
  expect(result).toMatchObject({ ok: false, failure: { code: "INVALID_INPUT" } });
});

test("a key that asks too often is told when to come back, and other keys go on", async () => {
  const [greedy, modest] = [await create(), await create()];
  const answers = [];
  for (let round = 0; round < API_KEY_LIMIT.points; round += 1) {
    answers.push(await authenticateApiKey(`Bearer ${greedy.key}`, AT));
  }
  expect(answers.every(({ ok }) => ok)).toBe(true);
  const refused = await authenticateApiKey(`Bearer ${greedy.key}`, AT);
  expect(refused).toMatchObject({ ok: false, failure: { code: "RATE_LIMITED" } });
  if (!refused.ok) {
    expect(refused.retryAfterSeconds).toBeGreaterThan(0);
    expect(refused.retryAfterSeconds).toBeLessThanOrEqual(API_KEY_LIMIT.seconds);
  }
  expect((await authenticateApiKey(`Bearer ${modest.key}`, AT)).ok).toBe(true);
});

test("the time of last use is written at most once a minute", async () => {
  const { key, apiKeyId } = await create();
  const lastUsed = async () => {
    const rows = await behindTheCurtain(db.superuserUrl, "select last_used_at from api_keys where id = $1", [
      apiKeyId,
    ]);
    return new Date(rows[0]?.last_used_at).toISOString();
  };
  await authenticateApiKey(`Bearer ${key}`, AT);
  await authenticateApiKey(`Bearer ${key}`, new Date(AT.getTime() + 59_000));
  expect(await lastUsed()).toBe(AT.toISOString());
  await authenticateApiKey(`Bearer ${key}`, new Date(AT.getTime() + 60_000));
  expect(await lastUsed()).toBe("2026-11-22T10:01:00.000Z");
});
