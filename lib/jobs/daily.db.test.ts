// The night itself, with the real commands, in real workers.
import pg from "pg";
import { afterAll, afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Company } from "../commands/testing/company";
import { CYCLE_AT, createRevenueCompany } from "../commands/testing/revenue-company";
import { connect, disconnect } from "../db/client";
import { createTestDatabase, type TestDatabase } from "../db/testing/test-database";
import { endWorkerProcesses, removeProgram, startWorkerProcess, until } from "./testing/processes";

// Processes start slowly where others use the machine too.
vi.setConfig({ testTimeout: 240_000 });

const MONDAY = CYCLE_AT.toISOString();
const TUESDAY = new Date(CYCLE_AT.getTime() + 86_400_000).toISOString();

let database: TestDatabase;
let superuser: pg.Client;
let companies: string[];

beforeEach(async () => {
  database = await createTestDatabase();
  superuser = await session();
  connect(database.appUrl, 4);
  companies = [];
});
afterEach(async () => {
  await endWorkerProcesses();
  await superuser.end();
  await disconnect();
});

afterAll(removeProgram);

async function session(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: database.superuserUrl });
  await client.connect();
  return client;
}

async function foundCompany(): Promise<Company> {
  const company = await createRevenueCompany();
  await company.closeCycle();
  companies.push(company.tenantId);
  return company;
}

const worker = (now = MONDAY) => startWorkerProcess(database.appUrl, { now, inEarnest: true });
const ring = () => superuser.query("select graphile_worker.add_job('ring', '{\"job\": \"daily\"}')");

type Run = { runFor: string; status: string; attempts: number; details: Record<string, unknown> };
const runs = async (): Promise<Run[]> =>
  (
    await superuser.query<Run>(
      `select run_for as "runFor", status, attempts, details from job_runs where job = 'daily' order by started_at, tenant_id`,
    )
  ).rows;

type Cycle = { tenant: string; source: string; days: number };
const cycles = async (): Promise<Cycle[]> =>
  (
    await superuser.query<Cycle>(
      `select tenant_id as tenant, trigger_source as source,
         ((input->'analysis_window'->>'end_date')::date - (input->'analysis_window'->>'start_date')::date + 1) as days
       from optimization_cycles order by executed_at, tenant_id`,
    )
  ).rows;

const completed = (count: number) => (found: Run[]) =>
  found.length === count && found.every(({ status }) => status === "completed");

/** Somebody waits for a lock on this table. */
const isWaitedFor = (table: string) =>
  until(
    async () =>
      (
        await superuser.query(
          "select from pg_locks where not granted and relation = $1::regclass and database = (select oid from pg_database where datname = current_database())",
          [table],
        )
      ).rowCount,
    (waiting) => (waiting ?? 0) > 0,
  );

/** Nothing is written to the table until the answer is called. */
async function hold(table: string): Promise<() => Promise<void>> {
  const holder = await session();
  await holder.query("begin");
  await holder.query(`lock table ${table} in share mode`);
  return () => holder.end();
}

test("three workers give each company one cycle a night, on Mondays the one that looks back a quarter of a year", async () => {
  await foundCompany();
  await foundCompany();
  const shift = await Promise.all([worker(), worker(), worker()]);
  for (const _ of shift) await ring();
  const monday = await until(runs, completed(2));
  expect(monday.map(({ attempts, details }) => [attempts, details.no_cycle])).toEqual([
    [1, undefined],
    [1, undefined],
  ]);
  const deep = companies.toSorted().map((tenant) => ({ tenant, source: "weekly_deep", days: 90 }));
  expect(await cycles()).toEqual(deep);
  await Promise.all(shift.map(({ end }) => end("SIGTERM")));
  await worker(TUESDAY);
  await ring();
  await until(runs, completed(4));
  const daily = companies.toSorted().map((tenant) => ({ tenant, source: "daily", days: 28 }));
  expect(await cycles()).toEqual([...deep, ...daily]);
});

test("a worker killed in the middle of a cycle leaves nothing half done, and the next makes the cycle once", async () => {
  const { tenantId } = await foundCompany();
  const release = await hold("optimization_cycles");
  const doomed = await worker();
  await ring();
  await isWaitedFor("optimization_cycles");
  await doomed.end("SIGKILL");
  await release();
  expect(await cycles()).toEqual([]);
  expect((await runs()).map(({ status }) => status)).toEqual(["running"]);
  await worker();
  const [run] = await until(runs, completed(1));
  expect(run?.attempts).toBe(2);
  expect(await cycles()).toEqual([{ tenant: tenantId, source: "weekly_deep", days: 90 }]);
});

test("a worker killed between its cycle and the word that it is done makes no second one", async () => {
  const { tenantId } = await foundCompany();
  const releaseCycle = await hold("optimization_cycles");
  const doomed = await worker();
  await ring();
  await isWaitedFor("optimization_cycles");
  const releaseRuns = await hold("job_runs");
  await releaseCycle();
  await isWaitedFor("job_runs");
  expect(await cycles()).toHaveLength(1);
  await doomed.end("SIGKILL");
  await releaseRuns();
  await worker();
  const [run] = await until(runs, completed(1));
  expect([run?.attempts, run?.details.no_cycle]).toEqual([2, expect.stringMatching(/^The last cycle ran/)]);
  expect(await cycles()).toEqual([{ tenant: tenantId, source: "weekly_deep", days: 90 }]);
});
