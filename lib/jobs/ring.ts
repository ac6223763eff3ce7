import { now } from "../clock";
import { inScope } from "../db/tenant-transaction";
import { enqueueForEach } from "./enqueue";
import { type JobName, jobEntry } from "./job-names";
import { listTenantIds } from "./tenants";

/** One job for each company, so that one company's failure is its own. Ringing twice asks for the same jobs. */
export async function ring(job: JobName): Promise<number> {
  const { bell } = jobEntry(job);
  if (bell === undefined) return 0;
  const run_for = bell.runFor(now());
  const tenants = await listTenantIds();
  await inScope({}, (tx) =>
    enqueueForEach(
      tx,
      job,
      tenants.map((tenant_id) => ({ tenant_id, run_for })),
    ),
  );
  await forgetGivenUp();
  return tenants.length;
}

/** What was given up on stands in job_runs; the queue forgets it after a week. */
async function forgetGivenUp(): Promise<void> {
  await inScope({}, async (tx) => {
    await tx.$executeRaw`
      select count(*) from graphile_worker.complete_jobs(array(
        select id from graphile_worker._private_jobs
        where attempts >= max_attempts and locked_at is null and updated_at < now() - interval '7 days'))`;
  });
}
