// What the database's own catalogue says about tenant isolation. Nothing here names a tenant table: a table that a
// later migration adds is judged like the rest, and is a fault until it is secured.
import type { Client } from "pg";

/** Tables that belong to no tenant, each with the column that scopes it instead; null: nobody's data. */
const NO_TENANT: Record<string, string | null> = {
  tenants: "id",
  users: "id",
  user_sessions: "user_id",
  user_second_factors: "user_id",
  user_recovery_codes: "user_id",
  rate_limits: null,
  _prisma_migrations: null,
};

/** Functions that run as the owner of the tables and may be called: each gives away counts and no row. */
const COUNTING_FUNCTIONS = ["policy_trust"];

/**
 * Policies that show a row for another reason than whose it is, each with that reason. Any other that names neither a
 * tenant nor a person is a fault.
 */
export const CROSS_TENANT_POLICIES: Record<string, string> = {
  "operator_select on tenants": "the platform's operator sees which companies there are",
  "operator_select on job_runs": "the operator sees how the companies' jobs went",
  "operator_select on weekly_cfo_snapshots":
    "the operator's portfolio is made of the companies' weekly figures",
  "jobs_select on tenants": "what runs by the clock asks which companies there are, and gets their ids",
};

export interface Table {
  name: string;
  owner: string;
  secured: boolean;
  forced: boolean;
  hasTenant: boolean;
  tenantRequired: boolean;
  /** Verbs with a permissive policy that the application's role falls under, and is not merely `true`. */
  verbs: string[];
  open: string[];
  /** First column of the primary key and of every other index. */
  keys: { name: string; first: string; primary: boolean }[];
  foreign: { name: string; to: string; columns: string[]; targets: string[] }[];
}

const TABLES = `
select c.relname as name, pg_get_userbyid(c.relowner) as owner, c.relrowsecurity as secured, c.relforcerowsecurity as forced,
  t.attnum is not null as "hasTenant", coalesce(t.attnotnull, false) as "tenantRequired",
  array(select distinct p.polcmd::text from pg_policy p
    where p.polrelid = c.oid and p.polpermissive and 0 = any(p.polroles) order by 1) as verbs,
  array(select p.polname::text from pg_policy p where p.polrelid = c.oid and 0 = any(p.polroles)
    and (pg_get_expr(p.polqual, c.oid) = 'true' or pg_get_expr(p.polwithcheck, c.oid) = 'true')) as open,
  coalesce((select json_agg(json_build_object('name', i.indexrelid::regclass::text, 'primary', i.indisprimary,
      'first', (select a.attname from pg_attribute a where a.attrelid = c.oid and a.attnum = i.indkey[0])))
    from pg_index i where i.indrelid = c.oid), '[]') as keys,
  coalesce((select json_agg(json_build_object('name', f.conname, 'to', f.confrelid::regclass::text,
      'columns', (select json_agg(a.attname order by k.n) from unnest(f.conkey) with ordinality as k(num, n)
        join pg_attribute a on a.attrelid = f.conrelid and a.attnum = k.num),
      'targets', (select json_agg(a.attname order by k.n) from unnest(f.confkey) with ordinality as k(num, n)
        join pg_attribute a on a.attrelid = f.confrelid and a.attnum = k.num)))
    from pg_constraint f where f.conrelid = c.oid and f.contype = 'f'), '[]') as "foreign"
from pg_class c
left join pg_attribute t on t.attrelid = c.oid and t.attname = 'tenant_id' and not t.attisdropped
where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
order by c.relname`;

export async function readTables(client: Client): Promise<Table[]> {
  return (await client.query<Table>(TABLES)).rows;
}

/** Every way in which the database falls short of tenant isolation, one sentence each; empty when it does not. */
export async function isolationFaults(client: Client, appRole: string): Promise<string[]> {
  const tables = await readTables(client);
  return [
    ...tables.flatMap((table) => tableFaults(table, appRole)),
    ...(await policyFaults(client)),
    ...(await roleFaults(client, appRole)),
    ...(await sideDoors(client)),
    ...(await otherSchemas(client, appRole)),
  ];
}

function tableFaults(table: Table, appRole: string): string[] {
  const faults: string[] = [];
  const say = (wrong: boolean, words: string) => wrong && faults.push(`${table.name}: ${words}`);
  say(table.owner === appRole, "the application's role owns it");
  if (!table.hasTenant && !(table.name in NO_TENANT)) return [...faults, `${table.name}: has no tenant_id`];
  if (!table.hasTenant && NO_TENANT[table.name] === null) return faults;
  say(table.hasTenant && !table.tenantRequired, "tenant_id may be null");
  say(!table.secured, "row-level security is not enabled");
  say(!table.forced, "row-level security is not forced on its owner");
  const missing = ["a", "d", "r", "w"].filter((verb) => !table.verbs.includes(verb));
  say(missing.length > 0, `policies are missing for ${missing.map(verbName).join(", ")}`);
  say(table.verbs.includes("*"), "one policy for all verbs hides which verbs were thought of");
  for (const policy of table.open) say(true, `policy ${policy} admits every row`);
  return [...faults, ...keyFaults(table)];
}

function keyFaults(table: Table): string[] {
  if (!table.hasTenant) return [];
  const faults: string[] = [];
  // A person's memberships are also found by the person, across companies: that one index leads with user_id.
  const exempt = (first: string) => table.name === "memberships" && first === "user_id";
  if (!table.keys.some((key) => key.primary)) faults.push(`${table.name}: has no primary key`);
  for (const key of table.keys) {
    if (key.first !== "tenant_id" && !exempt(key.first))
      faults.push(`${table.name}: ${key.name} does not lead with tenant_id`);
  }
  for (const key of table.foreign) {
    if (key.to === "users") continue;
    const expected = key.to === "tenants" ? "id" : "tenant_id";
    if (key.columns[0] !== "tenant_id" || key.targets[0] !== expected)
      faults.push(`${table.name}: ${key.name} can reach into another tenant`);
  }
  return faults;
}

function verbName(letter: string): string {
  return { a: "insert", d: "delete", r: "select", w: "update" }[letter] ?? letter;
}

async function policyFaults(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ policy: string }>(
    `select p.polname || ' on ' || p.polrelid::regclass as policy from pg_policy p join pg_class c on c.oid = p.polrelid
     where c.relnamespace = 'public'::regnamespace and p.polpermissive and 0 = any(p.polroles)
       and coalesce(pg_get_expr(p.polqual, p.polrelid), '') || coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '')
         !~ 'app_tenant_id\\(\\)|app_user_id\\(\\)|^false$' order by 1`,
  );
  return rows
    .filter(({ policy }) => !(policy in CROSS_TENANT_POLICIES))
    .map(({ policy }) => `policy ${policy} names neither a tenant nor a person`);
}

async function roleFaults(client: Client, appRole: string): Promise<string[]> {
  const { rows } = await client.query<Record<string, boolean>>(
    `select rolsuper as "is a superuser", rolbypassrls as "bypasses row-level security", rolcreaterole as "creates roles",
       exists (select from pg_auth_members m where m.member = r.oid) as "is a member of another role",
       has_schema_privilege(r.oid, 'public', 'create') as "may create tables",
       exists (select from pg_class c where c.relowner = r.oid) as "owns a table",
       exists (select from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
         and has_table_privilege(r.oid, c.oid, 'truncate, trigger')) as "may truncate or put triggers"
     from pg_roles r where rolname = $1`,
    [appRole],
  );
  if (!rows[0]) return [`there is no role ${appRole}`];
  return Object.entries(rows[0]).flatMap(([words, holds]) =>
    holds ? [`the application's role ${words}`] : [],
  );
}

/** Views run as their owner, and functions that run as their owner with any search path, go around policies. */
async function sideDoors(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ fault: string }>(
    `select 'view ' || c.relname || ' runs as its owner' as fault from pg_class c
       where c.relkind = 'v' and c.relnamespace = 'public'::regnamespace
         and not coalesce('security_invoker=true' = any(c.reloptions), false)
     union all
     select 'materialized view ' || c.relname || ' has no row-level security' from pg_class c
       where c.relkind = 'm' and c.relnamespace = 'public'::regnamespace
     union all
     select 'function ' || p.proname || ' runs as its owner and ' ||
       case when coalesce(p.proconfig::text ~ 'search_path=', false) then 'can be called' else 'has no fixed search path' end
     from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prosecdef
       and (not coalesce(p.proconfig::text ~ 'search_path=', false)
         or p.prorettype <> 'trigger'::regtype and p.proname <> all ($1))`,
    [COUNTING_FUNCTIONS],
  );
  return rows.map((row) => row.fault);
}

/** The job queue lives in a schema of its own: nothing there may reach into the companies' tables. */
async function otherSchemas(client: Client, appRole: string): Promise<string[]> {
  const { rows } = await client.query<{ fault: string }>(
    `with other as (
       select oid, nspname from pg_namespace
       where nspname <> 'public' and nspname <> 'information_schema' and nspname !~ '^pg_'
     )
     select format('the application''s role may create in schema %s', nspname) as fault from other
       where has_schema_privilege($1, oid, 'create')
     union all
     select format('function %s runs as its owner', p.oid::regprocedure) from pg_proc p
       join other on other.oid = p.pronamespace where p.prosecdef
     union all
     select distinct format('%s reads %s', r.ev_class::regclass, d.refobjid::regclass)
       from pg_rewrite r join pg_class v on v.oid = r.ev_class join other on other.oid = v.relnamespace
       join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid and d.refclassid = 'pg_class'::regclass
       join pg_class t on t.oid = d.refobjid and t.relnamespace = 'public'::regnamespace
     union all
     select format('%s holds a tenant_id and is outside the schema that is guarded', c.oid::regclass) from pg_class c
       join other on other.oid = c.relnamespace
       join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
       where c.relkind in ('r', 'p', 'm', 'v')`,
    [appRole],
  );
  return rows.map((row) => row.fault);
}
