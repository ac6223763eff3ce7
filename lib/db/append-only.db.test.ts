import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { APPEND_ONLY_TABLES } from "./grants";
import { readTables } from "./testing/isolation-faults";
import { addTenant, liftEverythingButIsolation } from "./testing/tenant-rows";
import { createTestDatabase } from "./testing/test-database";

const TENANT = "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa";
const NO_PRIVILEGE = "42501";
const REFUSED_BY_TRIGGER = "23001";

let app: pg.Client;
let owner: pg.Client;

beforeAll(async () => {
  const database = await createTestDatabase();
  const superuser = new pg.Client({ connectionString: database.superuserUrl });
  app = new pg.Client({ connectionString: database.appUrl });
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await Promise.all([superuser.connect(), app.connect(), owner.connect()]);
  const tables = await readTables(superuser);
  await liftEverythingButIsolation(superuser, tables);
  await addTenant(superuser, tables, TENANT);
  for (const table of tables) await superuser.query(`alter table ${table.name} enable trigger user`);
  await superuser.end();
  for (const client of [app, owner])
    await client.query("select set_config('app.tenant_id', $1, false)", [TENANT]);
});
afterAll(() => Promise.all([app.end(), owner.end()]));

const codeOf = (client: pg.Client, statement: string) =>
  client.query(statement).then(
    (result) => `done: ${result.rowCount}`,
    (error: pg.DatabaseError) => error.code,
  );

const attempts = (table: string) => [
  `update ${table} set tenant_id = tenant_id`,
  `delete from ${table}`,
  `truncate ${table} cascade`,
];

describe.each(APPEND_ONLY_TABLES)("%s", (table) => {
  test("holds a row that could be changed", async () => {
    expect((await owner.query(`select from ${table}`)).rowCount).toBe(1);
  });

  test("is not changed, emptied or truncated by the application", async () => {
    for (const attempt of attempts(table))
      expect([attempt, await codeOf(app, attempt)]).toEqual([attempt, NO_PRIVILEGE]);
  });

  test("nor, by its triggers, by the owner of the tables", async () => {
    for (const attempt of attempts(table))
      expect([attempt, await codeOf(owner, attempt)]).toEqual([attempt, REFUSED_BY_TRIGGER]);
  });
});

test("the list of append-only tables is the list of tables that refuse changes", async () => {
  const { rows } = await owner.query<{ table: string }>(
    `select tgrelid::regclass::text as "table" from pg_trigger where tgname = 'append_only' order by 1`,
  );
  expect(rows.map((row) => row.table)).toEqual([...APPEND_ONLY_TABLES].sort());
});

describe("the head of the log", () => {
  const head = "decision_log_heads";
  const writes = [...attempts(head), `insert into ${head} values ('${TENANT}', 9, 'x', now())`];

  test("is not written by the application", async () => {
    for (const write of writes) expect([write, await codeOf(app, write)]).toEqual([write, NO_PRIVILEGE]);
  });

  test("nor by the owner, outside the log's own trigger", async () => {
    for (const write of writes)
      expect([write, await codeOf(owner, write)]).toEqual([write, REFUSED_BY_TRIGGER]);
  });
});

test("the words by which entries are found are not written by the application", async () => {
  const forged = `insert into decision_log_terms values ('${TENANT}', 'forged', 1)`;
  expect(await codeOf(app, forged)).toBe(NO_PRIVILEGE);
});
