// What the two people of a delegation are told of it, in the application and by e-mail.
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { behindTheCurtain } from "../auth/testing/company-fixture";
import { connect, disconnect } from "../db/client";
import { inTenant } from "../db/tenant-transaction";
import { createTestDatabase, type TestDatabase } from "../db/testing/test-database";
import { openMailServer } from "../mail/mail-server";
import { headersOf, openPostOffice, type PostOffice } from "../mail/testing/smtp-post-office";
import { openReceiver, type Receiver } from "../notices/testing/receiver";
import { loadDelegations } from "../queries/delegations";
import { loadNotices } from "../queries/notices";
import { addNoticeChannel } from "./add-notice-channel";
import { changeRole } from "./change-role";
import { delegateSigning } from "./delegate-signing";
import { endDelegation } from "./end-delegation";
import { endMembership } from "./end-membership";
import { sendNotices } from "./send-notices";
import { setNoticePreferences } from "./set-notice-preferences";
import {
  ask,
  at,
  delegate,
  type Member,
  must,
  needsBoth,
  on,
  refusalOf,
  staffed,
  TWO_DAYS,
} from "./testing/delegations";

const ADDRESS = "https://os.example";
const FAILING = { T1: "FAIL" } as const;

let database: TestDatabase;
let office: PostOffice;
let receiver: Receiver;
beforeAll(async () => {
  database = await createTestDatabase();
  connect(database.appUrl);
  office = await openPostOffice();
  receiver = await openReceiver();
  Object.assign(process.env, {
    DATABASE_URL: database.appUrl,
    NEXTAUTH_SECRET: randomUUID() + randomUUID(),
    NEXTAUTH_URL: ADDRESS,
  });
});
beforeEach(() => {
  office.received.length = 0;
  receiver.posted.length = 0;
});
afterAll(() => Promise.all([office.stop(), receiver.stop(), disconnect()]));

const send = ({ tenantId }: { tenantId: string }, when = at) =>
  sendNotices(tenantId, when, {
    server: openMailServer(office.settings),
    address: ADDRESS,
    localAllowed: true,
  });
const told = async (person: Member, when = at) =>
  (await loadNotices(person, {}, when, false)).notices.map(({ kind, title, sentence, path, isOver }) => ({
    kind,
    title,
    sentence,
    path,
    isOver,
  }));
const titlesTo = async (person: Member, when = at) => (await told(person, when)).map(({ title }) => title);
const disable = ({ userId }: Member, is = true) =>
  behindTheCurtain(
    database.superuserUrl,
    `update users set disabled_at = ${is ? "now()" : "null"} where id = $1`,
    [userId],
  );

describe("when a delegation is made", () => {
  test("whoever stands in is told at once: the days, for whom, what it allows and what not; whoever made it knows", async () => {
    const { cfo, cpo, ceo, admin } = await staffed();
    await delegate(cfo, cpo);
    expect(await told(cpo)).toEqual([
      {
        kind: "stand_in_named",
        title: "You stand in for the CFO Naledi from 2 Jun 2026 to 3 Jun 2026",
        sentence:
          "Both days count, in UTC. You may sign or deny what waits for the signature of the CFO; where your own role is awaited, you sign in your own. You never give both signatures of one request, sign nothing that you or Naledi asked for and no policy, and cannot hand it on. Each signature names you both. Naledi says why: At the board's retreat, out of reach",
        path: "/approvals/delegations",
        isOver: false,
      },
    ]);
    for (const person of [cfo, ceo, admin]) expect(await told(person)).toEqual([]);
  });

  test("for one day that is today it says so", async () => {
    const { cfo, cpo } = await staffed();
    await delegate(cfo, cpo, { ...TWO_DAYS, fromOn: "2026-06-01", untilOn: "2026-06-01" });
    expect(await told(cpo)).toMatchObject([
      {
        title: "You stand in for the CFO Naledi on 1 Jun 2026",
        sentence: expect.stringMatching(/^The whole day/),
      },
    ]);
  });

  test("it goes by e-mail with a link to the page of stand-ins that approves nothing, and to no channel", async () => {
    const { company, cfo, cpo, admin } = await staffed();
    const channel = { kind: "webhook", name: "The finance room", address: receiver.url } as const;
    must(await addNoticeChannel(admin, channel, at, true));
    await delegate(cfo, cpo);
    expect(await send(company)).toEqual({ sent: 1, failed: 0, waiting: 0, skipped: 0 });
    expect(await send(company)).toMatchObject({ sent: 0 });
    expect(office.received.map(({ to }) => to)).toEqual([[`${cpo.userId}@example.com`]]);
    const source = (office.received[0]?.source ?? "").replace(/=\r?\n/g, "");
    expect(headersOf(source)).toContain(
      "Subject: Test Company: You stand in for the CFO Naledi from 2 Jun 2026 to 3 Jun 2026",
    );
    const home = `${ADDRESS}/c/company-${company.tenantId}`;
    const links = [...new Set(source.match(/https?:\/\/[^\s"<]+/g))].sort();
    expect(links).toEqual([`${home}/approvals/delegations`, `${home}/notices`]);
    expect(source).not.toMatch(/<form|<script|<img|token=/i);
    expect(receiver.posted).toEqual([]);
  });

  test("a delegation that is refused tells nobody", async () => {
    const { cfo, cpo, lead } = await staffed();
    for (const days of [
      { ...TWO_DAYS, fromOn: "2026-05-31" },
      { ...TWO_DAYS, untilOn: "2026-06-01" },
      { ...TWO_DAYS, untilOn: "2026-08-01" },
    ])
      expect(refusalOf(await delegateSigning(cfo, { delegateId: cpo.userId, ...days }, at))).toMatch(
        /INVALID_INPUT/,
      );
    const toLead = { delegateId: lead.userId, ...TWO_DAYS };
    expect(refusalOf(await delegateSigning(cfo, toLead, at))).toMatch(/INVALID_INPUT/);
    for (const person of [cpo, lead]) expect(await told(person)).toEqual([]);
  });

  test("if the notice cannot be stored there is no delegation either", async () => {
    const { company, cfo, cpo } = await staffed();
    const alter = (how: string) => behindTheCurtain(database.superuserUrl, `alter table notices ${how}`, []);
    await alter("add constraint none check (false) not valid");
    await expect(delegateSigning(cfo, { delegateId: cpo.userId, ...TWO_DAYS }, at)).rejects.toThrow();
    await alter("drop constraint none");
    expect(await inTenant(company, (tx) => tx.signingDelegation.count())).toBe(0);
  });

  test("once its days are over nothing waits any more, and a letter that is late is not sent", async () => {
    const { company, cfo, cpo } = await staffed();
    await delegate(cfo, cpo);
    expect(await told(cpo, on("03", "23:59:59"))).toMatchObject([{ isOver: false }]);
    expect(await told(cpo, on("04", "00:00:00"))).toMatchObject([
      { title: "You were to stand in for the CFO Naledi from 2 Jun 2026 to 3 Jun 2026", isOver: true },
    ]);
    expect(await send(company, on("04", "00:00:00"))).toMatchObject({ sent: 0, skipped: 1 });
    expect(office.received).toEqual([]);
  });
});

describe("when a delegation ends before its last day", () => {
  test("taken back, it is told to whoever stands in; the letter that named them and has not gone is not needed", async () => {
    const { company, cfo, cpo } = await staffed();
    const id = await delegate(cfo, cpo);
    must(await endDelegation(cfo, id, on("02")));
    expect(await told(cpo, on("02"))).toMatchObject([
      {
        title: "You no longer stand in for the CFO Naledi",
        sentence: "Naledi ended it. It was to hold until 3 Jun 2026. What was signed by it stands.",
        path: "/approvals/delegations",
      },
      { kind: "stand_in_named", isOver: true },
    ]);
    expect(await told(cfo)).toEqual([]);
    expect(await send(company, on("02"))).toMatchObject({ sent: 1, skipped: 1 });
    expect(office.received.map(({ to }) => to)).toEqual([[`${cpo.userId}@example.com`]]);
    const rows = await inTenant(company, (tx) =>
      tx.noticeDelivery.findMany({ where: { status: "skipped" }, select: { reason: true } }),
    );
    expect(rows).toEqual([{ reason: "No longer needed: what it asked for does not wait any more." }]);
  });

  test("given back, it is told to the person who is stood in for, who may name another", async () => {
    const { cfo, cpo, ceo } = await staffed();
    const id = await delegate(cfo, cpo);
    must(await endDelegation(cpo, id, at));
    expect(await told(cfo)).toMatchObject([
      {
        kind: "stand_in_ended",
        title: "Rajesh no longer stands in for you as CFO",
        sentence:
          "Rajesh ended it. It was to hold until 3 Jun 2026. What was signed by it stands. Until you name somebody else, nobody signs for you on those days.",
      },
    ]);
    await delegate(cfo, ceo);
    expect(await titlesTo(ceo)).toEqual(["You stand in for the CFO Naledi from 2 Jun 2026 to 3 Jun 2026"]);
  });

  test("an administrator who changes the role of one of the two ends it: both are told, and why", async () => {
    const { cfo, cpo, admin } = await staffed();
    await delegate(cfo, cpo);
    must(await changeRole(admin, { userId: cpo.userId, role: "CPO/CTO", team: "Platform" }, at));
    expect(await told(cfo)).toEqual([]);
    must(await changeRole(admin, { userId: cpo.userId, role: "Team lead", team: "" }, at));
    expect(await told(cfo)).toMatchObject([
      {
        title: "Rajesh no longer stands in for you as CFO",
        sentence: expect.stringMatching(/^Rajesh is Team lead now\. It was to hold until 3 Jun 2026\./),
      },
    ]);
    expect(await titlesTo(cpo)).toContain("You no longer stand in for the CFO Naledi");
    expect(await told(admin)).toEqual([]);
  });

  test("when one of the two leaves the company the other is told, and whoever left is not", async () => {
    const { company, cfo, cpo, admin } = await staffed();
    await delegate(cfo, cpo);
    must(await endMembership(admin, cpo.userId, at));
    expect(await told(cfo)).toMatchObject([
      { sentence: expect.stringMatching(/^Rajesh no longer belongs to the company\./) },
    ]);
    const ended = await inTenant(company, (tx) =>
      tx.notice.findMany({ where: { kind: "stand_in_ended" }, select: { userId: true } }),
    );
    expect(ended).toEqual([{ userId: cfo.userId }]);
  });

  test("what was over by its days ends nothing when somebody leaves later, and nobody ends it once more", async () => {
    const { cfo, cpo, admin } = await staffed();
    const id = await delegate(cfo, cpo);
    expect(refusalOf(await endDelegation(cfo, id, on("04", "00:00:00")))).toBe(
      "CONFLICT: This delegation was over with its last day, 3 Jun 2026 (UTC).",
    );
    must(await endMembership(admin, cpo.userId, on("04")));
    expect(await told(cfo, on("04"))).toEqual([]);
    expect((await loadDelegations(cfo, on("04"))).delegations).toMatchObject([{ standing: "OVER" }]);
  });

  test("on its last day it can still be ended", async () => {
    const { cfo, cpo } = await staffed();
    const id = await delegate(cfo, cpo);
    must(await endDelegation(cfo, id, on("03", "23:59:59")));
    expect(await titlesTo(cpo, on("03"))).toContain("You no longer stand in for the CFO Naledi");
  });

  test("nobody of another company is told, nor can end it", async () => {
    const { cfo, cpo } = await staffed();
    const other = await staffed();
    const id = await delegate(cfo, cpo);
    expect(refusalOf(await endDelegation(other.cfo, id, at))).toMatch(/NOT_FOUND/);
    for (const person of [other.cfo, other.cpo]) expect(await told(person)).toEqual([]);
    expect(await send(other.company)).toMatchObject({ sent: 0 });
  });
});

describe("in the same moment as somebody leaves, neither waits for the other for ever", () => {
  const shortly = () => new Promise((resolve) => setTimeout(resolve, 300));

  test("a delegation that is taken back while the stand-in leaves has lapsed, or was ended before", async () => {
    const { company, cfo, cpo } = await staffed();
    const id = await delegate(cfo, cpo);
    const { tenantId } = company;
    let ending: ReturnType<typeof endDelegation> | undefined;
    await inTenant(company, async (tx) => {
      const where = { tenantId_userId: { tenantId, userId: cpo.userId } };
      await tx.$queryRaw`select from memberships where tenant_id = ${tenantId}::uuid and user_id = ${cpo.userId}::uuid for update`;
      ending = endDelegation(cfo, id, at);
      await shortly();
      await tx.membership.update({ where, data: { endedAt: at } });
    });
    expect(refusalOf(await (ending as ReturnType<typeof endDelegation>))).toMatch(
      /CONFLICT: .* already ended/,
    );
  });

  test("both people may leave at once", async () => {
    const { company, cfo, cpo, admin } = await staffed();
    const second = await company.hire("Administrator", "Ines");
    for (let round = 0; round < 3; round += 1) {
      const results = await Promise.all([
        changeRole(admin, { userId: cfo.userId, role: "FP&A", team: "" }, at),
        changeRole(second, { userId: cpo.userId, role: "FP&A", team: "" }, at),
      ]);
      expect(results.map(refusalOf)).toEqual(["done", "done"]);
      must(await changeRole(admin, { userId: cfo.userId, role: "CFO", team: "" }, at));
      must(await changeRole(admin, { userId: cpo.userId, role: "CPO/CTO", team: "" }, at));
      await delegate(cfo, cpo);
    }
  });
});

test("while the stand-in's account is disabled the delegation rests, gets no letter, and can be ended to name another", async () => {
  const { company, cfo, cpo, ceo } = await staffed();
  const id = await delegate(cfo, cpo);
  await disable(cpo);
  expect(await send(company)).toMatchObject({ sent: 0, skipped: 1 });
  const letter = await inTenant(company, (tx) => tx.noticeDelivery.findFirst({ select: { reason: true } }));
  expect(letter?.reason).toBe("The person has left the company, or the account is disabled.");
  expect((await loadDelegations(cfo, on("02"))).delegations).toMatchObject([{ standing: "PAUSED" }]);
  expect(refusalOf(await delegateSigning(cfo, { delegateId: ceo.userId, ...TWO_DAYS }, at))).toMatch(
    /End that first/,
  );
  must(await endDelegation(cfo, id, at));
  await delegate(cfo, ceo);
  await disable(cpo, false);
  expect((await loadDelegations(cfo, on("02"))).delegations).toMatchObject([
    { standing: "IN_FORCE", delegateName: "Viktor" },
    { standing: "ENDED" },
  ]);
});

describe("a request does not wait for whoever does not stand in any more", () => {
  test("after the last day and once it is taken back, neither the bell nor a daily letter asks for the signature", async () => {
    const { company, lead, cfo, cpo, ceo } = await staffed(FAILING);
    must(await setNoticePreferences(cpo, { email: "daily" }, at));
    must(await setNoticePreferences(cfo, { email: "off" }, at));
    must(await setNoticePreferences(ceo, { email: "off" }, at));
    await delegate(cfo, cpo, { ...TWO_DAYS, fromOn: "2026-06-01", untilOn: "2026-06-02" });
    await send(company, on("02", "06:00:00"));
    office.received.length = 0;
    const reference = await ask(lead, needsBoth(), on("02", "14:00:00"));
    const asks = async (when: Date) =>
      (await told(cpo, when)).filter(({ kind, isOver }) => kind === "signature_awaited" && !isOver).length;
    expect(await asks(on("02", "23:59:59"))).toBe(1);
    expect(await asks(on("03", "00:00:00"))).toBe(0);
    expect(await send(company, on("03", "06:00:00"))).toMatchObject({ sent: 0, skipped: 1 });
    expect(office.received).toEqual([]);
    expect(
      (await told(ceo, on("03"))).some(({ title, isOver }) => title.startsWith(reference) && !isOver),
    ).toBe(true);
  });

  test("nor for the CFO who holds another role by now", async () => {
    const { lead, cfo, admin } = await staffed(FAILING);
    await ask(lead, needsBoth());
    expect(await told(cfo)).toMatchObject([{ isOver: false }]);
    must(await changeRole(admin, { userId: cfo.userId, role: "FP&A", team: "" }, at));
    expect(await told(cfo)).toMatchObject([{ isOver: true }]);
  });
});
