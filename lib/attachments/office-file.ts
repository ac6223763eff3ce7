import { type Entry, fromBufferPromise, type ZipFile } from "yauzl";
import { FileFault, refuseFile } from "../imports/file-fault";

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

const damaged = (): never =>
  refuseFile(
    "The archive of the file is damaged.",
    "Open it in its program, save it again, and attach that.",
  );

/**
 * An archive that is a workbook or a document: by its parts, with nothing in it that runs, and unpacking to what it says.
 * Every part is unpacked here and thrown away, so that a bomb goes off where somebody counts.
 */
export async function judgeOfficeFile(bytes: Buffer): Promise<OfficeType> {
  if (bytes.subarray(0, 1024).includes("%PDF-"))
    refuseFile("The file is an archive and a PDF at once.", "Attach the one that you meant.");
  const zip = await opened(bytes);
  try {
    const entries = await entriesOf(zip, bytes.length);
    const type = typeOf(entries);
    await unpackAll(zip, entries);
    return type;
  } catch (error) {
    if (error instanceof FileFault) throw error;
    // Whatever the library finds wrong with an archive is a fault of the file; its words are not for people.
    return damaged();
  } finally {
    zip.close();
  }
}

async function opened(bytes: Buffer): Promise<ZipFile> {
  try {
    return await fromBufferPromise(bytes, {
      lazyEntries: true,
      strictFileNames: true,
      validateEntrySizes: true,
    });
  } catch (error) {
    if (error instanceof Error) return damaged();
    throw error;
  }
}

async function entriesOf(zip: ZipFile, size: number): Promise<Map<string, Entry>> {
  if (zip.entryCount > MOST_ENTRIES) bomb();
  const entries = new Map<string, Entry>();
  let [packed, unpacked] = [0, 0];
  for await (const entry of zip.eachEntry()) {
    if (entry.isEncrypted())
      refuseFile("The file is protected by a password.", "Save it without one, so that signers can read it.");
    if (entries.has(entry.fileName)) damaged();
    packed += entry.compressedSize;
    unpacked += entry.uncompressedSize;
    if (unpacked > MOST_UNPACKED) bomb();
    entries.set(entry.fileName, entry);
  }
  // Parts that lie over one another make a bomb of very little.
  if (packed > size) bomb();
  return entries;
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
