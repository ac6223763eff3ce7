// What the queue does for companies: one line a job. Apart from the work itself, because commands that ask for a job
// must not load what the jobs do.
import * as z from "zod";

export const JOBS = {
  daily: { title: "Daily run", once: "a day", maxAttempts: 8 },
  weekly_digest: { title: "Weekly digest", once: "a week", maxAttempts: 8 },
  check_triggers: { title: "Check of triggers", once: "an hour", maxAttempts: 3 },
  execute_actions: { title: "Signed actions", once: "a signature", maxAttempts: 8 },
} as const;

export type JobName = keyof typeof JOBS;

export const JOB_NAMES = Object.keys(JOBS) as [JobName, ...JobName[]];

/** What a job knows: whose it is and what it is done once for. The queue is no place for a company's figures. */
export const jobPayloadSchema = z.strictObject({
  tenant_id: z.guid(),
  /** A day, a week, an hour, a request: together with the job and the company, what happens once. */
  run_for: z.string().min(1).max(200),
  action_ids: z.array(z.guid()).max(100).optional(),
});

export type JobPayload = z.infer<typeof jobPayloadSchema>;

export const jobKeyOf = (job: string, { tenant_id, run_for }: JobPayload) => `${job}:${tenant_id}:${run_for}`;

/** All jobs of one company wait in one line, so that two never work on it at once. */
export const queueOf = (tenantId: string) => `company:${tenantId}`;
