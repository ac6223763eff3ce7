import * as z from "zod";
import { inScope, inTenant } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import { enqueue } from "../jobs/enqueue";
import { JOB_NAMES } from "../jobs/job-names";

export const retryJobInput = z.strictObject({
  tenantId: z.guid(),
  job: z.enum(JOB_NAMES),
  runFor: z.string().min(1).max(200),
});
export type RetryJobInput = z.output<typeof retryJobInput>;

/**
 * Asks the queue to do a run again that failed or was cut off. The database shows the run to an operator alone, so
 * nobody else can even name one; and a run that completed meanwhile is not done twice (lib/jobs/run-once.ts).
 */
export function retryJob(
  operatorId: string,
  { tenantId, job, runFor }: RetryJobInput,
): Promise<Result<{ job: string }>> {
  return settle(async () => {
    const run = await inScope({ userId: operatorId }, (tx) =>
      tx.jobRun.findUnique({
        where: { tenantId_job_runFor: { tenantId, job, runFor } },
        select: { status: true },
      }),
    );
    if (run === null) return abort("NOT_FOUND", "There is no such run.");
    if (run.status === "completed") return abort("CONFLICT", "This run is complete already.");
    await inTenant({ tenantId }, (tx) => enqueue(tx, job, { tenant_id: tenantId, run_for: runFor }));
    return { job };
  });
}
