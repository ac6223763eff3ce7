import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { migrateAndGrant } from "@/scripts/database/prepare";
import { OWNER_ROLE } from "@/scripts/database/roles";
import { createTestDatabase } from "./testing/test-database";

const NO_PRIVILEGE = "42501";
const COMPANIES = [randomUUID(), randomUUID()];

let superuser: pg.Client;
let app: pg.Client;
let owner: pg.Client;
let person: string;

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}

beforeAll(async () => {
  const database = await createTestDatabase();
  superuser = await connected(database.superuserUrl);
  app = await connected(database.appUrl);
  owner = await connected(database.ownerUrl);
  await owner.query("select set_config('app.maintenance', 'on', false)");
  for (const id of COMPANIES) {
    await superuser.query(
      "insert into tenants (id, name, slug, plan_start) values ($1, 'A company', $2, '2026-01-01')",
      [id, `company-${id}`],
    );
    await superuser.query(
      `insert into job_runs (tenant_id, job, run_for, status, started_at, finished_at)
       values ($1, 'nightly', '2026-01-01', 'completed', now(), now())`,
      [id],
    );
    await superuser.query(
      `insert into weekly_cfo_snapshots (tenant_id, week_start, computed_at, actions_total, actions_improved,
         actions_hurt, gates_triggered, mode, open_escalations)
       values ($1, '2026-01-05', now(), 0, 0, 0, '{}', 'NORMAL', 0)`,
      [id],
    );
  }
});
afterAll(() => Promise.all([superuser.end(), app.end(), owner.end()]));

/** Somebody of no company, as whom the application's role now works. */
beforeEach(async () => {
  person = randomUUID();
  await insertPerson(superuser, { id: person });
  await workAs(person);
});

const workAs = (userId: string) =>
  app.query("select set_config('app.user_id', $1, false), set_config('app.tenant_id', '', false)", [userId]);

type NewPerson = { id?: string; operator?: boolean; demo?: boolean; more?: string };
function insertPerson(
  client: pg.Client,
  { id = randomUUID(), operator = false, demo = false, more = "" }: NewPerson = {},
) {
  return client.query(
    `insert into users (id, email, name, password_hash, is_operator, is_demo)
     values ($1, $2, 'Somebody', '-', $3, $4) ${more}`,
    [id, `${id}@example.com`, operator, demo],
  );
}

const outcome = (attempt: Promise<pg.QueryResult>) =>
  attempt.then(
    ({ rowCount }) => `done: ${rowCount}`,
    (error: pg.DatabaseError) => error.code,
  );

const change = (client: pg.Client, what: string) =>
  outcome(client.query(`update users set ${what} where id = $1`, [person]));

/** What the application's role sees across companies, in each table that the operator reads. */
async function seen(): Promise<number[]> {
  await app.query("select set_config('app.tenant_id', '', false)");
  const { rows } = await app.query(
    `select (select count(*)::int from tenants) as tenants, (select count(*)::int from job_runs) as runs,
       (select count(*)::int from weekly_cfo_snapshots) as weeks`,
  );
  return Object.values(rows[0]);
}

test("nobody makes themselves the operator, and other companies stay out of sight", async () => {
  expect(await change(app, "name = 'Somebody else'")).toBe("done: 1");
  expect(await change(app, "is_operator = true")).toBe(NO_PRIVILEGE);
  expect(await change(app, "is_operator = true, name = 'Operator'")).toBe(NO_PRIVILEGE);
  await app.query("select set_config('app.tenant_id', $1, false)", [COMPANIES[0]]);
  const more = "on conflict (id) do update set is_operator = true";
  expect(await outcome(insertPerson(app, { id: person, more }))).toBe(NO_PRIVILEGE);
  expect(await seen()).toEqual([0, 0, 0]);
});

test("nobody adds an operator beside themselves, though a company may add people", async () => {
  await app.query("select set_config('app.tenant_id', $1, false)", [COMPANIES[0]]);
  const id = randomUUID();
  expect(await outcome(insertPerson(app, { id, operator: true }))).toBe(NO_PRIVILEGE);
  expect(await outcome(insertPerson(app))).toBe("done: 1");
  await workAs(id);
  expect(await seen()).toEqual([0, 0, 0]);
});

test("a table of one's own by the name of the catalogue's does not pass for it", async () => {
  await superuser.query(
    `grant temporary on database ${superuser.escapeIdentifier(app.database ?? "")} to public`,
  );
  await app.query(
    "create temporary table pg_class as select 'users'::regclass::oid as oid, current_user::regrole::oid as relowner",
  );
  expect(await change(app, "is_operator = true")).toBe(NO_PRIVILEGE);
  await app.query("drop table pg_temp.pg_class");
});

test("the owner of the tables makes an operator, who then sees every company, until disabled or ended", async () => {
  expect(await change(owner, "is_operator = true")).toBe("done: 1");
  expect(await seen()).toEqual([2, 2, 2]);
  await change(owner, "disabled_at = now()");
  expect(await seen()).toEqual([0, 0, 0]);
  await change(owner, "disabled_at = null");
  expect(await seen()).toEqual([2, 2, 2]);
  // Giving it up needs no one.
  expect(await change(app, "is_operator = false")).toBe("done: 1");
  expect(await seen()).toEqual([0, 0, 0]);
  expect(await outcome(insertPerson(owner, { operator: true }))).toBe("done: 1");
});

test("the demonstration brings its operator, whose account stays a demo account", async () => {
  await app.query("select set_config('app.tenant_id', $1, false)", [COMPANIES[0]]);
  person = randomUUID();
  expect(await outcome(insertPerson(app, { id: person, operator: true, demo: true }))).toBe("done: 1");
  await workAs(person);
  expect(await change(app, "is_demo = false")).toBe(NO_PRIVILEGE);
  expect(await change(owner, "is_demo = false")).toBe("done: 1");
});

test("a person's account does not become a demo account", async () => {
  expect(await change(app, "is_demo = true")).toBe(NO_PRIVILEGE);
});

test("where one role is both the owner and the application, it makes operators", async () => {
  const single = await createTestDatabase({ empty: true });
  await migrateAndGrant({ ownerUrl: single.ownerUrl, appRole: OWNER_ROLE });
  const both = await connected(single.ownerUrl);
  await both.query("select set_config('app.tenant_id', $1, false), set_config('app.user_id', $2, false)", [
    COMPANIES[0],
    person,
  ]);
  expect(await outcome(insertPerson(both, { id: person }))).toBe("done: 1");
  expect(await change(both, "is_operator = true")).toBe("done: 1");
  await both.end();
});
