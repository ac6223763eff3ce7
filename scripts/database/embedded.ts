// The embedded database from "nothing there" to "running": found or made, repaired after a crash, started.
import { statSync } from "node:fs";
import { join } from "node:path";
import { reachablePrograms } from "./binaries";
import {
  type Cluster,
  initialiseCluster,
  isInitialised,
  type RunningCluster,
  startCluster,
  stopLeftoverServer,
  superuserUrl,
} from "./cluster";
import {
  type DataState,
  makeClusterHome,
  newState,
  programsFolder,
  readState,
  writeState,
} from "./data-folder";
import { freePort } from "./free-port";
import { withClient } from "./prepare";
import { projectRoot } from "./project";
import { APP_ROLE, DATABASE, ensureDatabase, ensureRoles, OWNER_ROLE } from "./roles";
import { databaseSystemUser, type SystemUser } from "./system-user";

export interface DatabaseUrls {
  appUrl: string;
  ownerUrl: string;
}

export function embeddedUrls(state: DataState): DatabaseUrls {
  const address = `127.0.0.1:${state.port}/${DATABASE}`;
  return {
    appUrl: `postgresql://${APP_ROLE}:${state.appPassword}@${address}`,
    ownerUrl: `postgresql://${OWNER_ROLE}:${state.ownerPassword}@${address}`,
  };
}

export interface EmbeddedDatabase extends DatabaseUrls {
  state: DataState;
  running: RunningCluster;
}

/** Only whoever holds the data folder's lock may call this: it stops a server that a crash left running. */
export async function openEmbeddedDatabase(
  folder: string,
  say: (line: string) => void,
): Promise<EmbeddedDatabase> {
  const user = databaseSystemUser();
  const known = readState(folder) ?? newState(folder, user, 0);
  if (isInitialised(known.clusterFolder) && (await stopLeftoverServer(known.clusterFolder))) {
    say("Stopped the database that an interrupted run had left behind.");
  }
  const state = { ...known, port: await freePort(known.port) };
  writeState(folder, state);
  makeClusterHome(state);
  const cluster = clusterIn(folder, state, user);
  if (!isInitialised(state.clusterFolder)) {
    say("Making the database.");
    await initialiseCluster(cluster);
  }
  const running = await startCluster(cluster);
  try {
    await withClient(superuserUrl(cluster), async (client) => {
      await ensureRoles(client, { owner: state.ownerPassword, app: state.appPassword });
      await ensureDatabase(client);
    });
  } catch (error) {
    await running.stop();
    throw error;
  }
  return { ...embeddedUrls(state), state, running };
}

function clusterIn(folder: string, state: DataState, user: SystemUser | null): Cluster {
  const owner = isInitialised(state.clusterFolder) ? ownerOf(state.clusterFolder, user) : user;
  return {
    folder: state.clusterFolder,
    logFile: join(folder, "postgres.log"),
    port: state.port,
    superuserPassword: state.superuserPassword,
    programs: reachablePrograms(projectRoot(), owner, programsFolder()),
    user: owner,
    settings: ["log_checkpoints=off"],
    initdbFlags: [],
  };
}

/** Root may continue what an ordinary user began: PostgreSQL must run as whoever owns its folder. */
function ownerOf(clusterFolder: string, user: SystemUser | null): SystemUser | null {
  if (user === null) return null;
  const { uid, gid } = statSync(clusterFolder);
  return uid === 0 ? user : { uid, gid };
}
