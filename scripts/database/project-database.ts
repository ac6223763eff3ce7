// The database that commands work on: DATABASE_URL's, or the embedded one, which is started for the command's time if no
// `npm start` has it running.
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { lockHolder, tryLock } from "../ground/lock.mjs";
import { dataFolder, readState } from "./data-folder";
import { type DatabaseUrls, embeddedUrls, openEmbeddedDatabase } from "./embedded";
import { refuseUnreachable } from "./outside";

const NOTHING_RUNS = "No database is running: start it with npm start, or set DATABASE_URL.";

/** The addresses of the database that runs now. */
export async function runningDatabase(): Promise<DatabaseUrls> {
  const given = process.env.DATABASE_URL;
  if (given) {
    await refuseUnreachable("DATABASE_URL", given);
    return { appUrl: given, ownerUrl: process.env.DATABASE_OWNER_URL || given };
  }
  const state = readState(dataFolder());
  if (state === null) throw new Error(NOTHING_RUNS);
  const urls = embeddedUrls(state);
  try {
    await refuseUnreachable("The database", urls.appUrl);
  } catch {
    throw new Error(NOTHING_RUNS);
  }
  return urls;
}

export async function withProjectDatabase<T>(work: (urls: DatabaseUrls) => Promise<T>): Promise<T> {
  if (process.env.DATABASE_URL) return work(await runningDatabase());
  const folder = dataFolder();
  if (!existsSync(folder)) mkdirSync(folder, { recursive: true, mode: 0o711 });
  const lockFile = join(folder, "start.lock");
  const lock = tryLock(lockFile);
  if (lock === null) return work(await whileItStarts(() => lockHolder(lockFile) !== null));
  try {
    const database = await openEmbeddedDatabase(folder, (line) => console.error(line));
    try {
      return await work(database);
    } finally {
      await database.running.stop();
    }
  } finally {
    lock.release();
  }
}

/** A start that holds the folder may still be on its way to a running database. */
async function whileItStarts(isHeld: () => boolean): Promise<DatabaseUrls> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    try {
      return await runningDatabase();
    } catch (error) {
      if (Date.now() > deadline || !isHeld()) throw error;
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  }
}
