// A PostgreSQL that somebody else runs, named by DATABASE_URL. Each thing that can be wrong with it is one sentence.
import pg from "pg";
import type { DatabaseUrls } from "./embedded";
import { pendingMigrations, readMigrations } from "./migrations";
import { withClient } from "./prepare";
import { migrationsFolder } from "./project";
import { queueIsInstalled } from "./queue";

/** The address without its password, for sentences. */
export function placeOf(url: string): string {
  try {
    const { hostname, port, pathname } = new URL(url);
    return `${hostname || "localhost"}:${port || 5432}${pathname}`;
  } catch {
    return "an address that is not a PostgreSQL URL";
  }
}

export function connectionSentence(variable: string, url: string, error: unknown): string {
  const place = placeOf(url);
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "28P01" || code === "28000")
    return `${variable} is refused by ${place}: correct its user or password.`;
  if (code === "3D000")
    return `${variable} names a database that does not exist (${place}): create it, or correct the name.`;
  const reason = code || (error instanceof Error ? error.message : String(error));
  return `${variable} cannot be reached (${place}: ${reason}): start that PostgreSQL, or correct the address.`;
}

export async function refuseUnreachable(variable: string, url: string): Promise<void> {
  try {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
    await client.connect();
    await client.end();
  } catch (error) {
    throw new Error(connectionSentence(variable, url, error));
  }
}

/** A role that could switch itself to one without limits is as unlimited as that one. */
const UNLIMITED = `SELECT rolname, rolsuper FROM pg_roles
  WHERE (rolsuper OR rolbypassrls) AND pg_has_role(current_user, oid, 'MEMBER') ORDER BY rolname = current_user DESC LIMIT 1`;

export async function refuseUnlimitedRole(url: string): Promise<void> {
  const unlimited = await withClient(url, async (client) => {
    const { rows } = await client.query<{ rolname: string; rolsuper: boolean }>(UNLIMITED);
    return rows[0];
  });
  if (unlimited) {
    const power = unlimited.rolsuper ? "is a superuser" : "may bypass row-level security";
    throw new Error(
      `DATABASE_URL's role acts as ${unlimited.rolname}, which ${power}, so companies would see each other's data: use a role made with NOSUPERUSER NOBYPASSRLS.`,
    );
  }
}

export async function roleOf(url: string): Promise<string> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ name: string }>("SELECT current_user AS name");
    return rows[0]?.name ?? "";
  });
}

/**
 * Checks the application's role and finds the role that migrates: DATABASE_OWNER_URL, or else the application's own role
 * if the database lets it. `ownerUrl` is null when neither is possible and nothing is pending.
 */
export async function outsideDatabase(
  appUrl: string,
  ownerUrl: string | undefined,
  say: (line: string) => void,
): Promise<DatabaseUrls | { appUrl: string; ownerUrl: null }> {
  await refuseUnreachable("DATABASE_URL", appUrl);
  await refuseUnlimitedRole(appUrl);
  if (ownerUrl) {
    await refuseUnreachable("DATABASE_OWNER_URL", ownerUrl);
    return { appUrl, ownerUrl };
  }
  const { pending, mayCreate } = await withClient(appUrl, async (client) => {
    const { rows } = await client.query<{ may: boolean }>(
      "SELECT has_schema_privilege(current_schema(), 'CREATE') AS may",
    );
    const todo = await pendingMigrations(client, readMigrations(migrationsFolder()));
    const queue = (await queueIsInstalled(client)) ? 0 : 1;
    return { pending: todo.length + queue, mayCreate: rows[0]?.may ?? false };
  });
  if (mayCreate) {
    say(
      "Warning: DATABASE_URL's role owns its tables and could lift their protection; set DATABASE_OWNER_URL to separate the two.",
    );
    return { appUrl, ownerUrl: appUrl };
  }
  if (pending > 0) {
    throw new Error(
      `${pending} migrations are pending and DATABASE_URL's role may not create tables: set DATABASE_OWNER_URL to the role that owns them.`,
    );
  }
  return { appUrl, ownerUrl: null };
}
