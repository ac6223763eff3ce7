import type { Failure, Result } from "../failures";
import type { JobName, JobPayload } from "./job-names";
import type { RunningJob } from "./run-once";

/** What came of a run, for the operator: counts and words, never a company's figures. */
export type Details = Record<string, string | number | boolean | null | readonly string[]>;

/** A job of the queue: the same shape for each, listed in tasks/index.ts. */
export type Job = {
  name: JobName;
  /**
   * Done for one company. `at` is that company's present. It may be cut off anywhere and begun again, so each step
   * either is idempotent or completes the run in its own transaction (`run.complete`).
   */
  work(run: RunningWork): Promise<Details>;
};

export type RunningWork = RunningJob & { payload: JobPayload };

/** An expected failure of a command, thrown so that the run fails with these words. */
export class JobFailure extends Error {
  constructor(readonly failure: Failure) {
    super(failure.message);
  }
}

export function succeeded<T>(result: Result<T>): T {
  if (!result.ok) throw new JobFailure(result.failure);
  return result.value;
}
