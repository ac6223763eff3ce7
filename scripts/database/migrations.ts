// Applies prisma/migrations in Prisma's own format and bookkeeping, without its engine: each migration and its row in
// _prisma_migrations are one transaction, so a crash leaves a migration done or not begun. `prisma migrate deploy`
// reads the same table, and takes the same advisory lock.
import { createHash, randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Client } from "pg";

/** The number Prisma's engine locks while it migrates PostgreSQL. */
const PRISMA_MIGRATION_LOCK = 72707369;

export const MIGRATION_TABLE = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id                  VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum            VARCHAR(64) NOT NULL,
  finished_at         TIMESTAMPTZ,
  migration_name      VARCHAR(255) NOT NULL,
  logs                TEXT,
  rolled_back_at      TIMESTAMPTZ,
  started_at          TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`;

export interface Migration {
  name: string;
  sql: string;
  checksum: string;
}

export function readMigrations(folder: string): Migration[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  return names.map((name) => {
    const sql = readFileSync(join(folder, name, "migration.sql"), "utf8");
    return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
  });
}

/** The migrations that are still to be applied; throws one sentence when database and folder cannot be reconciled. */
export async function pendingMigrations(client: Client, migrations: Migration[]): Promise<Migration[]> {
  const { rows: table } = await client.query("SELECT to_regclass('_prisma_migrations') IS NOT NULL AS known");
  if (!table[0].known) return migrations;
  const { rows: applied } = await client.query<{
    migration_name: string;
    checksum: string;
    finished: boolean;
  }>(
    `SELECT migration_name, checksum, finished_at IS NOT NULL AS finished
       FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at, migration_name`,
  );
  for (const row of applied) refuseUnknownOrChanged(row, migrations);
  const done = new Set(applied.map((row) => row.migration_name));
  return migrations.filter((migration) => !done.has(migration.name));
}

function refuseUnknownOrChanged(
  row: { migration_name: string; checksum: string; finished: boolean },
  migrations: Migration[],
): void {
  const migration = migrations.find((candidate) => candidate.name === row.migration_name);
  if (!row.finished) {
    throw new Error(
      `Migration ${row.migration_name} was begun by another program and not finished: repair it with "prisma migrate resolve".`,
    );
  }
  if (!migration) {
    throw new Error(
      `The database holds migration ${row.migration_name}, which this version does not know: run a newer version.`,
    );
  }
  if (migration.checksum !== row.checksum) {
    throw new Error(
      `Migration ${row.migration_name} was changed after it was applied: restore the file, or use a new database.`,
    );
  }
}

/** Several programs may migrate at once, and so may Prisma's own: one at a time does the work inside this lock. */
export async function withMigrationLock<T>(client: Client, work: () => Promise<T>): Promise<T> {
  await client.query("SELECT pg_advisory_lock($1)", [PRISMA_MIGRATION_LOCK]);
  const result = await work();
  // After a failure the caller ends its session, and the lock ends with it; unlocking here would hide the reason.
  await client.query("SELECT pg_advisory_unlock($1)", [PRISMA_MIGRATION_LOCK]);
  return result;
}

/** Applies what is pending, inside the lock, and returns the names. */
export async function applyMigrations(
  client: Client,
  migrations: Migration[],
  onApply: (name: string) => void = () => undefined,
): Promise<string[]> {
  const pending = await pendingMigrations(client, migrations);
  if (pending.length > 0) await client.query(MIGRATION_TABLE);
  for (const migration of pending) {
    onApply(migration.name);
    await applyOne(client, migration);
  }
  return pending.map((migration) => migration.name);
}

async function applyOne(client: Client, migration: Migration): Promise<void> {
  await client.query("BEGIN");
  try {
    await client.query(migration.sql);
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, started_at, finished_at, migration_name, applied_steps_count)
       VALUES ($1, $2, clock_timestamp(), clock_timestamp(), $3, 1)`,
      [randomUUID(), migration.checksum, migration.name],
    );
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK");
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`Migration ${migration.name} failed and was rolled back: ${reason}`, { cause: error });
  }
}
