import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, disconnect } from "@/lib/db/client";
import { governedWrite } from "@/lib/db/governed-write";
import { addCompany, noteEntry } from "@/lib/db/testing/log-fixtures";
import { createTestDatabase, type TestDatabase } from "@/lib/db/testing/test-database";
import { writeDemoState } from "../demo-marker";
import { withClient } from "../prepare";
import { APP_ROLE } from "../roles";
import { readBackup } from "./read-backup";
import { writeBackup } from "./write-backup";

let folder: string;
let source: TestDatabase;
let file: string;

const AWKWARD = 'Tab\there, line\nbreak, back\\slash, "quotes", \\. and Ünïcode';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "backup-"));
  file = join(folder, "first.backup");
  source = await createTestDatabase();
  const superuser = new pg.Client({ connectionString: source.superuserUrl });
  await superuser.connect();
  connect(source.appUrl, 4);
  for (const name of ["alpha", "beta"]) {
    const actor = await addCompany(superuser, name);
    for (const title of ["First", AWKWARD, "SHA256 is a word"]) {
      await governedWrite(actor, ({ append }) => append([noteEntry(title)]));
    }
  }
  await superuser.end();
  await disconnect();
  await withClient(source.ownerUrl, (owner) => writeDemoState(owner, "complete"));
  await writeBackup(source.ownerUrl, file, new Date("2026-02-03T04:05:06Z"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Every row of every table, and what guards them, as a superuser sees them. */
async function everythingIn(database: TestDatabase): Promise<unknown> {
  return withClient(database.superuserUrl, async (client) => {
    const { rows: tables } = await client.query<{ name: string }>(
      "SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1",
    );
    const contents: Record<string, unknown> = {};
    for (const { name } of tables) {
      contents[name] = (
        await client.query(`SELECT to_jsonb(t) AS row FROM ${name} t ORDER BY to_jsonb(t)::text`)
      ).rows;
    }
    const { rows: guards } = await client.query(
      `SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity, c.relacl::text, pg_get_userbyid(c.relowner) AS owner,
         (SELECT count(*)::int FROM pg_policy p WHERE p.polrelid = c.oid) AS policies,
         (SELECT array_agg(format('%s %s', t.tgname, t.tgenabled) ORDER BY t.tgname) FROM pg_trigger t
           WHERE t.tgrelid = c.oid AND NOT t.tgisinternal) AS triggers,
         (SELECT array_agg(format('%s %s %s %s', k.conname, k.condeferrable, k.condeferred, k.convalidated) ORDER BY k.conname)
            FROM pg_constraint k WHERE k.conrelid = c.oid) AS constraints
       FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' ORDER BY 1`,
    );
    return { contents, guards };
  });
}

const restore = (target: TestDatabase, from = file, force = false) =>
  readBackup({ ownerUrl: target.ownerUrl, appRole: APP_ROLE, file: from, force });

test("a backup restored into an empty database gives every row of every company back, and every guard", async () => {
  const target = await createTestDatabase({ empty: true });
  await restore(target);
  expect(await everythingIn(target)).toEqual(await everythingIn(source));
});

test("a backup restored over other data replaces all of it", async () => {
  const target = await createTestDatabase();
  await withClient(target.superuserUrl, async (client) => addCompany(client, "gamma"));
  await expect(restore(target)).rejects.toThrow("The database already holds companies: add --force");
  await restore(target, file, true);
  expect(await everythingIn(target)).toEqual(await everythingIn(source));
});

test("a restored log goes on where it stood", async () => {
  const target = await createTestDatabase({ empty: true });
  await restore(target);
  const { rows } = await withClient(target.superuserUrl, (client) =>
    client.query("SELECT seq::int FROM decision_log_heads ORDER BY tenant_id"),
  );
  expect(rows).toEqual([{ seq: 3 }, { seq: 3 }]);
});

test.each([
  ["cut off in the middle", (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
  ["without its last lines", (bytes: Buffer) => gzipSync(gunzipSync(bytes).subarray(0, -200))],
  [
    "with one figure altered",
    (bytes: Buffer) => gzipSync(gunzipSync(bytes).toString().replace("First", "Fist!")),
  ],
  ["with something added at its end", (bytes: Buffer) => gzipSync(`${gunzipSync(bytes)}more\n`)],
  ["that is no backup at all", () => Buffer.from("hello")],
  ["that is empty", () => gzipSync("")],
])("a file %s is refused before anything is touched", async (_, damage) => {
  const target = await createTestDatabase();
  await withClient(target.superuserUrl, async (client) => addCompany(client, "gamma"));
  const before = await everythingIn(target);
  const damaged = join(folder, "damaged.backup");
  writeFileSync(damaged, damage(readFileSync(file)));
  await expect(restore(target, damaged, true)).rejects.toThrow("cannot be restored, and nothing was changed");
  expect(await everythingIn(target)).toEqual(before);
});

test("a restore that fails half-way leaves the database as it was", async () => {
  const target = await createTestDatabase();
  await withClient(target.superuserUrl, async (client) => addCompany(client, "gamma"));
  const before = await everythingIn(target);
  const refuses = "GRANT-less";
  await expect(
    readBackup({ ownerUrl: target.ownerUrl, appRole: refuses, file, force: true }),
  ).rejects.toThrow(/does not exist/);
  expect(await everythingIn(target)).toEqual(before);
});

test("where the application's role owns the tables, a backup still holds every company", async () => {
  const single = await createTestDatabase({ empty: true });
  const ownerRole = new URL(single.ownerUrl).username;
  await readBackup({ ownerUrl: single.ownerUrl, appRole: ownerRole, file, force: false });
  const second = join(folder, "second.backup");
  const { rows } = await writeBackup(single.ownerUrl, second, new Date("2026-02-03T04:05:06Z"));
  expect(rows).toBeGreaterThan(0);
  expect(gunzipSync(readFileSync(second)).toString()).toBe(gunzipSync(readFileSync(file)).toString());
});

test("two backups of the same data are the same text, whatever is written between them elsewhere", async () => {
  const again = join(folder, "again.backup");
  await writeBackup(source.ownerUrl, again, new Date("2026-02-03T04:05:06Z"));
  expect(gunzipSync(readFileSync(again)).toString()).toBe(gunzipSync(readFileSync(file)).toString());
});
