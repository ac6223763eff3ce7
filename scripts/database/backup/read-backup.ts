// Puts a backup in the place of what a database holds: all of it in one transaction, or nothing.
import { once } from "node:events";
import { finished } from "node:stream/promises";
import pg, { type Client } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { grantSql } from "@/lib/db/grants";
import { hasNoTenants, writeDemoState } from "../demo-marker";
import { emptySchema } from "../empty-schema";
import { MIGRATION_TABLE, type Migration, readMigrations, withMigrationLock } from "../migrations";
import { withClient } from "../prepare";
import { migrationsFolder } from "../project";
import { startQueueAfresh } from "../queue";
import { type BackupHeader, END_OF_ROWS, linesOf, textOf, verifyFile } from "./format";
import { restoreGuards, suspendGuards } from "./guards";

export interface RestoreOptions {
  ownerUrl: string;
  appRole: string;
  file: string;
  force: boolean;
}

export async function readBackup({ ownerUrl, appRole, file, force }: RestoreOptions): Promise<number> {
  const header = await verified(file);
  const migrations = knownMigrations(header);
  return withClient(ownerUrl, (client) =>
    withMigrationLock(client, async () => {
      if (!force) await refuseToOverwrite(client);
      await client.query("BEGIN");
      await client.query("SELECT set_config('lock_timeout', '30s', true)");
      await emptySchema(client);
      await client.query(MIGRATION_TABLE);
      for (const migration of migrations) await client.query(migration.sql);
      const rows = await loadRows(client, header, file);
      await writeDemoState(client, header.demo);
      await startQueueAfresh(client, header.createdAt);
      await client.query(grantSql(appRole));
      await client.query("COMMIT");
      return rows;
    }),
  );
}

async function verified(file: string): Promise<BackupHeader> {
  try {
    return await verifyFile(file);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") {
      throw new Error(`There is no file ${file}: name the backup to restore.`);
    }
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `${file} cannot be restored, and nothing was changed: ${reason}; use another copy of it.`,
    );
  }
}

/** The tables are made by this program's own migrations, never by statements from a file. */
function knownMigrations(header: BackupHeader): Migration[] {
  const own = readMigrations(migrationsFolder());
  return header.migrations.map(({ name, checksum }) => {
    const migration = own.find((candidate) => candidate.name === name && candidate.checksum === checksum);
    if (!migration)
      throw new Error(
        `The backup holds migration ${name}, which this version does not have: restore it with the version that made it.`,
      );
    return migration;
  });
}

async function refuseToOverwrite(client: Client): Promise<void> {
  const { rows } = await client.query<{ found: boolean }>(
    "SELECT to_regclass('tenants') IS NOT NULL AS found",
  );
  if (rows[0]?.found && !(await hasNoTenants(client))) {
    throw new Error(
      "The database already holds companies: add --force to replace everything in it with the backup.",
    );
  }
}

async function loadRows(client: Client, header: BackupHeader, file: string): Promise<number> {
  const guards = await suspendGuards(client);
  const everyTable = header.tables.map((table) => pg.escapeIdentifier(table.name)).join(", ");
  await client.query(`TRUNCATE ${everyTable}`);
  let rows = 0;
  const lines = linesOf(file);
  await lines.next();
  await lines.next();
  for (const table of header.tables) rows += await loadTable(client, table, lines);
  await lines.return(undefined);
  for (const { name, value } of header.sequences) {
    await client.query("SELECT setval($1::regclass, $2)", [pg.escapeIdentifier(name), value]);
  }
  await restoreGuards(client, guards);
  return rows;
}

const BATCH_BYTES = 256 * 1024;

async function loadTable(
  client: Client,
  table: BackupHeader["tables"][number],
  lines: AsyncGenerator<Buffer>,
): Promise<number> {
  const columns = table.columns.map((column) => pg.escapeIdentifier(column)).join(", ");
  const target = client.query(copyFrom(`COPY ${pg.escapeIdentifier(table.name)} (${columns}) FROM STDIN`));
  const done = finished(target);
  let rows = 0;
  let batch: Buffer[] = [];
  let bytes = 0;
  const flush = async () => {
    const room = target.write(Buffer.concat(batch));
    batch = [];
    bytes = 0;
    if (!room) await Promise.race([once(target, "drain"), done]);
  };
  for (let line = await lines.next(); !line.done; line = await lines.next()) {
    if (textOf(line.value) === END_OF_ROWS) break;
    rows += 1;
    batch.push(line.value);
    bytes += line.value.length;
    if (bytes > BATCH_BYTES) await flush();
  }
  await flush();
  target.end();
  await done;
  if (target.rowCount !== rows)
    throw new Error(`Table ${table.name} took ${target.rowCount} of ${rows} rows; nothing was restored.`);
  return rows;
}
