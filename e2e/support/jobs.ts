// Runs of jobs as stories need them: one that failed, and what has become of it.
import { randomUUID } from "node:crypto";
import { expect } from "@playwright/test";
import type { FailedRun } from "./guarded";
import { asSuperuser, lookUp } from "./server";

export const WHY_IT_FAILED = "The mail server did not take the letter.";

/** The digest of a week long before the company's first: trying it again changes nothing that another story looks at. */
export async function addFailedRun(slug: string): Promise<FailedRun> {
  const monday = new Date(Date.UTC(2001, 0, 1));
  const week = Number.parseInt(randomUUID().slice(0, 6), 16) % 900;
  monday.setUTCDate(monday.getUTCDate() + week * 7);
  const runFor = monday.toISOString().slice(0, 10);
  return asSuperuser(async (client) => {
    const { rows } = await client.query<{ tenantId: string }>(
      `insert into job_runs (tenant_id, job, run_for, status, attempts, started_at, finished_at, error)
       select id, 'weekly_digest', $2, 'failed', 8, now(), now(), $3 from tenants where slug = $1
       on conflict (tenant_id, job, run_for) do update set status = 'failed', error = excluded.error
       returning tenant_id as "tenantId"`,
      [slug, runFor, WHY_IT_FAILED],
    );
    return { tenantId: rows[0]?.tenantId ?? "", job: "weekly_digest", runFor };
  });
}

export const statusOf = ({ tenantId, job, runFor }: FailedRun): Promise<string | null> =>
  lookUp("select status as found from job_runs where tenant_id = $1 and job = $2 and run_for = $3", [
    tenantId,
    job,
    runFor,
  ]);

/** What an earlier step has asked of the worker is done, so that nothing changes any more by itself. */
export async function untilWorkerRests(): Promise<void> {
  const due = () =>
    asSuperuser(async (client) => {
      const { rows } = await client.query<{ due: number }>(
        "select count(*)::int as due from graphile_worker.jobs where run_at <= now() and attempts < max_attempts",
      );
      return rows[0]?.due;
    });
  await expect.poll(due, { message: "the worker has nothing left to do", timeout: 60_000 }).toBe(0);
}
