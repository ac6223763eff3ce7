import { isUtf8 } from "node:buffer";
import { refuseFile } from "./file-fault";

export type DecodedText = { text: string; encoding: string };

/** Bytes that Windows-1252 leaves undefined, and control characters that no table holds. */
const UNDEFINED_1252 = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d]);
const isControl = (byte: number) =>
  (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d) || byte === 0x7f;
/** Signs that old exports really hold beside letters: € ‚ „ … ‘ ’ “ ” • – — ™ and what stands from the hard space on. */
const SIGNS_1252 = new Set([0x80, 0x82, 0x84, 0x85, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x99]);
const isPlausible1252 = (byte: number) =>
  byte < 0x80 ||
  byte >= 0xa0 ||
  SIGNS_1252.has(byte) ||
  [0x8a, 0x8c, 0x8e, 0x9a, 0x9c, 0x9e, 0x9f].includes(byte);

/** Asked of every byte of fifty megabytes: which of the 256 it is about, worked out once. */
const bytesThat = (are: (byte: number) => boolean): Uint8Array =>
  Uint8Array.from({ length: 256 }, (_, byte) => Number(are(byte)));
const CONTROL = bytesThat(isControl);
const IMPLAUSIBLE_1252 = bytesThat((byte) => UNDEFINED_1252.has(byte) || !isPlausible1252(byte));

function firstOf(content: Buffer, among: Uint8Array): number {
  for (let at = 0; at < content.length; at += 1) if (among[content[at] ?? 0]) return at;
  return -1;
}

/**
 * Text of a file: by its byte order mark, else UTF-8, else Windows-1252 where every byte is a letter or sign that
 * such an export holds. Anything else is named with the place at which it stops being text.
 */
export function decodeText(bytes: Buffer): DecodedText {
  if (bytes[0] === 0xff && bytes[1] === 0xfe)
    return utf16(bytes.subarray(2), "utf-16le", "UTF-16 (little-endian)");
  if (bytes[0] === 0xfe && bytes[1] === 0xff)
    return utf16(bytes.subarray(2), "utf-16be", "UTF-16 (big-endian)");
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const content = marked ? bytes.subarray(3) : bytes;
  const control = firstOf(content, CONTROL);
  if (control >= 0) notText(control + (marked ? 3 : 0), content[control] ?? 0);
  if (isUtf8(content))
    return { text: content.toString("utf8"), encoding: marked ? "UTF-8 with byte order mark" : "UTF-8" };
  const broken = firstNonUtf8(content);
  if (marked) notText(broken + 3, content[broken] ?? 0);
  const implausible = firstOf(content, IMPLAUSIBLE_1252);
  // Where UTF-8 holds for some letters and then breaks, the file is damaged, and no other encoding.
  const mixed = content.subarray(0, broken).some((byte) => byte >= 0x80);
  if (mixed || implausible >= 0 || !looksWestern(content)) notText(broken, content[broken] ?? 0);
  return { text: new TextDecoder("windows-1252").decode(content), encoding: "Windows-1252" };
}

function notText(position: number, byte: number): never {
  refuseFile(
    `The file is not text in a known encoding: byte ${(position + 1).toLocaleString("en-US")} is ${hex(byte)}.`,
    "Save it as CSV in UTF-8, or as .xlsx.",
  );
}

const hex = (byte: number) => `0x${byte.toString(16).toUpperCase().padStart(2, "0")}`;

function utf16(content: Buffer, label: "utf-16le" | "utf-16be", encoding: string): DecodedText {
  if (content.length % 2 !== 0)
    refuseFile("The file is cut: it is UTF-16 and ends in the middle of a character.", "Export it again.");
  try {
    const text = new TextDecoder(label, { fatal: true }).decode(content);
    if (!/[^\P{Cc}\t\n\r]/u.test(text)) return { text, encoding };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
  return refuseFile(
    "The file begins as UTF-16 and does not go on as such.",
    "Save it as CSV in UTF-8, or as .xlsx.",
  );
}

/** The place of the first byte that is no UTF-8; the text is known not to be. */
function firstNonUtf8(content: Buffer): number {
  let [good, bad] = [0, content.length];
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (isUtf8(whole(content.subarray(0, middle)))) good = middle;
    else bad = middle;
  }
  for (let at = Math.max(0, good - 4); at < content.length; at += 1) {
    const length = sequenceLength(content[at] ?? 0);
    if (length === 1) continue;
    if (length === 0 || !isUtf8(content.subarray(at, at + length))) return at;
    at += length - 1;
  }
  return good;
}

/** Without a character that the cut went through. */
function whole(content: Buffer): Buffer {
  for (let back = 1; back <= 4 && back <= content.length; back += 1) {
    const byte = content[content.length - back] ?? 0;
    if (byte < 0x80) return content;
    if (byte >= 0xc0)
      return sequenceLength(byte) > back ? content.subarray(0, content.length - back) : content;
  }
  return content;
}

const sequenceLength = (byte: number): number =>
  byte < 0x80
    ? 1
    : byte >= 0xc2 && byte < 0xe0
      ? 2
      : byte >= 0xe0 && byte < 0xf0
        ? 3
        : byte >= 0xf0 && byte < 0xf5
          ? 4
          : 0;

/** High bytes stand among plain text: few of them, and seldom three in a row. */
function looksWestern(content: Buffer): boolean {
  let [high, run, longest] = [0, 0, 0];
  for (const byte of content) {
    if (byte < 0x80) run = 0;
    else {
      high += 1;
      run += 1;
      if (run > longest) longest = run;
    }
  }
  return longest <= 2 && high <= Math.max(4, content.length * 0.2);
}
