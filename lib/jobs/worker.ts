import { Logger, type Runner, run, type Task, type TaskList } from "graphile-worker";
import pg from "pg";
import * as z from "zod";
import { now } from "../clock";
import { connect, disconnect } from "../db/client";
import { inTenant } from "../db/tenant-transaction";
import { tenantClock } from "../queries/tenant-clock";
import { failureInWords } from "./failure-words";
import type { Job } from "./job";
import { JOB_NAMES, JOBS, jobPayloadSchema } from "./job-names";
import { ring } from "./ring";
import { RunFailed, runOnce } from "./run-once";
import { type Bells, clockOf, RING } from "./schedule";
import { WorkerLeases } from "./worker-leases";

/** Companies that one worker serves at once; more workers serve more. */
const AT_ONCE = 2;
/** Each job holds one connection that marks it and one or two that it works on. */
const POOL_SIZE = 3 * AT_ONCE + 1;
/** A worker that died beside this one is noticed this soon; one that is started looks at once. */
const LOOK_FOR_THE_DEAD_MS = 15_000;

export type WorkerOptions = {
  url: string;
  jobs: readonly Job[];
  /** What the clock rings for here. Without bells the worker does what it is asked for, and nothing by itself. */
  bells: Bells;
  say: (line: string) => void;
  /** The worker may not go on: its jobs are no longer marked as its own. The process must end at once. */
  onFatal: (reason: string) => void;
};

export type RunningWorker = {
  /** Takes no more jobs and waits for those at hand. */
  stop(): Promise<void>;
  /** Settles when the worker has ended, for whatever reason. */
  ended: Promise<void>;
};

export async function startWorker({ url, jobs, bells, say, onFatal }: WorkerOptions): Promise<RunningWorker> {
  connect(url, POOL_SIZE);
  const leases = await WorkerLeases.open(url, (reason) => onFatal(`It lost its lock: ${reason}.`));
  const pool = queuePool(url, say);
  const look = async () => {
    const dead = await leases.freeJobsOfTheDead();
    if (dead > 0)
      say(`Took over from ${dead === 1 ? "a worker that was" : `${dead} workers that were`} cut off.`);
  };
  await look();
  const watch = setInterval(
    () => look().catch((error: Error) => onFatal(error.message)),
    LOOK_FOR_THE_DEAD_MS,
  );
  const runner = await runQueue(pool, jobs, bells, leases, { say, onFatal });
  const ended = runner.promise.finally(async () => {
    clearInterval(watch);
    await unused(pool);
    await pool.end();
    await leases.close();
    await disconnect();
  });
  return { stop: () => runner.stop().then(() => ended), ended };
}

function queuePool(url: string, say: WorkerOptions["say"]): pg.Pool {
  // One connection listens, the others fetch and give back.
  const pool = new pg.Pool({ connectionString: url, max: AT_ONCE + 2, connectionTimeoutMillis: 15_000 });
  const lost = (error: Error) => say(`The queue's connection broke: ${error.message}`);
  pool.on("error", lost);
  pool.on("connect", (client) => client.on("error", lost));
  return pool;
}

/** graphile-worker does not wait until a finished job is taken out of the queue; a pool that ends drops what waits. */
async function unused(pool: pg.Pool): Promise<void> {
  do await new Promise((resolve) => setTimeout(resolve, 20));
  while (pool.waitingCount > 0 || pool.idleCount < pool.totalCount);
}

function runQueue(
  pgPool: pg.Pool,
  jobs: readonly Job[],
  bells: Bells,
  leases: WorkerLeases,
  { say, onFatal }: Pick<WorkerOptions, "say" | "onFatal">,
): Promise<Runner> {
  return run({
    pgPool,
    taskList: tasksOf(jobs, say),
    parsedCronItems: clockOf(bells),
    concurrency: AT_ONCE,
    // Whoever starts the worker decides what a signal does.
    noHandleSignals: true,
    logger: new Logger(() => (level, message) => {
      if (level === "error" || level === "warning") say(message.split("\n")[0] ?? "");
    }),
    preset: {
      plugins: [
        {
          name: "RevenueOsLeases",
          version: "1.0.0",
          worker: {
            hooks: {
              // Awaited before the first job is fetched, so no job is ever held by a pool without its lock.
              startWorker: async (_context, { worker }) => {
                await leases.hold(worker.workerPool.id).catch((error: Error) => onFatal(error.message));
              },
            },
          },
        },
      ],
    },
  });
}

const ringSchema = z.object({ job: z.enum(JOB_NAMES) });

function tasksOf(jobs: readonly Job[], say: WorkerOptions["say"]): TaskList {
  const ringTask: Task = async (payload) => {
    const { job } = ringSchema.parse(payload);
    say(`${JOBS[job].title}: asked for at ${await ring(job)} companies.`);
  };
  return {
    [RING]: withPlainErrors(ringTask),
    ...Object.fromEntries(jobs.map((job) => [job.name, withPlainErrors(taskOf(job))])),
  };
}

function taskOf(job: Job): Task {
  return async (given) => {
    const payload = jobPayloadSchema.parse(given);
    const { tenant_id: tenantId, run_for: runFor } = payload;
    const at = await inTenant({ tenantId }, (tx) => tenantClock(tx, tenantId, now()));
    await runOnce(tenantId, job.name, runFor, at, (running) => job.work({ ...running, payload }));
  };
}

/** What is thrown here is written into the queue, which belongs to no company: it says that a job failed, not why. */
function withPlainErrors(task: Task): Task {
  return async (payload, helpers) => {
    try {
      await task(payload, helpers);
    } catch (error) {
      if (error instanceof RunFailed) throw new Error(error.message);
      throw new Error(failureInWords(error, (line) => process.stderr.write(`${line}\n`)));
    }
  };
}
