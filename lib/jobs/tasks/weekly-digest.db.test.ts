import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createCompany } from "../../commands/testing/company";
import { connect, disconnect } from "../../db/client";
import { inTenant } from "../../db/tenant-transaction";
import { createTestDatabase } from "../../db/testing/test-database";
import { openPostOffice, type PostOffice } from "../../mail/testing/smtp-post-office";
import { runOnce } from "../run-once";
import { weeklyDigest } from "./weekly-digest";

const WEEK = "2026-03-16";
const at = new Date("2026-03-23T06:00:00Z");

let office: PostOffice;
let takesLetters = false;

// The mail server as the environment names it, the way a worker finds it.
beforeAll(async () => {
  const { appUrl } = await createTestDatabase();
  connect(appUrl);
  office = await openPostOffice({
    onMailFrom: (_address, _session, done) =>
      takesLetters ? done() : done(Object.assign(new Error("closed for today"), { responseCode: 451 })),
  });
  Object.assign(process.env, {
    DATABASE_URL: appUrl,
    NEXTAUTH_SECRET: randomUUID() + randomUUID(),
    SMTP_URL: `smtp://${office.settings.host}:${office.settings.port}`,
    SMTP_FROM: "Revenue OS <digest@revenue-os.example>",
  });
});
afterAll(() => Promise.all([office.stop(), disconnect()]));

test("a week whose letters did not go is stored, its run fails in words, and the next attempt sends them once", async () => {
  const company = await createCompany();
  const { tenantId } = company;
  const { userId } = await company.hire("CFO", "Naledi Okonkwo");
  const attempt = () =>
    runOnce(tenantId, weeklyDigest.name, WEEK, at, (run) =>
      weeklyDigest.work({ ...run, payload: { tenant_id: tenantId, run_for: WEEK } }),
    );
  const rows = () =>
    inTenant(company, async (tx) => ({
      run: await tx.jobRun.findFirst({ where: { tenantId, job: weeklyDigest.name } }),
      weeks: await tx.weeklyCfoSnapshot.count({ where: { tenantId } }),
    }));

  await expect(attempt()).rejects.toThrow("weekly_digest failed");
  expect(await rows()).toMatchObject({
    weeks: 1,
    run: {
      status: "failed",
      error:
        "The figures are stored. 1 of 1 letters did not go: The mail server refused the sender or the recipient.",
    },
  });

  takesLetters = true;
  expect(await attempt()).toBe("done");
  expect(await attempt()).toBe("already done");
  expect(office.received.map(({ to }) => to)).toEqual([[`${userId}@example.com`]]);
  expect((await rows()).run).toMatchObject({
    status: "completed",
    details: { mailing: "sent" },
    attempts: 2,
  });
});
