// From an empty server to a database the application can use: roles, database, tables, and what each role may do.
import pg from "pg";
import { grantSql } from "@/lib/db/grants";
import { applyMigrations, readMigrations, withMigrationLock } from "./migrations";
import { migrationsFolder } from "./project";
import { installQueue, queueGrantSql } from "./queue";

export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

export interface MigrateOptions {
  ownerUrl: string;
  appRole: string;
  onApply?: (name: string) => void;
}

/** Applies what is pending, then says again what the application's role may do: both can be repeated at will. */
export async function migrateAndGrant({ ownerUrl, appRole, onApply }: MigrateOptions): Promise<string[]> {
  return withClient(ownerUrl, (owner) =>
    withMigrationLock(owner, async () => {
      const applied = await applyMigrations(owner, readMigrations(migrationsFolder()), onApply);
      await installQueue(ownerUrl);
      await owner.query(grantSql(appRole));
      await owner.query(queueGrantSql(appRole));
      return applied;
    }),
  );
}
