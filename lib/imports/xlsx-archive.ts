import type { Entry, ZipFile } from "yauzl";
import { refuseFile, refuseOver } from "./file-fault";
import { LIMITS } from "./limits";
import { readZip } from "./zip-file";

/** A part of a workbook, unpacked. */
export type Part = { name: string; bytes: Buffer; crc32: number };
export type Archive = Map<string, Part>;

const WORKBOOK = "xl/workbook.xml";
const REBUILD = "Copy the sheet's values into a new workbook, or save it as CSV.";

/** What a workbook of figures has no business holding: programs, and figures that live elsewhere. */
const FORBIDDEN: readonly (readonly [RegExp, string, string])[] = [
  [/^xl\/vbaProject|^xl\/macrosheets\//i, "The workbook holds macros.", "Save it as .xlsx without macros."],
  [/^xl\/externalLinks\//i, "The workbook takes figures from other workbooks.", REBUILD],
  [/^xl\/connections\.xml$/i, "The workbook takes figures from another source when it is opened.", REBUILD],
  [/^xl\/(activeX|embeddings)\//i, "The workbook holds other documents or controls.", REBUILD],
  [/^xl\/workbook\.bin$/i, "The file is a binary workbook (.xlsb).", "Save it as .xlsx or CSV."],
];

/**
 * Unpacks the parts that a reader of values needs, and nothing else. How many parts there are and how large they say
 * they are is judged before one of them is unpacked; while unpacking, a part that grows past what it said is refused.
 */
export function openArchive(bytes: Buffer): Promise<Archive> {
  let declared = 0;
  return readZip(bytes, {
    damaged: () =>
      refuseFile(
        "The workbook's archive is damaged.",
        "Open it in a spreadsheet, save it again, and upload that.",
      ),
    count: (entries) => {
      if (entries > LIMITS.archiveEntries.most) refuseOver("archiveEntries", "The workbook");
    },
    entry: (entry) => {
      if (entry.isEncrypted()) refuseFile("The workbook is encrypted.", "Save it without a password.");
      declared += entry.uncompressedSize;
      if (declared > LIMITS.unpackedBytes.most) refuseOver("unpackedBytes", "The workbook");
    },
    read: (zip, entries) => {
      judgeParts(entries);
      return partsOf(zip, entries);
    },
  });
}

function judgeParts(entries: ReadonlyMap<string, Entry>): void {
  for (const name of entries.keys())
    for (const [pattern, what, remedy] of FORBIDDEN) if (pattern.test(name)) refuseFile(what, remedy);
  if (!entries.has(WORKBOOK) || !entries.has("[Content_Types].xml"))
    refuseFile(
      "The file is an archive, and no Excel workbook (.xlsx).",
      "Upload the .xlsx or CSV file itself.",
    );
}

async function partsOf(zip: ZipFile, entries: ReadonlyMap<string, Entry>): Promise<Archive> {
  const archive: Archive = new Map();
  let unpacked = 0;
  for (const [name, entry] of entries) {
    if (!/\.(xml|rels)$/.test(name)) continue;
    const bytes = await unpack(zip, entry, LIMITS.unpackedBytes.most - unpacked);
    unpacked += bytes.length;
    archive.set(name, { name, bytes, crc32: entry.crc32 });
  }
  const types = archive.get("[Content_Types].xml")?.bytes.toString("utf8") ?? "";
  if (/macroEnabled/i.test(types))
    refuseFile("The workbook holds macros.", "Save it as .xlsx without macros.");
  return archive;
}

async function unpack(zip: ZipFile, entry: Entry, most: number): Promise<Buffer> {
  const stream = await zip.openReadStreamPromise(entry);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > most) refuseOver("unpackedBytes", "The workbook");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/**
 * The judged parts as an archive of their own, for the library that reads the values: it unpacks what stands in a file
 * one after the other, and a hostile archive can hold parts there that its table of contents does not name.
 */
export function repack(parts: readonly Part[]): Buffer {
  const files: Buffer[] = [];
  const contents: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes, crc32 } of parts) {
    const path = Buffer.from(name, "utf8");
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(0x0800, 2);
    shared.writeUInt16LE(0x21, 8);
    shared.writeUInt32LE(crc32, 10);
    shared.writeUInt32LE(bytes.length, 14);
    shared.writeUInt32LE(bytes.length, 18);
    shared.writeUInt16LE(path.length, 22);
    const local = Buffer.concat([Buffer.from("504b0304", "hex"), shared, path]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    contents.push(Buffer.concat([Buffer.from("504b01021400", "hex"), shared, place, path]));
    files.push(local, bytes);
    offset += local.length + bytes.length;
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
