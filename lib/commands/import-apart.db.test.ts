import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, disconnect } from "../db/client";
import { inTenant } from "../db/tenant-transaction";
import { createTestDatabase } from "../db/testing/test-database";
import { longWorkbook } from "../imports/testing/archives";
import { readerProcesses } from "../imports/testing/reader-processes";
import { listImports } from "../queries/imports";
import { stageImport } from "./stage-import";
import { type Company, createCompany } from "./testing/company";

const AT = new Date("2026-05-10T09:00:00Z");

let company: Company;
let analyst: Awaited<ReturnType<Company["hire"]>>;
beforeAll(async () => {
  connect((await createTestDatabase()).appUrl);
  company = await createCompany();
  analyst = await company.hire("FP&A");
});
afterAll(disconnect);

test("two workbooks at once both come through, one process at a time, and none is left", async () => {
  let most = 0;
  let looks = 0;
  let isWatching = true;
  const watch = async () => {
    while (isWatching) {
      most = Math.max(most, readerProcesses().length);
      looks += 1;
      // Somebody else asks the database for something meanwhile, and is answered.
      await listImports(analyst);
      await new Promise((later) => setTimeout(later, 20));
    }
  };
  const watching = watch();
  const staged = await Promise.all(
    ["A", "B"].map((name) =>
      stageImport(analyst, { kind: "cogs", fileName: `${name}.xlsx`, bytes: longWorkbook(1_500, name) }, AT),
    ),
  );
  isWatching = false;
  await watching;
  expect(staged).toMatchObject([
    { ok: true, value: { counts: { NEW: 1_500, FAULT: 0 } } },
    { ok: true, value: { counts: { NEW: 1_500, FAULT: 0 } } },
  ]);
  expect([most, readerProcesses()]).toEqual([1, []]);
  expect(looks).toBeGreaterThan(2);
}, 60_000);

test("a file whose reading is ended when some of its rows are there is refused, and none of them stays", async () => {
  let begun = "";
  const staged = await stageImport(
    analyst,
    { kind: "cogs", fileName: "ended.xlsx", bytes: longWorkbook(6_000) },
    AT,
    (importId) => {
      begun = importId;
      for (const pid of readerProcesses()) process.kill(pid, "SIGKILL");
    },
  );
  expect(staged).toMatchObject({
    ok: false,
    failure: {
      code: "FILE_REFUSED",
      message: expect.stringContaining("more than can be looked through in 1.5 GB of memory. Copy"),
    },
  });
  const kept = await inTenant(analyst, async (tx) => ({
    import: await tx.import.findFirst({ where: { id: begun }, select: { status: true } }),
    rows: await tx.importRow.count({ where: { importId: begun } }),
  }));
  expect(kept).toEqual({ import: { status: "ABANDONED" }, rows: 0 });
}, 60_000);
