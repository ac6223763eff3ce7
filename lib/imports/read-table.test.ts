import { describe, expect, test } from "vitest";
import writeExcelFile from "write-excel-file/node";
import { parseDay, parseMonth } from "./dates";
import { LIMITS } from "./limits";
import { strip } from "./numbers";
import { profileTable } from "./profile-table";
import { readTable, tableOfRows } from "./read-table";
import type { Cell } from "./table";
import { workbook, xmlRow, zip } from "./testing/archives";

async function read(bytes: Buffer, sheet?: string) {
  const found = await readTable(bytes, { sheet });
  if (!found.ok) throw new Error(`${found.what} ${found.remedy}`);
  const rows: { number: number; cells: Cell[] }[] = [];
  for await (const piece of found.table.rows()) rows.push(...piece);
  return { ...found.table, read: rows };
}
const readText = (text: string) => read(Buffer.from(text, "utf8"));
async function refusal(bytes: Buffer): Promise<string> {
  try {
    await read(bytes);
  } catch (error) {
    return String(error instanceof Error ? error.message : error);
  }
  return "it was read";
}

describe("a long file", () => {
  const LINES = 20_000;
  const csv = () => Buffer.from(`Month,Amount\n${"2026-03,1\n".repeat(LINES)}`);
  const xlsx = () =>
    workbook([
      {
        name: "Books",
        rows:
          xmlRow(1, ["Month", "Amount"]) +
          Array.from({ length: LINES }, (_, at) => xmlRow(at + 2, ["2026-03", 1])).join(""),
      },
    ]);
  test.each([
    ["CSV", csv],
    ["XLSX", xlsx],
  ])("lets others have their turn while its rows are looked through, %s", async (_name, make) => {
    const found = await readTable(make());
    if (!found.ok) throw new Error(found.what);
    let turns = 0;
    const turn = () => {
      turns += 1;
      waiting = setImmediate(turn);
    };
    let waiting = setImmediate(turn);
    const profile = await profileTable(found.table);
    clearImmediate(waiting);
    expect(profile).toMatchObject({ ok: true, rows: LINES });
    expect(turns).toBeGreaterThanOrEqual(9);
  });
});

describe("text with separators", () => {
  test.each([
    ["commas", ",", "comma"],
    ["semicolons", ";", "semicolon"],
    ["tabs", "\t", "tab"],
    ["vertical bars", "|", "vertical bar"],
  ])("is read with %s found by themselves", async (_name, separator, word) => {
    const table = await readText(
      ["Month", "Name", "Amount"].join(separator) +
        "\n" +
        ["2026-03", `"a ${separator} b ""c"""`, "1"].join(separator),
    );
    expect([table.reading.separator, table.header]).toEqual([word, ["Month", "Name", "Amount"]]);
    expect(table.read).toEqual([{ number: 2, cells: ["2026-03", `a ${separator} b "c"`, "1"] }]);
  });

  test("knows a semicolon from the decimal commas beside it, and Excel's own sep= line", async () => {
    const table = await readText("Month;Amount;Share\n2026-03;1,5;2,5\n2026-04;1,75;3,5\n");
    expect(table.read[1]?.cells).toEqual(["2026-04", "1,75", "3,5"]);
    const declared = await readText("sep=;\r\nMonth;Amount\r\n2026-03;1,5\r\n");
    expect([declared.headerRow, declared.read]).toEqual([2, [{ number: 3, cells: ["2026-03", "1,5"] }]]);
  });

  test("counts rows as the file does, over blank lines and cells of several lines", async () => {
    const table = await readText('\n\nMonth,Note\n"2026-03","two\nlines"\n\n2026-04,x\n');
    expect([table.headerRow, table.read.map(({ number }) => number)]).toEqual([3, [4, 5, 6]]);
  });

  test("is the same with every line end and byte order mark", async () => {
    for (const end of ["\n", "\r\n", "\r"])
      for (const bytes of [
        Buffer.from(`Month,Größe${end}2026-03,1`, "utf8"),
        Buffer.from(`\ufeffMonth,Größe${end}2026-03,1`, "utf8"),
        Buffer.from(`\ufeffMonth,Größe${end}2026-03,1`, "utf16le"),
        Buffer.from(`\ufeffMonth,Größe${end}2026-03,1`, "utf16le").swap16(),
        Buffer.from(`Month,Größe${end}2026-03,1`, "latin1"),
      ]) {
        const table = await read(bytes);
        expect([table.header, table.read[0]?.cells], table.reading.encoding).toEqual([
          ["Month", "Größe"],
          ["2026-03", "1"],
        ]);
      }
  });

  test("keeps what looks like a formula as text", async () => {
    const table = await readText("Month,Note\n2026-03,=HYPERLINK(1)\n2026-04,@SUM(A1)\n");
    expect(table.read.map(({ cells }) => cells[1])).toEqual(["=HYPERLINK(1)", "@SUM(A1)"]);
  });
});

describe("a file that is no table is refused in words", () => {
  const long = "x".repeat(LIMITS.cellCharacters.most + 1);
  test.each<[string, Buffer, string]>([
    ["nothing at all", Buffer.alloc(0), "The file is empty."],
    ["blank lines", Buffer.from("\n\n\r\n"), "The file holds no rows."],
    ["one column", Buffer.from("Month\n2026-03\n"), "The file has one column only, Month."],
    ["a name twice", Buffer.from("Month,Amount,month \n1,2,3"), "Columns A and C have the same name"],
    [
      "figures in the header",
      Buffer.from("2026-03,1500.25\n2026-04,1"),
      "Row 1 should name the columns and holds a figure.",
    ],
    ["a picture named .csv", Buffer.from("89504e470d0a1a0a", "hex"), "The file is a picture."],
    ["a PDF", Buffer.from("%PDF-1.7 …"), "The file is a PDF."],
    ["an old workbook", Buffer.from("d0cf11e0a1b11ae1000000", "hex"), "an old Excel workbook"],
    ["a web page", Buffer.from("<html><table><tr><td>1</td></tr></table>"), "The file is a web page"],
    ["JSON", Buffer.from('[{"month": 1}]'), "The file is JSON."],
    ["a gzip", Buffer.from("1f8b0800", "hex"), "compressed"],
    ["control characters", Buffer.from("Month,Amount\n2026\0-03,1"), "byte 18 is 0x00"],
    [
      "broken UTF-8",
      Buffer.from([...Buffer.from("Month,Größe\n"), 0xf0, 0x9f, 0x41, 0x41]),
      "byte 15 is 0xF0",
    ],
    [
      "another encoding",
      Buffer.from([...Buffer.from("Month,Amount\n"), 0xcc, 0xe0, 0xf0, 0xf2, 0xc0, 0xef]),
      "byte 14 is 0xCC",
    ],
    [
      "half a UTF-16",
      Buffer.concat([Buffer.from("\ufeffMonth,Amount", "utf16le"), Buffer.from([0x41])]),
      "ends in the middle of a character",
    ],
    [
      "an open quotation mark",
      Buffer.from('Month,Note\n2026-03,"never closed\n2026-04,x\n'),
      "A quotation mark is opened and never closed.",
    ],
    [
      "a quotation mark inside a cell",
      Buffer.from('Month,Note\n2026-03,"24" wide"\n'),
      "A quotation mark stands inside a cell",
    ],
    [
      "a huge cell",
      Buffer.from(`Month,Note\n2026-03,${long}\n`),
      "Cell B2 holds more than 32,767 characters in a cell.",
    ],
    [
      "a cell of megabytes",
      Buffer.from(`Month,Note\n2026-03,"${"y".repeat(2_100_000)}"\n`),
      "A row has more than 2 MB",
    ],
    [
      "too many columns",
      Buffer.from(`${Array.from({ length: 201 }, (_, index) => `c${index}`).join(",")}\n`),
      "200 columns",
    ],
  ])("%s", async (_what, bytes, words) => {
    expect(await refusal(bytes)).toContain(words);
  });

  test("over 50 MB, before anything is looked at", async () => {
    expect(await refusal(Buffer.alloc(LIMITS.fileBytes.most + 1, 0x41))).toContain("50 MB");
  });
});

describe("a workbook", () => {
  const HEADER = xmlRow(1, ["Month", "Amount"]);
  test("is read with its numbers and dates as such, and text as text", async () => {
    const bytes = await writeExcelFile([
      ["Month", "Amount", "Name", "Booked", "Open"].map((value) => ({ value })),
      [
        { value: "2026-03" },
        { value: 1234.5 },
        { value: "=1+1" },
        { value: new Date("2026-03-31"), type: Date, format: "yyyy-mm-dd" },
        { value: true },
      ],
    ]).toBuffer();
    const table = await read(bytes);
    expect(table.media).toBe("xlsx");
    expect(table.read).toEqual([
      { number: 2, cells: ["2026-03", 1234.5, "=1+1", { date: "2026-03-31" }, true] },
    ]);
  });

  test("tells of formulas, hidden rows and merged cells; errors and formulas never computed stand in their cells", async () => {
    const bytes = workbook([
      {
        name: "Books",
        rows:
          HEADER +
          xmlRow(2, ["2026-01", "<c><f>B3*2</f><v>24</v></c>"]) +
          xmlRow(3, ["2026-02", '<c t="e"><f>1/0</f><v>#DIV/0!</v></c>'], ' hidden="1"') +
          xmlRow(4, ["2026-03", "<c><f>SUM(B1:B2)</f></c>"]),
        after: '<mergeCells count="1"><mergeCell ref="A1:A2"/></mergeCells>',
      },
    ]);
    const table = await read(bytes);
    expect(table.reading).toEqual({ sheet: "Books", formulas: 3, hiddenRows: 1, mergedCells: 1 });
    expect(table.read.map(({ cells }) => cells[1])).toEqual([
      24,
      { error: "B3: #DIV/0!" },
      { error: "B4: a formula that was never computed" },
    ]);
  });

  test("with figures on several sheets asks which is meant; hidden, empty and explaining ones are none", async () => {
    const figures = HEADER + xmlRow(2, ["2026-03", 1]);
    const bytes = workbook([
      { name: "March", rows: figures },
      { name: "April", rows: HEADER + xmlRow(2, ["2026-04", 2]) },
    ]);
    expect(await readTable(bytes)).toMatchObject({ ok: false, sheets: ["March", "April"] });
    expect((await read(bytes, "April")).read[0]?.cells).toEqual(["2026-04", 2]);
    expect(await readTable(bytes, { sheet: "May" })).toMatchObject({
      ok: false,
      what: "The workbook has no sheet May.",
    });
    const clear = workbook([
      { name: "Notes", rows: HEADER },
      { name: "Old", rows: figures, state: "hidden" },
      { name: "Blank", rows: "" },
      { name: "March", rows: figures },
    ]);
    expect((await read(clear)).reading.sheet).toBe("March");
  });

  test("keeps the numbers of its rows over blank ones", async () => {
    const table = await read(
      workbook([{ name: "Books", rows: xmlRow(3, ["Month", "Amount"]) + xmlRow(7, ["2026-03", 5]) }]),
    );
    expect([table.headerRow, table.read.filter(({ cells }) => cells.some((cell) => cell !== null))]).toEqual([
      3,
      [{ number: 7, cells: ["2026-03", 5] }],
    ]);
  });

  const sheet = (rows: string) => workbook([{ name: "Books", rows }]);
  const part = (name: string, content = "x") =>
    workbook([{ name: "Books", rows: HEADER }], [{ name, content }]);
  test.each<[string, () => Buffer, string]>([
    ["macros", () => part("xl/vbaProject.bin"), "The workbook holds macros."],
    [
      "figures of other workbooks",
      () => part("xl/externalLinks/externalLink1.xml"),
      "takes figures from other workbooks",
    ],
    ["a data connection", () => part("xl/connections.xml", "<x/>"), "takes figures from another source"],
    [
      "an archive that is no workbook",
      () => zip([{ name: "readme.txt", content: "hello" }]),
      "no Excel workbook",
    ],
    ["a path out of the archive", () => part("../../etc/passwd"), "damaged"],
    ["a cut archive", () => sheet(HEADER).subarray(0, 700), "damaged"],
    [
      "a zip bomb that owns up to it",
      () => part("xl/media/bomb.xml", "0".repeat(LIMITS.unpackedBytes.most + 1)),
      "300 MB once unpacked",
    ],
    [
      "a zip bomb that lies about its size",
      () =>
        workbook(
          [{ name: "Books", rows: HEADER }],
          [{ name: "xl/theme.xml", content: "0".repeat(50_000_000), declared: 10 }],
        ),
      "damaged",
    ],
    [
      "a thousand parts and more",
      () =>
        workbook(
          [{ name: "Books", rows: HEADER }],
          Array.from({ length: 1_001 }, (_, index) => ({ name: `p${index}`, content: "" })),
        ),
      "1,000 parts",
    ],
    [
      "entities of its own",
      () => part("xl/styles.xml", '<!DOCTYPE a [<!ENTITY b "cccc">]><a>&b;</a>'),
      "it was read",
    ],
    [
      "entities in the sheet",
      () => workbook([{ name: "Books", rows: `${HEADER}<!DOCTYPE a>` }]),
      "defines entities of its own",
    ],
    ["a row a million down", () => sheet(HEADER + xmlRow(1_048_576, ["2026-03", 1])), "250,000 rows"],
    [
      "a cell far to the right",
      () => sheet(`${HEADER}<row r="2"><c r="XFD2"><v>1</v></c></row>`),
      "200 columns",
    ],
    [
      "a huge cell",
      () =>
        sheet(`${HEADER}<row r="2"><c r="A2" t="inlineStr"><is><t>${"z".repeat(40_000)}</t></is></c></row>`),
      "32,767 characters",
    ],
    [
      "a name of a column as long as a letter",
      () => sheet(xmlRow(1, ["Month", "(".repeat(20_000)])),
      "300 characters in the name of a column",
    ],
    ["no rows", () => sheet(""), "The workbook is empty."],
    ["broken XML", () => sheet(`${HEADER}<row r="2"><c r="B2"><v>1</v></c><c r="A2"><v>`), "cannot be read"],
  ])("refuses %s", async (_what, make, words) => {
    expect(await refusal(make())).toContain(words);
  });

  test("reads only the parts that its table of contents names: what hides between them is never unpacked", async () => {
    const honest = workbook([{ name: "Books", rows: HEADER + xmlRow(2, ["2026-03", 1]) }]);
    const hidden = zip([{ name: "xl/worksheets/sheet1.xml", content: "0".repeat(1_000) }]);
    const end = honest.length - 22;
    const offset = honest.readUInt32LE(end + 16);
    // A part before the table of contents, known to readers that go through the file from its beginning.
    const local = hidden.subarray(0, hidden.indexOf(Buffer.from("504b0102", "hex")));
    const tail = Buffer.from(honest.subarray(offset));
    tail.writeUInt32LE(offset + local.length, tail.length - 22 + 16);
    const table = await read(Buffer.concat([honest.subarray(0, offset), local, tail]));
    expect(table.read[0]?.cells).toEqual(["2026-03", 1]);
  });
});

test("one long text that a million cells share is not written a million times", async () => {
  const shared = `<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>${"w".repeat(30_000)}</t></si></sst>`;
  const rows = Array.from({ length: 4_000 }, (_, index) =>
    xmlRow(index + 2, ['<c t="s"><v>0</v></c>', '<c t="s"><v>0</v></c>']),
  );
  const found = await readTable(
    workbook(
      [{ name: "Books", rows: xmlRow(1, ["Month", "Note"]) + rows.join("") }],
      [{ name: "xl/sharedStrings.xml", content: shared }],
    ),
  );
  if (!found.ok) throw new Error(found.what);
  expect(await profileTable(found.table)).toMatchObject({
    ok: false,
    what: "The file holds more than 200,000,000 characters in its cells.",
  });
});

test("a cell of a workbook that no database can keep is named in its place", async () => {
  const table = await read(
    workbook([
      {
        name: "Books",
        rows:
          xmlRow(1, ["Month", "Note"]) +
          xmlRow(2, ["2026-03", '<c t="inlineStr"><is><t>half _xD83D_</t></is></c>']),
      },
    ]),
  );
  expect(table.read[0]?.cells[1]).toEqual({ error: "text with a NUL or half a character in it" });
});

test("no pattern takes long over a long cell", async () => {
  const began = performance.now();
  for (const sign of ["1", "(", " ", ".", "1,", "Q", "_x"])
    expect([
      strip(sign.repeat(16_000)),
      parseMonth(sign.repeat(16_000), null),
      parseDay(sign.repeat(16_000), null),
    ]).toEqual([null, null, null]);
  expect(performance.now() - began).toBeLessThan(2_000);
});

test("rows of a program are a table under the names of their fields", async () => {
  const found = await tableOfRows([
    { month: "2026-03", amount: 1 },
    { amount: null, open: true },
  ]);
  if (!found.ok) throw new Error(found.what);
  const rows: unknown[] = [];
  for await (const piece of found.table.rows()) rows.push(...piece);
  expect([found.table.header, rows]).toEqual([
    ["month", "amount", "open"],
    [
      { number: 1, cells: ["2026-03", 1, null] },
      { number: 2, cells: [null, null, true] },
    ],
  ]);
});

test("rows that each name fields of their own are refused before a table is made of them", async () => {
  const rows = Array.from({ length: 10_000 }, (_, row) =>
    Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`field ${row}/${at}`, 1])),
  );
  expect(await tableOfRows(rows)).toMatchObject({ ok: false, what: expect.stringContaining("200 columns") });
});
