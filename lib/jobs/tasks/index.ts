import type { Job } from "../job";
import { checkTriggers } from "./check-triggers";
import { daily } from "./daily";
import { executeSignedActions } from "./execute-actions";
import { notices } from "./notices";
import { weeklyDigest } from "./weekly-digest";

/** Everything that the queue does, in one list. A further job is one file, one line here and one in job-names.ts. */
export const ALL_JOBS: readonly Job[] = [daily, weeklyDigest, checkTriggers, executeSignedActions, notices];
