import * as z from "zod";
import type { Transaction } from "../db/tenant-transaction";
import { kindOf } from "../imports/kinds";
import { matchedSql } from "../imports/spine-keys";
import type { KnownRow } from "./figure-history";
import { CONFIG_KEYS, REVENUE_EVENTS } from "./spine-vocabulary";

/** A key whose figure was corrected after a moment, with the correction that came last. */
export type CorrectedKey = {
  key: string;
  changedAt: Date;
  by: string | null;
  fileName: string;
  importId: string;
  isUndo: boolean;
};

export type KeyRow = KnownRow & { key: string; isBalance: boolean };

/** More keys than this are not looked at at once; the newest corrections are. */
const MOST_KEYS = 2_000;
/** Settings that hold one figure an entry; bands and definitions are none that a cycle reads. */
const FIGURE_SETTINGS = [CONFIG_KEYS.bookingsTargets, CONFIG_KEYS.fcfTargets, CONFIG_KEYS.ebitdaTargets];

/** A deal is no figure of a period: what changed of it is told at the pipeline that a cycle read. */
export function correctedKeys(tx: Transaction, tenantId: string, since: Date): Promise<CorrectedKey[]> {
  return tx.$queryRaw<CorrectedKey[]>`
    select c.key, c.known_until as "changedAt", coalesce(p.name, k.name) as by, i.file_name as "fileName",
      c.import_id as "importId", coalesce(i.status = 'UNDONE' and i.undone_at = c.known_until, false) as "isUndo"
    from (
      select distinct on (f.key) f.key, f.known_until, f.import_id, f.superseded_by from superseded_figures f
      where f.tenant_id = ${tenantId}::uuid and f.known_until > ${since} and f.source_table <> 'spine_opportunities'
        and (f.source_table <> 'optimizer_configs' or f.content ->> 'config' = any(${FIGURE_SETTINGS}::text[]))
      order by f.key, f.known_until desc
    ) c
    join imports i on i.tenant_id = ${tenantId}::uuid and i.id = c.import_id
    left join users p on p.id = c.superseded_by
    left join api_keys k on k.tenant_id = ${tenantId}::uuid and k.id = c.superseded_by
    order by c.known_until desc, c.key limit ${MOST_KEYS}`;
}

/** The rows that stood under the keys before. */
export function rowsThen(
  tx: Transaction,
  tenantId: string,
  keys: readonly CorrectedKey[],
): Promise<KeyRow[]> {
  return tx.$queryRaw<KeyRow[]>`
    select f.key, coalesce(f.content ->> 'amount_usd', f.content ->> 'value')::float8 as amount,
      coalesce((f.content ->> 'occurred_at')::timestamptz, f.known_from) as "occurredAt",
      f.known_from as "knownFrom", f.known_until as "knownUntil",
      f.content ->> 'event_type' is not distinct from ${REVENUE_EVENTS.balance} as "isBalance"
    from superseded_figures f
    where f.tenant_id = ${tenantId}::uuid and f.key = any(${keys.map(({ key }) => key)}::text[])
      and coalesce(f.content ->> 'amount_usd', case when jsonb_typeof(f.content -> 'value') = 'number' then f.content ->> 'value' end) is not null
      and (f.source_table <> 'optimizer_configs' or f.content ->> 'config' = any(${FIGURE_SETTINGS}::text[]))`;
}

/** The rows that stand under them now, looked up in the way in which each key was stated. */
export async function rowsNow(
  tx: Transaction,
  tenantId: string,
  keys: readonly CorrectedKey[],
): Promise<KeyRow[]> {
  const groups = new Map<string, CorrectedKey[]>();
  for (const key of keys) {
    const parts = z.array(z.string()).parse(JSON.parse(key.key));
    const name = JSON.stringify([parts[0], ...parts.map((part) => part === "*")]);
    groups.set(name, [...(groups.get(name) ?? []), key]);
  }
  const found: KeyRow[] = [];
  for (const group of groups.values()) found.push(...(await rowsOf(tx, tenantId, group)));
  return found;
}

async function rowsOf(tx: Transaction, tenantId: string, keys: readonly CorrectedKey[]): Promise<KeyRow[]> {
  const parts = z.array(z.string()).parse(JSON.parse(keys[0]?.key ?? "[]"));
  const kind = kindOf(parts[0] ?? "");
  if (!kind) return [];
  const { spine } = kind;
  const stated = keys.map(({ key }) => key);
  if (spine.table === "optimizer_configs") {
    const entries = await tx.$queryRawUnsafe<{ key: string; amount: number }[]>(
      `select e.key, (e.says ->> 'amount')::float8 as amount from (${spine.entries}) e
       where e.key = any($2::text[]) and e.says ->> 'amount' is not null`,
      tenantId,
      stated,
    );
    const since = new Map(keys.map(({ key, changedAt }) => [key, changedAt]));
    return entries.map(({ key, amount }) => {
      const knownFrom = since.get(key) ?? new Date(0);
      return { key, amount, occurredAt: knownFrom, knownFrom, knownUntil: null, isBalance: false };
    });
  }
  // A key is looked up the way in which it was stated: totals over the parts that it leaves open.
  const mapping = Object.fromEntries(
    spine.totals.filter(({ part }) => parts[part + 1] !== "*").map(({ field }) => [field, 0]),
  );
  return tx.$queryRawUnsafe<KeyRow[]>(
    `select s.key, s.amount_usd::float8 as amount, s.occurred_at as "occurredAt", s.received_at as "knownFrom",
       null::timestamptz as "knownUntil", s.event_type = '${REVENUE_EVENTS.balance}' as "isBalance"
     from (${matchedSql(kind, spine, mapping, "select unnest($2::text[])")}) s
     where s.amount_usd is not null`,
    tenantId,
    stated,
    "2000-01-01",
    "2200-01-01",
  );
}
