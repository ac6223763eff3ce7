import { makeWeeklyDigest } from "../../commands/make-weekly-digest";
import { mondayOf } from "../../queries/cfo-week";
import { addDays, isoDate } from "../../queries/cycle-calendar";
import { type Job, succeeded } from "../job";

/** The week that is over, by its Monday. */
const lastWeek = (at: Date): string => addDays(mondayOf(isoDate(at)), -7);

export const weeklyDigest: Job = {
  name: "weekly_digest",
  // Caught up until the Sunday after: the week that is over stays the same one until then.
  bell: { cron: "0 6 * * 1", catchUpMinutes: 7 * 24 * 60 - 6 * 60 - 1, runFor: lastWeek },
  async work({ tenantId, runFor, at }) {
    const { mailing } = succeeded(await makeWeeklyDigest(tenantId, { weekStart: runFor }, at));
    return { mailing: mailing.state };
  },
};
