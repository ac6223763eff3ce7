// The two test tenants as a first start makes them, in a database of their own that copies can be made of.
import { randomBytes } from "node:crypto";
import { newApiKey } from "@/lib/auth/api-key-format";
import { DEMO_TENANT_IDS } from "@/lib/auth/demo-accounts";
import { computeDueMetrics } from "@/lib/commands/compute-metrics";
import { connect, disconnect } from "@/lib/db/client";
import { createTestDatabase, type TestDatabase } from "@/lib/db/testing/test-database";
import { seedDemo } from "@/prisma/seed/index";
import { withClient } from "@/scripts/database/prepare";
import { OWNER_ROLE } from "@/scripts/database/roles";

export const [TENANT_A, TENANT_B] = DEMO_TENANT_IDS;

export async function createDemonstration(): Promise<TestDatabase> {
  const database = await createTestDatabase();
  const anchor = new Date();
  await seedDemo({ databaseUrl: database.appUrl, anchor });
  // As the first night does; each copy then has only the days to compute that it adds.
  await Promise.all(DEMO_TENANT_IDS.map((tenantId) => computeDueMetrics(tenantId, anchor)));
  await disconnect();
  return database;
}

/** A copy of it, which the application then works on. */
export async function workOnCopy(original: TestDatabase): Promise<TestDatabase> {
  await disconnect();
  const name = `test_${randomBytes(6).toString("hex")}`;
  await withClient(inDatabase(original.superuserUrl, "postgres"), (client) =>
    client.query(`create database ${name} template ${original.name} owner ${OWNER_ROLE}`),
  );
  const copy = {
    name,
    ownerUrl: inDatabase(original.ownerUrl, name),
    appUrl: inDatabase(original.appUrl, name),
    superuserUrl: inDatabase(original.superuserUrl, name),
  };
  connect(copy.appUrl);
  return copy;
}

function inDatabase(url: string, name: string): string {
  const address = new URL(url);
  address.pathname = `/${name}`;
  return address.href;
}

/** A key of a company, made as its administrator would. */
export async function addKey(
  { superuserUrl }: TestDatabase,
  tenantId: string,
  scopes: readonly string[],
): Promise<{ key: string; id: string }> {
  const { key, prefix, secretHash } = newApiKey(tenantId);
  const rows = await withClient(superuserUrl, async (client) => {
    const { rows } = await client.query<{ id: string }>(
      `insert into api_keys (tenant_id, name, prefix, secret_hash, scopes, created_by)
       select $1, 'Bridge', $2, $3, $4, user_id from memberships where tenant_id = $1 and role = 'Administrator' limit 1
       returning id`,
      [tenantId, prefix, secretHash, scopes],
    );
    return rows;
  });
  return { key, id: rows[0]?.id ?? "" };
}
