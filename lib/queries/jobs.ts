import { inScope, type Transaction } from "../db/tenant-transaction";
import { bellInWords, nextRing } from "../jobs/bell";
import { JOB_NAMES, type JobName, jobEntry, WORKER_APPLICATION_NAME } from "../jobs/job-names";
import { type JobsView, type RunState, rankOf, readRunCursor, stateOf, writeRunCursor } from "./jobs-view";

export const RUNS_PAGE_SIZE = 50;

export type RunLine = {
  id: string;
  tenantId: string;
  company: string;
  companySlug: string;
  job: string;
  runFor: string;
  state: RunState;
  attempts: number;
  startedAt: Date;
  finishedAt: Date | null;
  error: string | null;
  /** What a completed run has to say: why there was no cycle. */
  note: string | null;
  /** When the queue tries it again by itself; null where it does not. */
  nextTryAt: Date | null;
};

/** One job of the schedule or of the queue, and what waits of it. */
export type QueueLine = {
  job: JobName;
  title: string;
  when: string;
  lastRangAt: Date | null;
  nextRingsAt: Date | null;
  due: number;
  later: number;
  givenUp: number;
};

export type JobsPage = {
  runs: RunLine[];
  next: string | null;
  /** Of all runs, whatever is filtered. */
  counts: Record<RunState, number>;
  companies: { slug: string; name: string }[];
  queue: QueueLine[];
  /** Workers that are connected to the database now. */
  workers: number;
};

/**
 * How the companies' jobs went, for the platform's operator, whom row-level security shows the runs and the companies'
 * names and nothing else; for anybody else the page is empty.
 */
export function loadJobsPage(operatorId: string, view: JobsView, at: Date): Promise<JobsPage> {
  return inScope({ userId: operatorId }, async (tx) => {
    const found = await readRuns(tx, view);
    const shown = found.slice(0, RUNS_PAGE_SIZE);
    const last = shown.at(-1);
    return {
      runs: shown.map(lineOf),
      next: last && found.length > RUNS_PAGE_SIZE ? writeRunCursor(last) : null,
      counts: await readCounts(tx),
      companies: await tx.tenant.findMany({ select: { slug: true, name: true }, orderBy: { name: "asc" } }),
      queue: await readQueue(tx, at),
      workers: await countWorkers(tx),
    };
  });
}

type FoundRun = Omit<RunLine, "state"> & { rank: number };

const lineOf = ({ rank, ...run }: FoundRun): RunLine => ({ ...run, state: stateOf(rank) });

/**
 * A run that says "running" is worked at only while its lock is held (lib/jobs/run-once.ts); without the lock it was cut
 * off. One that failed is tried again while the queue still has its job. What is no job of the queue (the letters of a
 * week, lib/queries/digest-delivery.ts) is a company's own record: the run that writes them says how that went.
 */
const RANKED_RUNS = `
  with held as materialized (
    select (classid::bigint << 32) | objid::bigint as key from pg_locks
    where locktype = 'advisory' and objsubid = 1 and granted
      and database = (select oid from pg_database where datname = current_database())
  ), ranked as (
    select r.*, q.run_at as next_try_at,
      case r.status
        when 'completed' then ${rankOf("completed")}
        when 'failed' then case when q.id is null then ${rankOf("failed")} else ${rankOf("retrying")} end
        else case when hashtextextended('run:' || r.tenant_id || ':' || r.job || ':' || r.run_for, 0) in (select key from held)
          then ${rankOf("running")} else ${rankOf("cut_off")} end
      end as rank
    from job_runs r
    left join graphile_worker._private_jobs q on r.status <> 'completed' and q.attempts < q.max_attempts
      and q.key = r.job || ':' || r.tenant_id || ':' || r.run_for
    where r.job in (${JOB_NAMES.map((job) => `'${job}'`).join(", ")})
  )`;

function readRuns(tx: Transaction, { state, job, company, after }: JobsView): Promise<FoundRun[]> {
  const cursor = readRunCursor(after);
  return tx.$queryRawUnsafe<FoundRun[]>(
    `${RANKED_RUNS}
    select k.id, k.tenant_id as "tenantId", t.name as company, t.slug as "companySlug", k.job, k.run_for as "runFor",
      k.rank, k.attempts, k.started_at as "startedAt", k.finished_at as "finishedAt", k.error,
      k.details->>'no_cycle' as note, k.next_try_at as "nextTryAt"
    from ranked k join tenants t on t.id = k.tenant_id
    where ($1::integer is null or k.rank = $1) and ($2::text is null or k.job = $2) and ($3::text is null or t.slug = $3)
      and ($4::integer is null or k.rank > $4
        or k.rank = $4 and (k.started_at, k.id) < ($5::timestamptz, $6::uuid))
    order by k.rank, k.started_at desc, k.id desc limit ${RUNS_PAGE_SIZE + 1}`,
    state === undefined ? null : rankOf(state),
    job ?? null,
    company ?? null,
    cursor?.rank ?? null,
    cursor?.startedAt.toISOString() ?? null,
    cursor?.id ?? null,
  );
}

async function readCounts(tx: Transaction): Promise<JobsPage["counts"]> {
  const rows = await tx.$queryRawUnsafe<{ rank: number; count: number }[]>(
    `${RANKED_RUNS} select rank, count(*)::integer as count from ranked group by rank`,
  );
  const counts = { failed: 0, cut_off: 0, retrying: 0, running: 0, completed: 0 };
  for (const { rank, count } of rows) counts[stateOf(rank)] = count;
  return counts;
}

type Waiting = { job: string; due: number; later: number; givenUp: number };

async function readQueue(tx: Transaction, at: Date): Promise<QueueLine[]> {
  const waiting = await tx.$queryRaw<Waiting[]>`
    select t.identifier as job,
      (count(*) filter (where j.attempts < j.max_attempts and j.run_at <= now()))::integer as due,
      (count(*) filter (where j.attempts < j.max_attempts and j.run_at > now()))::integer as later,
      (count(*) filter (where j.attempts >= j.max_attempts and j.locked_at is null))::integer as "givenUp"
    from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id group by 1`;
  const rung = await tx.$queryRaw<{ job: string; at: Date | null }[]>`
    select identifier as job, last_execution as at from graphile_worker._private_known_crontabs`;
  return JOB_NAMES.map((job) => {
    const { title, bell } = jobEntry(job);
    const { due, later, givenUp } = waiting.find((each) => each.job === job) ?? {
      due: 0,
      later: 0,
      givenUp: 0,
    };
    return {
      job,
      title,
      when: bell ? bellInWords(bell) : "when somebody has signed",
      lastRangAt: rung.find((each) => each.job === job)?.at ?? null,
      nextRingsAt: bell ? nextRing(bell, at) : null,
      due,
      later,
      givenUp,
    };
  });
}

async function countWorkers(tx: Transaction): Promise<number> {
  const [found] = await tx.$queryRaw<{ workers: number }[]>`
    select count(*)::integer as workers from pg_stat_activity
    where datname = current_database() and application_name = ${WORKER_APPLICATION_NAME}`;
  return found?.workers ?? 0;
}
