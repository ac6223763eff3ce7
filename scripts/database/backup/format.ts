// A backup file is gzip over lines of text: a first line that names the format, a line of JSON that describes the
// database, each table's rows as PostgreSQL's COPY writes them, and a last line with the checksum of all before it.
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import { z } from "zod";

export const FIRST_LINE = "REVENUE-OS-BACKUP 1";
export const END_OF_ROWS = "\\.";
export const CHECKSUM = "SHA256 ";

export const headerSchema = z.strictObject({
  createdAt: z.iso.datetime(),
  demo: z.enum(["none", "begun", "complete"]),
  migrations: z.array(z.strictObject({ name: z.string(), checksum: z.string() })),
  tables: z.array(z.strictObject({ name: z.string(), columns: z.array(z.string()) })),
  sequences: z.array(z.strictObject({ name: z.string(), value: z.string() })),
});

export type BackupHeader = z.infer<typeof headerSchema>;

const NEWLINE = 10;

async function* chunksOf(file: string): AsyncGenerator<Buffer> {
  for await (const chunk of createReadStream(file).pipe(createGunzip())) yield chunk;
}

/** The file's lines, each with its newline; a last line without one is given too, and is then not a whole file. */
export async function* linesOf(file: string): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunksOf(file)) {
    const text = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let begin = 0;
    for (let end = text.indexOf(NEWLINE); end >= 0; end = text.indexOf(NEWLINE, begin)) {
      yield text.subarray(begin, end + 1);
      begin = end + 1;
    }
    rest = text.subarray(begin);
  }
  if (rest.length > 0) yield rest;
}

export const textOf = (line: Buffer): string => line.toString("utf8").replace(/\n$/, "");

/** Reads the whole file and compares its checksum, so that a damaged file is refused before anything is touched. */
export async function verifyFile(file: string): Promise<BackupHeader> {
  const hash = createHash("sha256");
  const head: string[] = [];
  let last: Buffer | null = null;
  for await (const line of linesOf(file)) {
    if (last !== null) hash.update(last);
    last = line;
    if (head.length < 2) head.push(textOf(line));
  }
  if (head[0] !== FIRST_LINE) throw new Error("it is not a backup of Revenue OS");
  const checksum = last === null ? "" : textOf(last);
  if (!checksum.startsWith(CHECKSUM)) throw new Error("its end is missing");
  if (checksum !== CHECKSUM + hash.digest("hex")) throw new Error("its checksum does not match");
  return headerSchema.parse(JSON.parse(head[1] ?? ""));
}
