import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withClient } from "@/scripts/database/prepare";
import { connect, disconnect } from "./client";
import { inTenant } from "./tenant-transaction";
import { readTables, type Table } from "./testing/isolation-faults";
import { addTenant, insert, liftEverythingButIsolation, type Row, rowOf } from "./testing/tenant-rows";
import { createTestDatabase, type TestDatabase } from "./testing/test-database";

const A = "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa";
const B = "bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb";
const REFUSED = "42501";
const NO_SUCH_PARENT = "23503";

let database: TestDatabase;
let tables: Table[];
let everything: pg.Client;
let app: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  everything = new pg.Client({ connectionString: database.superuserUrl });
  app = new pg.Client({ connectionString: database.appUrl });
  await Promise.all([everything.connect(), app.connect()]);
  tables = await readTables(everything);
  await liftEverythingButIsolation(everything, tables);
  for (const tenant of [A, B]) await addTenant(everything, tables, tenant);
  // Privileges are lifted too: the log's tables must be safe by their policies alone.
  await everything.query("grant all on all tables in schema public to revenue_os_app");
});
afterAll(async () => {
  await Promise.all([everything.end(), app.end(), disconnect()]);
});

/** Runs statements of the application's role with a tenant set (or none), and takes them back. */
async function as<T>(tenant: string | null, work: () => Promise<T>): Promise<T> {
  await app.query("begin");
  try {
    await app.query("select set_config('app.tenant_id', $1, true)", [tenant ?? ""]);
    return await work();
  } finally {
    await app.query("rollback");
  }
}
const codeOf = (statement: Promise<unknown>) =>
  statement.then(
    (result) => `done: ${(result as pg.QueryResult | undefined)?.rowCount}`,
    (error: pg.DatabaseError) => error.code,
  );
const scopeColumn = (table: Table) => (table.hasTenant ? "tenant_id" : "id");
const scoped = () => tables.filter((table) => table.hasTenant || table.name === "tenants");

async function onEachTable(attack: (table: Table) => Promise<unknown>): Promise<Record<string, unknown>> {
  const answers: Record<string, unknown> = {};
  for (const table of scoped()) answers[table.name] = await attack(table);
  return answers;
}
const allAnswer = (answer: unknown) => Object.fromEntries(scoped().map((table) => [table.name, answer]));
const strangersRow = async (table: Table): Promise<Row> =>
  (
    await everything.query(
      `select to_jsonb(t) as row from ${table.name} t where ${scopeColumn(table)} = $1`,
      [B],
    )
  ).rows[0].row;

describe("the application's role, working for company A, against every table of company B", () => {
  test("there is a row of each company in every table, so that an empty answer means something", async () => {
    const counts = await onEachTable(
      async ({ name }) => (await everything.query(`select count(*)::int as n from ${name}`)).rows[0].n,
    );
    expect(counts).toEqual(allAnswer(2));
  });

  test("reads its own row and never the other's", async () => {
    const seen = await onEachTable((table) =>
      as(A, async () =>
        (await app.query(`select ${scopeColumn(table)} as tenant from ${table.name}`)).rows.map(
          (row) => row.tenant,
        ),
      ),
    );
    expect(seen).toEqual(allAnswer([A]));
  });

  test("adds no row in the other's name", async () => {
    const codes = await onEachTable(async (table) => {
      const row = await strangersRow(table);
      return as(A, () => codeOf(insert(app, table.name, row)));
    });
    expect(codes).toEqual(allAnswer(REFUSED));
  });

  test("changes no row of the other", async () => {
    const codes = await onEachTable((table) => {
      const column = scopeColumn(table);
      return as(A, () =>
        codeOf(app.query(`update ${table.name} set ${column} = ${column} where ${column} = $1`, [B])),
      );
    });
    expect(codes).toEqual(allAnswer("done: 0"));
  });

  test("gives no row of its own away to the other", async () => {
    const codes = await onEachTable((table) =>
      as(A, () => codeOf(app.query(`update ${table.name} set ${scopeColumn(table)} = $1`, [B]))),
    );
    expect(codes).toEqual(allAnswer(REFUSED));
  });

  test("deletes no row of the other", async () => {
    const codes = await onEachTable((table) =>
      as(A, () => codeOf(app.query(`delete from ${table.name} where ${scopeColumn(table)} = $1`, [B]))),
    );
    expect(codes).toEqual(allAnswer("done: 0"));
  });

  test("links no row of its own to a row of the other", async () => {
    const links = tables
      .filter((table) => table.hasTenant)
      .flatMap((table) =>
        table.foreign.filter((key) => !["tenants", "users"].includes(key.to)).map((key) => ({ table, key })),
      );
    expect(links.length).toBeGreaterThan(20);
    for (const { table, key } of links) {
      const theirs = await strangersRow(table);
      const columns = key.columns.filter((column) => column !== "tenant_id");
      const refusal = await as(A, async () => {
        // What hangs on the row would hold it fast, and hide whether the link itself is refused.
        const children = tables.filter((child) => child.foreign.some(({ to }) => to === table.name));
        if (table.name === "request_exceptions")
          for (const child of children) await app.query(`delete from ${child.name}`);
        const changes = columns.map((column, index) => `${column} = $${index + 1}`).join(", ");
        return codeOf(
          app.query(
            `update ${table.name} set ${changes}`,
            columns.map((column) => theirs[column]),
          ),
        );
      });
      expect([key.name, refusal]).toEqual([key.name, NO_SUCH_PARENT]);
    }
  });
});

describe("without a company", () => {
  test("every table is empty", async () => {
    const counts = await onEachTable((table) =>
      as(null, async () => (await app.query(`select from ${table.name}`)).rowCount),
    );
    expect(counts).toEqual(allAnswer(0));
  });

  test("and takes no row", async () => {
    const codes = await onEachTable(async (table) => {
      const row = await strangersRow(table);
      return as(null, () => codeOf(insert(app, table.name, row)));
    });
    expect(codes).toEqual(allAnswer(REFUSED));
  });

  test("a word that is no company's id ends the statement rather than opening a table", async () => {
    expect(await as("all", () => codeOf(app.query("select from requests")))).toBe("22P02");
  });
});

describe("people", () => {
  const visible = (scope: Record<string, string>, table: string) =>
    withClient(database.appUrl, async (client) => {
      for (const [name, value] of Object.entries(scope))
        await client.query("select set_config($1, $2, false)", [name, value]);
      return (await client.query(`select * from ${table}`)).rowCount;
    });

  test("a company sees its own people, and nobody's sign-in sessions", async () => {
    const user = (await everything.query("select user_id from memberships where tenant_id = $1", [B])).rows[0]
      .user_id;
    await insert(everything, "user_sessions", await rowOf(everything, "user_sessions", { user_id: user }));
    expect(await visible({ "app.tenant_id": A }, "users")).toBe(1);
    expect(await visible({ "app.tenant_id": A }, "user_sessions")).toBe(0);
    expect(await visible({ "app.tenant_id": B }, "user_sessions")).toBe(0);
    expect(await visible({ "app.user_id": user }, "user_sessions")).toBe(1);
  });

  test("nobody signed in and no company: nobody is visible", async () => {
    expect(await visible({}, "users")).toBe(0);
    expect(await visible({}, "memberships")).toBe(0);
  });
});

test("400 units of work of two companies at once over 4 connections: none sees the other's rows", async () => {
  connect(database.appUrl, 4);
  const seen = await Promise.all(
    Array.from({ length: 400 }, async (_, index) => {
      const tenantId = index % 2 === 0 ? A : B;
      const requests = await inTenant({ tenantId }, async (tx) => {
        await tx.$queryRaw`select pg_sleep(0.001)::text`;
        return tx.request.findMany({ select: { tenantId: true } });
      });
      return requests.length === 1 && requests[0]?.tenantId === tenantId;
    }),
  );
  expect(seen.filter((right) => !right)).toHaveLength(0);
  expect(seen).toHaveLength(400);
});
