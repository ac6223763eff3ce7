import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { retryJob } from "../commands/retry-job";
import { connect, databasePool, disconnect } from "../db/client";
import { addCompany } from "../db/testing/log-fixtures";
import { createTestDatabase, type TestDatabase } from "../db/testing/test-database";
import { jobKeyOf, runLockOf } from "../jobs/job-names";
import { loadJobsPage, RUNS_PAGE_SIZE } from "./jobs";
import { parseJobsView } from "./jobs-view";

const AT = new Date("2026-03-11T12:00:00Z");

let database: TestDatabase;
let superuser: pg.Client;
let alpha: string;
let beta: string;
let operator: string;
let cfo: string;

beforeAll(async () => {
  database = await createTestDatabase();
  superuser = new pg.Client({ connectionString: database.superuserUrl });
  await superuser.connect();
  alpha = (await addCompany(superuser, "alpha")).tenantId;
  beta = (await addCompany(superuser, "beta")).tenantId;
  operator = await person("operator@revenue-os.example", true);
  cfo = await person("cfo@alpha.example", false);
  await superuser.query("insert into memberships (tenant_id, user_id, role) values ($1, $2, 'CFO')", [
    alpha,
    cfo,
  ]);
  connect(database.appUrl, 4);
});
beforeEach(async () => {
  await superuser.query("delete from job_runs; delete from graphile_worker._private_jobs");
});
afterAll(() => Promise.all([superuser.end(), disconnect()]));

async function person(email: string, isOperator: boolean): Promise<string> {
  const id = randomUUID();
  await superuser.query(
    "insert into users (id, email, name, password_hash, is_operator) values ($1, $2, $2, '-', $3)",
    [id, email, isOperator],
  );
  return id;
}

type Given = { tenant?: string; job?: string; runFor: string; status?: string; minute?: number };

async function run({ tenant = alpha, job = "daily", runFor, status = "completed", minute = 0 }: Given) {
  const ended = status === "running" ? null : "2026-03-11T02:59:00Z";
  const error = status === "failed" ? "There is no figure for yesterday yet." : null;
  await superuser.query(
    `insert into job_runs (tenant_id, job, run_for, status, started_at, finished_at, error)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [tenant, job, runFor, status, new Date(Date.UTC(2026, 2, 11, 2, minute)), ended, error],
  );
}

const page = (view: Record<string, string> = {}, who = operator) =>
  loadJobsPage(who, parseJobsView(view), AT);
const told = async (view?: Record<string, string>) =>
  (await page(view)).runs.map(({ state, company, runFor }) => `${state}: ${company} ${runFor}`);

test("failures stand first, whatever is newer, and each run says how it really stands", async () => {
  await run({ runFor: "done", minute: 50 });
  await run({ runFor: "given up", status: "failed", minute: 1 });
  await run({ runFor: "tried again", status: "failed", minute: 40 });
  await run({ runFor: "killed", status: "running", minute: 2, tenant: beta });
  await run({ runFor: "at work", status: "running", minute: 3 });
  await superuser.query("select graphile_worker.add_job('daily', '{}', job_key => $1)", [
    jobKeyOf("daily", { tenant_id: alpha, run_for: "tried again" }),
  ]);
  const worker = await databasePool().connect();
  await worker.query("select pg_advisory_lock(hashtextextended($1, 0))", [
    runLockOf(alpha, "daily", "at work"),
  ]);
  expect(await told()).toEqual([
    "failed: alpha given up",
    "cut_off: beta killed",
    "retrying: alpha tried again",
    "running: alpha at work",
    "completed: alpha done",
  ]);
  expect((await page()).counts).toEqual({ failed: 1, cut_off: 1, retrying: 1, running: 1, completed: 1 });
  await worker.query("select pg_advisory_unlock_all()");
  worker.release();
});

test("the list is narrowed by state, job and company", async () => {
  await run({ runFor: "day" });
  await run({ runFor: "week", job: "weekly_digest" });
  await run({ runFor: "day", tenant: beta, status: "failed" });
  expect(await told({ job: "weekly_digest" })).toEqual(["completed: alpha week"]);
  expect(await told({ company: "beta" })).toEqual(["failed: beta day"]);
  expect(await told({ state: "completed", job: "daily" })).toEqual(["completed: alpha day"]);
  expect(await told({ state: "nonsense", company: "'; drop table job_runs" })).toHaveLength(3);
});

test("page after page shows every run once, though many began at the same moment", async () => {
  await superuser.query(
    `insert into job_runs (tenant_id, job, run_for, status, started_at, finished_at, error)
     select $1, 'check_triggers', n::text, case when n % 10 = 0 then 'failed' else 'completed' end,
       timestamptz '2026-03-11 02:00Z' + make_interval(mins => n / 20), '2026-03-11 04:00Z',
       case when n % 10 = 0 then 'It failed.' end
     from generate_series(1, $2::integer) n`,
    [alpha, RUNS_PAGE_SIZE * 3 - 7],
  );
  const seen: string[] = [];
  let after: string | null = null;
  do {
    const next: Awaited<ReturnType<typeof page>> = await page(after === null ? {} : { after });
    seen.push(...next.runs.map(({ runFor }) => runFor));
    after = next.next;
  } while (after !== null);
  expect(new Set(seen).size).toBe(RUNS_PAGE_SIZE * 3 - 7);
  expect(seen).toHaveLength(RUNS_PAGE_SIZE * 3 - 7);
});

test("who is no operator sees no run and no company, and learns nothing from trying one again", async () => {
  await run({ runFor: "day", status: "failed" });
  const seen = await page({}, cfo);
  expect(seen.runs).toEqual([]);
  expect(seen.counts.failed).toBe(0);
  // A CFO's own company, by their membership, as everywhere.
  expect(seen.companies).toEqual([{ slug: "alpha", name: "alpha" }]);
  for (const runFor of ["day", "no such day"])
    expect(await retryJob(cfo, { tenantId: alpha, job: "daily", runFor })).toMatchObject({
      ok: false,
      failure: { code: "NOT_FOUND" },
    });
  expect(await queued()).toEqual([]);
});

const queued = async () =>
  (await superuser.query("select key, queue_name from graphile_worker.jobs order by key")).rows;

test("an operator tries a failed run again once, and a completed one not at all", async () => {
  await run({ runFor: "day", status: "failed" });
  await run({ runFor: "done" });
  const again = { tenantId: alpha, job: "daily" as const, runFor: "day" };
  for (const _ of ["once", "twice"]) expect(await retryJob(operator, again)).toMatchObject({ ok: true });
  expect(await retryJob(operator, { ...again, runFor: "done" })).toMatchObject({
    failure: { code: "CONFLICT" },
  });
  expect(await queued()).toEqual([{ key: `daily:${alpha}:day`, queue_name: `company:${alpha}` }]);
  expect(await told()).toEqual(["retrying: alpha day", "completed: alpha done"]);
});

test("a disabled operator is none", async () => {
  await run({ runFor: "day", status: "failed" });
  await superuser.query("update users set disabled_at = now() where id = $1", [operator]);
  expect((await page()).runs).toEqual([]);
  await superuser.query("update users set disabled_at = null where id = $1", [operator]);
});

test("what is due when and what waits is told per job, and how many workers are there", async () => {
  await superuser.query(
    `select graphile_worker.add_job('daily', '{}'), graphile_worker.add_job('daily', '{}', run_at => now() + interval '1 hour')`,
  );
  const { queue, workers } = await page();
  expect(workers).toBe(0);
  expect(queue.find(({ job }) => job === "daily")).toMatchObject({
    when: "each day at 02:00 UTC",
    nextRingsAt: new Date("2026-03-12T02:00:00Z"),
    due: 1,
    later: 1,
    givenUp: 0,
  });
});

test("the letters of a week are the company's own record and no run of the queue", async () => {
  await run({ runFor: "2026-03-02", job: "weekly_digest", status: "completed" });
  await run({ runFor: "2026-03-02", job: "weekly_digest_email", status: "failed" });
  expect(await told({})).toEqual(["completed: alpha 2026-03-02"]);
});
