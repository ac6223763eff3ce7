import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { referenceArtifacts } from "@/kernel/enforcement/testing/reference-policy";
import { connect, disconnect } from "@/lib/db/client";
import { createTestDatabase, type TestDatabase } from "@/lib/db/testing/test-database";
import { policyHash } from "@/lib/policy/active-policy";
import { GET } from "./route";

let database: TestDatabase;
let superuser: pg.Client;

beforeEach(async () => {
  database = await createTestDatabase();
  superuser = new pg.Client({ connectionString: database.superuserUrl });
  await superuser.connect();
  connect(database.appUrl, 2);
});
afterEach(() => Promise.all([superuser.end(), disconnect()]));

async function publishPolicy(hash = policyHash(referenceArtifacts)): Promise<void> {
  const id = randomUUID();
  await superuser.query(
    "insert into tenants (id, name, slug, plan_start) values ($1, 'A', $2, '2026-01-01')",
    [id, id],
  );
  await superuser.query(
    "insert into policy_bundles (tenant_id, version, status, hash, artifacts) values ($1, '1', 'ACTIVE', $2, $3)",
    [id, hash, JSON.stringify(referenceArtifacts)],
  );
}
const answer = async () => {
  const response = await GET();
  return { code: response.status, ...(await response.json()) };
};

test("a migrated database, a bound role and policies that match their hashes are healthy", async () => {
  await publishPolicy();
  await publishPolicy();
  const health = await answer();
  expect(health).toMatchObject({ code: 200, status: "ok" });
  expect(health.checks.policies.says).toBe("Policies in force that match their hash: 2.");
});

test("the answer names no company, role, host or password", async () => {
  await publishPolicy();
  const text = JSON.stringify(await answer());
  const { hostname, port, username, password } = new URL(database.appUrl);
  for (const secret of [`${hostname}:${port}`, username, password, database.name])
    expect(text).not.toContain(secret);
});

describe("is failing, and says why, when", () => {
  test("a policy in force was altered", async () => {
    await publishPolicy(`sha256:${"0".repeat(64)}`);
    const { code, checks } = await answer();
    expect([code, checks.policies]).toEqual([
      503,
      { ok: false, says: "Policies in force that do not match their hash: 1. Nothing is decided on them." },
    ]);
  });

  test("a migration is not applied", async () => {
    await superuser.query("delete from _prisma_migrations where migration_name like '%00200_guards'");
    const { code, checks } = await answer();
    expect([code, checks.migrations.ok]).toEqual([503, false]);
    expect(checks.migrations.says).toMatch(/^Not applied: \d+_guards\./);
  });

  test("the application works as a superuser", async () => {
    await disconnect();
    connect(database.superuserUrl, 2);
    const { code, checks } = await answer();
    expect([code, checks.role.ok]).toEqual([503, false]);
  });

  test("the database does not answer", async () => {
    await disconnect();
    connect("postgresql://nobody@127.0.0.1:1/nothing", 2);
    const { code, checks } = await answer();
    expect([code, checks.database.ok]).toEqual([503, false]);
  });
});

test("the database's canonical JSON of a policy is the application's, to the byte", async () => {
  const awkward = {
    b: [1, 0.05, 1e5, -2.5, true, null],
    a: 'quote " back \\ line \n tab \t é 漢 \u0001',
    ä: {},
    A: [],
  };
  for (const value of [referenceArtifacts, awkward]) {
    const { rows } = await superuser.query(
      "select encode(sha256(convert_to(canonical_json($1::jsonb), 'UTF8')), 'hex') as hash",
      [JSON.stringify(value)],
    );
    expect(`sha256:${rows[0].hash}`).toBe(policyHash(value));
  }
});
