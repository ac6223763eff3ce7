import type { Transaction } from "../db/tenant-transaction";
import { JOBS, type JobName, type JobPayload, jobKeyOf, queueOf } from "./job-names";

export type EnqueueOptions = {
  /** Two jobs of one key are one job; by default the job, the company and what it is for. */
  jobKey?: string;
  /** Jobs of one queue run one after the other; by default all of a company's. */
  queueName?: string;
  /** Not before this moment; by default at once. */
  runAt?: Date;
};

/**
 * Asks for a job inside the caller's transaction: it runs soon after the commit, and never if there is none. Asking
 * again for the same thing asks once, and starts it at once where it was waiting to be tried again.
 */
export async function enqueue(
  tx: Transaction,
  job: JobName,
  payload: JobPayload,
  { jobKey = jobKeyOf(job, payload), queueName = queueOf(payload.tenant_id), runAt }: EnqueueOptions = {},
): Promise<void> {
  await tx.$executeRaw`
    select graphile_worker.add_job(${job}, ${JSON.stringify(payload)}::json, queue_name => ${queueName},
      max_attempts => ${JOBS[job].maxAttempts}::integer, job_key => ${jobKey}, run_at => ${runAt ?? null}::timestamptz)`;
}

/** Asks for the same job for many companies, in one statement. */
export async function enqueueForEach(
  tx: Transaction,
  job: JobName,
  payloads: readonly JobPayload[],
): Promise<void> {
  if (payloads.length === 0) return;
  const specs = payloads.map((payload) => ({
    payload,
    queue_name: queueOf(payload.tenant_id),
    job_key: jobKeyOf(job, payload),
  }));
  await tx.$executeRaw`
    select count(*) from graphile_worker.add_jobs((
      select array_agg((${job}, spec.payload, spec.queue_name, null::timestamptz,
        ${JOBS[job].maxAttempts}::integer, spec.job_key, null::integer, null::text[])::graphile_worker.job_spec)
      from json_to_recordset(${JSON.stringify(specs)}::json) as spec(payload json, queue_name text, job_key text)))`;
}
