import type { PoolClient } from "pg";
import { now } from "../clock";
import { databasePool } from "../db/client";
import { inTenant, type Transaction } from "../db/tenant-transaction";
import { failureInWords } from "./failure-words";
import type { Details } from "./job";
import { runLockOf } from "./job-names";

export type RunningJob = {
  tenantId: string;
  runFor: string;
  at: Date;
  /** 1 for the first time; more when an earlier attempt failed or was cut off. */
  attempt: number;
  /** Completes the run inside the caller's own transaction, so that effect and record are there together or not at all. */
  complete(tx: Transaction, details: Details): Promise<void>;
};

export type Work = (run: RunningJob) => Promise<Details>;

/** The queue sees this and no other error: what went wrong is for those who may read the company's row. */
export class RunFailed extends Error {}

/**
 * Does the work of a job for a company once for what it is for, whoever asks and however often. What a crash cut off is
 * still marked as running and is taken up by the next attempt; what completed is never done again.
 */
export async function runOnce(
  tenantId: string,
  job: string,
  runFor: string,
  at: Date,
  work: Work,
): Promise<"done" | "already done"> {
  return alone(runLockOf(tenantId, job, runFor), async () => {
    const attempt = await begin(tenantId, job, runFor, at);
    if (attempt === null) return "already done";
    const finish = (
      tx: Transaction,
      status: "completed" | "failed",
      error: string | null,
      details: Details,
    ) =>
      tx.jobRun.updateMany({
        where: { tenantId, job, runFor, status: "running", attempts: attempt },
        data: { status, error, details, finishedAt: now() },
      });
    const run: RunningJob = {
      tenantId,
      runFor,
      at,
      attempt,
      complete: async (tx, details) => {
        const { count } = await finish(tx, "completed", null, details);
        if (count !== 1) throw new Error("a run is completed once, by the attempt that does it");
      },
    };
    try {
      const details = await work(run);
      await inTenant({ tenantId }, (tx) => finish(tx, "completed", null, details));
      return "done";
    } catch (error) {
      const words = failureInWords(error, (line) => process.stderr.write(`${line}\n`));
      await inTenant({ tenantId }, (tx) => finish(tx, "failed", words, {}));
      throw new RunFailed(`${job} failed; its run in job_runs says why`, { cause: error });
    }
  });
}

/** The number of this attempt, or null when the run is complete. */
function begin(tenantId: string, job: string, runFor: string, at: Date): Promise<number | null> {
  return inTenant({ tenantId }, async (tx) => {
    const rows = await tx.$queryRaw<{ attempts: number }[]>`
      insert into job_runs (tenant_id, job, run_for, status, started_at)
      values (${tenantId}::uuid, ${job}, ${runFor}, 'running', ${at})
      on conflict (tenant_id, job, run_for) do update
        set status = 'running', attempts = job_runs.attempts + 1, started_at = excluded.started_at,
          finished_at = null, error = null
        where job_runs.status <> 'completed'
      returning attempts`;
    return rows[0]?.attempts ?? null;
  });
}

/**
 * The queue gives a company's jobs to one worker at a time, but a worker that was thought dead may still be working.
 * The lock is the connection's: it ends with the process, and holds no transaction open meanwhile.
 */
async function alone<T>(name: string, work: () => Promise<T>): Promise<T> {
  const client = await databasePool().connect();
  // A connection that breaks under the work must not end the process; giving the lock back finds out.
  client.on("error", ignoreBroken);
  let held = false;
  try {
    held = await tryLock(client, name);
    if (!held) throw new RunFailed("another worker is doing this");
    return await work();
  } finally {
    await release(client, held ? name : null);
  }
}

async function tryLock(client: PoolClient, name: string): Promise<boolean> {
  const { rows } = await client.query<{ held: boolean }>(
    "select pg_try_advisory_lock(hashtextextended($1, 0)) as held",
    [name],
  );
  return rows[0]?.held ?? false;
}

function ignoreBroken(error: Error): void {
  process.stderr.write(`The connection that marks a running job broke: ${error.message}\n`);
}

/** A connection that could not give its lock back is closed, which gives it back. */
async function release(client: PoolClient, name: string | null): Promise<void> {
  try {
    if (name !== null) await client.query("select pg_advisory_unlock(hashtextextended($1, 0))", [name]);
    client.off("error", ignoreBroken);
    client.release();
  } catch (error) {
    client.release(error instanceof Error ? error : true);
  }
}
