// Files as people attach them, and as attackers do, made here byte by byte.
import { crc32, deflateSync } from "node:zlib";
import { type Part, zip } from "../../imports/testing/archives";

const types = { name: "[Content_Types].xml", content: "<Types/>" };
export const workbook = (...more: Part[]) =>
  zip([types, { name: "xl/workbook.xml", content: "<workbook/>" }, ...more]);
export const document = (...more: Part[]) =>
  zip([types, { name: "word/document.xml", content: "<document/>" }, ...more]);

export const pdf = (words = "A quote") =>
  Buffer.from(`%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n% ${words}\ntrailer<</Root 1 0 R>>\n%%EOF\n`);

function pngPart(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}

/** One grey point. */
export function png(): Buffer {
  const head = Buffer.from("00000001000000010800000000", "hex");
  return Buffer.concat([
    Buffer.from("89504e470d0a1a0a", "hex"),
    pngPart("IHDR", head),
    pngPart("IDAT", deflateSync(Buffer.from([0, 128]))),
    pngPart("IEND", Buffer.alloc(0)),
  ]);
}

export const jpeg = () =>
  Buffer.concat([
    Buffer.from("ffd8ffe000104a46494600010100000100010000", "hex"),
    Buffer.from("ffda0008010100003f00aabb", "hex"),
    Buffer.from("ffd9", "hex"),
  ]);
