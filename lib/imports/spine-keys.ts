import type { Kind, SpineSide } from "./kinds/kind";
import type { Mapping } from "./mapping";

/** Days of the spine, the last one excluded. */
export type Span = { from: string; until: string };
export type SpineTable = Exclude<SpineSide, { table: "optimizer_configs" }>;

export const text = (word: string): string => `'${word.replaceAll("'", "''")}'`;

/** The key of a spine row as its own columns state it. */
export const ownKeySql = (kind: Kind, { parts }: SpineTable): string =>
  `jsonb_build_array(${[text(kind.id), ...parts].join(", ")})::text`;

/**
 * Every key that a spine row is part of and that the file could state: its own, and those of totals over parts that
 * the file has no column for. A part that is no column of its own (the day of a month) may be stated either way.
 */
function keysSql(kind: Kind, spine: SpineTable, mapping: Mapping): string {
  const columns = new Set(kind.fields.map(({ name }) => name));
  const stars = spine.totals.map(({ field }) =>
    !columns.has(field) ? [false, true] : [mapping[field] === undefined],
  );
  const choices = stars.reduce<boolean[][]>(
    (made, options) => made.flatMap((choice) => options.map((star) => [...choice, star])),
    [[]],
  );
  const keys = choices.map((choice) => {
    const together = spine.totals.filter((_total, index) => choice[index]).map(({ part }) => part);
    const parts = spine.parts.map((part, index) => (together.includes(index) ? "'*'" : part));
    return `jsonb_build_array(${[text(kind.id), ...parts].join(", ")})::text`;
  });
  return keys.length === 1
    ? `(select ${keys[0]})`
    : `(select distinct key from unnest(array[${keys.join(", ")}]) as each(key))`;
}

/**
 * Rows of the spine, whole, each with the key that the file states for it: one pass over the company's rows of the kind,
 * and a hash of the keys. Nothing is joined back to the table: of rows that were written a moment ago the planner has no
 * statistics, and it would go through all of them once for each.
 */
export function matchedSql(kind: Kind, spine: SpineTable, mapping: Mapping, stated: string): string {
  return `select p.* from (
      select s.*, k.key from ${spine.table} s cross join lateral ${keysSql(kind, spine, mapping)} as k(key)
      where ${spineRowsSql(spine)} offset 0
    ) p where p.key in (${stated})`;
}

/** Rows of the spine that a kind's keys can be made of. $1 is the company, $3 and $4 the span. */
export function spineRowsSql({ table, types }: SpineTable): string {
  if (table === "spine_opportunities") return "s.tenant_id = $1::uuid and $3::timestamptz <= $4::timestamptz";
  return `s.tenant_id = $1::uuid and s.event_type = any(array[${types.map(text).join(", ")}])
      and s.occurred_at >= $3::timestamptz and s.occurred_at < $4::timestamptz`;
}
