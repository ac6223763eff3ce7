import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withClient } from "@/scripts/database/prepare";
import { pdfHash } from "../board-pack/hash";
import { wholeText } from "../board-pack/testing/pdf-text";
import { connect, disconnect } from "../db/client";
import { inTenant } from "../db/tenant-transaction";
import { createTestDatabase, type TestDatabase } from "../db/testing/test-database";
import type { Result } from "../failures";
import { loadBoardPack } from "../queries/board-pack";
import { loadPackFile } from "../queries/board-pack-file";
import { listBoardPacks } from "../queries/board-packs";
import { CONFIG_KEYS } from "../queries/spine-vocabulary";
import { writeHealthySpine } from "../queries/testing/spine-fixture";
import { correctBoardPack } from "./correct-board-pack";
import { discardBoardPack } from "./discard-board-pack";
import { editBoardMemo } from "./edit-board-memo";
import { evaluateCycle } from "./evaluate-cycle";
import { makeBoardPack } from "./make-board-pack";
import { releaseBoardPack } from "./release-board-pack";
import { signRequest } from "./sign-request";
import { submitRequest } from "./submit-request";
import { createCompany } from "./testing/company";

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
const at = (minute: number) => new Date(Date.UTC(2026, 6, 20, 9, minute));

const TIER = {
  gate_id: "G3_PRODUCT_AND_RND" as const,
  title: "Usage-based tier",
  details: {
    classification: "big-bet" as const,
    quantified_impact: {
      on: "upsell" as const,
      band: [200_000, 400_000] as [number, number],
      unit: "USD ARR",
    },
    risks_churn: false,
  },
  roi_case: { summary: "Three customers asked for it.", expected_roi_band: [1, 2] as [number, number] },
  exceptions: [],
};

/** A company whose second quarter of 2026 is closed but for April. */
async function closed(months = ["2026-05", "2026-06"]) {
  const company = await createCompany();
  const { tenantId } = company;
  await writeHealthySpine(tenantId, "2026-10", undefined, "2025-04");
  const [cfo, analyst, ceo] = [
    await company.hire("CFO"),
    await company.hire("FP&A"),
    await company.hire("CEO"),
  ];
  for (const cycleKey of months) {
    const day = new Date(Date.UTC(2026, Number(cycleKey.slice(5)), 7, 9));
    const deliveredAt = day.toISOString().slice(0, 10);
    must(
      await evaluateCycle(
        analyst,
        { cadence: "monthly_close", cycleKey, deliveredAt, certifyFinal: true },
        day,
      ),
    );
  }
  const load = async (packId: string) => must(await loadBoardPack(cfo, packId, at(0))).pack;
  const draft = async (period = "2026-06", minute = 0) =>
    must(await makeBoardPack(analyst, { period }, at(minute))).packId;
  const release = async (packId: string, minute = 5) =>
    must(
      await releaseBoardPack(
        cfo,
        { packId, seenAt: (await load(packId)).updatedAt.toISOString() },
        at(minute),
      ),
    );
  const file = (packId: string) => loadPackFile(cfo, "test-company", packId);
  return { company, cfo, analyst, ceo, load, draft, release, file };
}

describe("a pack is made with one click", () => {
  test("of a month, with the states, the path, the policy and the log head of that moment", async () => {
    const { draft, load, company } = await closed();
    const head = await inTenant(company, (tx) =>
      tx.decisionLogHead.findUniqueOrThrow({ where: { tenantId: company.tenantId } }),
    );
    const { content, memo, edition, status } = await load(await draft());
    expect([edition, status]).toEqual([1, "DRAFT"]);
    expect(content).toMatchObject({
      period: { key: "2026-06", kind: "month", start: "2026-06-01", end: "2026-06-30" },
      asOf: at(0).toISOString(),
      madeBy: { name: "FP&A", role: "FP&A" },
      policy: { version: "1.0" },
      log: { seq: Number(head.seq), hash: head.hash },
      closes: [{ cycleKey: "2026-06", version: 1, certifiedFinal: true, deliveredOn: "2026-07-07" }],
      missingCloses: [],
      mode: { atClose: "NORMAL", now: "NORMAL" },
      budget: { quarter: "2026-Q3", start: "2026-07-01", end: "2026-09-30" },
    });
    expect(content.triggers).toHaveLength(8);
    expect(content.triggers[0]).toMatchObject({
      shortId: "T1",
      state: "PASS",
      before: { cycleKey: "2026-05", state: "PASS" },
      closes: [{ cycleKey: "2026-05" }, { cycleKey: "2026-06" }],
    });
    expect(content.trajectory.close?.cycleKey).toBe("2026-06");
    expect(content.trajectory.metrics.fcf.months[11]).toMatchObject({ average: -100_000, target: -100_000 });
    expect(content.efficiency.map(({ id }) => id)).toEqual([
      "rule_of_40",
      "cac_payback",
      "nrr",
      "gross_margin",
    ]);
    expect(memo.find(({ id }) => id === "states")?.text).toContain("8 triggers stand at 7 PASS and 1 WATCH");
  });

  test("with a case's verdict where its time came in the period; in the month of its approval it is too early", async () => {
    const { company, analyst, load } = await closed(["2026-06"]);
    const [lead, cpo] = [await company.hire("Team lead", "Aoife"), await company.hire("CPO/CTO")];
    const on = (day: string) => new Date(`${day}T10:00:00Z`);
    const { reference } = must(await submitRequest(lead, { content: TIER }, on("2026-07-08")));
    must(await signRequest(cpo, { reference, revision: 1, sawCycleId: null }, on("2026-07-09")));
    for (const [cycleKey, deliveredAt] of [
      ["2026-07", "2026-08-07"],
      ["2026-10", "2026-11-06"],
    ] as const) {
      const close = { cadence: "monthly_close", cycleKey, deliveredAt, certifyFinal: true } as const;
      must(await evaluateCycle(analyst, close, on(deliveredAt)));
    }
    const pack = async (period: string, day: string) =>
      (await load(must(await makeBoardPack(analyst, { period }, on(day))).packId)).content;

    const july = await pack("2026-07", "2026-08-10");
    expect(july.exceptions).toMatchObject([
      {
        reference,
        status: "APPROVED",
        outcome: {
          verdict: "TOO_EARLY",
          words: "Its time comes after 7 Oct 2026.",
          measuredOn: "2026-08-10",
        },
      },
    ]);
    expect(july.casesDue).toEqual([]);

    const october = await pack("2026-10", "2026-11-10");
    expect(october.exceptions).toEqual([]);
    // 105,000 a month before and since: nothing gained.
    expect(october.casesDue).toEqual([
      {
        reference,
        title: "Usage-based tier",
        gateId: "G3_PRODUCT_AND_RND",
        requester: "Aoife",
        approvedOn: "2026-07-09",
        dueOn: "2026-10-08",
        outcome: {
          verdict: "MISSED",
          words: "$0 since, against a band of $200,000 to $400,000.",
          measuredOn: "2026-10-08",
        },
      },
    ]);
    // The same company, period and moment give the same data.
    const again = must(
      await makeBoardPack(analyst, { period: "2026-10", replaceDraft: true }, on("2026-11-10")),
    );
    expect((await load(again.packId)).content).toEqual(october);
  });

  test("of a quarter, which says which of its months were not closed", async () => {
    const { draft, load } = await closed();
    const { content, memo } = await load(await draft("2026-Q2"));
    expect(content.missingCloses).toEqual(["2026-04"]);
    expect(content.closes.map(({ cycleKey }) => cycleKey)).toEqual(["2026-05", "2026-06"]);
    expect(memo.find(({ id }) => id === "data")?.text).toContain("no close of Apr 2026");
  });

  test("speaks of an older month as of its own close, without what came later", async () => {
    const { draft, load } = await closed();
    const { content } = await load(await draft("2026-05"));
    expect(content.trajectory.close?.cycleKey).toBe("2026-05");
    expect(content.trajectory.metrics.fcf.months[11]?.average).toBeNull();
    expect(content.triggers[0]?.closes.map(({ cycleKey }) => cycleKey)).toEqual(["2026-05"]);
  });

  test("not of a month without a close, nor of what is no period, nor by whoever may not", async () => {
    const { analyst, company } = await closed();
    expect(await makeBoardPack(analyst, { period: "2026-07" }, at(0))).toMatchObject({
      ok: false,
      failure: { code: "INSUFFICIENT_DATA", message: expect.stringContaining("Jul 2026 has no close yet") },
    });
    expect(await makeBoardPack(analyst, { period: "2026-13" }, at(0))).toMatchObject({
      ok: false,
      failure: { code: "INVALID_INPUT" },
    });
    for (const role of [
      "Auditor",
      "Administrator",
      "Team lead",
      "CPO/CTO",
      "Head of Sales/Marketing",
    ] as const) {
      const person = await company.hire(role);
      expect(await makeBoardPack(person, { period: "2026-06" }, at(0))).toMatchObject({
        ok: false,
        failure: { code: "FORBIDDEN" },
      });
    }
  });

  test("is frozen: what changes afterwards changes another pack, and ten clicks at once make one draft", async () => {
    const { company, analyst, draft, load } = await closed();
    const packId = await draft();
    const before = (await load(packId)).content;
    await inTenant(company, (tx) =>
      tx.optimizerConfig.create({
        data: { tenantId: company.tenantId, key: CONFIG_KEYS.fcfBands, value: { "11": [-150_000, -50_000] } },
      }),
    );
    expect((await load(packId)).content).toEqual(before);
    const again = await makeBoardPack(analyst, { period: "2026-06" }, at(1));
    expect(again).toMatchObject({ ok: false, failure: { code: "CONFLICT" } });
    const anew = must(await makeBoardPack(analyst, { period: "2026-06", replaceDraft: true }, at(2)));
    expect((await load(anew.packId)).content.trajectory.metrics.fcf.months[11]?.band).toEqual([
      -150_000, -50_000,
    ]);
    const together = await Promise.all(
      Array.from({ length: 10 }, () => makeBoardPack(analyst, { period: "2026-Q2" }, at(3))),
    );
    expect(together.filter(({ ok }) => ok)).toHaveLength(1);
  });
});

describe("the memo", () => {
  test("takes a person's sentence and keeps the filled one beside it; put back, it is nobody's", async () => {
    const { draft, load, ceo } = await closed();
    const packId = await draft();
    const before = await load(packId);
    const original = before.memo.find(({ id }) => id === "fcf")?.original ?? "";
    const edit = async (text: string, minute: number) =>
      must(
        await editBoardMemo(
          ceo,
          { packId, sentences: [{ id: "fcf", text }], seenAt: (await load(packId)).updatedAt.toISOString() },
          at(minute),
        ),
      );
    await edit("Cash follows the plan.", 1);
    expect((await load(packId)).memo.find(({ id }) => id === "fcf")).toEqual({
      id: "fcf",
      heading: "The path to breakeven",
      original,
      text: "Cash follows the plan.",
      edited: { by: "CEO", at: at(1).toISOString() },
    });
    expect((await load(packId)).content).toEqual(before.content);
    await edit(original, 2);
    expect((await load(packId)).memo).toEqual(before.memo);
  });

  test("is not overwritten from an older view where the clock stands still either, nor released from one", async () => {
    const { draft, load, analyst, ceo, cfo } = await closed();
    const packId = await draft();
    const seenAt = (await load(packId)).updatedAt.toISOString();
    const edit = (actor: typeof ceo, text: string) =>
      editBoardMemo(actor, { packId, sentences: [{ id: "fcf", text }], seenAt }, at(0));
    must(await edit(ceo, "The first."));
    expect(await edit(analyst, "The second.")).toMatchObject({ ok: false, failure: { code: "CONFLICT" } });
    expect(await releaseBoardPack(cfo, { packId, seenAt }, at(0))).toMatchObject({
      ok: false,
      failure: { code: "CONFLICT" },
    });
    expect((await load(packId)).memo.find(({ id }) => id === "fcf")?.text).toBe("The first.");
  });

  test("is not overwritten from an older view, has no sentence of its own making, and is never empty", async () => {
    const { draft, load, analyst, company } = await closed();
    const packId = await draft();
    const { updatedAt, memo } = await load(packId);
    const seenAt = updatedAt.toISOString();
    const one = [{ id: "fcf", text: "Ours." }];
    must(await editBoardMemo(analyst, { packId, sentences: one, seenAt }, at(1)));
    const stale = await editBoardMemo(analyst, { packId, sentences: one, seenAt }, at(2));
    expect(stale).toMatchObject({ ok: false, failure: { code: "CONFLICT" } });
    const present = at(1).toISOString();
    const made = await editBoardMemo(
      analyst,
      { packId, sentences: [{ id: "praise", text: "All is well." }], seenAt: present },
      at(3),
    );
    expect(made).toMatchObject({ ok: false, failure: { code: "INVALID_INPUT" } });
    const none = memo.map(({ id }) => ({ id, text: "" }));
    expect(await editBoardMemo(analyst, { packId, sentences: none, seenAt: present }, at(3))).toMatchObject({
      ok: false,
      failure: { code: "INVALID_INPUT" },
    });
    const auditor = await company.hire("Auditor");
    expect(await editBoardMemo(auditor, { packId, sentences: one, seenAt: present }, at(3))).toMatchObject({
      ok: false,
      failure: { code: "FORBIDDEN" },
    });
  });
});

describe("released", () => {
  test("by the CFO alone, with its bytes, their hash, and an entry of the decision log that names both", async () => {
    const { draft, load, release, file, ceo, company } = await closed();
    const packId = await draft();
    const seenAt = (await load(packId)).updatedAt.toISOString();
    expect(await releaseBoardPack(ceo, { packId, seenAt }, at(4))).toMatchObject({
      ok: false,
      failure: { code: "FORBIDDEN" },
    });
    const { pdfSha256 } = await release(packId);
    const pack = await load(packId);
    expect(pack).toMatchObject({ status: "RELEASED", pdfSha256, releasedBy: "CFO", releasedAt: at(5) });
    const { pdf, sha256, name } = must(await file(packId));
    expect(sha256).toBe(pdfSha256);
    expect(name).toBe("board-pack-test-company-2026-06-edition-1.pdf");
    expect(wholeText(pdf)).toContain("Released by CFO (CFO) on 20 Jul 2026, 09:05 UTC.");
    const entry = await inTenant(company, (tx) =>
      tx.decisionLogEntry.findFirstOrThrow({ where: { tenantId: company.tenantId, kind: "board_pack" } }),
    );
    expect(Number(entry.seq)).toBe(pack.logSeq);
    expect(entry.title).toBe("Board pack Jun 2026 released, edition 1");
    expect(JSON.parse(entry.content)).toMatchObject({
      edition: 1,
      period: "2026-06",
      pdf_sha256: pdfSha256,
      data_sha256: pack.dataSha256,
      log_head: pack.content.log,
      corrects: null,
    });
  });

  test("only as it was seen: an edit in between is not released unseen, and nothing is released twice", async () => {
    const { draft, load, analyst, cfo, release } = await closed();
    const packId = await draft();
    const seenAt = (await load(packId)).updatedAt.toISOString();
    const sentences = [{ id: "fcf", text: "Slipped in." }];
    must(await editBoardMemo(analyst, { packId, sentences, seenAt }, at(1)));
    expect(await releaseBoardPack(cfo, { packId, seenAt }, at(2))).toMatchObject({
      ok: false,
      failure: { code: "CONFLICT" },
    });
    await release(packId);
    const again = await releaseBoardPack(cfo, { packId, seenAt: at(1).toISOString() }, at(6));
    expect(again).toMatchObject({ ok: false, failure: { code: "CONFLICT" } });
  });

  test("it never changes: no command edits or discards it, and the database refuses whoever tries", async () => {
    const { draft, release, analyst, company } = await closed();
    const packId = await draft();
    await release(packId);
    const seenAt = at(0).toISOString();
    const sentences = [{ id: "fcf", text: "Later." }];
    for (const refused of [
      await editBoardMemo(analyst, { packId, sentences, seenAt }, at(6)),
      await discardBoardPack(analyst, { packId }),
      await makeBoardPack(analyst, { period: "2026-06", replaceDraft: true }, at(6)),
    ])
      expect(refused).toMatchObject({ ok: false, failure: { code: "CONFLICT" } });
    for (const statement of [
      "update board_packs set memo = '[]'",
      "update board_packs set status = 'DRAFT', pdf = null, pdf_sha256 = null, data_sha256 = null, released_by = null, released_at = null, log_seq = null",
      "delete from board_packs",
    ]) {
      await expect(inTenant(company, (tx) => tx.$executeRawUnsafe(statement))).rejects.toThrow(
        /released board pack/,
      );
    }
  });

  test("the database takes no release without the log entry that names these very bytes", async () => {
    const { draft, company, cfo } = await closed();
    await draft();
    const forged = Buffer.from("%PDF-forged");
    const release = (hash: string, seq: number) =>
      inTenant(company, (tx) =>
        tx.$executeRawUnsafe(
          `update board_packs set status = 'RELEASED', pdf = $1, pdf_sha256 = $2, data_sha256 = $2, released_by = $3::uuid,
             released_at = now(), log_seq = $4`,
          forged,
          hash,
          cfo.userId,
          seq,
        ),
      );
    await expect(release(pdfHash(forged), 1)).rejects.toThrow(/together with the log entry/);
    await expect(release("0".repeat(64), 1)).rejects.toThrow();
    await expect(
      inTenant(company, (tx) => tx.$executeRawUnsafe("update board_packs set content = '{}'")),
    ).rejects.toThrow(/made anew/);
  });

  test("a file that is not the one released is not handed out", async () => {
    const { draft, release, file } = await closed();
    const packId = await draft();
    await release(packId);
    must(await file(packId));
    await withClient(database.superuserUrl, async (client) => {
      await client.query("alter table board_packs disable trigger user");
      const other = "convert_to('%PDF-other', 'UTF8')";
      await client.query(
        `update board_packs set pdf = ${other}, pdf_sha256 = encode(sha256(${other}), 'hex') where id = $1`,
        [packId],
      );
      await client.query("alter table board_packs enable trigger user");
    });
    expect(await file(packId)).toMatchObject({ ok: false, failure: { code: "FILE_UNTRUSTED" } });
  });
});

describe("a correction", () => {
  test("is another edition that names the one before and why; the one before stays as it was", async () => {
    const { draft, load, release, file, analyst, cfo } = await closed();
    const first = await draft();
    const { pdfSha256 } = await release(first);
    const reason = "Revenue of May was posted twice.";
    const { packId } = must(await correctBoardPack(analyst, { packId: first, reason }, at(10)));
    const second = await load(packId);
    expect(second).toMatchObject({ edition: 2, status: "DRAFT", corrects: first, correctionReason: reason });
    expect(second.content.corrects).toEqual({ edition: 1, reason, pdfSha256 });
    await release(packId, 12);
    const { pdf } = must(await file(packId));
    expect(wholeText(pdf)).toContain(`This edition corrects edition 1: ${reason}`);
    expect(must(await file(first)).sha256).toBe(pdfSha256);
    const { packs, periods } = await listBoardPacks(cfo, null, at(13));
    expect(packs.map(({ edition, status }) => [edition, status])).toEqual([
      [2, "RELEASED"],
      [1, "RELEASED"],
    ]);
    expect(periods.map(({ key }) => key)).toEqual(["2026-Q2", "2026-05"]);
  });

  test("is of the newest released edition alone, one at a time, with a reason", async () => {
    const { draft, release, analyst } = await closed();
    const first = await draft();
    const reason = "Revenue of May was posted twice.";
    const early = await correctBoardPack(analyst, { packId: first, reason }, at(1));
    expect(early).toMatchObject({ ok: false, failure: { code: "CONFLICT" } });
    await release(first);
    const silent = await correctBoardPack(analyst, { packId: first, reason: "wrong" }, at(6));
    expect(silent).toMatchObject({ ok: false, failure: { code: "INVALID_INPUT" } });
    const { packId } = must(await correctBoardPack(analyst, { packId: first, reason }, at(7)));
    const twice = await correctBoardPack(analyst, { packId: first, reason }, at(8));
    expect(twice).toMatchObject({ ok: false, failure: { code: "CONFLICT" } });
    expect(must(await discardBoardPack(analyst, { packId }))).toEqual({ periodKey: "2026-06" });
    expect((await correctBoardPack(analyst, { packId: first, reason }, at(9))).ok).toBe(true);
  });
});

test("a company's packs are its own", async () => {
  const { draft, company } = await closed(["2026-06"]);
  const packId = await draft();
  const other = await createCompany();
  const stranger = await other.hire("CFO");
  expect(await loadBoardPack(stranger, packId, at(0))).toMatchObject({
    ok: false,
    failure: { code: "NOT_FOUND" },
  });
  expect(await loadPackFile(stranger, "x", packId)).toMatchObject({
    ok: false,
    failure: { code: "NOT_FOUND" },
  });
  expect(await releaseBoardPack(stranger, { packId, seenAt: at(0).toISOString() }, at(1))).toMatchObject({
    ok: false,
    failure: { code: "NOT_FOUND" },
  });
  expect((await listBoardPacks(stranger, null, at(0))).packs).toEqual([]);
  expect(
    await makeBoardPack({ ...stranger, tenantId: company.tenantId }, { period: "2026-06" }, at(0)),
  ).toMatchObject({
    ok: false,
  });
});
