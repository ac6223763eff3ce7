// A database server of the measurement's own, and what its processes have cost in processor time.
import { readdirSync, readFileSync } from "node:fs";
import { startTemporaryServer } from "@/lib/db/testing/temporary-server";
import { superuserUrl } from "@/scripts/database/cluster";
import { migrateAndGrant, withClient } from "@/scripts/database/prepare";
import { APP_ROLE, ensureDatabase, ensureRoles, OWNER_ROLE } from "@/scripts/database/roles";

export type Database = { appUrl: string; superuserUrl: string };
export type Server = {
  /** An empty, migrated database, or a copy of one that nobody is connected to. */
  create(name: string, copyOf?: string): Promise<Database>;
  drop(name: string): Promise<void>;
  /** Processor milliseconds of all its processes since it started; null where the system does not say. */
  processorMs(): number | null;
  stop(): Promise<void>;
};

const PASSWORD = "for-measuring-on-loopback-only";
/** Clock ticks of /proc are hundredths of a second on every Linux that Node runs on. */
const TICK_MS = 10;

export async function startServer(): Promise<Server> {
  const { cluster, child, stop } = await startTemporaryServer();
  const administer = (statement: string) =>
    withClient(superuserUrl(cluster), (client) => client.query(statement));
  await withClient(superuserUrl(cluster), (client) =>
    ensureRoles(client, { owner: PASSWORD, app: PASSWORD }),
  );
  return {
    stop,
    processorMs: () => processorMs(child.pid ?? 0),
    drop: async (name) => {
      await administer(`drop database ${name}`);
    },
    create: async (name, copyOf) => {
      const urlOf = (role: string) => `postgresql://${role}:${PASSWORD}@127.0.0.1:${cluster.port}/${name}`;
      if (copyOf) await administer(`create database ${name} template ${copyOf} owner ${OWNER_ROLE}`);
      await withClient(superuserUrl(cluster), (client) => ensureDatabase(client, name));
      if (!copyOf) await migrateAndGrant({ ownerUrl: urlOf(OWNER_ROLE), appRole: APP_ROLE });
      return { appUrl: urlOf(APP_ROLE), superuserUrl: superuserUrl(cluster, name) };
    },
  };
}

/** The postmaster with the processes that it has reaped, and those that live. */
function processorMs(postmaster: number): number | null {
  if (process.platform !== "linux") return null;
  let ticks = 0;
  for (const name of readdirSync("/proc")) {
    const times = /^\d+$/.test(name) ? timesOf(name) : null;
    if (!times) continue;
    if (Number(name) === postmaster) ticks += times.own + times.reaped;
    else if (times.parent === postmaster) ticks += times.own;
  }
  return ticks * TICK_MS;
}

function timesOf(pid: string): { parent: number; own: number; reaped: number } | null {
  try {
    // The name in brackets may hold anything; what follows it are figures.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ")
      .map(Number);
    const at = (index: number) => fields[index] ?? 0;
    return { parent: at(1), own: at(11) + at(12), reaped: at(13) + at(14) };
  } catch (error) {
    // A process that ended between the listing and the reading.
    if (error instanceof Error && "code" in error && ["ENOENT", "ESRCH"].includes(String(error.code)))
      return null;
    throw error;
  }
}
