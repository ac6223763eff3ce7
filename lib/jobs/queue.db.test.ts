import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { withClient } from "@/scripts/database/prepare";
import { connect, disconnect } from "../db/client";
import { inTenant } from "../db/tenant-transaction";
import { addCompany } from "../db/testing/log-fixtures";
import { createTestDatabase, type TestDatabase } from "../db/testing/test-database";
import { enqueue, enqueueForEach } from "./enqueue";
import { listTenantIds } from "./tenants";
import { endWorkerProcesses, removeProgram, startWorkerProcess, until } from "./testing/processes";

const NOW = "2026-03-11T02:00:00.000Z";
const DAY = "2026-03-11";
const SECRET = "ARR of Alpha is 12345678";

// Processes start slowly where others use the machine too.
vi.setConfig({ testTimeout: 180_000 });

let database: TestDatabase;
let superuser: pg.Client;
let companies: string[];

beforeAll(() => {
  // The workers are processes of their own; here the clock is only read to say for which day is asked.
  process.env.REVENUE_OS_TEST_NOW = NOW;
});
beforeEach(async () => {
  database = await createTestDatabase();
  superuser = new pg.Client({ connectionString: database.superuserUrl });
  await superuser.connect();
  await superuser.query(
    "create table test_steps (tenant_id uuid, run_for text, attempt int, step text); grant all on test_steps to revenue_os_app",
  );
  companies = [];
  for (const slug of ["alpha", "beta", "gamma", "delta", "epsilon", "zeta"])
    companies.push((await addCompany(superuser, slug)).tenantId);
  connect(database.appUrl, 4);
});
afterEach(async () => {
  await endWorkerProcesses();
  await superuser.end();
  await disconnect();
});
afterAll(() => {
  delete process.env.REVENUE_OS_TEST_NOW;
  removeProgram();
});

const askForAll = () =>
  inTenant({ tenantId: companies[0] ?? "" }, (tx) =>
    enqueueForEach(
      tx,
      "daily",
      companies.map((tenant_id) => ({ tenant_id, run_for: DAY })),
    ),
  );

type Run = { tenant: string; status: string; attempts: number; error: string | null };

const runs = async (): Promise<Run[]> =>
  (
    await superuser.query<Run>(
      "select tenant_id as tenant, status, attempts, error from job_runs order by array_position($1::uuid[], tenant_id)",
      [companies],
    )
  ).rows;

const effects = async (): Promise<Record<string, number>> => {
  const { rows } = await superuser.query<{ tenant: string; count: number }>(
    "select tenant_id as tenant, count(*)::int from test_steps where step = 'effect' group by 1",
  );
  return Object.fromEntries(rows.map(({ tenant, count }) => [tenant, count]));
};

const allDone = (found: Run[]) =>
  found.length === companies.length && found.every(({ status }) => status === "completed");
const once = () => Object.fromEntries(companies.map((tenant) => [tenant, 1]));

test("four workers, told four times that it is time, do the day of each company once", async () => {
  await Promise.all(Array.from({ length: 4 }, () => startWorkerProcess(database.appUrl, { now: NOW })));
  for (const bell of [1, 2, 3, 4])
    await superuser.query("select graphile_worker.add_job('ring', '{\"job\": \"daily\"}', job_key => $1)", [
      `bell ${bell}`,
    ]);
  await until(runs, allDone);
  await until(queued, ({ length }) => length === 0);
  expect(await effects()).toEqual(once());
  expect((await runs()).map(({ attempts }) => attempts)).toEqual(companies.map(() => 1));
});

const queued = async () => (await superuser.query("select key from graphile_worker.jobs")).rows;

test("what a worker was doing when it was killed is done by another, and done once", async () => {
  const [first = ""] = companies;
  const doomed = await startWorkerProcess(database.appUrl, { now: NOW, standStillFor: first });
  await askForAll();
  expect(await doomed.standsStill).toBe(first);
  await doomed.end("SIGKILL");
  expect((await runs())[0]).toMatchObject({ tenant: first, status: "running", attempts: 1 });
  expect((await effects())[first]).toBeUndefined();
  await startWorkerProcess(database.appUrl, { now: NOW });
  expect((await until(runs, allDone))[0]).toMatchObject({ status: "completed", attempts: 2 });
  await until(queued, ({ length }) => length === 0);
  expect(await effects()).toEqual(once());
});

test("a worker that is alive keeps its job, however many others come", async () => {
  const [first = ""] = companies;
  const slow = await startWorkerProcess(database.appUrl, { now: NOW, standStillFor: first });
  await askForAll();
  await slow.standsStill;
  await startWorkerProcess(database.appUrl, { now: NOW });
  const found = await until(
    runs,
    (rows) => rows.filter(({ status }) => status === "completed").length === companies.length - 1,
  );
  expect(found[0]).toMatchObject({ tenant: first, status: "running", attempts: 1 });
  const { rows } = await superuser.query(
    "select count(*)::int as jobs from graphile_worker.jobs where locked_by is not null",
  );
  expect(rows).toEqual([{ jobs: 1 }]);
});

test("one company's failure is told in its own row, stops no other, and is tried again by itself", async () => {
  const [first = ""] = companies;
  await startWorkerProcess(database.appUrl, { now: NOW, failFor: { tenantId: first, attempts: 1 } });
  await askForAll();
  const failed = await until(runs, ([row, ...others]) => row?.status === "failed" && allDoneBut(others));
  expect(failed[0]).toMatchObject({ attempts: 1, error: "There is no figure for yesterday yet." });
  expect((await until(runs, allDone))[0]).toMatchObject({ status: "completed", attempts: 2, error: null });
  expect(await effects()).toEqual(once());
});

const allDoneBut = (others: Run[]) =>
  others.length === companies.length - 1 && others.every(({ status }) => status === "completed");

test("the queue, which every company's jobs share, is told that a job failed and not why", async () => {
  const [first = ""] = companies;
  await startWorkerProcess(database.appUrl, {
    now: NOW,
    failFor: { tenantId: first, attempts: 99, asBug: true },
  });
  await askForAll();
  const [row] = await until(runs, ([found]) => found?.status === "failed");
  expect(row?.error).toMatch(/^Something went wrong on our side\. .* fault [0-9a-f]{8}\.$/);
  const told = await until(
    () => superuser.query("select last_error from graphile_worker.jobs where last_error is not null"),
    ({ rowCount }) => rowCount === 1,
  );
  expect(told.rows).toEqual([{ last_error: "daily failed; its run in job_runs says why" }]);
  const { rows } = await superuser.query("select j::text from graphile_worker._private_jobs j");
  expect(JSON.stringify(rows)).not.toContain(SECRET);
});

test("a day that was missed because nothing ran is caught up once, when a worker comes back", async () => {
  const missed = new Date(Date.now() - 5 * 60_000);
  const ringsAt = { hour: missed.getUTCHours(), minute: missed.getUTCMinutes() };
  await superuser.query(
    `insert into graphile_worker._private_known_crontabs (identifier, known_since, last_execution)
     values ('daily', now() - interval '9 days', now() - interval '3 days')`,
  );
  for (const _ of ["first", "second"]) {
    const worker = await startWorkerProcess(database.appUrl, { now: NOW, ringsAt });
    await until(runs, allDone);
    await until(queued, ({ length }) => length === 0);
    await worker.end("SIGTERM");
  }
  expect((await runs()).map(({ attempts }) => attempts)).toEqual(companies.map(() => 1));
  expect(await effects()).toEqual(once());
});

test("a worker that is told to stop finishes what it has begun", async () => {
  const worker = await startWorkerProcess(database.appUrl, { now: NOW });
  await askForAll();
  await until(runs, ({ length }) => length > 0);
  await worker.end("SIGTERM");
  expect((await runs()).every(({ status }) => status === "completed")).toBe(true);
  expect(worker.child.exitCode).toBe(0);
  const { rows } = await superuser.query(
    "select count(*)::int as held from graphile_worker.jobs where locked_by is not null",
  );
  expect(rows).toEqual([{ held: 0 }]);
});

test("a job asked for in a transaction that is taken back is never done", async () => {
  const [tenant_id = ""] = companies;
  const asked = inTenant({ tenantId: tenant_id }, async (tx) => {
    await enqueue(tx, "daily", { tenant_id, run_for: DAY });
    throw new Error("taken back");
  });
  await expect(asked).rejects.toThrow("taken back");
  expect(await queued()).toEqual([]);
});

test("a job asked for twice is in the queue once, in the line of its company", async () => {
  const [tenant_id = ""] = companies;
  for (const _ of ["once", "twice"])
    await inTenant({ tenantId: tenant_id }, (tx) => enqueue(tx, "daily", { tenant_id, run_for: DAY }));
  const { rows } = await superuser.query(
    "select task_identifier, queue_name, max_attempts::int from graphile_worker.jobs",
  );
  expect(rows).toEqual([{ task_identifier: "daily", queue_name: `company:${tenant_id}`, max_attempts: 8 }]);
});

test("what runs by the clock learns which companies there are, and sees none of them afterwards", async () => {
  expect(await listTenantIds()).toEqual([...companies].sort());
  const seen = await withClient(database.appUrl, async (client) => {
    await client.query("begin");
    const { rows: ids } = await client.query("select job_tenants()");
    const { rows } = await client.query("select count(*)::int as visible from tenants");
    await client.query("rollback");
    return { listed: ids.length, ...rows[0] };
  });
  expect(seen).toEqual({ listed: companies.length, visible: 0 });
});
