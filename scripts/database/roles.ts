// Three roles: one that makes the database and is then left alone, one that owns the tables, one for the application.
import type { Client } from "pg";
import pg from "pg";

export const DATABASE = "revenue_os";
export const OWNER_ROLE = "revenue_os_owner";
export const APP_ROLE = "revenue_os_app";

const UNPRIVILEGED = "LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION";

export interface RolePasswords {
  owner: string;
  app: string;
}

/** Idempotent: a start that was cut off between two of these statements is completed by the next. */
export async function ensureRoles(client: Client, passwords: RolePasswords): Promise<void> {
  for (const [role, password] of [
    [OWNER_ROLE, passwords.owner],
    [APP_ROLE, passwords.app],
  ] as const) {
    const { rowCount } = await client.query("SELECT 1 FROM pg_roles WHERE rolname = $1", [role]);
    const verb = rowCount === 0 ? "CREATE" : "ALTER";
    await client.query(`${verb} ROLE ${role} ${UNPRIVILEGED} PASSWORD ${client.escapeLiteral(password)}`);
  }
}

export async function ensureDatabase(client: Client, name = DATABASE): Promise<void> {
  const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [name]);
  if (rowCount === 0) await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)} OWNER ${OWNER_ROLE}`);
  await client.query(`REVOKE ALL ON DATABASE ${pg.escapeIdentifier(name)} FROM PUBLIC`);
  await client.query(`GRANT CONNECT ON DATABASE ${pg.escapeIdentifier(name)} TO ${APP_ROLE}`);
}
