import type { Entry, ZipFile } from "yauzl";
import { refuseFile } from "../imports/file-fault";
import { readZip } from "../imports/zip-file";

type OfficeType =
  | "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
  | "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

const MAIN_PARTS: readonly (readonly [string, OfficeType])[] = [
  ["xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"],
  ["word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"],
];
const CONTENT_TYPES = "[Content_Types].xml";
const MOST_ENTRIES = 5_000;
/** What a file of at most 10 MB honestly unpacks to. */
const MOST_UNPACKED = 200 * 1024 * 1024;
const RUNS_SOMETHING = /vbaProject|macrosheets\/|activeX\/|\.(exe|dll|js|vbs|bat|cmd|ps1|scr|hta|bin)$/i;
/** Printer settings are the one binary part that ordinary workbooks hold. */
const HARMLESS = /(^|\/)printerSettings\d*\.bin$/i;

/**
 * An archive that is a workbook or a document: by its parts, with nothing in it that runs, and unpacking to what it says.
 * Every part is unpacked here and thrown away, so that a bomb goes off where somebody counts.
 */
export async function judgeOfficeFile(bytes: Buffer): Promise<OfficeType> {
  if (bytes.subarray(0, 1024).includes("%PDF-"))
    refuseFile("The file is an archive and a PDF at once.", "Attach the one that you meant.");
  let [packed, unpacked] = [0, 0];
  return readZip(bytes, {
    damaged: () =>
      refuseFile(
        "The archive of the file is damaged.",
        "Open it in its program, save it again, and attach that.",
      ),
    count: (entries) => {
      if (entries > MOST_ENTRIES) bomb();
    },
    entry: (entry) => {
      if (entry.isEncrypted())
        refuseFile(
          "The file is protected by a password.",
          "Save it without one, so that signers can read it.",
        );
      packed += entry.compressedSize;
      unpacked += entry.uncompressedSize;
      if (unpacked > MOST_UNPACKED) bomb();
    },
    read: async (zip, entries) => {
      // Parts that lie over one another make a bomb of very little.
      if (packed > bytes.length) bomb();
      const type = typeOf(entries);
      await unpackAll(zip, entries);
      return type;
    },
  });
}

const bomb = (): never =>
  refuseFile("The file unpacks to more than 200 MB.", "Attach a smaller version, or the parts that matter.");

function typeOf(entries: ReadonlyMap<string, Entry>): OfficeType {
  const types = MAIN_PARTS.filter(([part]) => entries.has(part)).map(([, type]) => type);
  const [type] = types;
  if (type === undefined || types.length > 1 || !entries.has(CONTENT_TYPES))
    return refuseFile(
      "The file is an archive, and neither an Excel workbook nor a Word document.",
      "Attach the files themselves.",
    );
  for (const name of entries.keys())
    if (RUNS_SOMETHING.test(name) && !HARMLESS.test(name))
      refuseFile("The file holds macros or programs.", "Save it without them (.xlsx, .docx).");
  return type;
}

async function unpackAll(zip: ZipFile, entries: ReadonlyMap<string, Entry>): Promise<void> {
  let unpacked = 0;
  let types = "";
  for (const [name, entry] of entries) {
    const stream = await zip.openReadStreamPromise(entry);
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      unpacked += chunk.length;
      if (unpacked > MOST_UNPACKED) bomb();
      if (name === CONTENT_TYPES && types.length < 1_000_000) types += chunk.toString("latin1");
    }
  }
  if (/macroEnabled/i.test(types))
    refuseFile("The file holds macros.", "Save it without them (.xlsx, .docx).");
}
