import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/lib/db/testing/test-database";
import { applyMigrations, pendingMigrations, readMigrations, withMigrationLock } from "./migrations";
import { migrateAndGrant, withClient } from "./prepare";
import { APP_ROLE } from "./roles";

let database: TestDatabase;
let folder: string;

beforeEach(async () => {
  database = await createTestDatabase({ empty: true });
  folder = mkdtempSync(join(tmpdir(), "migrations-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, sql: string): void {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, "migration.sql"), sql);
}

const migrate = () =>
  withClient(database.ownerUrl, (client) => applyMigrations(client, readMigrations(folder)));

test("migrations are applied in the order of their names, and once", async () => {
  write("20260102_second", "ALTER TABLE ledger ADD COLUMN amount_usd numeric;");
  write("20260101_first", "CREATE TABLE ledger (id int);");
  expect(await migrate()).toEqual(["20260101_first", "20260102_second"]);
  expect(await migrate()).toEqual([]);
});

test("a function whose body holds semicolons is taken as one statement", async () => {
  write(
    "1",
    "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN PERFORM 1; RETURN 2; END $$; CREATE TABLE t (id int);",
  );
  expect(await migrate()).toEqual(["1"]);
});

test("a migration that fails half-way leaves nothing of itself behind and can be tried again", async () => {
  write("1", "CREATE TABLE ledger (id int); CREATE TABLE ledger (id int);");
  await expect(migrate()).rejects.toThrow(
    'Migration 1 failed and was rolled back: relation "ledger" already exists',
  );
  write("1", "CREATE TABLE ledger (id int);");
  expect(await migrate()).toEqual(["1"]);
});

test("a migration that was changed after it was applied is refused by name", async () => {
  write("1", "CREATE TABLE ledger (id int);");
  await migrate();
  write("1", "CREATE TABLE other (id int);");
  await expect(migrate()).rejects.toThrow("Migration 1 was changed after it was applied");
});

test("a database that is newer than the program is refused", async () => {
  write("1", "CREATE TABLE ledger (id int);");
  await migrate();
  rmSync(join(folder, "1"), { recursive: true });
  await expect(migrate()).rejects.toThrow("which this version does not know");
});

test("five instances that start at once migrate the database once between them", async () => {
  const applied = await Promise.all(
    Array.from({ length: 5 }, () => migrateAndGrant({ ownerUrl: database.ownerUrl, appRole: APP_ROLE })),
  );
  const all = readMigrations(join(process.cwd(), "prisma", "migrations")).map((migration) => migration.name);
  expect(applied.flat()).toEqual(all);
  expect(applied.filter((names) => names.length > 0)).toHaveLength(1);
});

test("a second instance waits for the one that is migrating and then finds nothing to do", async () => {
  write("1", "CREATE TABLE ledger (id int);");
  await withClient(database.ownerUrl, (first) =>
    withMigrationLock(first, async () => {
      let secondIsDone = false;
      const second = withClient(database.ownerUrl, (client) =>
        withMigrationLock(client, () => pendingMigrations(client, readMigrations(folder))),
      ).then((pending) => {
        secondIsDone = true;
        return pending;
      });
      await applyMigrations(first, readMigrations(folder));
      expect(secondIsDone).toBe(false);
      await first.query("SELECT pg_advisory_unlock_all()");
      expect(await second).toEqual([]);
    }),
  );
});
