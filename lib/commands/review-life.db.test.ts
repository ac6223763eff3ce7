import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withClient } from "@/scripts/database/prepare";
import { connect, disconnect } from "../db/client";
import { inTenant } from "../db/tenant-transaction";
import { createTestDatabase, type TestDatabase } from "../db/testing/test-database";
import type { Result } from "../failures";
import { loadReview } from "../queries/review";
import { loadReviews } from "../queries/reviews";
import { writeHealthySpine } from "../queries/testing/spine-fixture";
import { addReviewAction } from "./add-review-action";
import { closeReview } from "./close-review";
import { denyRequest } from "./deny-request";
import { evaluateCycle } from "./evaluate-cycle";
import { noteReview } from "./note-review";
import { openReview } from "./open-review";
import { submitRequest } from "./submit-request";
import { createCompany } from "./testing/company";
import { discount } from "./testing/requests";
import { updateReviewAction } from "./update-review-action";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  connect(database.appUrl);
});
afterAll(disconnect);

const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.failure.code}: ${result.failure.message}`);
  return result.value;
};
const refusal = (result: Result<unknown>) =>
  result.ok
    ? "done"
    : `${result.failure.code}: ${[result.failure.message, ...Object.values(result.failure.fields ?? {})].join(" ")}`;

const WEEK = "2026-W27";
const at = (minute: number) => new Date(Date.UTC(2026, 6, 1, 9, minute));
const nextWeek = new Date(Date.UTC(2026, 6, 8, 9));

async function staffed() {
  const company = await createCompany();
  const [cfo, ceo, fpa, lead] = [
    await company.hire("CFO", "Naledi"),
    await company.hire("CEO", "Viktor"),
    await company.hire("FP&A", "Mei-Lin"),
    await company.hire("Team lead", "Jonas"),
  ];
  const open = async (minute = 0) => must(await openReview(fpa, { weekKey: WEEK }, at(minute))).reviewId;
  return { company, cfo, ceo, fpa, lead, open };
}

const take = { body: "Call the ten largest overdue accounts", dueOn: "2026-07-08" };

describe("a weekly review", () => {
  test("is held: what was decided, noted and taken on becomes its minutes, and the log names their hash", async () => {
    const { company, cfo, ceo, fpa, lead, open } = await staffed();
    await company.closeCycle();
    const { reference } = must(await submitRequest(lead, { content: discount() }, at(-60)));
    const reviewId = await open();
    must(
      await noteReview(
        ceo,
        { kind: "note", reviewId, item: 0, body: "Collections slipped.", revision: 0 },
        at(3),
      ),
    );
    must(await noteReview(fpa, { kind: "attendance", reviewId, userId: cfo.userId, isPresent: true }, at(4)));
    const { actionId } = must(
      await addReviewAction(cfo, { reviewId, ...take, ownerId: lead.userId }, at(10)),
    );
    const denied = { reference, revision: 1, sawCycleId: null, reason: "Over the ceiling without a reason." };
    must(await denyRequest(cfo, denied, at(20)));
    const { minutesSha256 } = must(await closeReview(fpa, { reviewId }, at(40)));

    const { held, state } = must(await loadReview(lead, WEEK, at(50)));
    expect(state).toBe("HELD");
    expect(held).toMatchObject({ sha256: minutesSha256, isIntact: true });
    const minutes = held?.minutes;
    expect(minutes?.attendance.present.map(({ name }) => name)).toEqual(["Naledi", "Mei-Lin"]);
    expect(minutes?.attendance.expectedAndAbsent.map(({ name }) => name)).toEqual(["Viktor"]);
    expect(minutes?.agenda[0]?.note).toEqual({ body: "Collections slipped.", by: "Viktor" });
    expect(minutes?.actions.changed).toMatchObject([{ id: actionId, what: "Taken on", owner: "Jonas" }]);
    expect(minutes?.decisions.map(({ requestRef, actor }) => [requestRef, actor])).toEqual([
      [reference, "Naledi"],
    ]);
    const entries = await inTenant(cfo, (tx) =>
      tx.decisionLogEntry.findMany({ where: { tenantId: cfo.tenantId, kind: "review_held" } }),
    );
    expect(entries).toHaveLength(1);
    expect(JSON.parse(entries[0]?.content ?? "{}")).toMatchObject({
      week: WEEK,
      minutes_sha256: minutesSha256,
    });
    expect(Number(entries[0]?.seq)).toBe(held?.logSeq);
  });

  test("once closed takes no note, no attendance and no second closing, from the application or around it", async () => {
    const { fpa, cfo, open } = await staffed();
    const reviewId = await open();
    must(await noteReview(cfo, { kind: "note", reviewId, item: 0, body: "As it was.", revision: 0 }, at(1)));
    must(await closeReview(cfo, { reviewId }, at(2)));
    const note = { kind: "note" as const, reviewId, item: 0, body: "Afterwards.", revision: 1 };
    expect(refusal(await noteReview(fpa, note, at(3)))).toContain("CONFLICT");
    expect(refusal(await closeReview(fpa, { reviewId }, at(3)))).toContain("CONFLICT");
    const attempts = [
      `update weekly_reviews set minutes = '{}' where id = '${reviewId}'`,
      `update weekly_reviews set status = 'OPEN' where id = '${reviewId}'`,
      `delete from weekly_reviews where id = '${reviewId}'`,
      `update review_notes set body = 'Afterwards' where review_id = '${reviewId}'`,
      `delete from review_notes where review_id = '${reviewId}'`,
      `update review_attendance set is_present = false where review_id = '${reviewId}'`,
    ];
    await withClient(database.superuserUrl, async (client) => {
      for (const attempt of attempts) {
        await expect(client.query(attempt), attempt).rejects.toThrow(/never|stays/);
      }
    });
  });

  test("of two people who type into one note, the second learns of the first and overwrites nothing", async () => {
    const { cfo, ceo, open } = await staffed();
    const reviewId = await open();
    const note = { kind: "note" as const, reviewId, item: 1, revision: 0 };
    const both = await Promise.all([
      noteReview(cfo, { ...note, body: "By the CFO" }, at(1)),
      noteReview(ceo, { ...note, body: "By the CEO" }, at(1)),
    ]);
    expect(both.map(refusal).sort()).toEqual(["CONFLICT: Somebody else has written here since.", "done"]);
    const kept = must(await loadReview(cfo, WEEK, at(2))).live?.items[1]?.note;
    expect(kept?.revision).toBe(1);
    const further = { ...note, revision: 1, body: `${kept?.body}\nand more` };
    expect(must(await noteReview(ceo, further, at(3))).revision).toBe(2);
  });

  test("opened by two at once is one review", async () => {
    const { cfo, fpa } = await staffed();
    const both = await Promise.all([cfo, fpa].map((who) => openReview(who, { weekKey: WEEK }, at(0))));
    expect(new Set(both.map((each) => must(each).reviewId)).size).toBe(1);
  });

  test("is opened only in its own week, and only once the one before is closed", async () => {
    const { fpa, open } = await staffed();
    expect(refusal(await openReview(fpa, { weekKey: "2026-W26" }, at(0)))).toContain("2026-W27");
    const reviewId = await open();
    expect(refusal(await openReview(fpa, { weekKey: "2026-W28" }, nextWeek))).toContain(
      "2026-W27 is still open",
    );
    must(await closeReview(fpa, { reviewId }, at(5)));
    expect(refusal(await openReview(fpa, { weekKey: WEEK }, at(6)))).toContain("has been held");
    expect(refusal(await openReview(fpa, { weekKey: "2026-W28" }, nextWeek))).toBe("done");
  });

  test("is opened and closed by the CFO or FP&A alone; a team lead writes nothing into it", async () => {
    const { ceo, lead, open } = await staffed();
    expect(refusal(await openReview(ceo, { weekKey: WEEK }, at(0)))).toContain("CFO or FP&A");
    const reviewId = await open();
    expect(refusal(await closeReview(ceo, { reviewId }, at(1)))).toContain("CFO or FP&A");
    const note = { kind: "note" as const, reviewId, item: 0, body: "x", revision: 0 };
    expect(refusal(await noteReview(lead, note, at(1)))).toContain("FORBIDDEN");
    expect(
      refusal(await addReviewAction(lead, { reviewId, ...take, ownerId: lead.userId }, at(1))),
    ).toContain("FORBIDDEN");
  });

  test("a review that nobody attended was not held", async () => {
    const { fpa, open } = await staffed();
    const reviewId = await open();
    must(
      await noteReview(fpa, { kind: "attendance", reviewId, userId: fpa.userId, isPresent: false }, at(1)),
    );
    expect(refusal(await closeReview(fpa, { reviewId }, at(2)))).toContain("nobody attended");
  });
});

describe("an action of the review", () => {
  test("its owner reports on it between two reviews, and the next one's minutes tell what it changed itself", async () => {
    const { cfo, fpa, lead, open } = await staffed();
    const reviewId = await open();
    const first = must(
      await addReviewAction(cfo, { reviewId, ...take, ownerId: lead.userId }, at(1)),
    ).actionId;
    const second = must(
      await addReviewAction(
        cfo,
        { reviewId, body: "Renegotiate hosting", dueOn: "2026-07-07", ownerId: fpa.userId },
        at(2),
      ),
    ).actionId;
    must(await closeReview(cfo, { reviewId }, at(3)));
    const same = { actionId: first, revision: 1, ...take, ownerId: lead.userId };
    const putOff = { ...same, dueOn: "2026-08-01", status: "OPEN" as const, note: "" };
    expect(refusal(await updateReviewAction(lead, putOff, at(9)))).toContain("FORBIDDEN");
    must(await updateReviewAction(lead, { ...same, status: "DONE", note: "Eight of ten paid." }, at(9)));
    expect(
      refusal(
        await updateReviewAction(lead, { ...same, revision: 2, status: "DROPPED", note: "Again" }, at(9)),
      ),
    ).toContain("has ended");

    const { reviewId: next } = must(await openReview(fpa, { weekKey: "2026-W28" }, nextWeek));
    const live = must(await loadReview(fpa, "2026-W28", nextWeek)).live;
    expect(live?.ground.actions.taken.map(({ id, status }) => [id, status])).toEqual([
      [second, "OPEN"],
      [first, "DONE"],
    ]);
    const moved = {
      actionId: second,
      revision: 1,
      body: "Renegotiate hosting",
      ownerId: fpa.userId,
      note: "",
    };
    must(await updateReviewAction(cfo, { ...moved, dueOn: "2026-07-15", status: "OPEN" }, nextWeek));
    expect(
      refusal(await updateReviewAction(cfo, { ...moved, dueOn: "2026-07-16", status: "OPEN" }, nextWeek)),
    ).toContain("CONFLICT");
    must(await closeReview(fpa, { reviewId: next }, new Date(nextWeek.getTime() + 60_000)));
    const minutes = must(await loadReview(fpa, "2026-W28", nextWeek)).held?.minutes;
    expect(minutes?.actions.changed.map(({ id, what }) => [id, what])).toEqual([
      [second, "Due day moved from 2026-07-07"],
    ]);
    expect(minutes?.actions.open.map(({ id }) => id)).toEqual([second]);
  });

  test("is never deleted, and never changed without keeping how it stood", async () => {
    const { cfo, open } = await staffed();
    const reviewId = await open();
    const { actionId } = must(await addReviewAction(cfo, { reviewId, ...take, ownerId: cfo.userId }, at(1)));
    await withClient(database.superuserUrl, async (client) => {
      for (const attempt of [
        `delete from review_actions where id = '${actionId}'`,
        `update review_actions set due_on = '2027-01-01' where id = '${actionId}'`,
        `update review_action_changes set body = 'x' where action_id = '${actionId}'`,
      ]) {
        await expect(client.query(attempt), attempt).rejects.toThrow(
          /never deleted|one revision|append-only/,
        );
      }
    });
  });
});

describe("the list of weeks", () => {
  test("shows a week without a review as missed and the running one as not held yet", async () => {
    const { company, fpa, open } = await staffed();
    const reviewId = await open();
    must(await closeReview(fpa, { reviewId }, at(1)));
    const later = new Date(Date.UTC(2026, 6, 15, 9));
    const list = must(await loadReviews(fpa, 1, later));
    expect(list.weeks.slice(0, 4).map(({ weekKey, state }) => [weekKey, state])).toEqual([
      ["2026-W29", "DUE"],
      ["2026-W28", "MISSED"],
      ["2026-W27", "HELD"],
      ["2026-W26", "MISSED"],
    ]);
    const oldest = must(await loadReviews(fpa, list.pages, later)).weeks.at(-1);
    expect(oldest?.weekKey).toBe("2026-W02");
    expect(list.held + list.missed + 1).toBe(28);
    expect(refusal(await loadReview({ ...fpa, role: "FP&A" as const }, "2026-W30", later))).toContain(
      "NOT_FOUND",
    );
    expect(company.tenantId).toBe(fpa.tenantId);
  });

  test("begins with the contract: the week before its first has no review, and nothing leads there", async () => {
    const { fpa } = await staffed();
    const week = (key: string) => loadReview({ ...fpa, role: "FP&A" as const }, key, at(0));
    expect(must(await week("2026-W03"))).toMatchObject({ state: "MISSED", before: "2026-W02" });
    expect(must(await week("2026-W02"))).toMatchObject({ state: "MISSED", before: null });
    for (const key of ["2026-W01", "1999-W07", "0001-W05", "2026-W99"])
      expect(refusal(await week(key))).toContain("NOT_FOUND");
  });
});

describe("exceptions on the table", () => {
  test("wait until they are decided, and stand among the decided ones of the week after that", async () => {
    const { company, cfo, lead } = await staffed();
    await company.closeCycle();
    const asked = [];
    for (const minute of [-90, -80])
      asked.push(must(await submitRequest(lead, { content: discount() }, at(minute))).reference);
    const [first = "", second = ""] = asked;
    const table = async () =>
      must(await loadReview({ ...cfo, role: "CFO" as const }, WEEK, at(30))).live?.ground.exceptions;
    expect((await table())?.waiting.map(({ reference, kind, awaits }) => [reference, kind, awaits])).toEqual([
      [first, "discount over the ceiling", ["CFO"]],
      [second, "discount over the ceiling", ["CFO"]],
    ]);
    const no = {
      reference: first,
      revision: 1,
      sawCycleId: null,
      reason: "Over the ceiling without a reason.",
    };
    must(await denyRequest(cfo, no, at(20)));
    const after = await table();
    expect(after?.waiting.map(({ reference }) => reference)).toEqual([second]);
    expect(after?.decided.map(({ reference, status }) => [reference, status])).toEqual([[first, "DENIED"]]);
    expect(after?.leftOut).toBe(0);
  });
});

test("the board tells which input moved runway, by how much, from one closed week to the next", async () => {
  const { company, fpa } = await staffed();
  await writeHealthySpine(company.tenantId, "2026-10", undefined, "2025-04");
  for (const [cadence, cycleKey, day] of [
    ["monthly_close", "2026-05", 8],
    ["weekly", "2026-W26", 29],
    ["weekly", "2026-W27", 36],
  ] as const) {
    must(await evaluateCycle(fpa, { cadence, cycleKey }, new Date(Date.UTC(2026, 5, day, 9))));
  }
  const { live } = must(await loadReview(fpa, "2026-W28", nextWeek));
  const board = live?.ground.board;
  expect([board?.cycle?.cycleKey, board?.before?.cycleKey]).toEqual(["2026-W27", "2026-W26"]);
  expect(board?.triggers.map(({ shortId }) => shortId)).toEqual(["T4", "T6"]);
  for (const { value, valueBefore, steps } of board?.triggers ?? []) {
    const sum = steps.reduce((total, { effect }) => total + (effect ?? Number.NaN), 0);
    expect(sum).toBeCloseTo((value ?? Number.NaN) - (valueBefore ?? Number.NaN), 9);
  }
  expect(live?.ground.spend.functions.length).toBeGreaterThan(0);
});
