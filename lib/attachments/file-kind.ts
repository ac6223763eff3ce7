import { FileFault, refuseFile } from "../imports/file-fault";
import { decodeText } from "../imports/text-encoding";
import { judgeOfficeFile } from "./office-file";

export const MEDIA_TYPES = {
  pdf: "application/pdf",
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  csv: "text/csv",
  txt: "text/plain",
} as const;

export type Extension = keyof typeof MEDIA_TYPES;
export type MediaType = (typeof MEDIA_TYPES)[Extension];

export const MOST_BYTES = 10 * 1024 * 1024;
export const MOST_FILES = 10;
export const KINDS_IN_WORDS = "PDF, PNG, JPEG, XLSX, DOCX, CSV and TXT";

const SEND_ANOTHER = `Attach it as one of ${KINDS_IN_WORDS}.`;
const extensions = Object.keys(MEDIA_TYPES) as Extension[];

/**
 * What a file is by its content. Its name must say the same: a program opens it by its name, and people trust what they
 * read. Throws a FileFault in words.
 */
export async function mediaTypeOf(name: string, bytes: Buffer): Promise<MediaType> {
  const extension = extensions.find((each) => name.toLowerCase().endsWith(`.${each}`));
  if (extension === undefined)
    return refuseFile(`Files such as ${quoted(name)} are not taken.`, SEND_ANOTHER);
  if (bytes.length === 0) return refuseFile("The file is empty.", "Look at it before you attach it.");
  if (bytes.length > MOST_BYTES)
    return refuseFile(
      "The file is larger than 10 MB.",
      "Attach a smaller version, or the pages that matter.",
    );
  const found = await contentOf(bytes);
  const named = MEDIA_TYPES[extension];
  // A table and a text differ in nothing but the name.
  const isSame = found === named || (found === "text/plain" && named === "text/csv");
  if (!isSame)
    return refuseFile(
      `The name says ${extension.toUpperCase()}, and the content is ${WORDS[found]}.`,
      "Give it the name that it should have, or attach the file that you meant.",
    );
  return named;
}

const quoted = (name: string) => `“${name.slice(-40)}”`;

const WORDS: Record<MediaType, string> = {
  "application/pdf": "a PDF",
  "image/png": "a PNG picture",
  "image/jpeg": "a JPEG picture",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "an Excel workbook",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "a Word document",
  "text/csv": "text",
  "text/plain": "text",
};

const PNG = Buffer.from("89504e470d0a1a0a", "hex");
const starts = (bytes: Buffer, signature: Buffer | string) =>
  bytes.subarray(0, signature.length).equals(Buffer.from(signature as string, "latin1"));

async function contentOf(bytes: Buffer): Promise<MediaType> {
  if (starts(bytes, "%PDF-")) return pdf(bytes);
  if (bytes.subarray(0, PNG.length).equals(PNG)) return png(bytes);
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return jpeg(bytes);
  if (starts(bytes, "PK")) return judgeOfficeFile(bytes);
  return text(bytes);
}

const twoThings = (what: string): never =>
  refuseFile(
    `The file is ${what} and something else at once.`,
    "Open it, save it anew, and attach what you saved.",
  );

const cut = (what: string): never =>
  refuseFile(`The ${what} is damaged or cut.`, "Open it, save it again, and attach what you saved.");

const ARCHIVE_END = Buffer.from("504b0506", "hex");
const ARCHIVE_END_WITHIN = 65_557;

/** An archive is read from its end, so one can hide behind anything. */
function refuseHiddenArchive(bytes: Buffer, what: string): void {
  if (bytes.subarray(-ARCHIVE_END_WITHIN).includes(ARCHIVE_END)) twoThings(what);
}

const PDF_END_WITHIN = 1024;

function pdf(bytes: Buffer): MediaType {
  if (!/^%PDF-[12]\.\d/.test(bytes.subarray(0, 8).toString("latin1"))) cut("PDF");
  if (!bytes.subarray(-PDF_END_WITHIN).includes("%%EOF")) cut("PDF");
  refuseHiddenArchive(bytes, "a PDF");
  return "application/pdf";
}

/** From part to part up to the last one, which nothing may follow. */
function png(bytes: Buffer): MediaType {
  let at = PNG.length;
  for (let first = true; at + 12 <= bytes.length; first = false) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString("latin1", at + 4, at + 8);
    if (first !== (type === "IHDR")) break;
    at += length + 12;
    if (type !== "IEND") continue;
    if (at < bytes.length) twoThings("a PNG picture");
    if (at === bytes.length) return "image/png";
  }
  return cut("PNG picture");
}

function jpeg(bytes: Buffer): MediaType {
  if (bytes.at(-2) !== 0xff || bytes.at(-1) !== 0xd9) {
    if (bytes.includes(Buffer.from("ffd9", "hex"))) twoThings("a JPEG picture");
    cut("JPEG picture");
  }
  refuseHiddenArchive(bytes, "a JPEG picture");
  return "image/jpeg";
}

/** What a browser would run if somebody opened it there. */
const MARKUP =
  /<\s*(!doctype|html|head|body|script|svg|iframe|object|embed|style|meta|link|base|\?xml)\b|<\?xml|<\?php/i;

function text(bytes: Buffer): MediaType {
  let decoded: string;
  try {
    decoded = decodeText(bytes).text;
  } catch (error) {
    if (!(error instanceof FileFault)) throw error;
    return refuseFile("The content is none of the kinds that are taken.", SEND_ANOTHER);
  }
  if (MARKUP.test(decoded))
    return refuseFile("The content is a web page, a drawing in SVG, or XML.", "Attach it as PDF or PNG.");
  return "text/plain";
}
