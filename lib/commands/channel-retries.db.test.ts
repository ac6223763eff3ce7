// What becomes of a message to a channel that is tried again: whether anybody still needs it is asked first.
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { connect, disconnect } from "../db/client";
import { inTenant } from "../db/tenant-transaction";
import { createTestDatabase } from "../db/testing/test-database";
import { openMailServer } from "../mail/mail-server";
import { openPostOffice, type PostOffice } from "../mail/testing/smtp-post-office";
import { openReceiver, type Receiver } from "../notices/testing/receiver";
import { takeDueDeliveries } from "../queries/due-deliveries";
import { loadNoticeChannels } from "../queries/notice-channels";
import { addNoticeChannel } from "./add-notice-channel";
import { denyRequest } from "./deny-request";
import { endMembership } from "./end-membership";
import { removeNoticeChannel } from "./remove-notice-channel";
import { sendNotices } from "./send-notices";
import { setNoticePreferences } from "./set-notice-preferences";
import { signRequest } from "./sign-request";
import { nextDaily } from "./tell";
import { ask, at, must, needsBoth, on, staffed } from "./testing/delegations";
import { withdrawRequest } from "./withdraw-request";

const FAILING = { T1: "FAIL" } as const;
const NO_LONGER_NEEDED = "No longer needed: what it asked for does not wait any more.";
const revision = 1;

let receiver: Receiver;
let office: PostOffice;
beforeAll(async () => {
  const { appUrl } = await createTestDatabase();
  connect(appUrl);
  receiver = await openReceiver();
  office = await openPostOffice();
  Object.assign(process.env, { DATABASE_URL: appUrl, NEXTAUTH_SECRET: randomUUID() + randomUUID() });
});
beforeEach(() => {
  receiver.posted.length = 0;
  office.received.length = 0;
  works();
});
afterAll(() => Promise.all([receiver.stop(), office.stop(), disconnect()]));

const works = () => receiver.answer((response) => response.end("ok"));
const fails = () => receiver.answer((response) => response.writeHead(500).end());
const minutesOn = (minutes: number) => new Date(at.getTime() + minutes * 60_000);
const saidTo = () => receiver.posted.map(({ body }) => JSON.parse(body));

/** A company with one channel and nobody who wants e-mail, so that what is counted went to the channel. */
async function withChannel(kind: "webhook" | "slack" = "webhook") {
  const people = await staffed(FAILING);
  for (const person of [people.lead, people.cfo, people.ceo])
    must(await setNoticePreferences(person, { email: "off" }, at));
  const given = { kind, name: "The finance room", address: receiver.url };
  const { channelId } = must(await addNoticeChannel(people.admin, given, at, true));
  const { tenantId } = people.company;
  return {
    ...people,
    channelId,
    send: (when = at) => sendNotices(tenantId, when, { server: null, address: null, localAllowed: true }),
    rows: () =>
      inTenant({ tenantId }, (tx) =>
        tx.noticeDelivery.findMany({
          where: { tenantId, NOT: { channelId: null } },
          select: { status: true, reason: true, attempts: true },
          orderBy: { nextTryAt: "asc" },
        }),
      ),
  };
}

describe("before a message is tried again", () => {
  test.each(["webhook", "slack"] as const)(
    "a request that was withdrawn meanwhile is not told to the %s",
    async (kind) => {
      const { lead, admin, send, rows } = await withChannel(kind);
      fails();
      const reference = await ask(lead, needsBoth());
      expect(await send()).toMatchObject({ sent: 0, waiting: 1 });
      must(await withdrawRequest(lead, { reference, revision }, at));
      works();
      expect(await send(minutesOn(2))).toMatchObject({ sent: 0, waiting: 0, skipped: 1 });
      expect(receiver.posted).toHaveLength(1);
      expect(await rows()).toEqual([{ status: "skipped", reason: NO_LONGER_NEEDED, attempts: 2 }]);
      expect((await loadNoticeChannels(admin, minutesOn(2))).troubles).toMatchObject([
        { status: "skipped", channel: "The finance room", reason: NO_LONGER_NEEDED, nextTryAt: null },
      ]);
      expect(await send(minutesOn(10_000))).toMatchObject({ sent: 0, skipped: 0 });
    },
  );

  test("nor one that was denied, while the denial itself is news and goes", async () => {
    const { lead, cfo, send } = await withChannel();
    fails();
    const reference = await ask(lead, needsBoth());
    await send();
    must(await denyRequest(cfo, { reference, revision, reason: "Not this quarter" }, at));
    works();
    receiver.posted.length = 0;
    expect(await send(minutesOn(2))).toMatchObject({ sent: 1, skipped: 1 });
    expect(saidTo()).toMatchObject([{ kind: "request_denied", reference }]);
  });

  test("news that asks for nothing is tried until it arrives, and the channel's state says how the last try went", async () => {
    const { lead, cfo, admin, send } = await withChannel();
    const outcome = async () => (await loadNoticeChannels(admin, at)).channels[0]?.lastOutcome;
    const reference = await ask(lead, needsBoth());
    expect(await outcome()).toBeNull();
    await send();
    expect(await outcome()).toBe("sent");
    fails();
    must(await denyRequest(cfo, { reference, revision, reason: "Not this quarter" }, at));
    expect(await send(minutesOn(1))).toMatchObject({ waiting: 1 });
    expect(await outcome()).toBe("waiting");
    works();
    expect(await send(minutesOn(3))).toMatchObject({ sent: 1 });
    expect(await outcome()).toBe("sent");
  });

  test("of two signatures the one that is given is not asked for any more, the other is", async () => {
    const { lead, cfo, ceo, send } = await withChannel();
    fails();
    const reference = await ask(lead, needsBoth());
    await send();
    must(await signRequest(cfo, { reference, revision }, at));
    works();
    expect(await send(minutesOn(2))).toMatchObject({ sent: 1 });
    const [first, second] = saidTo();
    expect(first.people).toEqual(["Naledi", "Viktor"]);
    expect(second).toMatchObject({ id: first.id, people: ["Viktor"] });

    fails();
    const other = await ask(lead, needsBoth(), minutesOn(3));
    await send(minutesOn(3));
    for (const person of [cfo, ceo])
      must(await signRequest(person, { reference: other, revision }, minutesOn(4)));
    works();
    receiver.posted.length = 0;
    await send(minutesOn(6));
    expect(saidTo().map(({ kind }) => kind)).toEqual(["request_approved"]);
  });

  test("whoever has left the company is not named to the channel", async () => {
    const { lead, ceo, admin, send } = await withChannel();
    fails();
    await ask(lead, needsBoth());
    await send();
    must(await endMembership(admin, ceo.userId, at));
    works();
    await send(minutesOn(2));
    expect(saidTo().at(-1)).toMatchObject({ people: ["Naledi"] });
  });

  test("what another company decided under the same reference stops nothing here", async () => {
    const here = await withChannel();
    const there = await withChannel();
    fails();
    const references = [await ask(here.lead, needsBoth()), await ask(there.lead, needsBoth())];
    expect(new Set(references).size).toBe(1);
    const reference = references[0] ?? "";
    await here.send();
    await there.send();
    must(await withdrawRequest(there.lead, { reference, revision }, at));
    works();
    expect(await here.send(minutesOn(2))).toMatchObject({ sent: 1 });
    expect(await there.send(minutesOn(2))).toMatchObject({ sent: 0, skipped: 1 });
  });
});

describe("within one run", () => {
  /** The first message holds the receiver up until something has happened to the rest. */
  const whileTheFirstIsSent = (happens: () => Promise<unknown>) => {
    receiver.answer((response) => {
      works();
      happens().then(
        () => response.end("ok"),
        () => response.writeHead(400).end(),
      );
    });
  };

  test("what is decided while an earlier message is on its way is not sent", async () => {
    const { lead, send, rows } = await withChannel();
    const references = [await ask(lead, needsBoth()), await ask(lead, needsBoth(), minutesOn(1))];
    whileTheFirstIsSent(async () =>
      must(await withdrawRequest(lead, { reference: references[1] ?? "", revision }, minutesOn(2))),
    );
    expect(await send(minutesOn(2))).toMatchObject({ sent: 1, skipped: 1 });
    expect(saidTo()).toMatchObject([{ reference: references[0] }]);
    expect((await rows()).map(({ reason }) => reason).sort()).toEqual([NO_LONGER_NEEDED, null]);
  });

  test("a channel that is removed then is not written to any more", async () => {
    const { lead, admin, channelId, send, rows } = await withChannel();
    for (const when of [at, minutesOn(1)]) await ask(lead, needsBoth(), when);
    whileTheFirstIsSent(async () => must(await removeNoticeChannel(admin, channelId, minutesOn(2))));
    await send(minutesOn(2));
    expect(receiver.posted).toHaveLength(1);
    expect((await rows()).at(-1)).toMatchObject({
      status: "skipped",
      reason: "The channel has been removed.",
    });
  });

  test("a channel that does not answer is asked once, and each message has its next time", async () => {
    const { lead, send } = await withChannel();
    for (const when of [at, minutesOn(1), minutesOn(2)]) await ask(lead, needsBoth(), when);
    receiver.answer((response) => response.destroy());
    expect(await send(minutesOn(2))).toMatchObject({ sent: 0, failed: 0, waiting: 3 });
    expect(receiver.posted).toHaveLength(1);
    works();
    expect(await send(minutesOn(4))).toMatchObject({ sent: 3 });
  });
});

describe("a worker that was killed after it had taken a message", () => {
  test("sends it again under the same id while somebody is still asked", async () => {
    const { company, lead, send, rows } = await withChannel();
    fails();
    await ask(lead, needsBoth());
    await send();
    works();
    await inTenant(company, (tx) => takeDueDeliveries(tx, company.tenantId, minutesOn(2)));
    expect(await send(minutesOn(3))).toMatchObject({ sent: 0 });
    expect(await send(minutesOn(33))).toMatchObject({ sent: 1 });
    expect(new Set(saidTo().map(({ id }) => id)).size).toBe(1);
    expect(await rows()).toMatchObject([{ status: "sent", attempts: 3 }]);
  });

  test("and does not once the request was decided: no second copy comes of what may have been sent", async () => {
    const { company, lead, send, rows } = await withChannel();
    const reference = await ask(lead, needsBoth());
    await inTenant(company, (tx) => takeDueDeliveries(tx, company.tenantId, at));
    must(await withdrawRequest(lead, { reference, revision }, minutesOn(5)));
    expect(await send(minutesOn(31))).toMatchObject({ sent: 0, skipped: 1 });
    expect(receiver.posted).toEqual([]);
    expect(await rows()).toMatchObject([{ status: "skipped", reason: NO_LONGER_NEEDED }]);
  });

  test("two workers at once send each message once", async () => {
    const { lead, send } = await withChannel();
    for (const minutes of [0, 1, 2, 3]) await ask(lead, needsBoth(), minutesOn(minutes));
    const totals = await Promise.all([send(minutesOn(4)), send(minutesOn(4))]);
    expect(totals.reduce((sum, { sent }) => sum + sent, 0)).toBe(4);
    expect(new Set(saidTo().map(({ id }) => id)).size).toBe(4);
    expect(receiver.posted).toHaveLength(4);
  });
});

test("a daily letter leaves out what is older than three days, and brings the rest", async () => {
  const { company, lead, cfo, ceo } = await staffed(FAILING);
  must(await setNoticePreferences(cfo, { email: "daily" }, at));
  must(await setNoticePreferences(ceo, { email: "off" }, at));
  await ask(lead, needsBoth(), on("01"));
  const fresh = await ask(lead, needsBoth(), on("05"));
  const post = { server: openMailServer(office.settings), address: null, localAllowed: true };
  expect(await sendNotices(company.tenantId, nextDaily(on("05")), post)).toMatchObject({
    sent: 1,
    skipped: 1,
  });
  expect(office.received).toHaveLength(1);
  expect(office.received[0]?.source).toContain(`Subject: Test Company: ${fresh} waits`);
});
