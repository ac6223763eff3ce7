import { now } from "../clock";
import { inScope } from "../db/tenant-transaction";
import { enqueueForEach } from "./enqueue";
import type { Job } from "./job";
import { listTenantIds } from "./tenants";

/** One job for each company, so that one company's failure is its own. Ringing twice asks for the same jobs. */
export async function ring(job: Job): Promise<number> {
  if (job.bell === undefined) throw new Error(`${job.name} has no bell`);
  const run_for = job.bell.runFor(now());
  const tenants = await listTenantIds();
  await inScope({}, (tx) =>
    enqueueForEach(
      tx,
      job.name,
      tenants.map((tenant_id) => ({ tenant_id, run_for })),
    ),
  );
  return tenants.length;
}
