import { createHash, randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { document, pdf, png, workbook } from "../attachments/testing/files";
import { connect, disconnect } from "../db/client";
import { inTenant } from "../db/tenant-transaction";
import { createTestDatabase } from "../db/testing/test-database";
import { loadAttachments, readAttachment } from "../queries/attachments";
import { attachFile } from "./attach-file";
import { discardDraft } from "./discard-draft";
import { removeAttachment } from "./remove-attachment";
import { reviseRequest } from "./revise-request";
import { saveDraft } from "./save-draft";
import { signRequest } from "./sign-request";
import { submitRequest } from "./submit-request";
import { ask, at, type Member, must, needsBoth, on, refusalOf, staffed } from "./testing/delegations";
import { withdrawRequest } from "./withdraw-request";

const FAILING = { T1: "FAIL" } as const;

beforeAll(async () => {
  connect((await createTestDatabase()).appUrl);
});
afterAll(disconnect);

const attach = (who: Member, reference: string, name = "quote.pdf", bytes: Buffer = pdf()) =>
  attachFile(who, { reference, name, bytes }, at);
const seenBy = async (who: Member, reference: string) =>
  (await loadAttachments(who, reference)).map(({ name, standing }) => `${name} ${standing}`);

describe("a file that is attached", () => {
  test("to a draft is seen by its author alone, and by everybody with its hash once it is submitted", async () => {
    const { lead, cfo } = await staffed(FAILING);
    const { reference } = must(await saveDraft(lead, { draft: { form: "G1_HEADCOUNT", values: {} } }, at));
    const { attachmentId, sha256 } = must(await attach(lead, reference));
    expect(sha256).toBe(createHash("sha256").update(pdf()).digest("hex"));
    expect(await seenBy(lead, reference)).toEqual(["quote.pdf new"]);
    expect(await seenBy(cfo, reference)).toEqual([]);
    expect(refusalOf(await readAttachment(cfo, attachmentId))).toContain("NOT_FOUND");
    must(await submitRequest(lead, { reference, content: needsBoth() }, at));
    expect(await loadAttachments(cfo, reference)).toMatchObject([
      {
        name: "quote.pdf",
        standing: "submitted",
        sha256,
        sizeBytes: pdf().length,
        addedBy: "Jonas",
        fromRevision: 1,
      },
    ]);
    expect(must(await readAttachment(cfo, attachmentId))).toMatchObject({
      mediaType: "application/pdf",
      content: pdf(),
    });
  });

  test("after submission waits for the next revision: what was signed stays what it was, and signatures then no longer count", async () => {
    const { company, lead, cfo } = await staffed(FAILING);
    const reference = await ask(lead, needsBoth());
    must(await signRequest(cfo, { reference, revision: 1 }, at));
    must(await attach(lead, reference));
    must(await attach(lead, reference, "chart.png", png()));
    expect(await seenBy(cfo, reference)).toEqual([]);
    must(await reviseRequest(lead, { reference, revision: 1, content: needsBoth() }, on("02")));
    expect(await seenBy(cfo, reference)).toEqual(["chart.png submitted", "quote.pdf submitted"]);
    const { row, contents } = await inTenant(company, async (tx) => ({
      row: await tx.request.findFirstOrThrow({ where: { reference } }),
      contents: (await tx.decisionLogEntry.findMany({ orderBy: { seq: "asc" } })).map(
        ({ content }) => content,
      ),
    }));
    expect(row).toMatchObject({ revision: 2, status: "PENDING" });
    // The files stand under the hash of the decision from the revision on in which they were submitted.
    expect(contents.map((content) => JSON.parse(content).attachments?.length ?? 0)).toEqual([0, 0, 2]);
  });

  test("is left out of a later revision only by a submission, can be kept after all, and stays on record", async () => {
    const { lead, cfo } = await staffed(FAILING);
    const reference = await ask(lead, needsBoth());
    const { attachmentId } = must(await attach(lead, reference));
    must(await reviseRequest(lead, { reference, revision: 1, content: needsBoth() }, at));
    const leave = (keep = false) => removeAttachment(lead, { reference, attachmentId, keep });
    expect(must(await leave())).toEqual({ gone: false });
    expect([await seenBy(lead, reference), await seenBy(cfo, reference)]).toEqual([
      ["quote.pdf leaving"],
      ["quote.pdf submitted"],
    ]);
    must(await leave(true));
    expect(await seenBy(lead, reference)).toEqual(["quote.pdf submitted"]);
    must(await leave());
    must(await reviseRequest(lead, { reference, revision: 2, content: needsBoth() }, on("03")));
    expect(await loadAttachments(cfo, reference)).toMatchObject([{ standing: "left", removedRevision: 3 }]);
    expect(must(await readAttachment(cfo, attachmentId)).name).toBe("quote.pdf");
  });

  test("and was never submitted is gone when it is removed, and with a draft that is thrown away", async () => {
    const { company, lead } = await staffed();
    const { reference } = must(await saveDraft(lead, { draft: { form: "G1_HEADCOUNT", values: {} } }, at));
    const { attachmentId } = must(await attach(lead, reference));
    must(await attach(lead, reference, "chart.png", png()));
    expect(must(await removeAttachment(lead, { reference, attachmentId }))).toEqual({ gone: true });
    must(await discardDraft(lead, { reference }));
    const left = await inTenant(company, async (tx) => [
      await tx.requestAttachment.count(),
      await tx.attachmentContent.count(),
    ]);
    expect(left).toEqual([0, 0]);
  });
});

describe("refused", () => {
  test("the eleventh file, however they are sent, and the same file twice", async () => {
    const { lead } = await staffed();
    const reference = await ask(lead);
    const many = await Promise.all(
      Array.from({ length: 12 }, (_, number) =>
        attach(lead, reference, `q${number}.pdf`, pdf(`q ${number}`)),
      ),
    );
    expect(many.filter(({ ok }) => ok)).toHaveLength(10);
    expect(refusalOf(await attach(lead, reference, "more.pdf", pdf("more")))).toContain("at most 10 files");
    const [first] = await loadAttachments(lead, reference);
    must(await removeAttachment(lead, { reference, attachmentId: first?.id ?? "" }));
    const [second] = await loadAttachments(lead, reference);
    const number = Number(/\d+/.exec(second?.name ?? "")?.[0]);
    expect(refusalOf(await attach(lead, reference, "again.pdf", pdf(`q ${number}`)))).toContain(
      "attached already",
    );
  });

  test("by anybody but the person who asks, on what is decided, and on what is another company's", async () => {
    const { lead, cfo, cpo } = await staffed(FAILING);
    const { lead: stranger, cfo: strangeCfo } = await staffed();
    const reference = await ask(lead, needsBoth());
    const { attachmentId } = must(await attach(lead, reference));
    expect(refusalOf(await attach(cfo, reference))).toContain("FORBIDDEN");
    expect(refusalOf(await removeAttachment(cpo, { reference, attachmentId }))).toContain("FORBIDDEN");
    expect(refusalOf(await attach(stranger, reference))).toContain("NOT_FOUND");
    must(await reviseRequest(lead, { reference, revision: 1, content: needsBoth() }, at));
    for (const who of [stranger, strangeCfo]) {
      expect(refusalOf(await readAttachment(who, attachmentId))).toContain("NOT_FOUND");
      expect(await loadAttachments(who, reference)).toEqual([]);
    }
    expect(refusalOf(await readAttachment(cfo, randomUUID()))).toContain("NOT_FOUND");
    must(await withdrawRequest(lead, { reference, revision: 2 }, at));
    expect(refusalOf(await attach(lead, reference, "late.pdf", pdf("late")))).toContain("ALREADY_DECIDED");
    expect(refusalOf(await removeAttachment(lead, { reference, attachmentId }))).toContain("ALREADY_DECIDED");
  });

  test("a file whose content is not what its name says; nothing of it is stored", async () => {
    const { company, lead } = await staffed();
    const reference = await ask(lead);
    expect(refusalOf(await attach(lead, reference, "case.xlsx", document()))).toContain(
      "FILE_REFUSED: case.xlsx: The name says XLSX, and the content is a Word document.",
    );
    expect(refusalOf(await attach(lead, reference, "page.html", Buffer.from("<html/>")))).toContain(
      "FILE_REFUSED",
    );
    expect(await inTenant(company, (tx) => tx.attachmentContent.count())).toBe(0);
  });
});

test("the database holds to it: no other bytes, no other hash, no deletion of what was submitted, no file by another hand", async () => {
  const { lead, cfo, company } = await staffed(FAILING);
  const reference = await ask(lead, needsBoth());
  const { attachmentId } = must(await attach(lead, reference, "case.xlsx", workbook()));
  must(await reviseRequest(lead, { reference, revision: 1, content: needsBoth() }, at));
  const { tenantId } = company;
  const row = `'${tenantId}', (select id from requests where reference = '${reference}'), 'x.pdf', 'application/pdf', 3, '${"0".repeat(64)}'`;
  const columns = "tenant_id, request_id, name, media_type, size_bytes, sha256, added_by";
  const attempts = [
    "update attachment_contents set content = 'other'",
    "delete from attachment_contents",
    "delete from request_attachments",
    "update request_attachments set name = 'other.pdf'",
    `update request_attachments set sha256 = '${"0".repeat(64)}'`,
    "update request_attachments set from_revision = 1",
    "update request_attachments set removed_revision = 3",
    `insert into request_attachments (${columns}) values (${row}, '${cfo.userId}')`,
    `with a as (insert into request_attachments (${columns}) values (${row}, '${lead.userId}') returning id)
     insert into attachment_contents select '${tenantId}', id, 'abc' from a`,
    "truncate request_attachments cascade",
  ];
  for (const attempt of attempts)
    await expect(
      inTenant(lead, (tx) => tx.$executeRawUnsafe(attempt)),
      attempt,
    ).rejects.toThrow();
  expect(must(await readAttachment(cfo, attachmentId)).content).toEqual(workbook());
});
