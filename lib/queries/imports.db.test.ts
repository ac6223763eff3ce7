import { afterAll, beforeAll, expect, test } from "vitest";
import { abandonImport } from "../commands/abandon-import";
import { stageImport } from "../commands/stage-import";
import { createCompany } from "../commands/testing/company";
import { csv, load } from "../commands/testing/imports";
import { undoImport } from "../commands/undo-import";
import { connect, disconnect } from "../db/client";
import { createTestDatabase } from "../db/testing/test-database";
import { IMPORT_SHELVES, type ImportChoice, listImports } from "./imports";

const AT = new Date("2026-05-10T09:00:00Z");

beforeAll(async () => {
  connect((await createTestDatabase()).appUrl);
});
afterAll(disconnect);

const HEADER = ["Month", "Component", "Amount (USD)"];
const cloud = (amount: number) => [HEADER, ["2026-03", "cloud", amount]];

test("imports are chosen by what they state and by what became of them; what was set aside only when asked for", async () => {
  const analyst = await (await createCompany()).hire("FP&A", "Fay");
  const stage = async (fileName: string) => {
    const staged = await stageImport(analyst, { kind: "cogs", fileName, bytes: csv(cloud(7)) }, AT);
    if (!staged.ok) throw new Error(staged.failure.message);
    return staged.value.importId;
  };
  await load(analyst, "cogs", cloud(5), AT, "applied.csv");
  const { importId } = await load(analyst, "cogs", cloud(6), AT, "undone.csv");
  await undoImport(analyst, { importId, reason: "Another company's file" }, AT);
  await load(
    analyst,
    "cash",
    [
      ["Date", "Bank account", "Balance"],
      ["2026-04-30", "main", 12],
    ],
    AT,
    "cash.csv",
  );
  await stage("open.csv");
  await abandonImport(analyst, { importId: await stage("aside.csv") });

  const names = async (choice: ImportChoice) =>
    (await listImports(analyst, choice)).imports.map(({ fileName }) => fileName).sort();
  expect(await names({})).toEqual(["applied.csv", "cash.csv", "open.csv", "undone.csv"]);
  expect(await names({ kind: "cash" })).toEqual(["cash.csv"]);
  const shelves = await Promise.all(IMPORT_SHELVES.map((shelf) => names({ kind: "cogs", shelf })));
  expect(shelves).toEqual([["open.csv"], ["applied.csv"], ["undone.csv"], ["aside.csv"]]);
  expect(await names({ kind: "headcount" })).toEqual([]);
});

test("imports of one moment are each listed once, over all pages", async () => {
  const analyst = await (await createCompany()).hire("FP&A", "Fay");
  const files = Array.from({ length: 30 }, (_, index) => `file-${index}.csv`);
  for (const fileName of files)
    await stageImport(analyst, { kind: "cogs", fileName, bytes: csv(cloud(7)) }, AT);
  const first = await listImports(analyst);
  const second = await listImports(analyst, { before: first.before ?? "" });
  expect([first.imports.length, second.imports.length, second.before]).toEqual([25, 5, null]);
  const listed = [...first.imports, ...second.imports].map(({ fileName }) => fileName);
  expect(new Set(listed)).toEqual(new Set(files));

  const stranger = await (await createCompany()).hire("FP&A", "Sam");
  expect((await listImports(stranger, { before: first.before ?? "" })).imports).toEqual([]);
});
