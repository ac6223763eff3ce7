// Delivery over a real mail server and a real HTTP server.
import { createHmac, randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { connect, disconnect } from "../db/client";
import { inTenant } from "../db/tenant-transaction";
import { createTestDatabase } from "../db/testing/test-database";
import { runOnce } from "../jobs/run-once";
import { notices } from "../jobs/tasks/notices";
import { type MailServer, openMailServer } from "../mail/mail-server";
import { headersOf, openPostOffice, type PostOffice } from "../mail/testing/smtp-post-office";
import { openReceiver, type Receiver } from "../notices/testing/receiver";
import { mentionOf } from "../queries/mentions-in-text";
import { loadNoticeChannels } from "../queries/notice-channels";
import { addNoticeChannel } from "./add-notice-channel";
import { commentRequest } from "./comment-request";
import { endMembership } from "./end-membership";
import { markNoticeRead } from "./mark-notice-read";
import { removeNoticeChannel } from "./remove-notice-channel";
import { type NoticePost, sendNotices } from "./send-notices";
import { setNoticePreferences } from "./set-notice-preferences";
import { signRequest } from "./sign-request";
import { nextDaily } from "./tell";
import type { Company } from "./testing/company";
import { ask, at, must, needsBoth, on, refusalOf, staffed } from "./testing/delegations";
import { withdrawRequest } from "./withdraw-request";

const FAILING = { T1: "FAIL" } as const;
const ADDRESS = "https://os.example";

let office: PostOffice;
let receiver: Receiver;
beforeAll(async () => {
  const { appUrl } = await createTestDatabase();
  connect(appUrl);
  office = await openPostOffice();
  receiver = await openReceiver();
  Object.assign(process.env, {
    DATABASE_URL: appUrl,
    NEXTAUTH_SECRET: randomUUID() + randomUUID(),
    NEXTAUTH_URL: ADDRESS,
    SMTP_URL: `smtp://${office.settings.host}:${office.settings.port}`,
    SMTP_FROM: "Revenue OS <os@revenue-os.example>",
  });
});
beforeEach(() => {
  office.received.length = 0;
  receiver.posted.length = 0;
  receiver.answer((response) => response.end("ok"));
});
afterAll(() => Promise.all([office.stop(), receiver.stop(), disconnect()]));

const post = (): NoticePost => ({
  server: openMailServer(office.settings),
  address: ADDRESS,
  localAllowed: true,
});
const send = ({ tenantId }: Company, when = at) => sendNotices(tenantId, when, post());
const minutesAfter = (minutes: number) => new Date(at.getTime() + minutes * 60_000);
const readersOf = () => office.received.flatMap(({ to }) => to).sort();
const textOf = (source: string) =>
  source
    .replace(/=\r?\n/g, "")
    .replaceAll("=3D", "=")
    .replaceAll("=E2=80=9C", "“");

async function withChannel(kind: "webhook" | "slack" = "webhook") {
  const people = await staffed(FAILING);
  const given = { kind, name: "The finance room", address: receiver.url };
  const channel = must(await addNoticeChannel(people.admin, given, at, true));
  return { ...people, channel };
}

describe("e-mail", () => {
  test("one letter each to CFO and CEO, with a link to the page and nothing that acts; a second run sends nothing", async () => {
    const { company, lead, cfo, ceo } = await staffed(FAILING);
    const reference = await ask(lead, needsBoth());
    expect(await send(company)).toEqual({ sent: 2, failed: 0, waiting: 0, skipped: 0 });
    expect(await send(company)).toEqual({ sent: 0, failed: 0, waiting: 0, skipped: 0 });
    expect(readersOf()).toEqual([`${cfo.userId}@example.com`, `${ceo.userId}@example.com`].sort());
    const source = textOf(office.received[0]?.source ?? "");
    expect(headersOf(source)).toContain(
      `Subject: Test Company: ${reference} waits for your signature: Replace the support engineer who left`,
    );
    expect(headersOf(source)).toContain("Auto-Submitted: auto-generated");
    const links = [...new Set(source.match(/https?:\/\/[^\s"<]+/g))];
    const home = `${ADDRESS}/c/company-${company.tenantId}`;
    expect(links.sort()).toEqual([`${home}/notices`, `${home}/requests/${reference}`]);
    expect(source).toContain("Content-Type: text/plain");
    expect(source).toContain("Content-Type: text/html");
    expect(source).not.toMatch(/<form|<script|<img|token=/i);
  });

  test("two workers at once send each letter once", async () => {
    const { company, lead } = await staffed(FAILING);
    await Promise.all(Array.from({ length: 4 }, () => ask(lead, needsBoth())));
    const totals = await Promise.all([send(company), send(company)]);
    expect(totals.reduce((sum, { sent }) => sum + sent, 0)).toBe(8);
    expect(office.received).toHaveLength(8);
  });

  test("daily: nothing at once, and at six the day's notices in one letter", async () => {
    const { company, lead, cfo, ceo } = await staffed(FAILING);
    must(await setNoticePreferences(cfo, { email: "daily" }, at));
    must(await setNoticePreferences(ceo, { email: "off" }, at));
    const [first, second] = [await ask(lead, needsBoth()), await ask(lead, needsBoth())];
    expect(await send(company, minutesAfter(60))).toMatchObject({ sent: 0, skipped: 0 });
    expect(await send(company, nextDaily(at))).toMatchObject({ sent: 2 });
    expect(readersOf()).toEqual([`${cfo.userId}@example.com`]);
    const source = textOf(office.received[0]?.source ?? "");
    expect(headersOf(source)).toContain("Subject: Test Company: 2 notices of the day");
    for (const reference of [first, second]) expect(source).toContain(`/requests/${reference}`);
  });

  test("what was read, decided or switched off meanwhile, and whoever has left, gets no letter", async () => {
    const { company, lead, cfo, ceo, admin } = await staffed(FAILING);
    await ask(lead, needsBoth());
    must(await markNoticeRead(cfo, {}, at));
    must(await setNoticePreferences(ceo, { email: "off" }, at));
    expect(await send(company)).toMatchObject({ sent: 0, skipped: 2 });
    must(await setNoticePreferences(ceo, { email: "at_once" }, at));
    const reference = await ask(lead, needsBoth());
    must(await endMembership(admin, ceo.userId, at));
    must(await withdrawRequest(lead, { reference, revision: 1 }, at));
    expect(await send(company)).toMatchObject({ sent: 0, skipped: 2 });
    expect(office.received).toEqual([]);
  });

  test("a daily letter does not ask for what its reader has signed by then", async () => {
    const { company, lead, cfo, ceo } = await staffed(FAILING);
    for (const person of [cfo, ceo]) must(await setNoticePreferences(person, { email: "daily" }, at));
    const reference = await ask(lead, needsBoth());
    must(await signRequest(cfo, { reference, revision: 1 }, minutesAfter(60)));
    await send(company, nextDaily(at));
    expect(readersOf()).toContain(`${ceo.userId}@example.com`);
    expect(readersOf()).not.toContain(`${cfo.userId}@example.com`);
  });

  test("news of four days ago is not sent any more, and without a mail server nothing is kept for later", async () => {
    const { company, lead } = await staffed(FAILING);
    await ask(lead, needsBoth());
    expect(await send(company, on("05", "11:00:00"))).toMatchObject({ sent: 0, skipped: 2 });
    await ask(lead, needsBoth());
    expect(await sendNotices(company.tenantId, at, { ...post(), server: null })).toMatchObject({
      skipped: 2,
    });
  });

  test("a server that is down is asked once, tried again later, and given up on with its reason", async () => {
    const { company, lead, admin } = await staffed(FAILING);
    let calls = 0;
    const gone = await openPostOffice();
    await gone.stop();
    const closed = openMailServer(gone.settings);
    const server: MailServer = {
      send: (letter) => {
        calls += 1;
        return closed.send(letter);
      },
    };
    await ask(lead, needsBoth());
    const down = { ...post(), server };
    expect(await sendNotices(company.tenantId, at, down)).toMatchObject({ sent: 0, waiting: 2 });
    expect(calls).toBe(1);
    const { troubles } = await loadNoticeChannels(admin, at);
    expect(troubles).toMatchObject([
      { status: "waiting", attempts: 1, channel: null, reason: expect.stringMatching(/mail server/) },
      { status: "waiting", attempts: 1 },
    ]);
    expect(await sendNotices(company.tenantId, minutesAfter(0.5), down)).toMatchObject({ waiting: 0 });
    expect(await send(company, minutesAfter(2))).toMatchObject({ sent: 2 });
    expect((await loadNoticeChannels(admin, at)).troubles).toEqual([]);

    await ask(lead, needsBoth());
    let when = at;
    const totals = [];
    for (const minutes of [0, 1, 5, 30, 120, 360, 1440]) {
      when = new Date(when.getTime() + minutes * 60_000);
      totals.push(await sendNotices(company.tenantId, when, down));
    }
    expect(totals.map(({ waiting }) => waiting)).toEqual([2, 2, 2, 2, 2, 2, 0]);
    expect(totals.at(-1)).toMatchObject({ failed: 2 });
    expect((await loadNoticeChannels(admin, when)).troubles).toMatchObject([
      { status: "failed", attempts: 7, nextTryAt: null },
      { status: "failed" },
    ]);
  });

  test("a name that would add a recipient or a header adds neither, and markup stays text", async () => {
    const { company, lead, cfo, ceo } = await staffed(FAILING);
    must(await setNoticePreferences(ceo, { email: "off" }, at));
    const reference = await ask(lead, {
      ...needsBoth(),
      title: "A hire\r\nBcc: all@example.com <script>alert(1)</script>",
    });
    await send(company);
    expect(readersOf()).toEqual([`${cfo.userId}@example.com`]);
    const source = textOf(office.received[0]?.source ?? "");
    expect(headersOf(source).some((line) => /^bcc/i.test(line))).toBe(false);
    expect(source).toContain(reference);
    expect(source.slice(source.indexOf("text/html"))).not.toContain("<script>");
  });
});

describe("webhook", () => {
  test("one message for all who were told, signed with the secret that was shown once", async () => {
    const { company, lead, channel } = await withChannel();
    const reference = await ask(lead, needsBoth());
    expect(await send(company)).toMatchObject({ sent: 3 });
    expect(receiver.posted).toHaveLength(1);
    const [{ headers, body, path } = { headers: {}, body: "", path: "" }] = receiver.posted;
    expect(path).toBe("/hook");
    expect(JSON.parse(body)).toMatchObject({
      kind: "signature_awaited",
      reference,
      text: `${reference} waits for signatures: Replace the support engineer who left`,
      people: ["Naledi", "Viktor"],
      link: `${ADDRESS}/c/company-${company.tenantId}/requests/${reference}`,
    });
    const [, seconds, given] =
      /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers["x-revenue-os-signature"])) ?? [];
    const own = createHmac("sha256", channel.secret ?? "")
      .update(`${seconds}.${body}`)
      .digest("hex");
    expect(given).toBe(own);
  });

  test("a comment's words to one person do not go to everybody", async () => {
    const { company, lead, cfo } = await withChannel();
    const reference = await ask(lead, needsBoth());
    await send(company);
    receiver.posted.length = 0;
    must(await commentRequest(lead, { reference, body: `${mentionOf(cfo.userId)} between us` }, at));
    expect(await send(company)).toMatchObject({ sent: 1 });
    expect(receiver.posted).toEqual([]);
  });

  test("an answer of 500 is tried again with the same id; 404 and a redirect are final, and the reason is told", async () => {
    const { company, lead, admin } = await withChannel();
    receiver.answer((response) => response.writeHead(500).end("secret of the other side"));
    await ask(lead, needsBoth());
    expect(await send(company)).toMatchObject({ sent: 2, waiting: 1 });
    expect((await loadNoticeChannels(admin, at)).troubles).toMatchObject([
      { channel: "The finance room", status: "waiting", reason: "It answered 500." },
    ]);
    receiver.answer((response) => response.end("ok"));
    expect(await send(company, minutesAfter(2))).toMatchObject({ sent: 1 });
    const ids = receiver.posted.map(({ body }) => JSON.parse(body).id);
    expect(new Set(ids).size).toBe(1);
    expect(ids).toHaveLength(2);

    receiver.answer((response) => response.writeHead(302, { location: "http://169.254.169.254/" }).end());
    await ask(lead, needsBoth());
    expect(await send(company)).toMatchObject({ sent: 2, failed: 1 });
    const [trouble] = (await loadNoticeChannels(admin, at)).troubles;
    expect(trouble).toMatchObject({
      status: "failed",
      reason: "It answered 302: redirects are not followed.",
    });
  });

  test("in production an address on this machine is refused when it is added, and again when it is sent to", async () => {
    const { company, lead, admin } = await withChannel();
    const given = { kind: "webhook", name: "The finance room", address: receiver.url } as const;
    expect(refusalOf(await addNoticeChannel(admin, given, at, false))).toContain("must begin with https://");
    await ask(lead, needsBoth());
    expect(await sendNotices(company.tenantId, at, { ...post(), localAllowed: false })).toMatchObject({
      sent: 2,
      failed: 1,
    });
    expect(receiver.posted).toEqual([]);
  });

  test("only an administrator adds and removes one; both are in the log without the address or the secret", async () => {
    const { company, lead, cfo, admin, channel } = await withChannel();
    const given = { kind: "webhook", name: "My own", address: receiver.url } as const;
    expect(refusalOf(await addNoticeChannel(cfo, given, at, true))).toContain("FORBIDDEN");
    expect(refusalOf(await removeNoticeChannel(cfo, channel.channelId, at))).toContain("FORBIDDEN");
    const { admin: stranger } = await staffed();
    expect(refusalOf(await removeNoticeChannel(stranger, channel.channelId, at))).toContain("NOT_FOUND");
    await ask(lead, needsBoth());
    must(await removeNoticeChannel(admin, channel.channelId, at));
    expect(await send(company)).toMatchObject({ sent: 2 });
    expect(receiver.posted).toEqual([]);
    const { entries, row } = await inTenant(company, async (tx) => ({
      entries: await tx.decisionLogEntry.findMany({
        where: { kind: "access_change" },
        orderBy: { seq: "asc" },
      }),
      row: await tx.noticeChannel.findFirstOrThrow(),
    }));
    const host = `localhost:${receiver.port}`;
    expect(entries.map(({ title }) => title)).toEqual([
      `Notices go to "The finance room" (webhook, ${host})`,
      `Notices no longer go to "The finance room" (webhook, ${host})`,
    ]);
    expect(JSON.stringify(entries.map(({ content }) => content))).not.toMatch(/\/hook|whsec_/);
    expect(row).toMatchObject({ sealedAddress: null, sealedSecret: null });
  });

  test("address and secret are not to be read in the database", async () => {
    const { company, channel } = await withChannel();
    const row = await inTenant(company, (tx) => tx.noticeChannel.findFirstOrThrow());
    expect(JSON.stringify(row)).not.toContain("/hook");
    expect(JSON.stringify(row)).not.toContain(channel.secret ?? "none");
  });
});

test("Slack is given a line of text with a link; what people typed pings nobody and is no link", async () => {
  const { company, lead } = await withChannel("slack");
  await ask(lead, { ...needsBoth(), title: "Hire <!channel> & <https://evil.example|sign here>" });
  await send(company);
  const { text, unfurl_links } = JSON.parse(receiver.posted[0]?.body ?? "{}");
  expect(unfurl_links).toBe(false);
  expect(text).toContain("&lt;!channel&gt; &amp; &lt;https://evil.example|sign here&gt;");
  expect(text.match(/<[^>]*>/g)).toEqual([
    `<${ADDRESS}/c/company-${company.tenantId}/requests/REQ-1|Open it in Revenue OS>`,
  ]);
  expect(receiver.posted[0]?.headers["x-revenue-os-signature"]).toBeUndefined();
});

test("the job does it: asked for in the transaction of the submission, it delivers and reminds, once for what it is for", async () => {
  const { company, lead } = await staffed(FAILING);
  await ask(lead, needsBoth(), on("01"));
  const { tenantId } = company;
  const run = (runFor: string, when: Date) =>
    runOnce(tenantId, notices.name, runFor, when, (running) =>
      notices.work({ ...running, payload: { tenant_id: tenantId, run_for: runFor } }),
    );
  expect(await run("first", on("01"))).toBe("done");
  expect(await run("first", on("01"))).toBe("already done");
  expect(office.received).toHaveLength(2);
  expect(await run("second", on("05", "06:22:00"))).toBe("done");
  const last = await inTenant(company, (tx) => tx.jobRun.findFirstOrThrow({ where: { runFor: "second" } }));
  expect(last.details).toMatchObject({ reminders: 2, sent: 2, failed: 0 });
  expect(textOf(office.received.at(-1)?.source ?? "")).toContain("is overdue for your signature");
});
