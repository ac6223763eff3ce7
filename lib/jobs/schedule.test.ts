import { describe, expect, test } from "vitest";
import { bellInWords, cronOf, nextRing } from "./bell";
import { ALL_BELLS, clockOf } from "./schedule";

const MINUTE = 60_000;
const WEEK_MINUTES = 7 * 24 * 60;
// A Wednesday; the week after it holds every day once, and the turn of a month.
const FROM = new Date("2026-02-25T13:14:15Z");

const digest = (at: Date) => ({
  min: at.getUTCMinutes(),
  hour: at.getUTCHours(),
  date: at.getUTCDate(),
  month: at.getUTCMonth() + 1,
  dow: at.getUTCDay(),
});

describe.each(ALL_BELLS.map((entry) => [entry.job, entry.bell] as const))("%s", (job, bell) => {
  test("rings by the worker's clock exactly when the operator is told that it is due", () => {
    const [item] = clockOf([{ job, bell }]);
    const rings: string[] = [];
    const start = new Date(Math.ceil(FROM.getTime() / MINUTE) * MINUTE);
    for (let minute = 0; minute < WEEK_MINUTES; minute += 1) {
      const at = new Date(start.getTime() + minute * MINUTE);
      if (item?.match(digest(at))) rings.push(at.toISOString());
    }
    const told: string[] = [];
    for (let next = nextRing(bell, FROM); told.length < rings.length; next = nextRing(bell, next))
      told.push(next.toISOString());
    expect(rings.length).toBeGreaterThan(0);
    expect(told).toEqual(rings);
  });

  test("caught up late, is for the same day, week or hour as on time, and never reaches the next ring", () => {
    const due = nextRing(bell, FROM);
    const latest = new Date(due.getTime() + bell.catchUpMinutes * MINUTE);
    expect(latest < nextRing(bell, due)).toBe(true);
    expect(bell.runFor(latest)).toBe(bell.runFor(due));
    expect(bell.runFor(nextRing(bell, due))).not.toBe(bell.runFor(due));
  });
});

test("the night begins at two, the digest comes on Mondays at six and is for the week before", () => {
  const told = Object.fromEntries(ALL_BELLS.map(({ job, bell }) => [job, [cronOf(bell), bellInWords(bell)]]));
  expect(told).toEqual({
    daily: ["0 2 * * *", "each day at 02:00 UTC"],
    weekly_digest: ["0 6 * * 1", "Mondays at 06:00 UTC"],
    check_triggers: ["7 * * * *", "each hour at :07"],
    notices: ["22 * * * *", "each hour at :22"],
  });
  const digestBell = ALL_BELLS.find(({ job }) => job === "weekly_digest")?.bell;
  expect(digestBell?.runFor(new Date("2026-03-02T06:00:00Z"))).toBe("2026-02-23");
});
