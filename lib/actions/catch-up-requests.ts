import type { Viewer } from "../auth/viewer";
import { now } from "../clock";
import { catchUpOpenRequests } from "../commands/reevaluate-open-requests";
import { type Result, settle } from "../failures";

/**
 * Run by the pages that show where requests stand, before they read: decides again what a cycle, a policy or
 * the turn of the month left behind. Almost always there is nothing to do, and one row says so. Not a server
 * action: nobody can post it, the pages alone set it off.
 */
export function catchUpRequests(viewer: Viewer): Promise<Result<unknown>> {
  return settle(() => catchUpOpenRequests(viewer.tenantId, now()));
}
