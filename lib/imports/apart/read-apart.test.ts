import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import writeExcelFile, { type SheetData } from "write-excel-file/node";
import { LIMITS } from "../limits";
import { type LookedThrough, lookThrough } from "../look-through";
import type { TableRow } from "../table";
import { longWorkbook, workbook, xmlRow } from "../testing/archives";
import { FAULTY_FILES } from "../testing/faulty-files";
import { readerProcesses } from "../testing/reader-processes";
import { readApart } from "./read-apart";

async function told(found: LookedThrough) {
  if (!found.ok) return found;
  const rows: TableRow[][] = [[], []];
  for (const again of rows) for await (const piece of found.table.rows()) again.push(...piece);
  const { rows: _, ...table } = found.table;
  return { table, profile: found.profile, rows };
}

/** Forty megabytes of text: more than a reading of forty can hold, and more than it can look at in a moment. */
const large = () => longWorkbook(20_000, "x".repeat(2_000));

afterEach(() => expect(readerProcesses()).toEqual([]));

describe("a file that is read in a process of its own", () => {
  test("comes out as it does here, cell by cell, and as often as it is asked for", async () => {
    const lines: SheetData = [
      ["Month", "Amount", "Name", "Booked", "Open"],
      ...Array.from({ length: 2_500 }, (_, at) => [
        "2026-03",
        at / 7,
        at % 50 === 0 ? `+1 ${"ü".repeat(1_000)}` : null,
        { value: new Date("2026-03-31"), type: Date, format: "yyyy-mm-dd" },
        at % 2 === 0,
      ]),
    ];
    const bytes = await writeExcelFile(lines).toBuffer();
    const here = await told(await lookThrough(bytes));
    expect(here).toMatchObject({ profile: { rows: 2_500 } });
    expect(await readApart(bytes, {}, told)).toEqual(here);
  });

  test("may be text as well, and a sheet may be chosen", async () => {
    const text = Buffer.from(`Month;Amount\n${"2026-03;1,5\n".repeat(3_000)}`);
    expect(await readApart(text, {}, told)).toEqual(await told(await lookThrough(text)));
    const rows = (amount: number) => xmlRow(1, ["Month", "Amount"]) + xmlRow(2, ["2026-03", amount]);
    const two = workbook(["March", "April"].map((name, at) => ({ name, rows: rows(at) })));
    expect(await readApart(two, {}, told)).toMatchObject({ ok: false, sheets: ["March", "April"] });
    expect(await readApart(two, { sheet: "April" }, told)).toMatchObject({
      table: { reading: { sheet: "April" } },
    });
  });

  test.each([
    "a zip bomb",
    "too many cells",
    "too many characters",
    "entities of its own",
    "a cut archive",
    "a password",
  ])("is refused in the same words: %s", async (what) => {
    const bytes = FAULTY_FILES[what]?.() ?? Buffer.alloc(0);
    const refusal = await lookThrough(bytes);
    expect(refusal.ok).toBe(false);
    expect(await readApart(bytes, {}, told)).toEqual(refusal);
  });

  test("keeps nothing when whoever asked for it fails", async () => {
    const failing = readApart(large(), {}, async (found) => {
      if (found.ok) for await (const _ of found.table.rows()) throw new Error("no space left");
    });
    await expect(failing).rejects.toThrow("no space left");
  });
});

describe("a file that takes more than it may", () => {
  test.each([
    ["memory", { memoryMegabytes: 40, readingSeconds: 90 }, "memoryMegabytes", false],
    ["time", { memoryMegabytes: 500, readingSeconds: 1.5 }, "readingSeconds", true],
  ] as const)(
    "of %s is refused in words, and others are answered meanwhile",
    async (_, bounds, limit, isHalted) => {
      const server = createServer((_request, response) => response.end("here")).listen(0, "127.0.0.1");
      await new Promise((listening) => server.once("listening", listening));
      const { port } = server.address() as AddressInfo;
      let isRead = false;
      const reading = readApart(large(), { bounds }, told).finally(() => {
        isRead = true;
      });
      // However fast the machine is, this reading does not come to its end.
      if (isHalted) for (const pid of readerProcesses()) process.kill(pid, "SIGSTOP");
      const answer = await fetch(`http://127.0.0.1:${port}`);
      expect([await answer.text(), isRead]).toEqual(["here", false]);
      server.close();
      const { holds, remedy } = LIMITS[limit];
      expect(await reading).toEqual({ ok: false, what: `The file holds more than ${holds}.`, remedy });
    },
    100_000,
  );
});
