// Files as people attach them, and as attackers do, made here byte by byte.
import { crc32, deflateRawSync, deflateSync } from "node:zlib";

type Part = { name: string; content: Buffer | string; declared?: number };

/** An archive with these parts; `declared` lies about what a part unpacks to. */
export function archive(parts: readonly Part[]): Buffer {
  const files: Buffer[] = [];
  const contents: Buffer[] = [];
  let offset = 0;
  for (const { name, content, declared } of parts) {
    const bytes = Buffer.from(content);
    const packed = deflateRawSync(bytes, { level: 9 });
    const path = Buffer.from(name);
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(8, 4);
    shared.writeUInt32LE(crc32(bytes), 10);
    shared.writeUInt32LE(packed.length, 14);
    shared.writeUInt32LE(declared ?? bytes.length, 18);
    shared.writeUInt16LE(path.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    const local = Buffer.concat([Buffer.from("504b0304", "hex"), shared, path, packed]);
    contents.push(Buffer.concat([Buffer.from("504b01021400", "hex"), shared, place, path]));
    files.push(local);
    offset += local.length;
  }
  const table = Buffer.concat(contents);
  const end = Buffer.alloc(22);
  end.writeUInt32BE(0x504b0506, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(table.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...files, table, end]);
}

const types = { name: "[Content_Types].xml", content: "<Types/>" };
export const workbook = (...more: Part[]) =>
  archive([types, { name: "xl/workbook.xml", content: "<workbook/>" }, ...more]);
export const document = (...more: Part[]) =>
  archive([types, { name: "word/document.xml", content: "<document/>" }, ...more]);

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
