import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeWeeklyDigest } from "../commands/make-weekly-digest";
import { createCompany } from "../commands/testing/company";
import { connect, disconnect } from "../db/client";
import { inTenant } from "../db/tenant-transaction";
import { createTestDatabase } from "../db/testing/test-database";
import { loadDigest } from "./digest";
import { DIGEST_MAIL_JOB } from "./digest-delivery";
import { writeSnapshots } from "./testing/metric-snapshots";

const WEEK = "2026-03-16";
// A Tuesday: the newest whole week is that of 16 March, and that of 23 March is running.
const at = new Date("2026-03-24T10:00:00Z");
const OFF = { server: null, address: null };

beforeAll(async () => {
  const { appUrl } = await createTestDatabase();
  connect(appUrl);
  Object.assign(process.env, { DATABASE_URL: appUrl, NEXTAUTH_SECRET: randomUUID() + randomUUID() });
});
afterAll(disconnect);

async function company() {
  const made = await createCompany();
  const cfo = await made.hire("CFO", "Naledi Okonkwo");
  await writeSnapshots(made.tenantId, [
    { metric: "payback_months", day: "2026-03-10", value: 13 },
    { metric: "payback_months", day: "2026-03-22", value: 12 },
  ]);
  return { ...made, cfo };
}

describe("the week that is shown", () => {
  test("is the newest whole one, unless the address names another or nonsense", async () => {
    const { cfo } = await company();
    const weekOf = async (asked: unknown) => (await loadDigest(cfo, asked, at)).digest?.week.weekStart;
    expect(await weekOf(undefined)).toBe(WEEK);
    expect(await weekOf("2026-03-12")).toBe("2026-03-09");
    expect(await weekOf("yesterday")).toBe(WEEK);
    expect(await weekOf(["2026-03-09", "2026-03-16"])).toBe(WEEK);
  });

  test("leads to the weeks before and after, from the first that is on record to the running one", async () => {
    const { cfo } = await company();
    const linksOf = async (asked: string) => {
      const { digest } = await loadDigest(cfo, asked, at);
      return [digest?.before, digest?.after, digest?.isRunning];
    };
    expect(await linksOf("2026-03-09")).toEqual([null, WEEK, false]);
    expect(await linksOf(WEEK)).toEqual(["2026-03-09", "2026-03-23", false]);
    expect(await linksOf("2026-03-23")).toEqual([WEEK, null, true]);
  });

  test("that has not begun is none, and the newest whole one is offered instead", async () => {
    const { cfo } = await company();
    expect(await loadDigest(cfo, "2026-03-30", at)).toEqual({
      digest: null,
      asked: "2026-03-30",
      newest: WEEK,
    });
  });

  test("of a company without any record has no value, no week before, and no error", async () => {
    const cfo = await (await createCompany()).hire("CFO");
    const { digest } = await loadDigest(cfo, undefined, at);
    expect(digest).toMatchObject({ before: null, stored: null });
    expect(digest?.week.figures.every(({ value, asOf }) => value === null && asOf === null)).toBe(true);
  });
});

test("what late events changed since the week was stored is named", async () => {
  const { cfo, tenantId } = await company();
  await makeWeeklyDigest(tenantId, { weekStart: WEEK }, at, OFF);
  expect((await loadDigest(cfo, WEEK, at)).digest?.stored).toEqual({ computedAt: at, changedSince: [] });
  await writeSnapshots(tenantId, [{ metric: "cac_blended", day: "2026-03-22", value: 900 }]);
  await inTenant(
    cfo,
    (tx) => tx.$executeRaw`update metric_snapshots_daily set value = 12.5 where date = '2026-03-22'`,
  );
  expect((await loadDigest(cfo, WEEK, at)).digest?.stored?.changedSince).toEqual([
    "payback_months",
    "cac_blended",
  ]);
});

describe("e-mail on the page", () => {
  test("is off, names who would get it, and has sent nothing", async () => {
    const { cfo } = await company();
    expect((await loadDigest(cfo, WEEK, at)).digest?.mail).toEqual({
      isOn: false,
      readers: [{ name: "Naledi Okonkwo", role: "CFO" }],
      ofThisWeek: null,
      newest: null,
    });
  });

  test("the letters of this week and the last ones are shown with who got them", async () => {
    const { cfo, tenantId } = await company();
    const letter = { user_id: cfo.userId, sent: true, at: at.toISOString(), reason: null, smtp_code: null };
    await inTenant(cfo, (tx) =>
      tx.jobRun.create({
        data: {
          tenantId,
          job: DIGEST_MAIL_JOB,
          runFor: "2026-03-09",
          status: "completed",
          startedAt: at,
          finishedAt: at,
          details: { letters: [letter] },
        },
      }),
    );
    const { mail } = (await loadDigest(cfo, WEEK, at)).digest ?? {};
    expect(mail?.ofThisWeek).toBeNull();
    expect(mail?.newest).toMatchObject({
      week: "2026-03-09",
      status: "completed",
      letters: [{ name: "Naledi Okonkwo", email: `${cfo.userId}@example.com`, sent: true }],
    });
  });
});
