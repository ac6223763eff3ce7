import { type Entry, fromBufferPromise, type ZipFile } from "yauzl";
import { FileFault } from "./file-fault";

/** What a judge of an archive makes of its parts: `entry` sees each as it is listed, `damaged` is the end of a broken one. */
type Judge<T> = {
  damaged: () => never;
  /** Before a part is listed: how many there are. */
  count: (entries: number) => void;
  entry: (entry: Entry) => void;
  read: (zip: ZipFile, entries: ReadonlyMap<string, Entry>) => Promise<T>;
};

/**
 * Reads an archive by its table of contents, each part once. Whatever the library finds wrong with it is a fault of the
 * file: its words are not for people.
 */
export async function readZip<T>(bytes: Buffer, { damaged, count, entry, read }: Judge<T>): Promise<T> {
  const zip = await opened(bytes, damaged);
  try {
    count(zip.entryCount);
    const entries = new Map<string, Entry>();
    for await (const each of zip.eachEntry()) {
      entry(each);
      if (entries.has(each.fileName)) damaged();
      entries.set(each.fileName, each);
    }
    return await read(zip, entries);
  } catch (error) {
    if (error instanceof FileFault) throw error;
    return damaged();
  } finally {
    zip.close();
  }
}

async function opened(bytes: Buffer, damaged: () => never): Promise<ZipFile> {
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
