import { beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/lib/db/testing/test-database";
import { migrateAndGrant, withClient } from "./prepare";
import { startQueueAfresh } from "./queue";
import { APP_ROLE } from "./roles";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});

const ADD = "SELECT (graphile_worker.add_job('daily', '{}')).id";
const COUNT = "SELECT count(*)::int AS jobs FROM graphile_worker._private_jobs";

test("the application's role puts jobs into the queue and takes them out, and may not change its tables", async () => {
  await withClient(database.appUrl, async (client) => {
    const { rows } = await client.query(ADD);
    expect((await client.query(COUNT)).rows).toEqual([{ jobs: 1 }]);
    await client.query("SELECT graphile_worker.complete_jobs($1)", [[rows[0].id]]);
    expect((await client.query(COUNT)).rows).toEqual([{ jobs: 0 }]);
    for (const refused of [
      "CREATE TABLE graphile_worker.mine (id int)",
      "ALTER TABLE graphile_worker._private_jobs DISABLE ROW LEVEL SECURITY",
      "DELETE FROM graphile_worker.migrations",
      "TRUNCATE graphile_worker._private_jobs",
    ])
      await expect(client.query(refused)).rejects.toMatchObject({ code: "42501" });
  });
});

test("saying again what the application may do in the queue changes nothing", async () => {
  const rights = () =>
    withClient(database.superuserUrl, async (client) => {
      const tables = await client.query(
        "SELECT relname, relacl::text FROM pg_class WHERE relnamespace = 'graphile_worker'::regnamespace ORDER BY 1",
      );
      const policies = await client.query(
        "SELECT tablename, policyname, roles FROM pg_policies WHERE schemaname = 'graphile_worker' ORDER BY 1",
      );
      return { tables: tables.rows, policies: policies.rows };
    });
  const before = await rights();
  expect(before.policies.length).toBeGreaterThan(3);
  await migrateAndGrant({ ownerUrl: database.ownerUrl, appRole: APP_ROLE });
  expect(await rights()).toEqual(before);
});

test("where one role owns the tables and serves the application, the queue works as well", async () => {
  const single = await createTestDatabase({ empty: true });
  const role = new URL(single.ownerUrl).username;
  await migrateAndGrant({ ownerUrl: single.ownerUrl, appRole: role });
  await withClient(single.ownerUrl, async (client) => {
    await client.query(ADD);
    expect((await client.query(COUNT)).rows).toEqual([{ jobs: 1 }]);
  });
});

test("an owner who may not make the queue's schema is told what to grant", async () => {
  const narrow = await createTestDatabase({ empty: true });
  await withClient(narrow.superuserUrl, async (client) => {
    await client.query(`ALTER DATABASE ${narrow.name} OWNER TO CURRENT_USER`);
    await client.query(`GRANT ALL ON SCHEMA public TO ${new URL(narrow.ownerUrl).username}`);
    await client.query(`GRANT CONNECT ON DATABASE ${narrow.name} TO ${new URL(narrow.ownerUrl).username}`);
  });
  await expect(migrateAndGrant({ ownerUrl: narrow.ownerUrl, appRole: APP_ROLE })).rejects.toThrow(
    "GRANT CREATE ON DATABASE",
  );
});

test("after other rows took the database's place, no old job runs, and what the clock rang since is rung again", async () => {
  await withClient(database.ownerUrl, async (client) => {
    await client.query(ADD);
    await client.query(
      "INSERT INTO graphile_worker._private_known_crontabs (identifier, known_since, last_execution) VALUES ('daily', now(), now())",
    );
    await startQueueAfresh(client, "2026-02-03T04:05:06.000Z");
    expect((await client.query(COUNT)).rows).toEqual([{ jobs: 0 }]);
    const { rows } = await client.query(
      "SELECT known_since, last_execution FROM graphile_worker._private_known_crontabs",
    );
    expect(rows).toEqual([{ known_since: new Date("2026-02-03T04:05:06Z"), last_execution: null }]);
  });
});
