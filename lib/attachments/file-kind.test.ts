import { describe, expect, test } from "vitest";
import { FileFault } from "../imports/file-fault";
import { zip } from "../imports/testing/archives";
import { MOST_BYTES, mediaTypeOf } from "./file-kind";
import { contentDisposition, keptName } from "./file-name";
import { document, jpeg, pdf, png, workbook } from "./testing/files";

const words = async (name: string, bytes: Buffer | string) => {
  try {
    return await mediaTypeOf(name, Buffer.from(bytes));
  } catch (error) {
    if (error instanceof FileFault) return `refused: ${error.message}`;
    throw error;
  }
};

describe("what people attach is taken for what it is", () => {
  test.each([
    ["quote.pdf", pdf(), "application/pdf"],
    ["Chart.PNG", png(), "image/png"],
    ["photo.jpg", jpeg(), "image/jpeg"],
    ["photo.jpeg", jpeg(), "image/jpeg"],
    ["case.xlsx", workbook(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"],
    ["case.docx", document(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"],
    ["figures.csv", "month;amount\n2026-05;1.200,50\n", "text/csv"],
    ["notes.txt", "Ask for 3 > 2 offers, Größe < 5 MB", "text/plain"],
    ["old.csv", Buffer.from("Größe;1\n", "latin1"), "text/csv"],
  ])("%s", async (name, bytes, type) => {
    expect(await words(name, bytes)).toBe(type);
  });
});

describe("what is not what it says is refused in words", () => {
  const script = "<script>fetch('/api')</script>";
  test.each([
    ["a web page with the name of a text", "notes.txt", "<!doctype html><p>hello", /web page/],
    ["a script further down in a table", "figures.csv", `a,b\n1,${script}\n`, /web page/],
    [
      "a drawing in SVG named PNG",
      "chart.png",
      `<svg xmlns="http://www.w3.org/2000/svg">${script}</svg>`,
      /web page/,
    ],
    ["a drawing under its own name", "chart.svg", "<svg/>", /are not taken/],
    ["a page under its own name", "page.html", "<html/>", /are not taken/],
    ["a program", "tool.exe", "MZ", /are not taken/],
    [
      "a program with the name of a PDF",
      "quote.pdf",
      Buffer.from("4d5a90000300", "hex"),
      /none of the kinds/,
    ],
    ["a picture with the name of a PDF", "quote.pdf", png(), /The name says PDF, and the content is a PNG/],
    ["a document with the name of a workbook", "case.xlsx", document(), /XLSX, and the content is a Word/],
    ["a text with the name of a workbook", "case.xlsx", "a,b\n", /XLSX, and the content is text/],
    [
      "an archive with the name of a workbook",
      "case.xlsx",
      zip([{ name: "a.txt", content: "a" }]),
      /neither/,
    ],
    [
      "a workbook and a document at once",
      "case.xlsx",
      workbook({ name: "word/document.xml", content: "<d/>" }),
      /neither/,
    ],
    ["a workbook with macros", "case.xlsx", workbook({ name: "xl/vbaProject.bin", content: "x" }), /macros/],
    [
      "a workbook with a program in it",
      "case.xlsx",
      workbook({ name: "xl/embeddings/run.exe", content: "x" }),
      /macros or programs/,
    ],
    [
      "a PDF with an archive behind it",
      "quote.pdf",
      Buffer.concat([pdf(), workbook(), Buffer.from("%%EOF")]),
      /at once/,
    ],
    ["a picture with an archive behind it", "chart.png", Buffer.concat([png(), workbook()]), /at once/],
    ["a photo with an archive behind it", "photo.jpg", Buffer.concat([jpeg(), workbook()]), /at once/],
    ["a photo with a page behind it", "photo.jpg", Buffer.concat([jpeg(), Buffer.from(script)]), /at once/],
    [
      "an archive and a PDF",
      "case.xlsx",
      zip([
        { name: "%PDF-1.4", content: "a" },
        { name: "xl/workbook.xml", content: "" },
      ]),
      /PDF at once/,
    ],
    ["a PDF that is cut", "quote.pdf", pdf().subarray(0, 30), /damaged or cut/],
    ["a picture that is cut", "chart.png", png().subarray(0, 40), /damaged or cut/],
    ["a workbook that is cut", "case.xlsx", workbook().subarray(0, 80), /damaged/],
    ["an empty file", "notes.txt", "", /empty/],
    ["a file over 10 MB", "notes.txt", Buffer.alloc(MOST_BYTES + 1, "a"), /larger than 10 MB/],
  ])("%s", async (_, name, bytes, refusal) => {
    expect(await words(name, bytes)).toMatch(refusal);
  });

  test("a bomb with the name of a workbook goes off where somebody counts, whether it tells its size or not", async () => {
    const zeros = Buffer.alloc(201 * 1024 * 1024);
    const honest = workbook({ name: "xl/sheet.xml", content: zeros });
    expect(honest.length).toBeLessThan(MOST_BYTES);
    expect(await words("case.xlsx", honest)).toMatch(/more than 200 MB/);
    const lying = workbook({ name: "xl/sheet.xml", content: zeros, declared: 1000 });
    expect(await words("case.xlsx", lying)).toMatch(/damaged|200 MB/);
  });
});

describe("names", () => {
  test.each([
    ["a path", "C:\\Users\\me\\..\\quote.pdf", "quote.pdf"],
    ["a folder", "../../etc/passwd.txt", "passwd.txt"],
    ["a mark that turns text around", "quote\u202Efdp.exe", "quotefdp.exe"],
    ["line breaks", "quote\r\nX-Header: 1.pdf", "quoteX-Header: 1.pdf"],
    ["a hidden file", "..pdf", "pdf"],
    ["half a character", "a\ud800.txt", "a.txt"],
  ])("lose %s", (_, given, kept) => {
    expect(keptName(given)).toBe(kept);
  });

  test("are cut in the middle when they are long, and keep their ending", () => {
    const name = keptName(`${"ü".repeat(300)}.pdf`);
    expect(name).toHaveLength(120);
    expect(name).toMatch(/ü…\.pdf$/);
  });

  test("are given to a download as one that is saved, in a way that adds no header", () => {
    expect(contentDisposition('Angebot "Größe";\\.pdf')).toBe(
      `attachment; filename="Angebot _Gr__e_;_.pdf"; filename*=UTF-8''Angebot%20%22Gr%C3%B6%C3%9Fe%22%3B%5C.pdf`,
    );
  });
});
