import { beforeAll, describe, expect, test } from "vitest";
import { withClient } from "@/scripts/database/prepare";
import { APP_ROLE } from "@/scripts/database/roles";
import { isolationFaults, readTables } from "./testing/isolation-faults";
import { createTestDatabase, type TestDatabase } from "./testing/test-database";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});

const SPINE = [
  "events_raw",
  "metric_snapshots_daily",
  "optimization_action_results",
  "optimization_actions",
  "optimization_cycles",
  "optimizer_configs",
  "revenue_events",
  "spine_accounts",
  "spine_campaign_channels",
  "spine_campaigns",
  "spine_crm_activities",
  "spine_opportunities",
  "tenants",
];

const faultsAfter = (statement: string) =>
  withClient(database.superuserUrl, async (client) => {
    await client.query("begin");
    await client.query(statement);
    const faults = await isolationFaults(client, APP_ROLE);
    await client.query("rollback");
    return faults;
  });

test("the thirteen spine tables are there", async () => {
  const tables = await withClient(database.superuserUrl, readTables);
  expect(tables.map((table) => table.name)).toEqual(expect.arrayContaining(SPINE));
});

test("every table keeps each company's rows to itself, and the application's role has no way around", async () => {
  expect(await withClient(database.superuserUrl, (client) => isolationFaults(client, APP_ROLE))).toEqual([]);
});

describe("what a later migration might get wrong is found", () => {
  const secured = "select secure_tenant_table('budgets');";
  const table = "create table budgets (tenant_id uuid not null, id uuid, primary key (tenant_id, id));";
  test.each([
    ["a table without a tenant", "create table budgets (id uuid primary key)", /budgets: has no tenant_id/],
    ["a tenant table that nobody secured", table, /budgets: row-level security is not enabled/],
    [
      "security that its owner escapes",
      `${table}${secured} alter table budgets no force row level security`,
      /budgets: row-level security is not forced/,
    ],
    [
      "a verb without a policy",
      `${table}${secured} drop policy tenant_update on budgets`,
      /budgets: policies are missing for update/,
    ],
    [
      "a policy that admits everything",
      `${table}${secured} create policy easy on budgets for select using (true)`,
      /budgets: policy easy admits every row/,
    ],
    [
      "a key that does not lead with the tenant",
      `create table budgets (tenant_id uuid not null, id uuid primary key); ${secured}`,
      /budgets: budgets_pkey does not lead with tenant_id/,
    ],
    [
      "a tenant that may be null",
      `create table budgets (tenant_id uuid, id uuid); ${secured}`,
      /budgets: tenant_id may be null/,
    ],
    [
      "a reference that leaves the tenant",
      `create unique index easy on requests (id); create table budgets (tenant_id uuid not null, id uuid, request uuid references requests (id), primary key (tenant_id, id)); ${secured}`,
      /budgets: budgets_request_fkey can reach into another tenant/,
    ],
    [
      "a policy that asks for something else than whose row it is",
      `${table}${secured} create policy easy on budgets for select using (current_setting('app.easy', true) = 'on')`,
      /policy easy on budgets names neither a tenant nor a person/,
    ],
    [
      "a view of the job queue's schema that reads a company's rows",
      "create view graphile_worker.easy as select request_id from gate_decisions",
      /graphile_worker.easy reads gate_decisions/,
    ],
    [
      "a function of the job queue's schema that runs as its owner",
      "create function graphile_worker.easy() returns bigint language sql security definer as 'select 1::bigint'",
      /function graphile_worker.easy\(\) runs as its owner/,
    ],
    [
      "a copy of a company's rows outside the guarded schema",
      "create table graphile_worker.easy as select * from requests",
      /graphile_worker.easy holds a tenant_id/,
    ],
    [
      "a schema in which the application may create",
      `grant create on schema graphile_worker to ${APP_ROLE}`,
      /may create in schema graphile_worker/,
    ],
    [
      "a view that runs as its owner",
      "create view all_requests as select * from requests",
      /view all_requests runs as its owner/,
    ],
    [
      "a function that runs as its owner",
      "create function peek() returns bigint language sql security definer set search_path = public as 'select count(*) from requests'",
      /function peek runs as its owner and can be called/,
    ],
    [
      "a role that bypasses security",
      `alter role ${APP_ROLE} bypassrls`,
      /the application's role bypasses row-level security/,
    ],
    [
      "a role that owns a table",
      `alter table requests owner to ${APP_ROLE}`,
      /requests: the application's role owns it/,
    ],
    [
      "a role that may truncate",
      `grant truncate on requests to ${APP_ROLE}`,
      /the application's role may truncate/,
    ],
  ])("%s", async (_what, statement, fault) => {
    expect((await faultsAfter(statement)).join("\n")).toMatch(fault);
  });
});
