// Rows come back in any order and as they were, so while they are loaded the owner holds back what guards new rows:
// triggers, forced row-level security, and the moment at which foreign keys are checked. All of it is inside the restore's
// transaction, and every foreign key is checked before it ends.
import type { Client } from "pg";

const OWN_TABLE = "c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'";

const FORCED = `SELECT c.oid::regclass::text AS name FROM pg_class c WHERE ${OWN_TABLE} AND c.relforcerowsecurity`;

const TRIGGERS = `SELECT c.oid::regclass::text AS name, quote_ident(t.tgname) AS trigger, t.tgenabled = 'A' AS always
  FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE ${OWN_TABLE} AND NOT t.tgisinternal AND t.tgenabled <> 'D'`;

const FOREIGN_KEYS = `SELECT c.oid::regclass::text AS name, quote_ident(k.conname) AS key, k.condeferrable AS deferrable,
    k.condeferred AS deferred
  FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid WHERE ${OWN_TABLE} AND k.contype = 'f'`;

interface Guards {
  forced: { name: string }[];
  triggers: { name: string; trigger: string; always: boolean }[];
  keys: { name: string; key: string; deferrable: boolean; deferred: boolean }[];
}

export async function suspendGuards(client: Client): Promise<Guards> {
  const guards: Guards = {
    forced: (await client.query<Guards["forced"][number]>(FORCED)).rows,
    triggers: (await client.query<Guards["triggers"][number]>(TRIGGERS)).rows,
    keys: (await client.query<Guards["keys"][number]>(FOREIGN_KEYS)).rows,
  };
  for (const { name } of guards.forced) await client.query(`ALTER TABLE ${name} NO FORCE ROW LEVEL SECURITY`);
  for (const { name, trigger } of guards.triggers)
    await client.query(`ALTER TABLE ${name} DISABLE TRIGGER ${trigger}`);
  for (const { name, key } of guards.keys) {
    await client.query(`ALTER TABLE ${name} ALTER CONSTRAINT ${key} DEFERRABLE INITIALLY DEFERRED`);
  }
  return guards;
}

export async function restoreGuards(client: Client, guards: Guards): Promise<void> {
  await client.query("SET CONSTRAINTS ALL IMMEDIATE");
  for (const { name, key, deferrable, deferred } of guards.keys) {
    const moment = deferrable
      ? `DEFERRABLE INITIALLY ${deferred ? "DEFERRED" : "IMMEDIATE"}`
      : "NOT DEFERRABLE";
    await client.query(`ALTER TABLE ${name} ALTER CONSTRAINT ${key} ${moment}`);
  }
  for (const { name, trigger, always } of guards.triggers) {
    await client.query(`ALTER TABLE ${name} ENABLE ${always ? "ALWAYS " : ""}TRIGGER ${trigger}`);
  }
  for (const { name } of guards.forced) await client.query(`ALTER TABLE ${name} FORCE ROW LEVEL SECURITY`);
}
