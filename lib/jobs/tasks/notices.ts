import { ownPost } from "../../commands/mail-weekly-digest";
import { remindSigners } from "../../commands/remind-signers";
import { sendNotices } from "../../commands/send-notices";
import { inTenant } from "../../db/tenant-transaction";
import { demoAccountsAllowed } from "../../env";
import type { Job, RunningWork } from "../job";

const KEEP_RUNS_DAYS = 2;

/** Reminds of what is overdue, and delivers what people were told since. */
async function work({ tenantId, at }: RunningWork) {
  const reminders = await remindSigners(tenantId, at);
  const { sent, failed, waiting, skipped } = await sendNotices(tenantId, at, {
    ...ownPost(),
    localAllowed: demoAccountsAllowed(),
  });
  await forgetRuns(tenantId, at);
  return { reminders, sent, failed, waiting, skipped };
}

/** There is a run for whatever anybody is told; only failures, and the last days, are worth their rows. */
async function forgetRuns(tenantId: string, at: Date): Promise<void> {
  const before = new Date(at.getTime() - KEEP_RUNS_DAYS * 86_400_000);
  await inTenant({ tenantId }, (tx) =>
    tx.jobRun.deleteMany({
      where: { tenantId, job: "notices", status: "completed", startedAt: { lt: before } },
    }),
  );
}

export const notices: Job = { name: "notices", work };
