import * as z from "zod";
import { JOB_NAMES, JOBS } from "../jobs/job-names";
import { CURSOR_ID, CURSOR_MOMENT } from "./page-cursor";

/** How a run stands, what needs the operator first. */
export const RUN_STATES = {
  failed: "Failed",
  cut_off: "Cut off",
  retrying: "Is tried again",
  running: "Running",
  completed: "Completed",
} as const;
export type RunState = keyof typeof RUN_STATES;

const STATES = Object.keys(RUN_STATES) as [RunState, ...RunState[]];
export const rankOf = (state: RunState): number => STATES.indexOf(state);
export const stateOf = (rank: number): RunState => STATES[rank] ?? "completed";

// A value that nobody could have chosen on the screen is as if it were not there: an old link still opens.
const optional = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined);

const CURSOR = new RegExp(`^([0-4])@(${CURSOR_MOMENT})@(${CURSOR_ID})$`);

const jobsView = z.object({
  state: optional(z.enum(STATES)),
  job: optional(z.enum(JOB_NAMES)),
  company: optional(z.string().regex(/^[a-z0-9-]{1,100}$/)),
  after: optional(z.string().regex(CURSOR)),
});

/** What the address of the jobs' page says. */
export type JobsView = z.infer<typeof jobsView>;

export function parseJobsView(params: Record<string, string | string[] | undefined>): JobsView {
  const single = Object.entries(params).map(([key, value]) => [key, Array.isArray(value) ? value[0] : value]);
  return jobsView.parse(Object.fromEntries(single));
}

export function jobsViewQuery(view: Partial<JobsView>): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(view)) if (value) query.set(key, value);
  return query.toString();
}

/** Where a page begins: after the run of this rank, start and id. */
export type RunCursor = { rank: number; startedAt: Date; id: string };

export function readRunCursor(text: string | undefined): RunCursor | null {
  const [, rank, startedAt, id] = CURSOR.exec(text ?? "") ?? [];
  if (rank === undefined || startedAt === undefined || id === undefined) return null;
  return { rank: Number(rank), startedAt: new Date(Number(startedAt)), id };
}

export const writeRunCursor = ({ rank, startedAt, id }: RunCursor): string =>
  `${rank}@${startedAt.getTime()}@${id}`;

/** A job of another version of this program is shown by its name. */
export const jobTitle = (job: string): string =>
  Object.entries(JOBS).find(([known]) => known === job)?.[1].title ?? job;

export const JOB_CHOICES = JOB_NAMES.map((job) => ({ value: job, label: JOBS[job].title }));
export const STATE_CHOICES = STATES.map((state) => ({ value: state, label: RUN_STATES[state] }));
