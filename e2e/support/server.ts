// The server under test from the outside: its address, its data folder, the project's commands on its database.
import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";

export const PROJECT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const PORT = process.env.E2E_PORT ?? "3100";
export const ADDRESS = `http://localhost:${PORT}`;

/** scripts/e2e-server.mjs makes a folder of its own; the lock in it names the address that is served from it. */
export function dataFolder(): string {
  const folder = readdirSync(tmpdir())
    .filter((name) => name.startsWith("revenue-os-e2e-"))
    .map((name) => join(tmpdir(), name))
    .find((path) => {
      const lock = join(path, "start.lock");
      return existsSync(lock) && JSON.parse(readFileSync(lock, "utf8")).url === ADDRESS;
    });
  if (folder === undefined) throw new Error(`No data folder in ${tmpdir()} belongs to ${ADDRESS}.`);
  return folder;
}

export type Said = { code: number; output: string };

/** Runs one of the project's commands on the database under test, as `npm run` would. */
export function command(name: string, ...args: string[]): Promise<Said> {
  return commandWith({}, name, ...args);
}

/** The same, with settings of its own. */
export function commandWith(
  settings: Record<string, string>,
  name: string,
  ...args: string[]
): Promise<Said> {
  const env = { ...process.env, REVENUE_OS_DATA_DIR: dataFolder(), DATABASE_URL: "", ...settings };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(PROJECT, "scripts", "command.mjs"), name, ...args],
      { cwd: PROJECT, env, maxBuffer: 1e8 },
      (error, stdout, stderr) =>
        resolve({ code: error === null ? 0 : Number(error.code ?? 1), output: `${stdout}${stderr}` }),
    );
  });
}

/**
 * The database as nobody the application knows can reach it. Stories read with it what no screen shows, and do
 * with it what an intruder with the keys to the machine could do.
 */
export async function asSuperuser<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const state = JSON.parse(readFileSync(join(dataFolder(), "state.json"), "utf8"));
  const client = new pg.Client({
    host: "127.0.0.1",
    port: state.port,
    database: "revenue_os",
    user: "revenue_os_bootstrap",
    password: state.superuserPassword,
  });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** One figure or word of the database. */
export function lookUp(sql: string, values: readonly unknown[] = []): Promise<string | null> {
  return asSuperuser(async (client) => {
    const { rows } = await client.query<{ found: unknown }>(sql, [...values]);
    const found = rows[0]?.found;
    return found === undefined || found === null ? null : String(found);
  });
}
