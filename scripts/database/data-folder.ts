// What the embedded database needs to be found again: its place, port and passwords, made once and readable only by
// the one who runs the project.
import { createHash, randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { z } from "zod";
import { projectRoot } from "./project";
import type { SystemUser } from "./system-user";

const stateSchema = z.strictObject({
  clusterFolder: z.string(),
  port: z.int(),
  superuserPassword: z.string(),
  ownerPassword: z.string(),
  appPassword: z.string(),
  nextAuthSecret: z.string(),
});

export type DataState = z.infer<typeof stateSchema>;

/** Root's data may lie in a folder the database's user cannot enter; then the database lives under /var/lib. */
const SYSTEM_FOLDER = "/var/lib/revenue-os";

export function dataFolder(): string {
  return resolve(process.env.REVENUE_OS_DATA_DIR || join(projectRoot(), ".data"));
}

const stateFile = (folder: string) => join(folder, "state.json");

export function readState(folder: string): DataState | null {
  if (!existsSync(stateFile(folder))) return null;
  const parsed = stateSchema.safeParse(JSON.parse(readFileSync(stateFile(folder), "utf8")));
  if (!parsed.success)
    throw new Error(`${stateFile(folder)} is damaged: restore it, or move ${folder} away to begin anew.`);
  return parsed.data;
}

export function writeState(folder: string, state: DataState): void {
  const partial = `${stateFile(folder)}.partial`;
  writeFileSync(partial, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600, flush: true });
  renameSync(partial, stateFile(folder));
}

const password = () => randomBytes(24).toString("base64url");

export function newState(folder: string, user: SystemUser | null, port: number): DataState {
  return {
    clusterFolder: clusterFolderFor(folder, user),
    port,
    superuserPassword: password(),
    ownerPassword: password(),
    appPassword: password(),
    nextAuthSecret: randomBytes(32).toString("base64"),
  };
}

/** Where copies of the programs go when the database's user cannot reach them in node_modules. */
export function programsFolder(): string {
  return join(SYSTEM_FOLDER, "programs");
}

function clusterFolderFor(folder: string, user: SystemUser | null): string {
  if (user === null) return join(folder, "postgres");
  chmodSync(folder, statSync(folder).mode | 0o011);
  if (isReachable(folder)) return join(folder, "postgres");
  // The random part keeps a new clone at the path of a deleted one from meeting the old clone's database.
  const name = `${createHash("sha256").update(folder).digest("hex").slice(0, 12)}-${randomBytes(4).toString("hex")}`;
  return join(SYSTEM_FOLDER, name, "postgres");
}

/** Every folder on the way lets others pass. */
function isReachable(folder: string): boolean {
  for (let step = folder; ; step = dirname(step)) {
    if ((statSync(step).mode & 0o001) === 0) return false;
    if (dirname(step) === step) return true;
  }
}

/** Makes the folder that holds the cluster's folder; those on the way must let the database's user pass. */
export function makeClusterHome(state: DataState): void {
  const umask = process.umask(0o022);
  mkdirSync(dirname(state.clusterFolder), { recursive: true });
  process.umask(umask);
}
