import * as z from "zod";
import { inTenant, type Transaction } from "../db/tenant-transaction";
import { KINDS, kindOf } from "../imports/kinds";
import type { Kind } from "../imports/kinds/kind";
import { matchedSql } from "../imports/spine-keys";
import { keyWords } from "./import-rows";

/** Where a figure comes from: a file and its row and who brought it, or the feed that reported it. */
export type FigureSource = {
  amountUsd: number | null;
  content: unknown;
  source: string;
  import: { id: string; fileName: string; sha256: string; row: number | null; person: string } | null;
  knownFrom: Date;
  /** Null while it holds. */
  knownUntil: Date | null;
};
export type Lineage = { key: string; words: string; present: FigureSource[]; superseded: FigureSource[] };

type SourceRow = {
  content: unknown;
  amount: number | null;
  source: string;
  import_id: string | null;
  file_name: string | null;
  file_sha256: string | null;
  import_row: number | null;
  person: string | null;
  known_from: Date;
  known_until: Date | null;
};

const IMPORT_COLUMNS =
  "i.id::text as import_id, i.file_name, i.file_sha256, coalesce(p.name, k.name) as person";
const IMPORT_JOINS = `left join users p on p.id = coalesce(i.applied_by, i.created_by)
  left join api_keys k on k.tenant_id = i.tenant_id and k.id = i.api_key_id`;
const MOST_SOURCES = 100;
/** The source of a figure that stands in the company's settings and came by no file. */
export const SETTINGS = "settings";
type SettingsSpine = Extract<Kind["spine"], { table: "optimizer_configs" }>;

/** The rows that make up a figure now, and those that did before, each with its import and the time it was known. */
export function lineageOf({ tenantId }: { tenantId: string }, key: string): Promise<Lineage | null> {
  return inTenant({ tenantId }, (tx) => lineageIn(tx, tenantId, key));
}

/** The same within a unit of work. */
export async function lineageIn(tx: Transaction, tenantId: string, key: string): Promise<Lineage | null> {
  const parts = parseKey(key);
  const kind = parts && kindOf(parts[0] ?? "");
  if (!parts || !kind) return null;
  const present =
    kind.spine.table === "optimizer_configs"
      ? await settingSource(tx, tenantId, kind.spine, key)
      : await spineSources(tx, tenantId, kind.id, key, parts);
  const superseded = await tx.$queryRawUnsafe<SourceRow[]>(
    `select f.content, coalesce(f.content ->> 'amount_usd', case when jsonb_typeof(f.content -> 'value') = 'number' then f.content ->> 'value' end)::float8 as amount,
       coalesce(i.file_name, f.content ->> 'source', nullif(f.source_table, 'optimizer_configs'), '${SETTINGS}') as source, ${IMPORT_COLUMNS},
       (f.content ->> 'import_row')::int as import_row, f.known_from, f.known_until
     from superseded_figures f
     left join imports i on i.tenant_id = f.tenant_id and i.id = (f.content ->> 'import_id')::uuid ${IMPORT_JOINS}
     where f.tenant_id = $1::uuid and f.key = $2 order by f.known_until desc, f.known_from desc limit ${MOST_SOURCES}`,
    tenantId,
    key,
  );
  return { key, words: keyWords(key), present: present.map(sourceOf), superseded: superseded.map(sourceOf) };
}

function parseKey(key: string): string[] | null {
  try {
    const parts = z.array(z.string()).safeParse(JSON.parse(key));
    return parts.success ? parts.data : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function spineSources(
  tx: Transaction,
  tenantId: string,
  kindId: string,
  key: string,
  parts: readonly string[],
): Promise<SourceRow[]> {
  const kind = KINDS.find(({ id }) => id === kindId);
  if (!kind || kind.spine.table === "optimizer_configs") return Promise.resolve([]);
  const { spine } = kind;
  const id = spine.table === "spine_opportunities" ? "id" : "event_id";
  // A key is looked up the way in which it was stated: totals over the parts that it leaves open.
  const mapping = Object.fromEntries(
    spine.totals.filter(({ part }) => parts[part + 1] !== "*").map(({ field }) => [field, 0]),
  );
  const knownFrom =
    spine.table === "spine_opportunities" ? "coalesce(i.applied_at, s.created_at)" : "s.received_at";
  const source =
    spine.table === "events_raw" ? "s.source" : spine.table === "revenue_events" ? "'feed'" : "'CRM'";
  return tx.$queryRawUnsafe<SourceRow[]>(
    `select to_jsonb(s) - 'key' as content, s.amount_usd::float8 as amount, coalesce(i.file_name, ${source}) as source, ${IMPORT_COLUMNS},
       s.import_row, ${knownFrom} as known_from, null::timestamptz as known_until
     from (${matchedSql(kind, spine, mapping, "$2")}) s
     left join imports i on i.tenant_id = s.tenant_id and i.id = s.import_id ${IMPORT_JOINS}
     order by known_from desc, s.${id} limit ${MOST_SOURCES}`,
    tenantId,
    key,
    "2000-01-01",
    "2200-01-01",
  );
}

/**
 * A setting's entry as it stands, with the newest import that stated it if it still says so. One that a person or a
 * program set has no file, and is known no later than the setting's last change.
 */
function settingSource(
  tx: Transaction,
  tenantId: string,
  { entries, configs }: SettingsSpine,
  key: string,
): Promise<SourceRow[]> {
  return tx.$queryRawUnsafe<SourceRow[]>(
    `select e.says as content, (e.says ->> 'amount')::float8 as amount, coalesce(i.file_name, '${SETTINGS}') as source, ${IMPORT_COLUMNS},
       i.row_number as import_row, null::timestamptz as known_until,
       coalesce(i.applied_at, (select max(c.updated_at) from optimizer_configs c where c.tenant_id = $1::uuid and c.key = any($3))) as known_from
     from (${entries}) as e
     left join (
       select s.*, r.row_number, r.record -> 'says' as stated
       from import_rows r join imports s on s.tenant_id = r.tenant_id and s.id = r.import_id and s.status = 'APPLIED'
       where r.tenant_id = $1::uuid and r.key = $2 and r.fate in ('NEW', 'RESTATES') order by s.applied_at desc limit 1
     ) i on e.says @> i.stated ${IMPORT_JOINS}
     where e.key = $2`,
    tenantId,
    key,
    configs,
  );
}

const sourceOf = (row: SourceRow): FigureSource => ({
  amountUsd: row.amount,
  content: row.content,
  source: row.source,
  import:
    row.import_id === null
      ? null
      : {
          id: row.import_id,
          fileName: row.file_name ?? "",
          sha256: row.file_sha256 ?? "",
          row: row.import_row,
          person: row.person ?? "",
        },
  knownFrom: row.known_from,
  knownUntil: row.known_until,
});
