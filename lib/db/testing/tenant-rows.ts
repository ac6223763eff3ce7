// One row of each table for each of two companies, made from the catalogue alone: whatever table a later migration
// adds has its row here too. Triggers and closed lists are lifted, so that isolation is the only thing that refuses.
import { randomUUID } from "node:crypto";
import { type Client, escapeIdentifier } from "pg";
import type { Table } from "./isolation-faults";

export type Row = Record<string, unknown>;

/** For use by a superuser, in a database that is thrown away. */
export async function liftEverythingButIsolation(client: Client, tables: readonly Table[]): Promise<void> {
  const { rows } = await client.query<{ table: string; name: string }>(
    `select conrelid::regclass::text as "table", conname as name from pg_constraint
     where contype = 'c' and connamespace = 'public'::regnamespace`,
  );
  for (const check of rows)
    await client.query(`alter table ${check.table} drop constraint ${escapeIdentifier(check.name)}`);
  for (const table of tables) await client.query(`alter table ${table.name} disable trigger user`);
}

/** Fills every tenant table for the tenant; foreign keys point at rows made here, and hold. */
export async function addTenant(client: Client, tables: readonly Table[], tenantId: string): Promise<void> {
  const userId = randomUUID();
  await insert(client, "users", await rowOf(client, "users", { id: userId, email: `${userId}@example.com` }));
  await insert(client, "tenants", await rowOf(client, "tenants", { id: tenantId, slug: `t-${tenantId}` }));
  const waiting = tables.filter((table) => table.hasTenant);
  const done = new Map<string, Row>();
  while (waiting.length > 0) {
    const next = waiting.findIndex((table) =>
      table.foreign.every((key) => isReady(key.to, done, table.name)),
    );
    const table = waiting.splice(next, 1)[0];
    if (next < 0 || !table) throw new Error("foreign keys form a circle: fill these tables by hand");
    const links = Object.assign({}, ...table.foreign.map((key) => linkOf(key, done, { tenantId, userId })));
    const row = await rowOf(client, table.name, { ...links, tenant_id: tenantId });
    // What points into its own table points at itself: there is no other row of it yet.
    for (const key of table.foreign)
      if (key.to === table.name)
        for (const [index, column] of key.columns.entries()) row[column] = row[key.targets[index] ?? ""];
    await insert(client, table.name, row);
    done.set(table.name, row);
  }
}

const isReady = (target: string, done: ReadonlyMap<string, Row>, self: string) =>
  ["tenants", "users", self].includes(target) || done.has(target);

function linkOf(
  key: Table["foreign"][number],
  done: ReadonlyMap<string, Row>,
  ids: { tenantId: string; userId: string },
): Row {
  const target: Row =
    key.to === "tenants"
      ? { id: ids.tenantId }
      : key.to === "users"
        ? { id: ids.userId }
        : (done.get(key.to) ?? {});
  return Object.fromEntries(key.columns.map((column, index) => [column, target[key.targets[index] ?? ""]]));
}

/** A row with a value of the right type in every column. */
export async function rowOf(client: Client, table: string, given: Row): Promise<Row> {
  const { rows } = await client.query<{ name: string; type: string }>(
    `select attname as name, format_type(atttypid, null) as type from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum`,
    [table],
  );
  return Object.fromEntries(
    rows.map(({ name, type }) => [name, name in given ? given[name] : someValue(type)]),
  );
}

let numbersGiven = 0;

function someValue(type: string): unknown {
  if (type.endsWith("[]")) return [];
  if (type === "uuid") return randomUUID();
  if (type === "jsonb") return {};
  if (type === "boolean") return false;
  if (type === "date") return "2026-01-31";
  if (type.startsWith("timestamp")) return "2026-01-31T12:00:00Z";
  if (type === "text" || type.startsWith("character")) return randomUUID();
  // Different companies get different numbers, so that a number never fits the other's row by chance.
  numbersGiven = (numbersGiven % 90) + 1;
  return numbersGiven;
}

export async function insert(client: Client, table: string, row: Row): Promise<void> {
  await client.query(`insert into ${table} select * from jsonb_populate_record(null::${table}, $1::jsonb)`, [
    JSON.stringify(row),
  ]);
}
