import { type ParsedCronItem, parseCronItems } from "graphile-worker";
import { cronOf } from "./bell";
import { type Bell, JOB_NAMES, type JobName, jobEntry } from "./job-names";

/** The one task that the clock starts: it asks for a job for each company. */
export const RING = "ring";

/** The clock only says that it is time; what a run is for, and when now is, is asked when the bell is answered. */
export type Ring = { job: JobName };

export type Bells = readonly { job: JobName; bell: Bell }[];

export const ALL_BELLS: Bells = JOB_NAMES.flatMap((job) => {
  const { bell } = jobEntry(job);
  return bell === undefined ? [] : [{ job, bell }];
});

/**
 * The bells as graphile-worker's clock takes them. It writes down in the database when each last rang, so any number of
 * workers ring it once; and a worker that comes back rings what was missed, within the time that the bell allows.
 */
export function clockOf(bells: Bells): ParsedCronItem[] {
  return parseCronItems(
    bells.map(({ job, bell }) => ({
      task: RING,
      match: cronOf(bell),
      identifier: job,
      payload: { job } satisfies Ring,
      options: { backfillPeriod: bell.catchUpMinutes * 60_000, jobKey: `${RING}:${job}`, maxAttempts: 10 },
    })),
  );
}
