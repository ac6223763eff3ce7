// A database of its own for a test file: a copy of the migrated template, made in a fraction of a second.
import { randomBytes } from "node:crypto";
import { inject } from "vitest";
import { withClient } from "@/scripts/database/prepare";
import { ensureDatabase, OWNER_ROLE } from "@/scripts/database/roles";

export interface TestDatabase {
  name: string;
  /** The role that owns the tables; row-level security is forced on it too. */
  ownerUrl: string;
  /** The application's role: the one to test with. */
  appUrl: string;
  /** Sees everything. For looking behind the curtain in a test, and for nothing the application does. */
  superuserUrl: string;
}

export interface TestDatabaseOptions {
  /** An empty database, without tables, for tests of migrating and restoring. */
  empty?: boolean;
}

export async function createTestDatabase({ empty = false }: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const server = inject("testServer");
  const name = `test_${randomBytes(6).toString("hex")}`;
  const template = databaseIn(server.superuserUrl);
  const source = empty ? "template0" : template;
  await withClient(inDatabase(server.superuserUrl, "postgres"), async (client) => {
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${source} OWNER ${OWNER_ROLE}`);
    await ensureDatabase(client, name);
  });
  return {
    name,
    ownerUrl: inDatabase(server.ownerUrl, name),
    appUrl: inDatabase(server.appUrl, name),
    superuserUrl: inDatabase(server.superuserUrl, name),
  };
}

function databaseIn(url: string): string {
  return new URL(url).pathname.slice(1);
}

function inDatabase(url: string, name: string): string {
  const address = new URL(url);
  address.pathname = `/${name}`;
  return address.href;
}
