// One snapshot of every company's rows, through plain SQL: the PostgreSQL from npm brings no pg_dump.
import { createHash, type Hash } from "node:crypto";
import {
  closeSync,
  createWriteStream,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  type WriteStream,
} from "node:fs";
import { finished } from "node:stream/promises";
import { createGzip, type Gzip } from "node:zlib";
import pg, { type Client } from "pg";
import { to as copyTo } from "pg-copy-streams";
import { readDemoState } from "../demo-marker";
import { withClient } from "../prepare";
import { type BackupHeader, CHECKSUM, END_OF_ROWS, FIRST_LINE } from "./format";

const TABLES = `SELECT c.relname AS name,
    array(SELECT a.attname::text FROM pg_attribute a
           WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' ORDER BY a.attnum) AS columns
  FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' ORDER BY c.relname`;

const SEQUENCES = `SELECT sequencename AS name, last_value::text AS value FROM pg_sequences
  WHERE schemaname = current_schema() AND last_value IS NOT NULL ORDER BY sequencename`;

/** Tables whose rows of all companies this role cannot see even while maintaining (lib/db/grants.ts). */
const HIDDEN_TABLES = `SELECT c.oid::regclass::text AS name FROM pg_class c
  WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND c.relrowsecurity
    AND NOT EXISTS (SELECT FROM pg_roles r WHERE r.rolname = current_user AND (r.rolsuper OR r.rolbypassrls))
    AND NOT EXISTS (SELECT FROM pg_policies p WHERE p.schemaname = current_schema() AND p.tablename = c.relname
                     AND p.policyname = 'owner_maintenance' AND current_user = ANY (p.roles))`;

export interface BackupSummary {
  tables: number;
  rows: number;
}

export async function writeBackup(ownerUrl: string, file: string, now: Date): Promise<BackupSummary> {
  const partial = `${file}.partial`;
  try {
    const summary = await withClient(ownerUrl, (client) => writeSnapshot(client, partial, now));
    const written = openSync(partial, "r");
    fsyncSync(written);
    closeSync(written);
    renameSync(partial, file);
    return summary;
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
}

async function writeSnapshot(client: Client, file: string, now: Date): Promise<BackupSummary> {
  await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ");
  await client.query(
    "SELECT set_config('app.maintenance', 'on', true), set_config('lock_timeout', '30s', true)",
  );
  await liftProtectionForThisSnapshot(client);
  const sink = new Sink(file);
  try {
    const header = await describeDatabase(client, now);
    await sink.write(`${FIRST_LINE}\n${JSON.stringify(header)}\n`);
    let rows = 0;
    for (const table of header.tables) rows += await writeTable(client, sink, table);
    await sink.close();
    return { tables: header.tables.length, rows };
  } catch (error) {
    sink.abandon();
    throw error;
  } finally {
    // Nothing was changed on purpose; rolling back also ends what liftProtectionForThisSnapshot did.
    await client.query("ROLLBACK");
  }
}

/**
 * Where one role both owns the tables and serves the application there is no maintenance policy, on purpose. Then the
 * protection is lifted inside this transaction alone, which nobody else sees, and is back when it rolls back. Writers
 * wait that long; a DATABASE_OWNER_URL avoids it.
 */
async function liftProtectionForThisSnapshot(client: Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(HIDDEN_TABLES);
  for (const { name } of rows) await client.query(`ALTER TABLE ${name} NO FORCE ROW LEVEL SECURITY`);
}

async function describeDatabase(client: Client, now: Date): Promise<BackupHeader> {
  const { rows: tables } = await client.query<{ name: string; columns: string[] }>(TABLES);
  if (tables.every((table) => table.name !== "_prisma_migrations")) {
    throw new Error("The database holds no Revenue OS data to back up: start the application once first.");
  }
  const { rows: sequences } = await client.query<{ name: string; value: string }>(SEQUENCES);
  const { rows: migrations } = await client.query<{ name: string; checksum: string }>(
    `SELECT migration_name AS name, checksum FROM _prisma_migrations
      WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name`,
  );
  return { createdAt: now.toISOString(), demo: await readDemoState(client), migrations, tables, sequences };
}

async function writeTable(
  client: Client,
  sink: Sink,
  table: BackupHeader["tables"][number],
): Promise<number> {
  const columns = table.columns.map((column) => pg.escapeIdentifier(column)).join(", ");
  const rows = client.query(copyTo(`COPY ${pg.escapeIdentifier(table.name)} (${columns}) TO STDOUT`));
  for await (const chunk of rows) await sink.write(chunk);
  await sink.write(`${END_OF_ROWS}\n`);
  return rows.rowCount;
}

/** Compresses to the file and keeps the checksum of what went in. */
class Sink {
  readonly #hash: Hash = createHash("sha256");
  readonly #gzip: Gzip = createGzip({ level: 6 });
  readonly #file: WriteStream;
  readonly #done: Promise<void>;

  constructor(path: string) {
    this.#file = createWriteStream(path, { mode: 0o600 });
    this.#file.on("error", (error) => this.#gzip.destroy(error));
    this.#done = Promise.all([finished(this.#gzip), finished(this.#file)]).then(() => undefined);
    this.#done.catch(() => this.#file.destroy());
    this.#gzip.pipe(this.#file);
  }

  async write(content: string | Buffer): Promise<void> {
    this.#hash.update(content);
    if (this.#gzip.write(content)) return;
    await Promise.race([new Promise((resolve) => this.#gzip.once("drain", resolve)), this.#done]);
  }

  async close(): Promise<void> {
    this.#gzip.end(`${CHECKSUM}${this.#hash.digest("hex")}\n`);
    await this.#done;
  }

  abandon(): void {
    this.#gzip.destroy();
  }
}
