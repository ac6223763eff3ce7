import { type DigestMailing, mailingInWords } from "../../commands/mail-weekly-digest";
import { makeWeeklyDigest } from "../../commands/make-weekly-digest";
import { fail, type Result, succeed } from "../../failures";
import { type Job, succeeded } from "../job";

/** The week that is over: its figures are stored, and its letters go where e-mail is on. */
export const weeklyDigest: Job = {
  name: "weekly_digest",
  async work({ tenantId, runFor, at }) {
    const { mailing } = succeeded(await makeWeeklyDigest(tenantId, { weekStart: runFor }, at));
    return { mailing: succeeded(delivered(mailing)) };
  },
};

/** A run whose letters did not all go fails, and is tried again: the figures are stored by then, and only they wait. */
function delivered(mailing: DigestMailing): Result<string> {
  if (mailing.state === "failed")
    return fail("MAIL_NOT_SENT", `The figures are stored. ${mailingInWords(mailing.letters)}`);
  if (mailing.state === "under_way")
    return fail("MAIL_NOT_SENT", "The figures are stored. The letters are being written by another worker.");
  return succeed(mailing.state);
}
