// Files that are refused as a whole, each under what is wrong with it; together they pass every limit.
import { LIMITS } from "../limits";
import { workbook, xmlRow, zip } from "./archives";

const hex = (bytes: string) => Buffer.from(bytes, "hex");
const HEADER = xmlRow(1, ["Month", "Amount"]);
const sheet = (rows: string) => workbook([{ name: "Books", rows }]);
const part = (name: string, content: string | Buffer = "x", declared?: number) =>
  workbook([{ name: "Books", rows: HEADER }], [{ name, content, declared }]);

/** The bit by which an archive says that a part is encrypted, set in its table of contents. */
function encrypted(): Buffer {
  const bytes = sheet(HEADER);
  for (let at = bytes.indexOf(hex("504b0102")); at >= 0; at = bytes.indexOf(hex("504b0102"), at + 4))
    bytes.writeUInt16LE(1, at + 8);
  return bytes;
}

const long = (length: number) => "x".repeat(length);

export const FAULTY_FILES: Record<string, () => Buffer> = {
  "nothing at all": () => Buffer.alloc(0),
  "over 50 MB": () => Buffer.alloc(LIMITS.fileBytes.most + 1, 0x41),
  "an old workbook": () => hex("d0cf11e0a1b11ae1000000"),
  "a PDF": () => Buffer.from("%PDF-1.7 …"),
  "a gzip": () => hex("1f8b0800"),
  "a 7z": () => hex("377abcaf271c0004"),
  "a RAR": () => hex("526172211a0700"),
  "a picture": () => hex("89504e470d0a1a0a"),
  "a web page": () => Buffer.from("<html><table>"),
  JSON: () => Buffer.from('[{"month": 1}]'),
  "control characters": () => Buffer.from("Month,Amount\n2026\0-03,1"),
  "half a UTF-16": () => Buffer.concat([Buffer.from("\ufeffMonth", "utf16le"), Buffer.from([0x41])]),
  "what begins as UTF-16 only": () => hex("fffe00d84100"),
  "blank lines": () => Buffer.from("\n\n\r\n"),
  "one column": () => Buffer.from("Month\n2026-03\n"),
  "a name twice": () => Buffer.from("Month,Amount,month \n1,2,3"),
  "figures for a header": () => Buffer.from("2026-03,1500.25\n2026-04,1"),
  "a header alone": () => Buffer.from("Month,Amount\n"),
  "a column's name of a page": () => Buffer.from(`Month,${long(301)}\n2026-03,1\n`),
  "an open quotation mark": () => Buffer.from('Month,Note\n2026-03,"never closed\n2026-04,x\n'),
  "a quotation mark in a cell": () => Buffer.from('Month,Note\n2026-03,"24" wide"\n'),
  "a row of megabytes": () => Buffer.from(`Month,Note\n2026-03,"${long(2_100_000)}"\n`),
  "a huge cell": () => Buffer.from(`Month,Note\n2026-03,${long(40_000)}\n`),
  "a huge cell of a workbook": () =>
    sheet(`${HEADER}<row r="2"><c r="A2" t="inlineStr"><is><t>${long(40_000)}</t></is></c></row>`),
  "too many columns": () => Buffer.from(`${Array.from({ length: 201 }, (_, at) => `c${at}`).join(",")}\n`),
  "too many rows": () => Buffer.from(`Month,Amount\n${"1,2\n".repeat(LIMITS.rows.most + 1)}`),
  "too many cells": () => sheet(HEADER + `<row>${"<c/>".repeat(200)}</row>`.repeat(25_001)),
  "too many characters": () =>
    workbook(
      [
        {
          name: "Books",
          rows:
            HEADER +
            Array.from({ length: 7_000 }, (_, at) =>
              xmlRow(at + 2, ["2026-03", '<c t="s"><v>0</v></c>']),
            ).join(""),
        },
      ],
      [
        {
          name: "xl/sharedStrings.xml",
          content: `<?xml version="1.0"?><sst><si><t>${long(30_000)}</t></si></sst>`,
        },
      ],
    ),
  "two sheets of figures": () =>
    workbook(["March", "April"].map((name) => ({ name, rows: HEADER + xmlRow(2, ["2026-03", 1]) }))),
  "no rows in a workbook": () => sheet(""),
  "broken XML": () => sheet(`${HEADER}<row r="2"><c r="B2"><v>1</v></c><c r="A2"><v>`),
  macros: () => part("xl/vbaProject.bin"),
  "figures of other workbooks": () => part("xl/externalLinks/externalLink1.xml"),
  "a data connection": () => part("xl/connections.xml", "<x/>"),
  "other documents": () => part("xl/embeddings/letter.docx"),
  "a binary workbook": () => part("xl/workbook.bin"),
  "a cut archive": () => sheet(HEADER).subarray(0, 700),
  "a password": encrypted,
  "another archive": () => zip([{ name: "readme.txt", content: "hello" }]),
  "a thousand parts": () => zip(Array.from({ length: 1_001 }, (_, at) => ({ name: `p${at}`, content: "" }))),
  "a zip bomb": () => part("xl/media/bomb.xml", "x", LIMITS.unpackedBytes.most + 1),
  "another encoding inside": () =>
    part("xl/sharedStrings.xml", '<?xml version="1.0" encoding="UTF-16"?><sst/>'),
  "entities of its own": () => sheet(`${HEADER}<!DOCTYPE a>`),
  "a row without a number": () => sheet(`${HEADER}<row r="x"></row>`),
  "a cell without an address": () => sheet(`${HEADER}<row r="2"><c r="12"><v>1</v></c></row>`),
  "ten thousand errors": () =>
    sheet(HEADER + `<row>${'<c t="e"><v>#REF!</v></c>'.repeat(100)}</row>`.repeat(101)),
};
