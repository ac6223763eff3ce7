import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { withClient } from "@/scripts/database/prepare";
import { connect, disconnect } from "../db/client";
import { inTenant } from "../db/tenant-transaction";
import { createTestDatabase, type TestDatabase } from "../db/testing/test-database";
import { openMailServer } from "../mail/mail-server";
import { headersOf, openPostOffice, type PostOffice } from "../mail/testing/smtp-post-office";
import { DIGEST_MAIL_JOB, digestDelivery } from "../queries/digest-delivery";
import { writeSnapshots } from "../queries/testing/metric-snapshots";
import { writeCycle } from "../queries/testing/optimized-week";
import type { Post } from "./mail-weekly-digest";
import { makeWeeklyDigest } from "./make-weekly-digest";
import { type Company, createCompany } from "./testing/company";

const WEEK = "2026-03-16";
const at = new Date("2026-03-23T02:10:00Z");
const minutesLater = (minutes: number) => new Date(at.getTime() + minutes * 60_000);

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  connect(database.appUrl);
  Object.assign(process.env, { DATABASE_URL: database.appUrl, NEXTAUTH_SECRET: randomUUID() + randomUUID() });
});
afterAll(disconnect);

const open: PostOffice[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((office) => office.stop()));
});

async function kept(opening: Promise<PostOffice>): Promise<PostOffice> {
  const office = await opening;
  open.push(office);
  return office;
}

const SHORT = { connectMs: 500, silentMs: 500, letterMs: 2000 };
const postOf = (office: PostOffice): Post => ({
  server: openMailServer(office.settings, SHORT),
  address: "https://revenue-os.example",
});
const OFF: Post = { server: null, address: null };

/** A company with a CFO, a CEO and a week of figures. */
async function company(name = "Acme") {
  const made = await createCompany(name);
  const [cfo, ceo] = [await made.hire("CFO", "Naledi Okonkwo"), await made.hire("CEO", "Viktor Halloran")];
  await writeSnapshots(made.tenantId, [
    { metric: "payback_months", day: "2026-03-15", value: 13.6 },
    { metric: "payback_months", day: "2026-03-22", value: 12.4 },
    { metric: "gross_margin_pct", day: "2026-03-22", value: null },
  ]);
  return { ...made, cfo, ceo };
}

const stored = ({ tenantId }: Pick<Company, "tenantId">) =>
  inTenant({ tenantId }, (tx) => tx.weeklyCfoSnapshot.findMany({ where: { tenantId } }));
const runOf = ({ tenantId }: Pick<Company, "tenantId">) =>
  inTenant({ tenantId }, (tx) => tx.jobRun.findFirst({ where: { tenantId, job: DIGEST_MAIL_JOB } }));

/** The words of a message that nodemailer wrote in quoted-printable. */
const wordsOf = (source: string) =>
  Buffer.from(
    source
      .replace(/=\r?\n/g, "")
      .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
    "latin1",
  ).toString("utf8");

describe("the week that is stored", () => {
  test("holds the figures as they stand; what is unknown stays unknown", async () => {
    const acme = await company();
    await writeCycle(acme.tenantId, "2026-03-17T02:00:00Z", {
      gates: [{ gate: "payback_exceeded", observed: 18, threshold: 15 }],
      actions: [
        { startedAt: "2026-03-17T03:00:00Z", measuredAt: "2026-03-20T03:00:00Z", outcome: "improved" },
      ],
    });
    const made = await makeWeeklyDigest(acme.tenantId, { weekStart: WEEK }, at, OFF);
    expect(made).toEqual({
      ok: true,
      value: { weekStart: WEEK, computedAt: at, mailing: { state: "off" } },
    });
    const [week] = await stored(acme);
    expect(week).toMatchObject({
      computedAt: at,
      grossMarginPct: null,
      cacBlended: null,
      actionsTotal: 1,
      actionsImproved: 1,
      actionsHurt: 0,
      gatesTriggered: ["payback_exceeded"],
      mode: "UNKNOWN",
      openEscalations: 0,
    });
    expect(Number(week?.paybackMonths)).toBe(12.4);
  });

  test("made again after late events it says what the figures have become, in the same row", async () => {
    const acme = await company();
    await makeWeeklyDigest(acme.tenantId, { weekStart: WEEK }, at, OFF);
    await inTenant(
      acme,
      (tx) => tx.$executeRaw`update metric_snapshots_daily set value = 14 where metric_id = 'payback_months'`,
    );
    await makeWeeklyDigest(acme.tenantId, { weekStart: WEEK }, minutesLater(5), OFF);
    const weeks = await stored(acme);
    expect(weeks.map((week) => [Number(week.paybackMonths), week.computedAt])).toEqual([
      [14, minutesLater(5)],
    ]);
  });

  test("ten at once leave one row", async () => {
    const acme = await company();
    const all = await Promise.all(
      Array.from({ length: 10 }, () => makeWeeklyDigest(acme.tenantId, { weekStart: WEEK }, at, OFF)),
    );
    expect(all.every(({ ok }) => ok)).toBe(true);
    expect(await stored(acme)).toHaveLength(1);
  });

  test("is nobody else's to see", async () => {
    const [acme, other] = [await company(), await company("Other")];
    await makeWeeklyDigest(acme.tenantId, { weekStart: WEEK }, at, OFF);
    const seen = await inTenant(other.cfo, (tx) => tx.weeklyCfoSnapshot.findMany());
    expect(seen).toEqual([]);
  });

  test.each([
    ["a day that is no Monday", "2026-03-17"],
    ["a week that has not begun", "2026-03-30"],
  ])("%s is refused", async (_, weekStart) => {
    const acme = await company();
    expect(await makeWeeklyDigest(acme.tenantId, { weekStart }, at, OFF)).toMatchObject({
      ok: false,
      failure: { code: "INVALID_INPUT" },
    });
    expect(await stored(acme)).toEqual([]);
  });

  test("a company that does not exist has no week", async () => {
    expect(await makeWeeklyDigest(randomUUID(), { weekStart: WEEK }, at, OFF)).toMatchObject({
      failure: { code: "TENANT_NOT_FOUND" },
    });
  });
});

describe("the e-mail of a week", () => {
  test("goes to the CFO and the CEO, one letter each, with figures, days, changes and links", async () => {
    const office = await kept(openPostOffice());
    const acme = await company();
    await acme.hire("FP&A");
    await acme.hire("Auditor");
    const made = await makeWeeklyDigest(acme.tenantId, { weekStart: WEEK }, at, postOf(office));
    expect(made).toMatchObject({ value: { mailing: { state: "sent" } } });
    expect(office.received.map(({ to }) => to)).toEqual([
      [`${acme.ceo.userId}@example.com`],
      [`${acme.cfo.userId}@example.com`],
    ]);
    const words = wordsOf(office.received[1]?.source ?? "");
    expect(words).toContain("CAC payback: 12.4 months (as of 22 Mar 2026)");
    expect(words).toContain("better: down 1.2 months from 13.6 months on 15 Mar 2026");
    expect(words).toContain("no value (could not be calculated for 22 Mar 2026)");
    expect(words).toContain("no value (no day of this week has been computed)");
    expect(words).toContain(`https://revenue-os.example/c/company-${acme.tenantId}/digest?week=${WEEK}`);
    expect(words).toContain("You receive this as CFO of Acme.");
  });

  test("goes once: the digest made again, or by many at once, writes to nobody twice", async () => {
    const office = await kept(openPostOffice());
    const acme = await company();
    const post = postOf(office);
    const make = (later: number) =>
      makeWeeklyDigest(acme.tenantId, { weekStart: WEEK }, minutesLater(later), post);
    const states = (await Promise.all([make(0), make(0), make(0), make(0)])).map(
      (made) => made.ok && made.value.mailing.state,
    );
    expect(states.filter((state) => state === "sent")).toHaveLength(1);
    expect(states.filter((state) => state === "under_way" || state === "done_before")).toHaveLength(3);
    expect(await make(60)).toMatchObject({ value: { mailing: { state: "done_before" } } });
    expect(office.received).toHaveLength(2);
  });

  test("of a week that still runs, or that is made again in bulk, is not sent", async () => {
    const office = await kept(openPostOffice());
    const acme = await company();
    for (const order of [{ weekStart: "2026-03-23" }, { weekStart: WEEK, mail: false }]) {
      expect(await makeWeeklyDigest(acme.tenantId, order, at, postOf(office))).toMatchObject({
        value: { mailing: { state: "not_asked" } },
      });
    }
    expect(office.received).toEqual([]);
    expect(await stored(acme)).toHaveLength(2);
  });

  test("reaches nobody who has left, is disabled, or exists only for a demonstration that is none", async () => {
    const office = await kept(openPostOffice());
    const acme = await company();
    const { userId } = await acme.hire("CFO", "Demo");
    await inTenant(acme, (tx) =>
      tx.membership.update({
        where: { tenantId_userId: { tenantId: acme.tenantId, userId: acme.cfo.userId } },
        data: { endedAt: at },
      }),
    );
    await withClient(database.superuserUrl, async (client) => {
      await client.query("update users set disabled_at = now() where id = $1", [acme.ceo.userId]);
      await client.query("update users set is_demo = true where id = $1", [userId]);
    });
    const make = () => makeWeeklyDigest(acme.tenantId, { weekStart: WEEK }, at, postOf(office));
    expect(await make()).toMatchObject({ value: { mailing: { state: "sent" } } });
    expect(office.received.map(({ to }) => to)).toEqual([[`${userId}@example.com`]]);
  });

  test("of a company without CFO and CEO goes to nobody, and says so", async () => {
    const office = await kept(openPostOffice());
    const made = await createCompany();
    expect(await makeWeeklyDigest(made.tenantId, { weekStart: WEEK }, at, postOf(office))).toMatchObject({
      value: { mailing: { state: "nobody" } },
    });
  });

  test("of a company whose name holds line breaks and tags adds no header, no recipient and no tag", async () => {
    const office = await kept(openPostOffice());
    const acme = await company('Acme\r\nBcc: all@acme.example\r\n\r\n<img src="x"> & Söhne');
    await makeWeeklyDigest(acme.tenantId, { weekStart: WEEK }, at, postOf(office));
    expect(office.received).toHaveLength(2);
    for (const { source, to } of office.received) {
      expect(to).toHaveLength(1);
      const names = headersOf(source).map((line) => line.split(":")[0]?.toLowerCase());
      expect(names).not.toContain("bcc");
      expect(names.filter((name) => name === "to" || name === "subject")).toHaveLength(2);
      const html = wordsOf(source).split("text/html")[1] ?? "";
      expect(html).toContain("&#60;img");
      expect(html).not.toContain("<img");
      expect(wordsOf(source)).toContain("Söhne");
    }
  });
});

describe("mail that fails", () => {
  test("loses nothing: the week is stored, the reason is on record, and the next attempt sends", async () => {
    const down = await openPostOffice();
    await down.stop();
    const acme = await company();
    const made = await makeWeeklyDigest(acme.tenantId, { weekStart: WEEK }, at, postOf(down));
    expect(made).toMatchObject({ ok: true, value: { mailing: { state: "failed" } } });
    expect(await stored(acme)).toHaveLength(1);
    expect(await runOf(acme)).toMatchObject({
      status: "failed",
      runFor: WEEK,
      error: "2 of 2 letters did not go: The mail server could not be reached.",
    });
    const office = await kept(openPostOffice());
    const again = await makeWeeklyDigest(acme.tenantId, { weekStart: WEEK }, minutesLater(1), postOf(office));
    expect(again).toMatchObject({ value: { mailing: { state: "sent" } } });
    expect(office.received).toHaveLength(2);
    expect(await runOf(acme)).toMatchObject({ status: "completed", error: null, attempts: 2 });
  });

  test("for one reader: the other has a letter, and only the first is written to again", async () => {
    const acme = await company();
    const refuses = await kept(
      openPostOffice({
        onRcptTo: ({ address }, _session, done) =>
          address.startsWith(acme.ceo.userId)
            ? done(Object.assign(new Error("no such mailbox"), { responseCode: 550 }))
            : done(),
      }),
    );
    await makeWeeklyDigest(acme.tenantId, { weekStart: WEEK }, at, postOf(refuses));
    expect(refuses.received.map(({ to }) => to)).toEqual([[`${acme.cfo.userId}@example.com`]]);
    const delivery = await inTenant(acme.cfo, (tx) => digestDelivery(tx, acme.tenantId, WEEK));
    expect(delivery?.letters).toEqual([
      expect.objectContaining({
        name: "Viktor Halloran",
        sent: false,
        reason: expect.stringContaining("refused"),
      }),
      expect.objectContaining({ name: "Naledi Okonkwo", sent: true, reason: null }),
    ]);
    const office = await kept(openPostOffice());
    await makeWeeklyDigest(acme.tenantId, { weekStart: WEEK }, minutesLater(1), postOf(office));
    expect(office.received.map(({ to }) => to)).toEqual([[`${acme.ceo.userId}@example.com`]]);
  });

  test("after a process died while it wrote: others wait, and one takes over once it is surely gone", async () => {
    const office = await kept(openPostOffice());
    const acme = await company();
    const { tenantId } = acme;
    const letter = {
      user_id: acme.ceo.userId,
      sent: true,
      at: at.toISOString(),
      reason: null,
      smtp_code: null,
    };
    await inTenant(acme, (tx) =>
      tx.jobRun.create({
        data: {
          tenantId,
          job: DIGEST_MAIL_JOB,
          runFor: WEEK,
          status: "running",
          startedAt: at,
          details: { letters: [letter] },
        },
      }),
    );
    const make = (later: number) =>
      makeWeeklyDigest(tenantId, { weekStart: WEEK }, minutesLater(later), postOf(office));
    expect(await make(2)).toMatchObject({ value: { mailing: { state: "under_way" } } });
    expect(office.received).toEqual([]);
    expect(await make(11)).toMatchObject({ value: { mailing: { state: "sent" } } });
    expect(office.received.map(({ to }) => to)).toEqual([[`${acme.cfo.userId}@example.com`]]);
  });

  test("what is on record names people by id alone, and never in a server's words", async () => {
    const acme = await company();
    const office = await kept(
      openPostOffice({
        onRcptTo: ({ address }, _session, done) =>
          done(Object.assign(new Error(`<${address}> is unknown`), { responseCode: 550 })),
      }),
    );
    await makeWeeklyDigest(acme.tenantId, { weekStart: WEEK }, at, postOf(office));
    const record = JSON.stringify(await runOf(acme), (_, value) =>
      typeof value === "bigint" ? null : value,
    );
    expect(record).toContain(acme.cfo.userId);
    expect(record).not.toMatch(/@|Okonkwo|unknown/);
  });
});
