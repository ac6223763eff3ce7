import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect, disconnect } from "../db/client";
import { inTenant } from "../db/tenant-transaction";
import { createTestDatabase } from "../db/testing/test-database";
import { readApart } from "../imports/apart/read-apart";
import { LIMITS } from "../imports/limits";
import { profileTable } from "../imports/profile-table";
import { readTable } from "../imports/read-table";
import { longWorkbook, workbook, xmlRow } from "../imports/testing/archives";
import { faultSentences } from "../imports/testing/fault-sentences";
import { FAULTY_FILES } from "../imports/testing/faulty-files";
import { BRIDGE, FAULTY_ROWS, OPEX } from "../imports/testing/faulty-rows";
import { stageImport, stageRows } from "./stage-import";
import { type Company, createCompany } from "./testing/company";
import { csv, load } from "./testing/imports";

const AT = new Date("2026-05-10T09:00:00Z");
/** What was said by the cases of this file, each by itself. */
const said = new Set<string>();

let company: Company;
let analyst: Awaited<ReturnType<Company["hire"]>>;
beforeAll(async () => {
  connect((await createTestDatabase()).appUrl);
  company = await createCompany();
  analyst = await company.hire("FP&A");
});
afterAll(disconnect);

describe("a file that is refused as a whole says what is wrong and what to do", () => {
  test.each(Object.entries(FAULTY_FILES))("%s", async (_what, make) => {
    const read = await readTable(make());
    const judged = read.ok ? await profileTable(read.table) : read;
    if (judged.ok) throw new Error("it was read");
    said.add(judged.what).add(judged.remedy);
  });

  test.each([
    { memoryMegabytes: 40, readingSeconds: 90 },
    { memoryMegabytes: 500, readingSeconds: 0.1 },
  ])(
    "more than may be used up, %j",
    async (bounds) => {
      const words = await readApart(longWorkbook(20_000, "x".repeat(2_000)), { bounds }, async (found) => {
        if (found.ok) throw new Error("it was read");
        return [found.what, found.remedy];
      });
      for (const each of words) said.add(each);
    },
    100_000,
  );

  test("a sheet that is not there, or is empty", async () => {
    const bytes = workbook([
      { name: "Books", rows: xmlRow(1, ["Month", "Amount"]) },
      { name: "Blank", rows: "" },
    ]);
    for (const name of ["May", "Blank"]) {
      const read = await readTable(bytes, { sheet: name });
      if (read.ok) throw new Error("it was read");
      said.add(read.what).add(read.remedy);
    }
  });
});

async function hear(staged: Awaited<ReturnType<typeof stageImport>>): Promise<number> {
  if (!staged.ok) throw new Error(staged.failure.message);
  const { importId, questions } = staged.value;
  const rows = await inTenant(analyst, (tx) =>
    tx.importRow.findMany({ where: { tenantId: company.tenantId, importId }, select: { faults: true } }),
  );
  const faults = [...questions, ...(rows.flatMap((row) => row.faults) as { what: string; remedy: string }[])];
  for (const { what, remedy } of faults) said.add(what).add(remedy);
  return faults.length;
}

describe("rows that are wrong, and files that leave a question open, say so", () => {
  beforeAll(async () => {
    await load(
      analyst,
      "cogs",
      [
        ["Month", "Component", "Amount"],
        ["2026-03", "cloud", 100],
      ],
      AT,
    );
    await load(analyst, "arr-bridge", [BRIDGE, ["2025-10", "new", "Known Ltd", 40]], AT);
    await inTenant(company, (tx) =>
      tx.spineAccount.createMany({
        data: ["Twin", "twin"].map((name) => ({
          tenantId: company.tenantId,
          name,
          segment: "SMB",
          status: "customer",
          createdOn: new Date("2026-03-01"),
        })),
      }),
    );
  });

  test.each(FAULTY_ROWS)("%s", async (what, kind, lines) => {
    const file = { kind, fileName: `${what}.csv`, bytes: csv(lines) };
    expect(await hear(await stageImport(analyst, file, AT))).toBeGreaterThan(0);
  });

  test.each(["dmy", "mdy"] as const)("days that do not fit what a person has said, %s", async (dayOrder) => {
    const lines = [
      ["Date", "Channel", "Spend"],
      ["31/03/2026", "events", 1],
      ["03/31/2026", "events", 1],
    ];
    const file = { kind: "spend", fileName: "days.csv", bytes: csv(lines), choices: { 0: { dayOrder } } };
    expect(await hear(await stageImport(analyst, file, AT))).toBe(1);
  });

  test("cells that only a workbook or a program can hold", async () => {
    const row = ["2026-03", "R&amp;D", "fixed", "6100", '<c t="e"><v>#DIV/0!</v></c>'];
    const bytes = workbook([{ name: "Books", rows: xmlRow(1, OPEX) + xmlRow(2, row) }]);
    expect(await hear(await stageImport(analyst, { kind: "opex", fileName: "books.xlsx", bytes }, AT))).toBe(
      1,
    );
    const rows = [{ month: 46_000, function: "R&D", behaviour: "fixed", account: "a\u0001b", amount: 1 }];
    const sent = { kind: "opex", fileName: "opex.json", rows, body: JSON.stringify(rows) };
    expect(await hear(await stageRows(analyst, sent, AT))).toBe(2);
  });
});

describe("nothing that the importer can say goes untested", () => {
  test("each sentence of its source was said by one of the files above", () => {
    const sentences = faultSentences();
    expect(sentences.length).toBeGreaterThan(150);
    const unsaid = sentences.filter(({ said: pattern }) => ![...said].some((words) => pattern.test(words)));
    expect(unsaid.map(({ file, source }) => `${file}: ${source}`)).toEqual([]);
  });

  test("each limit was passed by one of them", () => {
    const unpassed = Object.entries(LIMITS).filter(
      ([, { holds, remedy }]) =>
        ![...said].some((words) => words.endsWith(`holds more than ${holds}.`)) || !said.has(remedy),
    );
    expect(unpassed.map(([name]) => name)).toEqual([]);
  });
});
