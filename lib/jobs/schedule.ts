import { type ParsedCronItem, parseCronItems } from "graphile-worker";
import type { Job } from "./job";
import type { JobName } from "./job-names";

/** The one task that the clock starts: it asks for a job for each company. */
export const RING = "ring";

/** The clock only says that it is time; what a run is for, and when now is, is asked when the bell is answered. */
export type Ring = { job: JobName };

/**
 * The bells as graphile-worker's clock takes them. It writes down in the database when each last rang, so any number of
 * workers ring it once; and a worker that comes back rings what was missed, within the time that the bell allows.
 */
export function bellsOf(jobs: readonly Job[]): ParsedCronItem[] {
  return parseCronItems(
    jobs.flatMap(({ name, bell }) =>
      bell === undefined
        ? []
        : [
            {
              task: RING,
              match: bell.cron,
              identifier: name,
              payload: { job: name } satisfies Ring,
              options: {
                backfillPeriod: bell.catchUpMinutes * 60_000,
                jobKey: `${RING}:${name}`,
                maxAttempts: 10,
              },
            },
          ],
    ),
  );
}
