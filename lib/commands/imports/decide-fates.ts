import type { Transaction } from "../../db/tenant-transaction";
import type { Fate } from "../../imports/fates";
import type { Kind } from "../../imports/kinds/kind";
import type { Mapping } from "../../imports/mapping";
import { matchedSql, ownKeySql, type Span, spineRowsSql, text } from "../../imports/spine-keys";
import { inBulk } from "./bulk";

/** An import, the days that it speaks of, and the columns that its file has. */
export type Place = { tenantId: string; importId: string; span: Span; mapping: Mapping };

const SOURCE = {
  events_raw: "s.source",
  revenue_events: "'feed'",
  spine_opportunities: "'CRM'",
} as const;

/** What stands under each key of the file: what it says together, of how many rows, and where they come from. */
function standingSql(kind: Kind, mapping: Mapping): string {
  const { spine } = kind;
  if (spine.table === "optimizer_configs")
    return `there as materialized (
      select key, says, 1 as rows, jsonb_build_array(jsonb_build_object('source', 'settings')) as sources
      from (${spine.entries}) as entries where key in (select key from keys) and $3::timestamptz <= $4::timestamptz
    ), totals as (select null::text as key where false)`;
  const says = Object.entries(spine.says).flatMap(([name, sql]) => [text(name), sql]);
  // By bytes: which of two sources is named first is nobody's language.
  const source = `coalesce(i.file_name, ${SOURCE[spine.table]}) collate "C"`;
  return `matched as materialized (${matchedSql(kind, spine, mapping, "select key from keys")}),
    there as materialized (
      select s.key, jsonb_build_object(${says.join(", ")}) as says, count(*)::int as rows,
        case when min(${source}) = max(${source})
          then jsonb_build_array(jsonb_strip_nulls(jsonb_build_object('source', min(${source}),
            'import_id', case when min(s.import_id::text) = max(s.import_id::text) then min(s.import_id::text) end)))
          else jsonb_build_array(jsonb_build_object('source', min(${source})), jsonb_build_object('source', max(${source}))) end as sources
      from matched s
      left join imports i on i.tenant_id = s.tenant_id and i.id = s.import_id
      group by s.key
    ), totals as (
      ${
        spine.totals.length === 0
          ? "select null::text as key where false"
          : `select distinct ${ownKeySql(kind, spine)} as key from ${spine.table} s where ${spineRowsSql(spine)} and s.payload ? 'total'`
      }
    )`;
}

const fault = (what: string, remedy: string): string =>
  `jsonb_build_array(jsonb_build_object('field', null, 'what', ${what}, 'remedy', ${text(remedy)}))`;

/** Rows of one file state totals over the same parts, but for a part that is no column of its own. */
const mixesLevels = ({ spine, fields }: Kind): boolean =>
  spine.table !== "optimizer_configs" &&
  spine.totals.some(({ field }) => fields.every(({ name }) => name !== field));

/**
 * The fate of every row that could be read, what stands before it, and what is wrong with it beside other rows, in one
 * statement over the staged rows: no row is asked about on its own.
 */
function decidedSql(kind: Kind, mapping: Mapping): string {
  const checks = kind.checks.map(({ sql }) => `select row_number, what, remedy from (${sql}) as each`);
  return `with staged as materialized (
      select row_number, key, record -> 'says' as says, record -> 'wider' as wider from import_rows
      where tenant_id = $1::uuid and import_id = $2::uuid and record is not null
    ), keys as materialized (select distinct key from staged),
    twice as (
      select key, count(*) as times, array_to_string((array_agg(row_number order by row_number))[1:10], ', ') as rows
      from staged group by key having count(*) > 1
    ), ${standingSql(kind, mapping)},
    overlapping as (
      select distinct w.row_number from (
        select st.row_number, part.key from staged st cross join lateral jsonb_array_elements_text(st.wider) as part(key)
        where ${mixesLevels(kind) ? "true" : "exists (select from totals)"} offset 0
      ) w where w.key in (select key from totals) or w.key in (select key from keys)
    ), unsound as (
      select row_number, jsonb_agg(jsonb_build_object('field', null, 'what', what, 'remedy', remedy) order by what) as faults
      from (${checks.length > 0 ? checks.join(" union all ") : "select null::int as row_number, null::text as what, null::text as remedy where false"}) as found
      group by row_number
    )
    select st.row_number,
      case when u.row_number is not null or o.row_number is not null then 'FAULT'
        when t.key is not null then 'DUPLICATE'
        when th.key is null then 'NEW'
        when th.says @> st.says then 'SAME'
        else 'RESTATES' end as fate,
      case when th.key is not null then jsonb_build_object('says', th.says, 'rows', th.rows, 'sources', th.sources) end as before,
      coalesce(u.faults, '[]')
        || case when o.row_number is null then '[]' else ${fault(
          "'The figure is part of a total that stands already, or in this file.'",
          "State either the total or its parts; undo the import of the total first where it is there.",
        )} end
        || case when t.key is null then '[]' else ${fault(
          "'Rows ' || t.rows || case when t.times > 10 then ' and others' else '' end || ' state the same figure.'",
          "Keep one of them, or add them up into one row.",
        )} end as faults
    from staged st
    left join unsound u on u.row_number = st.row_number
    left join overlapping o on o.row_number = st.row_number
    left join twice t on t.key = st.key
    left join there th on th.key = st.key`;
}

const parametersOf = ({ tenantId, importId, span }: Place) =>
  [tenantId, importId, span.from, span.until] as const;

/** Writes down the fates as they are now. */
export async function storeFates(tx: Transaction, kind: Kind, place: Place): Promise<void> {
  await inBulk(tx, () =>
    tx.$executeRawUnsafe(
      `update import_rows r set fate = d.fate, before = d.before, faults = d.faults
     from (${decidedSql(kind, place.mapping)}) as d
     where r.tenant_id = $1::uuid and r.import_id = $2::uuid and r.row_number = d.row_number
       and (r.fate, r.before, r.faults) is distinct from (d.fate, d.before, d.faults)`,
      ...parametersOf(place),
    ),
  );
}

export type ChangedFate = { row: number; was: string; is: string };

/** Rows whose fate, or what stands before them, is no longer what was shown; the first few, and how many. */
export async function changedFates(
  tx: Transaction,
  kind: Kind,
  place: Place,
): Promise<{ count: number; first: ChangedFate[] }> {
  const rows = await inBulk(tx, () =>
    tx.$queryRawUnsafe<(ChangedFate & { count: number })[]>(
      `select r.row_number as row, r.fate as was, d.fate as is, (count(*) over ())::int as count
     from import_rows r join (${decidedSql(kind, place.mapping)}) as d on d.row_number = r.row_number
     where r.tenant_id = $1::uuid and r.import_id = $2::uuid
       and (r.fate, r.before, r.faults) is distinct from (d.fate, d.before, d.faults)
     order by r.row_number limit 5`,
      ...parametersOf(place),
    ),
  );
  return { count: rows[0]?.count ?? 0, first: rows.map(({ row, was, is }) => ({ row, was, is })) };
}

export type ImportCounts = Record<Fate, number> & {
  /** Whether every row has its fate; until then, `read` of `of` are through. */
  ready: boolean;
  rows: number;
  /** Sum of what the new and restating rows say, and of what stood in the place of the latter. */
  statedUsd: number;
  replacedUsd: number;
};

export async function countFates(
  tx: Transaction,
  { tenantId, importId }: Pick<Place, "tenantId" | "importId">,
): Promise<ImportCounts> {
  const found = await tx.$queryRawUnsafe<
    { fate: Fate; rows: number; stated: number | null; replaced: number | null }[]
  >(
    `select fate, count(*)::int as rows,
       (sum((record -> 'says' ->> 'amount')::numeric) filter (where fate in ('NEW', 'RESTATES')))::float8 as stated,
       (sum((before -> 'says' ->> 'amount')::numeric) filter (where fate = 'RESTATES'))::float8 as replaced
     from import_rows where tenant_id = $1::uuid and import_id = $2::uuid group by fate`,
    tenantId,
    importId,
  );
  const of = (fate: Fate) => found.find((each) => each.fate === fate)?.rows ?? 0;
  const sum = (read: (each: (typeof found)[number]) => number | null) =>
    Math.round(found.reduce((total, each) => total + (read(each) ?? 0), 0) * 100) / 100;
  return {
    NEW: of("NEW"),
    SAME: of("SAME"),
    RESTATES: of("RESTATES"),
    DUPLICATE: of("DUPLICATE"),
    FAULT: of("FAULT"),
    ready: true,
    rows: found.reduce((total, { rows }) => total + rows, 0),
    statedUsd: sum(({ stated }) => stated),
    replacedUsd: sum(({ replaced }) => replaced),
  };
}
