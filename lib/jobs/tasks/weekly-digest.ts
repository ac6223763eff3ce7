import { makeWeeklyDigest } from "../../commands/make-weekly-digest";
import { type Job, succeeded } from "../job";

/** The week that is over: its figures are stored, and its letters go where e-mail is on. */
export const weeklyDigest: Job = {
  name: "weekly_digest",
  async work({ tenantId, runFor, at }) {
    const { mailing } = succeeded(await makeWeeklyDigest(tenantId, { weekStart: runFor }, at));
    return { mailing: mailing.state };
  },
};
