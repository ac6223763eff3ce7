import type { Transaction } from "../../db/tenant-transaction";
import type { Kind } from "../../imports/kinds/kind";
import { matchedSql } from "../../imports/spine-keys";
import { inBulk } from "./bulk";
import type { Place } from "./decide-fates";

export type Change = Place & { by: string; at: Date };

/** $1 the company, $2 the import, $3 and $4 the span, $5 the moment, $6 who. Unused ones are told apart by their casts. */
const parametersOf = ({ tenantId, importId, span, at, by }: Change) =>
  [tenantId, importId, span.from, span.until, at.toISOString(), by] as const;
const ALL_PARAMETERS =
  "$1::uuid is not null and $2::uuid is not null and $3::timestamptz <= $4::timestamptz and $5::timestamptz is not null and $6::uuid is not null";
const STAGED = "r.tenant_id = $1::uuid and r.import_id = $2::uuid";

/** Puts the file's figures in the place of what stands: the old rows are kept as they were known until now. */
export function putIntoSpine(tx: Transaction, kind: Kind, change: Change): Promise<void> {
  return inBulk(tx, () => put(tx, kind, change));
}

async function put(tx: Transaction, kind: Kind, change: Change): Promise<void> {
  const { spine } = kind;
  if (spine.table === "optimizer_configs") return;
  const run = (sql: string) => tx.$executeRawUnsafe(sql, ...parametersOf(change));
  await run(newAccountsSql());
  if (spine.table === "spine_opportunities") {
    await run(supersedeDealsSql());
    await run(restateDealsSql());
    await run(insertRowsSql(spine.table, "r.fate = 'NEW'"));
    return;
  }
  await run(
    `with hit as materialized (
       select m.event_id, m.key
       from (${matchedSql(kind, spine, change.mapping, `select r.key from import_rows r where ${STAGED} and r.fate = 'RESTATES'`)}) m
     ), gone as (
       delete from ${spine.table} s using hit where s.tenant_id = $1::uuid and s.event_id = hit.event_id
       returning hit.key, to_jsonb(s) as content, s.received_at
     )
     insert into superseded_figures (tenant_id, source_table, key, content, known_from, known_until, import_id, superseded_by)
     select $1::uuid, '${spine.table}', key, content, least(received_at, $5::timestamptz), $5::timestamptz, $2::uuid, $6::uuid
     from gone`,
  );
  await run(insertRowsSql(spine.table, "r.fate in ('NEW', 'RESTATES')"));
}

/** Customers whom nobody has named before, each once, by the earliest row that names them. */
function newAccountsSql(): string {
  return `insert into spine_accounts (tenant_id, id, name, segment, status, created_on, import_id, import_row)
    select distinct on (a.value ->> 'id') $1::uuid, (a.value ->> 'id')::uuid, a.value ->> 'name',
      coalesce(a.value ->> 'segment', 'unassigned'), a.value ->> 'status', (a.value ->> 'since')::date, $2::uuid, r.row_number
    from import_rows r cross join lateral (select r.record -> 'account') as a(value)
    where ${STAGED} and r.fate in ('NEW', 'RESTATES') and a.value is not null and ${ALL_PARAMETERS}
      and not exists (select from spine_accounts s where s.tenant_id = $1::uuid and s.id = (a.value ->> 'id')::uuid)
    order by a.value ->> 'id', a.value ->> 'since', r.row_number`;
}

/** What the database adds to a row of the file. */
const OWN = {
  events_raw: `jsonb_build_object('tenant_id', $1::uuid, 'event_id', 'import:' || $2::text || ':' || r.row_number,
      'source', 'import', 'received_at', $5::text, 'import_id', $2::text, 'import_row', r.row_number)`,
  revenue_events: `jsonb_build_object('tenant_id', $1::uuid, 'event_id', 'import:' || $2::text || ':' || r.row_number,
      'received_at', $5::text, 'import_id', $2::text, 'import_row', r.row_number)`,
  spine_opportunities:
    "jsonb_build_object('tenant_id', $1::uuid, 'import_id', $2::text, 'import_row', r.row_number)",
} as const;

const insertRowsSql = (table: keyof typeof OWN, fates: string): string =>
  `insert into ${table} select g.* from import_rows r
   cross join lateral jsonb_populate_record(null::${table}, (r.record -> 'row') || ${OWN[table]}) as g
   where ${STAGED} and ${fates} and ${ALL_PARAMETERS}`;

/** When a deal came to be as it is: with the import that last changed it, else when it was opened. */
const supersedeDealsSql = (): string =>
  `insert into superseded_figures (tenant_id, source_table, key, content, known_from, known_until, import_id, superseded_by)
   select $1::uuid, 'spine_opportunities', r.key, to_jsonb(s),
     least(coalesce(i.applied_at, s.created_at), $5::timestamptz), $5::timestamptz, $2::uuid, $6::uuid
   from import_rows r
   join spine_opportunities s on s.tenant_id = $1::uuid and s.id = (r.record -> 'row' ->> 'id')::uuid
   left join imports i on i.tenant_id = s.tenant_id and i.id = s.import_id
   where ${STAGED} and r.fate = 'RESTATES' and ${ALL_PARAMETERS}`;

const DEAL_COLUMNS =
  "account_id campaign_id name kind stage segment channel amount_usd owner_name created_at qualified_at expected_close_date closed_at is_won import_id import_row".split(
    " ",
  );
const setDeal = (from: string): string =>
  DEAL_COLUMNS.map((column) => `${column} = ${from}.${column}`).join(", ");

/** A deal keeps its row, which activities point to, and what the file has no column for. */
const restateDealsSql = (): string =>
  `with merged as (
     select g.* from import_rows r
     join spine_opportunities s on s.tenant_id = $1::uuid and s.id = (r.record -> 'row' ->> 'id')::uuid
     cross join lateral jsonb_populate_record(s, (r.record -> 'row') || ${OWN.spine_opportunities}) as g
     where ${STAGED} and r.fate = 'RESTATES' and ${ALL_PARAMETERS}
   )
   update spine_opportunities t set ${setDeal("merged")} from merged where t.tenant_id = merged.tenant_id and t.id = merged.id`;

/** Takes the import's rows out again and puts back what they had replaced, known from now. */
export function takeOutOfSpine(tx: Transaction, kind: Kind, change: Change): Promise<void> {
  return inBulk(tx, () => takeOut(tx, kind, change));
}

async function takeOut(tx: Transaction, kind: Kind, change: Change): Promise<void> {
  const { spine } = kind;
  if (spine.table === "optimizer_configs") return;
  const run = (sql: string) => tx.$executeRawUnsafe(sql, ...parametersOf(change));
  if (spine.table === "spine_opportunities") {
    await run(
      `insert into superseded_figures (tenant_id, source_table, key, content, known_from, known_until, import_id, superseded_by)
       select $1::uuid, 'spine_opportunities', r.key, to_jsonb(s), least(i.applied_at, $5::timestamptz), $5::timestamptz, $2::uuid, $6::uuid
       from spine_opportunities s
       join imports i on i.tenant_id = s.tenant_id and i.id = s.import_id
       join import_rows r on r.tenant_id = s.tenant_id and r.import_id = s.import_id and r.row_number = s.import_row
       where s.tenant_id = $1::uuid and s.import_id = $2::uuid and ${ALL_PARAMETERS}`,
    );
    await run(
      `with before as (
         select g.* from superseded_figures f cross join lateral jsonb_populate_record(null::spine_opportunities, f.content) as g
         where f.tenant_id = $1::uuid and f.import_id = $2::uuid and f.content ->> 'import_id' is distinct from $2::text and ${ALL_PARAMETERS}
       )
       update spine_opportunities t set ${setDeal("before")} from before where t.tenant_id = before.tenant_id and t.id = before.id`,
    );
    await run(
      `delete from spine_opportunities s where s.tenant_id = $1::uuid and s.import_id = $2::uuid and ${ALL_PARAMETERS}`,
    );
  } else {
    await run(
      `with gone as (
         delete from ${spine.table} s where s.tenant_id = $1::uuid and s.import_id = $2::uuid
         returning s.import_row, to_jsonb(s) as content, s.received_at
       )
       insert into superseded_figures (tenant_id, source_table, key, content, known_from, known_until, import_id, superseded_by)
       select $1::uuid, '${spine.table}', r.key, content, least(received_at, $5::timestamptz), $5::timestamptz, $2::uuid, $6::uuid
       from gone join import_rows r on ${STAGED} and r.row_number = gone.import_row where ${ALL_PARAMETERS}`,
    );
    // The rows that come back are those of feeds too, and the guard against sending them again lets these through.
    await tx.$queryRaw`select set_config('app.restoring', 'on', true)`;
    await run(
      `insert into ${spine.table} select g.* from superseded_figures f
       cross join lateral jsonb_populate_record(null::${spine.table}, f.content || jsonb_build_object('received_at', $5::text)) as g
       where f.tenant_id = $1::uuid and f.import_id = $2::uuid and f.source_table = '${spine.table}'
         and f.content ->> 'import_id' is distinct from $2::text and ${ALL_PARAMETERS}`,
    );
    await tx.$queryRaw`select set_config('app.restoring', '', true)`;
  }
  await run(
    `delete from spine_accounts a where a.tenant_id = $1::uuid and a.import_id = $2::uuid and ${ALL_PARAMETERS}
       and not exists (select from revenue_events e where e.tenant_id = a.tenant_id and e.account_id = a.id)
       and not exists (select from spine_opportunities o where o.tenant_id = a.tenant_id and o.account_id = a.id)
       and not exists (select from spine_crm_activities c where c.tenant_id = a.tenant_id and c.account_id = a.id)`,
  );
}

/** Deals of the import that activities speak of by now: they cannot be taken away. */
export async function dealsInUse(tx: Transaction, tenantId: string, importId: string): Promise<number> {
  const [found] = await tx.$queryRaw<{ deals: number }[]>`
    select count(distinct o.id)::int as deals from spine_opportunities o
    join import_rows r on r.tenant_id = o.tenant_id and r.import_id = o.import_id and r.row_number = o.import_row
    where o.tenant_id = ${tenantId}::uuid and o.import_id = ${importId}::uuid and r.fate = 'NEW'
      and exists (select from spine_crm_activities c where c.tenant_id = o.tenant_id and c.opportunity_id = o.id)`;
  return found?.deals ?? 0;
}
