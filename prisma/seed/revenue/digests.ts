import { makeWeeklyDigest } from "../../../lib/commands/make-weekly-digest";
import { newestWholeWeek } from "../../../lib/queries/cfo-week";
import { addDays } from "../../../lib/queries/cycle-calendar";
import type { SeedStep } from "../cycle-steps";
import { type CompanyStory, momentOf, type SeedCalendar } from "../generator/company";

/** As many as the metrics of the demonstration reach back. */
const WEEKS = 12;

/** The weekly digests that the schedule would have stored, on Mondays at six; no letter of the past is sent. */
export function digestSteps({ name, tenantId }: CompanyStory, { anchor }: SeedCalendar): SeedStep[] {
  const newest = newestWholeWeek(anchor);
  return Array.from({ length: WEEKS }, (_, back) => {
    const weekStart = addDays(newest, -7 * back);
    const at = new Date(momentOf(addDays(weekStart, 7), 6));
    return {
      at,
      async run() {
        const made = await makeWeeklyDigest(tenantId, { weekStart, mail: false }, at);
        if (!made.ok) throw new Error(`${name}: ${made.failure.message}`);
      },
    };
  }).filter(({ at }) => at <= anchor);
}
