// A PostgreSQL server that lives as long as one test run. It keeps nothing safe on disk, so it is fast; a run that was
// killed leaves a server and a folder behind, and the next run removes both.
import type { ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { reachablePrograms } from "@/scripts/database/binaries";
import {
  type Cluster,
  initialiseCluster,
  startCluster,
  stopLeftoverServer,
} from "@/scripts/database/cluster";
import { freePort } from "@/scripts/database/free-port";
import { projectRoot } from "@/scripts/database/project";
import { databaseSystemUser } from "@/scripts/database/system-user";
import { identify, isSameProcessAlive } from "@/scripts/ground/process-identity.mjs";

const PREFIX = "revenue-os-test-";
const NOTHING_SAFE = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200"];

export interface TemporaryServer {
  cluster: Cluster;
  /** The server's own process. */
  child: ChildProcess;
  stop(): Promise<void>;
}

export async function startTemporaryServer(): Promise<TemporaryServer> {
  await removeLeftovers();
  const home = mkdtempSync(join(tmpdir(), PREFIX));
  writeFileSync(join(home, "owner.json"), JSON.stringify(identify(process.pid)));
  const user = databaseSystemUser();
  chmodSync(home, 0o711);
  const cluster: Cluster = {
    folder: join(home, "cluster"),
    logFile: join(home, "postgres.log"),
    port: await freePort(),
    superuserPassword: randomBytes(12).toString("hex"),
    programs: reachablePrograms(projectRoot(), user, join(home, "programs")),
    user,
    settings: NOTHING_SAFE,
    initdbFlags: ["--no-sync", "--no-data-checksums"],
  };
  await initialiseCluster(cluster);
  const running = await startCluster(cluster);
  return {
    cluster,
    child: running.child,
    stop: async () => {
      await running.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

async function removeLeftovers(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const home = join(tmpdir(), name);
    const ownerFile = join(home, "owner.json");
    if (!existsSync(ownerFile) || isSameProcessAlive(JSON.parse(readFileSync(ownerFile, "utf8")))) continue;
    await stopLeftoverServer(join(home, "cluster"));
    rmSync(home, { recursive: true, force: true });
  }
}
