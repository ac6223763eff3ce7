// A worker in a process of its own, with one job whose every step leaves a row that a test can count. It tells its
// parent where it stands, and stands still where it is told to, so that a test can end it exactly there.
import { inTenant } from "../../db/tenant-transaction";
import { fail } from "../../failures";
import type { BellTime } from "../bell";
import { type Job, JobFailure, type RunningWork } from "../job";
import { JOBS } from "../job-names";
import { startWorker } from "../worker";

export type TestOrders = {
  /** Does the jobs of the application instead. */
  inEarnest?: boolean;
  /** Stands still in the middle of the first attempt for this company. */
  standStillFor?: string;
  /** Fails in words, or as a bug, for this company, in attempts up to this number. */
  failFor?: { tenantId: string; attempts: number; asBug?: boolean };
  /** The clock rings each day at this time; else not at all. */
  ringsAt?: BellTime;
};

export const SECRET_OF_A_COMPANY = "ARR of Alpha is 12345678";

const orders: TestOrders = JSON.parse(process.env.TEST_ORDERS ?? "{}");

const step = (run: RunningWork, name: string) =>
  inTenant(run, async (tx) => {
    await tx.$executeRaw`insert into test_steps values (${run.tenantId}::uuid, ${run.runFor}, ${run.attempt}, ${name})`;
  });

async function work(run: RunningWork): Promise<Record<string, never>> {
  await step(run, "begun");
  if (orders.failFor?.tenantId === run.tenantId && run.attempt <= orders.failFor.attempts) {
    if (orders.failFor.asBug) throw new Error(SECRET_OF_A_COMPANY);
    throw new JobFailure(fail("INSUFFICIENT_DATA", "There is no figure for yesterday yet.").failure);
  }
  await inTenant(run, async (tx) => {
    await tx.$executeRaw`insert into test_steps values (${run.tenantId}::uuid, ${run.runFor}, ${run.attempt}, 'effect')`;
    await run.complete(tx, { effect: true });
    if (orders.standStillFor === run.tenantId && run.attempt === 1) {
      process.send?.({ standsStill: run.tenantId });
      await new Promise(() => undefined);
    }
  });
  return {};
}

const job: Job = { name: "daily", work };

const worker = await startWorker({
  url: process.env.DATABASE_URL ?? "",
  jobs: orders.inEarnest ? (await import("../tasks")).ALL_JOBS : [job],
  bells: orders.ringsAt ? [{ job: "daily", bell: { ...JOBS.daily.bell, ...orders.ringsAt } }] : [],
  say: (line) => process.stderr.write(`${line}\n`),
  onFatal: (reason) => {
    process.stderr.write(`${reason}\n`);
    process.exit(1);
  },
});
process.on("SIGTERM", () => worker.stop());
process.send?.({ started: true });
await worker.ended;
process.disconnect?.();
