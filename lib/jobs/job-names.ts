// What the queue does for companies: one entry a job. Apart from the work itself, because commands that ask for a job
// and screens that speak of it must not load what the jobs do.
import * as z from "zod";
import { mondayOf } from "../queries/cfo-week";
import { addDays, isoDate } from "../queries/cycle-calendar";
import type { BellTime } from "./bell";

export type Bell = BellTime & {
  /** How long after it a worker that comes back still rings it. Shorter than its period, so it is never rung twice. */
  catchUpMinutes: number;
  /** What a run at this moment is for. */
  runFor(at: Date): string;
};

export type JobEntry = { title: string; maxAttempts: number; bell?: Bell };

const DAY_MINUTES = 24 * 60;

export const JOBS = {
  daily: {
    title: "Daily run",
    maxAttempts: 8,
    // Caught up until midnight: after that the next night's run does the same and more.
    bell: { hour: 2, minute: 0, catchUpMinutes: 22 * 60 - 1, runFor: isoDate },
  },
  weekly_digest: {
    title: "Weekly digest",
    maxAttempts: 8,
    // For the week that is over. Caught up until Sunday: until then that is the same one.
    bell: {
      weekday: 1,
      hour: 6,
      minute: 0,
      catchUpMinutes: 7 * DAY_MINUTES - 6 * 60 - 1,
      runFor: (at) => addDays(mondayOf(isoDate(at)), -7),
    },
  },
  check_triggers: {
    title: "Check of triggers",
    maxAttempts: 3,
    // A missed hour is not caught up: the next looks at everything again.
    bell: { minute: 7, catchUpMinutes: 0, runFor: (at) => `${at.toISOString().slice(0, 13)}:00Z` },
  },
  execute_actions: { title: "Signed actions", maxAttempts: 8 },
  notices: {
    title: "Notices",
    maxAttempts: 8,
    // Reminders, and what could not be delivered before; asked for besides as soon as somebody is told something.
    bell: { minute: 22, catchUpMinutes: 0, runFor: (at) => `${at.toISOString().slice(0, 13)}:00Z` },
  },
} as const satisfies Record<string, JobEntry>;

export type JobName = keyof typeof JOBS;

export const JOB_NAMES = Object.keys(JOBS) as [JobName, ...JobName[]];

export const jobEntry = (job: JobName): JobEntry => JOBS[job];

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

/** One connection of each worker goes by this name, so that anybody who asks the database can count the workers. */
export const WORKER_APPLICATION_NAME = "revenue-os-worker";

/** The name of the lock that is held while a run is worked at. */
export const runLockOf = (tenantId: string, job: string, runFor: string) =>
  `run:${tenantId}:${job}:${runFor}`;
