import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import { withClient } from "@/scripts/database/prepare";
import { connect, disconnect } from "../db/client";
import { governedWrite } from "../db/governed-write";
import { inTenant } from "../db/tenant-transaction";
import { createTestDatabase, type TestDatabase } from "../db/testing/test-database";
import { loadMentions } from "../queries/mentions";
import { commentParts, mentionOf } from "../queries/mentions-in-text";
import { NOTICE_KINDS, noticeTitle, noticeWordsSchema } from "../queries/notice-words";
import { loadNotices, noticesViewSchema } from "../queries/notices";
import { lockRequest } from "../queries/request-row";
import { acknowledgeEscalation } from "./acknowledge-escalation";
import { commentRequest } from "./comment-request";
import { denyRequest } from "./deny-request";
import { endMembership } from "./end-membership";
import { markNoticeRead } from "./mark-notice-read";
import { reevaluateOpenRequests } from "./reevaluate-open-requests";
import { remindSigners } from "./remind-signers";
import { reviseRequest } from "./revise-request";
import { setCloseCalendar } from "./set-close-calendar";
import { setDaysToSign } from "./set-days-to-sign";
import { signPolicy } from "./sign-policy";
import { signRequest } from "./sign-request";
import { submitContent } from "./submit-request";
import type { Company } from "./testing/company";
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
} from "./testing/delegations";
import { closeMonth } from "./testing/judged-cycles";
import { draftAndPropose, withRunwayFloor } from "./testing/policies";
import { backfill } from "./testing/requests";
import { withdrawRequest } from "./withdraw-request";

const FAILING = { T1: "FAIL" } as const;

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  connect(database.appUrl);
});
afterAll(disconnect);

/** Everything that a person has been told, oldest first: kind and subject. */
async function toldTo({ tenantId, userId }: Member): Promise<string[]> {
  const rows = await inTenant({ tenantId }, (tx) =>
    tx.notice.findMany({ where: { tenantId, userId }, orderBy: [{ createdAt: "asc" }, { id: "asc" }] }),
  );
  return rows.map(({ kind: stored, reference, words }) => {
    const kind = z.enum(NOTICE_KINDS).parse(stored);
    return `${kind}: ${noticeTitle({ kind, reference, words: noticeWordsSchema.parse(words) })}`;
  });
}

const countIn = ({ tenantId }: Company) =>
  inTenant({ tenantId }, async (tx) => ({
    notices: await tx.notice.count({ where: { tenantId } }),
    deliveries: await tx.noticeDelivery.count({ where: { tenantId } }),
  }));

describe("whose turn it is", () => {
  test("both who must sign are told when it is submitted, the requester is not told of their own doing", async () => {
    const { lead, cfo, ceo, cpo } = await staffed(FAILING);
    const reference = await ask(lead, needsBoth());
    const words = `signature_awaited: ${reference} waits for your signature: Replace the support engineer who left`;
    expect(await toldTo(cfo)).toEqual([words]);
    expect(await toldTo(ceo)).toEqual([words]);
    expect(await toldTo(cpo)).toEqual([]);
    expect(await toldTo(lead)).toEqual([]);
    const { notices } = await loadNotices(cfo, {}, on("02"), false);
    expect(notices[0]).toMatchObject({ path: `/requests/${reference}`, isRead: false });
    expect(notices[0]?.sentence).toContain("You sign as CFO. It is to be signed by 4 Jun 2026.");
  });

  test("whoever stands in for the CFO is told as well, and for whom they would sign", async () => {
    const { lead, cfo, cpo } = await staffed(FAILING);
    await delegate(cfo, cpo);
    const reference = await ask(lead, needsBoth(), on("02"));
    expect(await toldTo(cpo)).toEqual([
      "stand_in_named: You stand in for the CFO Naledi from 2 Jun 2026 to 3 Jun 2026",
      expect.stringContaining(`${reference} waits for your signature`),
    ]);
    const { notices } = await loadNotices(cpo, {}, on("02"), false);
    expect(notices[0]?.sentence).toContain("You sign as CFO, for Naledi.");
  });

  test("the CFO who asks is not asked to sign, and nobody who has left is", async () => {
    const { cfo, ceo, cpo, admin } = await staffed(FAILING);
    must(await endMembership(admin, ceo.userId, at));
    await ask(cfo, needsBoth());
    for (const person of [cfo, ceo, cpo]) expect(await toldTo(person)).toEqual([]);
  });

  test("after a change the signers are told of the new revision", async () => {
    const { lead, cfo } = await staffed(FAILING);
    const reference = await ask(lead, needsBoth());
    must(await reviseRequest(lead, { reference, revision: 1, content: needsBoth() }, on("02")));
    expect(await toldTo(cfo)).toHaveLength(2);
  });
});

describe("what becomes of a request is told to the person who asked", () => {
  test("a first signature, then the approval, each with who gave it", async () => {
    const { lead, cfo, ceo } = await staffed(FAILING);
    const reference = await ask(lead, needsBoth());
    must(await signRequest(cfo, { reference, revision: 1 }, on("02")));
    must(await signRequest(ceo, { reference, revision: 1 }, on("03")));
    expect(await toldTo(lead)).toEqual([
      `request_signed: ${reference} was signed by Naledi as CFO: Replace the support engineer who left`,
      `request_approved: ${reference} is approved: Replace the support engineer who left`,
    ]);
  });

  test("the notice of a first signature says what has become of the request since", async () => {
    const { lead, cfo, ceo } = await staffed(FAILING);
    const sentence = async (reference: string) =>
      (await loadNotices(lead, {}, on("04"), false)).notices.find(
        ({ kind, path }) => kind === "request_signed" && path === `/requests/${reference}`,
      )?.sentence;
    const signedOnce = async () => {
      const reference = await ask(lead, needsBoth());
      must(await signRequest(cfo, { reference, revision: 1 }, on("02")));
      return { reference, revision: 1 };
    };
    const approved = await signedOnce();
    expect(await sentence(approved.reference)).toBe("It still waits for others.");
    must(await signRequest(ceo, approved, on("03")));
    expect(await sentence(approved.reference)).toBe("It has been approved since.");
    const denied = await signedOnce();
    must(await denyRequest(ceo, { ...denied, reason: "Not this quarter" }, on("03")));
    expect(await sentence(denied.reference)).toBe("It has been denied since.");
    const changed = await signedOnce();
    must(await reviseRequest(lead, { ...changed, content: needsBoth() }, on("03")));
    expect(await sentence(changed.reference)).toBe(
      "It was changed since and waits for all its signatures again.",
    );
    must(await withdrawRequest(lead, { ...changed, revision: 2 }, on("03")));
    expect(await sentence(changed.reference)).toBe("It has been withdrawn since.");
  });

  test("a denial, with its reason", async () => {
    const { lead, cfo } = await staffed(FAILING);
    const reference = await ask(lead, needsBoth());
    must(await denyRequest(cfo, { reference, revision: 1, reason: "Not this quarter" }, on("02")));
    const { notices } = await loadNotices(lead, {}, on("02"), false);
    expect(notices[0]).toMatchObject({
      kind: "request_denied",
      sentence: "Denied by Naledi: Not this quarter",
    });
  });

  test("a new cycle that blocks it, with the codes; and one that opens it again, to the signers too", async () => {
    const { company, lead, cfo } = await staffed();
    const reference = await ask(lead, backfill());
    const signersTold = (await toldTo(cfo)).length;
    await company.closeCycle(FAILING);
    await reevaluateOpenRequests(company.tenantId, on("09"));
    const { notices } = await loadNotices(lead, {}, on("02"), false);
    expect(notices[0]).toMatchObject({
      kind: "request_stale",
      title: `${reference} is blocked by its gate now: Replace the support engineer who left`,
    });
    expect(notices[0]?.sentence).toMatch(/The gate would refuse it by now \(CFO-\d\d/);
    await company.closeCycle();
    await reevaluateOpenRequests(company.tenantId, on("16"));
    expect((await toldTo(lead)).at(-1)).toContain(`request_open_again: ${reference}`);
    expect(await toldTo(cfo)).toHaveLength(signersTold + 1);
  });

  test("a withdrawal tells nobody anything", async () => {
    const { company, lead } = await staffed(FAILING);
    const reference = await ask(lead, needsBoth());
    const before = await countIn(company);
    must(await withdrawRequest(lead, { reference, revision: 1 }, on("02")));
    expect(await countIn(company)).toEqual(before);
  });
});

describe("a notice and its cause are there together or not at all", () => {
  test("a submission that is rolled back has told nobody, and nothing waits to be sent", async () => {
    const { company, lead } = await staffed(FAILING);
    const reference = await ask(lead, needsBoth());
    const before = await countIn(company);
    const undone = governedWrite(lead, async (governed) => {
      const row = await lockRequest(governed.tx, lead.tenantId, reference);
      if (!row) throw new Error("it was submitted");
      await submitContent(governed, lead, { row, content: needsBoth(), revision: 2, at: on("02") });
      const within = await governed.tx.notice.count({ where: { tenantId: lead.tenantId } });
      expect(within).toBeGreaterThan(before.notices);
      throw new Error("the power went");
    });
    await expect(undone).rejects.toThrow("the power went");
    expect(await countIn(company)).toEqual(before);
  });

  test("a submission whose notice cannot be stored does not happen either", async () => {
    const { company, lead } = await staffed(FAILING);
    const before = await inTenant(company, (tx) => tx.request.count());
    const alter = (how: string) =>
      withClient(database.superuserUrl, (client) => client.query(`alter table notices ${how}`));
    await alter("add constraint none check (false) not valid");
    await expect(ask(lead, needsBoth())).rejects.toThrow();
    await alter("drop constraint none");
    expect(await inTenant(company, (tx) => tx.request.count())).toBe(before);
    expect(await countIn(company)).toEqual({ notices: 0, deliveries: 0 });
  });

  test("of many decisions at once none is untold", async () => {
    const { company, lead, cfo } = await staffed(FAILING);
    const references = await Promise.all(Array.from({ length: 8 }, () => ask(lead, needsBoth())));
    await Promise.all(references.map((reference) => signRequest(cfo, { reference, revision: 1 }, on("02"))));
    const lost = await inTenant(company, async (tx) => {
      const decisions = await tx.gateDecision.findMany({ where: { tenantId: company.tenantId } });
      const causes = new Set(
        (await tx.notice.findMany({ where: { tenantId: company.tenantId } })).map(({ cause }) => cause),
      );
      return decisions.filter(
        ({ id, action }) => !causes.has(action === "SUBMIT" ? `awaited:${id}` : `decision:${id}`),
      ).length;
    });
    expect(lost).toBe(0);
  });
});

describe("comments with mentions", () => {
  test("who is mentioned is told with the words, by name, and the comment keeps the id", async () => {
    const { company, lead, cfo, ceo } = await staffed(FAILING);
    const reference = await ask(lead, needsBoth());
    const body = `${mentionOf(cfo.userId)} and ${mentionOf(lead.userId)}: is this in the plan?`;
    must(await commentRequest(lead, { reference, body }, on("02")));
    const { notices } = await loadNotices(cfo, {}, on("02"), false);
    expect(notices[0]).toMatchObject({
      kind: "mention",
      sentence: "@Naledi and @Jonas: is this in the plan?",
    });
    expect((await toldTo(ceo)).filter((each) => each.startsWith("mention"))).toEqual([]);
    expect((await toldTo(lead)).filter((each) => each.startsWith("mention"))).toEqual([]);
    const stored = await inTenant(company, (tx) => tx.requestComment.findFirstOrThrow());
    expect(stored.body).toBe(body);
    const { names } = await loadMentions(ceo, reference);
    expect(commentParts(stored.body, names)[0]).toEqual({ at: 0, text: "@Naledi", isMention: true });
  });

  test("somebody of another company, of no company, or who has left cannot be mentioned, and nothing is written", async () => {
    const { company, lead, admin, cpo } = await staffed();
    const reference = await ask(lead);
    const { cfo: stranger } = await staffed();
    must(await endMembership(admin, cpo.userId, at));
    for (const userId of [stranger.userId, randomUUID(), cpo.userId])
      expect(
        refusalOf(await commentRequest(lead, { reference, body: `Ask ${mentionOf(userId)}` }, on("02"))),
      ).toContain("It mentions somebody who does not belong to the company.");
    const left = await inTenant(company, (tx) => tx.requestComment.count());
    expect(left).toBe(0);
    expect(await toldTo(stranger)).toEqual([]);
  });

  test("the database itself refuses a mention of a stranger, and one that the comment does not make", async () => {
    const { lead, cfo, company } = await staffed();
    const reference = await ask(lead);
    const { cfo: stranger } = await staffed();
    const { id: commentId } = must(await commentRequest(lead, { reference, body: "No names" }, on("02")));
    const { tenantId } = company;
    for (const userId of [stranger.userId, cfo.userId])
      await expect(
        inTenant(lead, (tx) => tx.commentMention.create({ data: { tenantId, commentId, userId } })),
      ).rejects.toThrow();
  });

  test("an old comment that happens to hold such signs stays as it was written", async () => {
    const { lead } = await staffed();
    const { names } = await loadMentions(lead, await ask(lead));
    const body = `See @[${randomUUID()}] and a@b`;
    expect(commentParts(body, names)).toEqual([{ at: 0, text: body, isMention: false }]);
  });
});

describe("reminders", () => {
  test("what waits over its days is remembered once a day to its signers, after weekends and holidays", async () => {
    const { company, lead, cfo, ceo } = await staffed(FAILING);
    // Monday the first; the third is a holiday, so three business days end on Friday the fifth.
    must(await setCloseCalendar(cfo, { year: 2026, days: "2026-06-03", seen: [] }, on("01", "05:00:00")));
    const reference = await ask(lead, needsBoth());
    expect(await remindSigners(company.tenantId, on("05", "23:00:00"))).toBe(0);
    expect(await remindSigners(company.tenantId, on("06", "05:22:00"))).toBe(0);
    expect(await remindSigners(company.tenantId, on("06", "06:22:00"))).toBe(2);
    expect(await remindSigners(company.tenantId, on("06", "07:22:00"))).toBe(0);
    must(await signRequest(cfo, { reference, revision: 1 }, on("06", "12:00:00")));
    expect(await remindSigners(company.tenantId, on("07", "06:22:00"))).toBe(1);
    const overdue = (await toldTo(ceo)).filter((each) => each.startsWith("signature_overdue"));
    expect(overdue).toHaveLength(2);
    expect(overdue[0]).toContain(`${reference} is overdue for your signature`);
    must(await signRequest(ceo, { reference, revision: 1 }, on("07", "12:00:00")));
    expect(await remindSigners(company.tenantId, on("08", "06:22:00"))).toBe(0);
  });

  test("a request that is awaited and overdue is one thing to do: counted and listed once, as overdue", async () => {
    const { company, lead, cfo, ceo } = await staffed(FAILING);
    const reference = await ask(lead, needsBoth());
    const other = await ask(lead, needsBoth(), on("08"));
    for (const day of ["06", "07"]) await remindSigners(company.tenantId, on(day, "06:22:00"));
    const listed = await loadNotices(ceo, { only: "unread" }, on("08"), false);
    expect(listed.unread).toBe(2);
    expect(listed.notices.map(({ kind, path }) => [kind, path])).toEqual([
      ["signature_awaited", `/requests/${other}`],
      ["signature_overdue", `/requests/${reference}`],
    ]);
    // What is marked as read on the reminder is not counted again for the earlier notices behind it.
    must(await markNoticeRead(ceo, { ids: listed.notices.map(({ id }) => id) }, on("08")));
    expect((await loadNotices(ceo, {}, on("08"), false)).unread).toBe(0);
    must(await signRequest(cfo, { reference, revision: 1 }, on("08")));
    expect((await loadNotices(cfo, {}, on("08"), false)).unread).toBe(1);
  });

  test("whoever stands in is reminded too; what the gate would refuse by now waits for nobody", async () => {
    const { company, lead, cfo, cpo } = await staffed(FAILING);
    await ask(lead, needsBoth());
    const days = { fromOn: "2026-06-05", untilOn: "2026-06-12", reason: "On leave for a week" };
    await delegate(cfo, cpo, days);
    // CFO, CEO, and the CPO for the CFO.
    expect(await remindSigners(company.tenantId, on("05", "06:22:00"))).toBe(3);
    expect((await toldTo(cpo)).at(-1)).toContain("is overdue for your signature");
  });

  test("the administrator sets the days, and that stands in the log", async () => {
    const { company, lead, admin, cfo } = await staffed(FAILING);
    expect(refusalOf(await setDaysToSign(cfo, { days: 1 }, at))).toContain("FORBIDDEN");
    must(await setDaysToSign(admin, { days: 1 }, at));
    expect(refusalOf(await setDaysToSign(admin, { days: 1 }, at))).toContain("CONFLICT");
    await ask(lead, needsBoth());
    expect(await remindSigners(company.tenantId, on("02", "09:00:00"))).toBe(0);
    expect(await remindSigners(company.tenantId, on("03", "09:00:00"))).toBe(2);
    const log = await inTenant(company, (tx) =>
      tx.decisionLogEntry.findFirst({ where: { tenantId: company.tenantId, kind: "access_change" } }),
    );
    expect(log?.title).toBe("Requests are due for signature after 1 business days");
  });
});

describe("beside requests", () => {
  test("a proposed policy is told to CFO and CEO, with the reason", async () => {
    const { cfo, ceo, company } = await staffed();
    const fpa = await company.hire("FP&A", "Mara");
    await draftAndPropose(fpa, { artifacts: withRunwayFloor(20, 16), at });
    for (const person of [cfo, ceo])
      expect(await toldTo(person)).toEqual(["policy_proposed: Policy 2.0.0 waits for your signature"]);
    expect(await toldTo(fpa)).toEqual([]);
  });

  test("an escalation that is raised is told to those who answer it with a plan", async () => {
    const { company, cfo, ceo, lead } = await staffed();
    await closeMonth(company, "2026-01");
    await closeMonth(company, "2026-02", { T1: "FAIL" });
    await closeMonth(company, "2026-03", { T1: "FAIL" });
    for (const person of [cfo, ceo])
      expect((await toldTo(person)).filter((each) => each.startsWith("escalation_raised"))).toHaveLength(1);
    expect((await toldTo(lead)).filter((each) => each.startsWith("escalation_raised"))).toEqual([]);
  });
});

describe("reading", () => {
  test("a person marks their own as read, and nobody else's", async () => {
    const { company, lead, cfo, ceo } = await staffed(FAILING);
    await ask(lead, needsBoth());
    const ofCeo = await inTenant(company, (tx) =>
      tx.notice.findFirstOrThrow({ where: { userId: ceo.userId } }),
    );
    expect(must(await markNoticeRead(cfo, { ids: [ofCeo.id] }, on("02")))).toEqual({ read: 0 });
    expect(must(await markNoticeRead(cfo, {}, on("02")))).toEqual({ read: 1 });
    expect((await loadNotices(cfo, {}, on("02"), false)).unread).toBe(0);
    expect((await loadNotices(ceo, {}, on("02"), false)).unread).toBe(1);
    expect((await loadNotices(cfo, { only: "unread" }, on("02"), false)).notices).toEqual([]);
  });

  test("a request that is signed, denied or withdrawn asks nobody to sign any more: the notice is as good as read", async () => {
    const { lead, cfo, ceo } = await staffed(FAILING);
    const reference = await ask(lead, needsBoth());
    expect((await loadNotices(ceo, {}, on("02"), false)).unread).toBe(1);
    must(await denyRequest(cfo, { reference, revision: 1, reason: "Not this quarter" }, on("02")));
    for (const person of [cfo, ceo]) {
      const { unread, notices } = await loadNotices(person, {}, on("02"), false);
      expect([unread, notices.map(({ isRead }) => isRead)]).toEqual([0, [true]]);
    }
    expect((await loadNotices(lead, {}, on("02"), false)).unread).toBe(1);
  });

  test("whoever has signed is not asked any more, while the other still is; a change asks both again", async () => {
    const { lead, cfo, ceo, cpo } = await staffed(FAILING);
    await delegate(cfo, cpo);
    const reference = await ask(lead, needsBoth(), on("02"));
    must(await signRequest(cfo, { reference, revision: 1 }, on("02")));
    const asked = `${reference} asked for your signature: Replace the support engineer who left`;
    const over = { title: asked, isOver: true, isRead: true };
    expect(await loadNotices(cfo, {}, on("02"), false)).toMatchObject({ unread: 0, notices: [over] });
    // The CFO's stand-in is as good as done as well, and still the stand-in.
    expect(await loadNotices(cpo, {}, on("02"), false)).toMatchObject({
      unread: 1,
      notices: [over, { kind: "stand_in_named", isOver: false }],
    });
    expect(await loadNotices(ceo, { only: "unread" }, on("02"), false)).toMatchObject({
      unread: 1,
      notices: [{ title: asked.replace("asked for", "waits for"), isOver: false }],
    });
    must(await reviseRequest(lead, { reference, revision: 1, content: needsBoth() }, on("02", "11:00:00")));
    expect((await loadNotices(cfo, { only: "unread" }, on("02"), false)).notices[0]?.title).toContain(
      "waits for",
    );
  });

  test("whoever signed before a cycle that asks for fewer signatures is asked to confirm", async () => {
    const { company, lead, cfo } = await staffed(FAILING);
    const reference = await ask(lead, needsBoth());
    must(await signRequest(cfo, { reference, revision: 1 }, on("02")));
    expect((await loadNotices(cfo, {}, on("02"), false)).unread).toBe(0);
    await company.closeCycle();
    await reevaluateOpenRequests(company.tenantId, on("09"));
    const { notices } = await loadNotices(cfo, { only: "unread" }, on("02"), false);
    expect(notices).toMatchObject([{ kind: "signature_awaited", isOver: false }]);
    must(await signRequest(cfo, { reference, revision: 1 }, on("10")));
    expect((await loadNotices(cfo, {}, on("02"), false)).unread).toBe(0);
  });

  test("a policy that one has signed and an escalation with its plan ask nobody any more", async () => {
    const { cfo, ceo, company } = await staffed();
    const fpa = await company.hire("FP&A", "Mara");
    const draft = await draftAndPropose(fpa, { artifacts: withRunwayFloor(20, 16), at });
    must(await signPolicy(cfo, draft, at));
    expect((await loadNotices(cfo, {}, on("02"), false)).notices).toMatchObject([
      { title: "Policy 2.0.0 asked for your signature", isOver: true },
    ]);
    expect((await loadNotices(ceo, {}, on("02"), false)).unread).toBe(1);
    for (const [month, states] of [["2026-01"], ["2026-02", FAILING], ["2026-03", FAILING]] as const)
      await closeMonth(company, month, states);
    const escalationOf = async () =>
      (await loadNotices(ceo, {}, on("02"), false)).notices.find(({ kind }) => kind === "escalation_raised");
    const told = await escalationOf();
    expect(told?.isOver).toBe(false);
    const escalationId = told?.path.split("/").at(-1) ?? "";
    const plan = { plan: "Hold all spend until the plan is met again", dueOn: "2026-07-01" };
    must(await acknowledgeEscalation(cfo, { escalationId, ...plan }, on("02")));
    expect(await escalationOf()).toMatchObject({ isOver: true, sentence: "It has been answered." });
  });

  test.each([
    "x",
    "1.",
    "99999999999999999999.00000000-0000-0000-0000-000000000000",
    `1.${"-".repeat(36)}`,
    "-1.a",
  ])("an address of a page that nobody was given, %s, is the first page", async (after) => {
    const { cfo } = await staffed();
    expect(await loadNotices(cfo, noticesViewSchema.parse({ after }), on("02"), false)).toMatchObject({
      notices: [],
    });
  });

  test("the database keeps what was told: no other words, no deletion, no reading for somebody else", async () => {
    const { lead, cfo, ceo } = await staffed(FAILING);
    await ask(lead, needsBoth());
    const attempts = [
      `update notices set words = '{"title": "x"}'`,
      "delete from notices",
      `update notices set read_at = now() where user_id = '${ceo.userId}'`,
    ];
    for (const attempt of attempts)
      await expect(
        inTenant(cfo, (tx) => tx.$executeRawUnsafe(attempt)),
        attempt,
      ).rejects.toThrow();
  });
});
