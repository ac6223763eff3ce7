import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, disconnect } from "@/lib/db/client";
import { inTenant } from "@/lib/db/tenant-transaction";
import { createTestDatabase } from "@/lib/db/testing/test-database";
import { importedRows } from "@/lib/queries/import-rows";
import { importDetail, importProgress, listImports } from "@/lib/queries/imports";
import { applyImport } from "./apply-import";
import { restageImport } from "./restage-import";
import { stageImport, stageRows } from "./stage-import";
import { createCompany } from "./testing/company";
import { csv } from "./testing/imports";

const AT = new Date("2026-12-10T09:00:00Z");

beforeAll(async () => {
  const { appUrl } = await createTestDatabase();
  connect(appUrl);
});
afterAll(disconnect);

const asks = csv(
  [
    ["Month", "Component", "Amount (USD)"],
    ["2026-03", "cloud", "1.234"],
    ["", "", ""],
    ["2026-03", "support", "2.500"],
  ],
  ";",
);

test("an empty row in a file that asked a question is no row once it is answered", async () => {
  const company = await createCompany();
  const analyst = await company.hire("FP&A", "Fay");
  const staged = await stageImport(analyst, { kind: "cogs", fileName: "asks.csv", bytes: asks }, AT);
  if (!staged.ok) throw new Error(staged.failure.message);
  expect(staged.value.questions.map(({ about }) => about)).toEqual(["decimal"]);
  const { importId } = staged.value;
  expect((await listImports(analyst)).imports[0]).toMatchObject({ asks: true, fates: null });

  const read = await restageImport(analyst, { importId, choices: { 2: { decimal: "," } } }, AT);
  expect(read).toMatchObject({
    ok: true,
    value: { status: "STAGED", counts: { NEW: 2, FAULT: 0, rows: 2 } },
  });
  const { rows } = await importedRows(analyst, importId, {});
  expect(rows.map(({ rowNumber, values }) => [rowNumber, values?.amount])).toEqual([
    [2, 1234],
    [4, 2500],
  ]);
  expect(await applyImport(analyst, { importId }, AT)).toMatchObject({ ok: true });
});

test("a file of which only a part has been read is not taken for the whole", async () => {
  const company = await createCompany();
  const analyst = await company.hire("FP&A", "Fay");
  const staged = await stageImport(analyst, { kind: "cogs", fileName: "cut.csv", bytes: asks }, AT);
  if (!staged.ok) throw new Error(staged.failure.message);
  const { importId } = staged.value;
  // The program ended when one of the two rows was there.
  await inTenant(analyst, async (tx) => {
    await tx.importRow.deleteMany({ where: { tenantId: analyst.tenantId, importId, rowNumber: { gt: 2 } } });
    await tx.import.update({
      where: { tenantId_id: { tenantId: analyst.tenantId, id: importId } },
      data: { counts: { ready: false, read: 1, of: 2, run: "an earlier one" } },
    });
  });
  const read = await restageImport(analyst, { importId, choices: { 2: { decimal: "," } } }, AT);
  expect(read).toMatchObject({ ok: false, failure: { code: "CONFLICT" } });
  expect(read.ok ? "" : read.failure.message).toMatch(/1 of its 2 rows .* upload it again/);
  expect(await importProgress(analyst, importId)).toEqual({
    status: "READING",
    read: 1,
    of: 2,
    isThrough: false,
  });
});

test("whoever brings a file is told its number before its rows are read", async () => {
  const company = await createCompany();
  const analyst = await company.hire("FP&A", "Fay");
  const told: string[] = [];
  const seen: (string | undefined)[] = [];
  const staged = await stageImport(
    analyst,
    { kind: "cogs", fileName: "told.csv", bytes: asks },
    AT,
    (importId) => {
      told.push(importId);
      seen.push(importId);
    },
  );
  expect(told).toEqual([staged.ok && staged.value.importId]);
  const refused = await stageImport(
    analyst,
    { kind: "cogs", fileName: "no.csv", bytes: Buffer.from("%PDF-1.7") },
    AT,
    (importId) => told.push(importId),
  );
  expect([refused.ok, told.length]).toEqual([false, 1]);
});

test("what a header was read by is told with who settled it, and whether it was so before the file came", async () => {
  const company = await createCompany();
  const analyst = await company.hire("FP&A", "Fay");
  const bring = async (at: Date) => {
    const staged = await stageImport(analyst, { kind: "cogs", fileName: "again.csv", bytes: asks }, at);
    if (!staged.ok) throw new Error(staged.failure.message);
    return staged.value;
  };
  const first = await bring(AT);
  expect((await importDetail(analyst, first.importId))?.remembered).toBeNull();
  await restageImport(analyst, { importId: first.importId, choices: { 2: { decimal: "," } } }, AT);
  expect((await importDetail(analyst, first.importId))?.remembered).toMatchObject({
    by: "Fay",
    isOlder: false,
  });

  const second = await bring(new Date(AT.getTime() + 60_000));
  expect(second.questions).toEqual([]);
  expect((await importDetail(analyst, second.importId))?.remembered).toMatchObject({
    by: "Fay",
    isOlder: true,
  });
});

test("a file whose columns are all those of another kind is told as such, as long as it is open", async () => {
  const company = await createCompany();
  const analyst = await company.hire("FP&A", "Fay");
  const bytes = csv([
    ["Month", "Function", "Budget (USD)"],
    ["2026-03", "R&D", "1200"],
  ]);
  const bring = async (kind: string) => {
    const staged = await stageImport(analyst, { kind, fileName: "budget.csv", bytes }, AT);
    if (!staged.ok) throw new Error(staged.failure.message);
    return (await importDetail(analyst, staged.value.importId))?.lookalike;
  };
  expect(await bring("cogs")).toEqual({ id: "opex-budget", title: "Operating budget by function" });
  expect(await bring("opex-budget")).toBeNull();
});

test("what a person settled for files under a header is not taken for how a program writes", async () => {
  const company = await createCompany();
  const analyst = await company.hire("FP&A", "Fay");
  const byNames = csv([
    ["month", "component", "amount"],
    ["2026-03", "cloud", "1.234"],
  ]);
  const bring = () => stageImport(analyst, { kind: "cogs", fileName: "names.csv", bytes: byNames }, AT);
  const first = await bring();
  if (!first.ok) throw new Error(first.failure.message);
  expect(first.value.questions).toHaveLength(1);
  await restageImport(analyst, { importId: first.value.importId, choices: { 2: { decimal: "," } } }, AT);
  expect(await bring()).toMatchObject({ ok: true, value: { status: "STAGED" } });

  const rows = [{ month: "2026-03", component: "cloud", amount: "1.234" }];
  const sent = await stageRows(
    analyst,
    { kind: "cogs", fileName: "sent.json", rows, body: JSON.stringify(rows) },
    AT,
  );
  expect(sent).toMatchObject({ ok: true, value: { status: "READING", questions: [{ about: "decimal" }] } });
});

test("an applied import names its entry of the decision log", async () => {
  const company = await createCompany();
  const analyst = await company.hire("FP&A", "Fay");
  const staged = await stageImport(
    analyst,
    {
      kind: "cogs",
      fileName: "logged.csv",
      bytes: csv([
        ["Month", "Component", "Amount (USD)"],
        ["2026-03", "cloud", "12"],
      ]),
    },
    AT,
  );
  if (!staged.ok) throw new Error(staged.failure.message);
  const { importId } = staged.value;
  expect((await importDetail(analyst, importId))?.logSeqs).toEqual([]);
  const applied = await applyImport(analyst, { importId }, AT);
  expect((await importDetail(analyst, importId))?.logSeqs).toEqual([applied.ok && applied.value.logSeq]);
});
