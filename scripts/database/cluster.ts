// One PostgreSQL server in one folder: made whole or not at all, started, recognised after a crash, stopped.
import { type ChildProcess, spawn } from "node:child_process";
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import pg from "pg";
import {
  endProcessGroup,
  identify,
  isSameProcessAlive,
  type ProcessIdentity,
} from "../ground/process-identity.mjs";
import type { PostgresPrograms } from "./binaries";
import type { SystemUser } from "./system-user";

export const SUPERUSER = "revenue_os_bootstrap";

export interface Cluster {
  folder: string;
  logFile: string;
  port: number;
  superuserPassword: string;
  programs: PostgresPrograms;
  user: SystemUser | null;
  /** Server settings beyond the defaults, such as `fsync=off` for tests. */
  settings: string[];
  initdbFlags: string[];
}

export interface RunningCluster {
  process: ProcessIdentity;
  child: ChildProcess;
  stop(): Promise<void>;
}

export function superuserUrl(cluster: Cluster, database = "postgres"): string {
  return `postgresql://${SUPERUSER}:${cluster.superuserPassword}@127.0.0.1:${cluster.port}/${database}`;
}

export function isInitialised(folder: string): boolean {
  return existsSync(join(folder, "PG_VERSION"));
}

/** Makes the server's folder beside its place and moves it there when it is whole, so a crash leaves no half folder. */
export async function initialiseCluster(cluster: Cluster): Promise<void> {
  const partial = `${cluster.folder}.partial`;
  const passwordFile = `${cluster.folder}.password`;
  rmSync(partial, { recursive: true, force: true });
  rmSync(passwordFile, { force: true });
  mkdirSync(partial, { mode: 0o700 });
  if (cluster.user) chownSync(partial, cluster.user.uid, cluster.user.gid);
  try {
    writeFileSync(passwordFile, `${cluster.superuserPassword}\n`, { mode: 0o600, flag: "wx" });
    if (cluster.user) chownSync(passwordFile, cluster.user.uid, cluster.user.gid);
    await runInitdb(cluster, partial, passwordFile);
    renameSync(partial, cluster.folder);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/** Nothing of the caller's environment (PGDATA, PGPORT, a locale) may change how the server behaves. */
function serverEnvironment(): NodeJS.ProcessEnv {
  return { NODE_ENV: "production", PATH: process.env.PATH, LC_ALL: "C", TZ: "UTC" };
}

async function runInitdb(cluster: Cluster, target: string, passwordFile: string): Promise<void> {
  const flags = [
    `--pgdata=${target}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    // The built-in locale sorts alike on every machine, whatever the operating system has installed.
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C",
    ...cluster.initdbFlags,
  ];
  const child = spawn(cluster.programs.initdb, flags, {
    ...cluster.user,
    cwd: "/",
    env: serverEnvironment(),
    stdio: ["ignore", "ignore", "pipe"],
    detached: true,
  });
  let complaint = "";
  child.stderr.on("data", (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  if (code !== 0)
    throw new Error(`The database folder could not be made: ${complaint.trim() || `exit ${code}`}`);
}

/** Starts the server and waits until it answers. */
export async function startCluster(cluster: Cluster): Promise<RunningCluster> {
  const log = openSync(cluster.logFile, "a", 0o600);
  const settings = [
    "listen_addresses=127.0.0.1",
    `port=${cluster.port}`,
    "unix_socket_directories=",
    "timezone=UTC",
    "log_timezone=UTC",
    "password_encryption=scram-sha-256",
    ...cluster.settings,
  ];
  const child = spawn(
    cluster.programs.postgres,
    ["-D", cluster.folder, ...settings.flatMap((setting) => ["-c", setting])],
    {
      ...cluster.user,
      cwd: "/",
      env: serverEnvironment(),
      stdio: ["ignore", log, log],
      // A process group of its own: Ctrl-C in the terminal reaches the application first, which then stops the database.
      detached: true,
    },
  );
  closeSync(log);
  const start = new AbortController();
  try {
    await Promise.race([untilItAnswers(cluster), endedBefore(child, cluster.logFile, start.signal)]);
  } finally {
    // From here on an exit is no failed start: whoever holds the child watches it, and may have removed the log.
    start.abort();
  }
  const running = identify(child.pid ?? 0);
  return { process: running, child, stop: () => stopProcess(running) };
}

/** Rejects when the server ends before the start is over; stays silent afterwards. */
function endedBefore(child: ChildProcess, logFile: string, over: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => {
      if (over.aborted) return;
      reject(new Error(`The database did not start (exit ${code}): ${lastComplaint(logFile)}`));
    });
  });
}

/** SIGINT is PostgreSQL's "fast" shutdown: open transactions roll back and the files are left consistent. */
function stopProcess(running: ProcessIdentity): Promise<void> {
  return endProcessGroup(running, { signal: "SIGINT", politeMs: 20_000 });
}

async function untilItAnswers(cluster: Cluster): Promise<void> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    try {
      const client = new pg.Client({
        connectionString: superuserUrl(cluster),
        connectionTimeoutMillis: 5000,
      });
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      // 28P01: something answers on this port, and it is not our server. Waiting would not help.
      if (error instanceof pg.DatabaseError && error.code === "28P01") {
        throw new Error("The database refuses the password kept in the data folder.");
      }
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

function lastComplaint(logFile: string): string {
  const lines = readFileSync(logFile, "utf8").trim().split("\n").slice(-40);
  const complaint = lines.reverse().find((line) => /FATAL|PANIC|ERROR|could not/.test(line));
  return (complaint ?? lines[0] ?? "it gave no reason").replace(/^.*?(FATAL|PANIC|ERROR):\s*/, "");
}

/**
 * A crash of the program that started it leaves the server running, or leaves a pid file that names another program.
 * The first is stopped, the second removed: PostgreSQL itself refuses to start when any process has that number.
 */
export async function stopLeftoverServer(folder: string): Promise<boolean> {
  const pidFile = join(folder, "postmaster.pid");
  if (!existsSync(pidFile)) return false;
  const pid = Number(readFileSync(pidFile, "utf8").split("\n")[0]);
  const server = identify(pid);
  if (isSameProcessAlive(server) && servesFolder(pid, folder)) {
    await stopProcess(server);
    return true;
  }
  rmSync(pidFile, { force: true });
  return false;
}

function servesFolder(pid: number, folder: string): boolean {
  if (process.platform !== "linux") return true;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(folder);
  } catch {
    return false;
  }
}
