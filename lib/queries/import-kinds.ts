import { inTenant, type Transaction } from "../db/tenant-transaction";
import { settle } from "../failures";
import { KINDS } from "../imports/kinds";
import type { Field, Kind } from "../imports/kinds/kind";
import { loadActivePolicy } from "../policy/active-policy";
import { kindOfField, kindOfInput } from "./close-checklist";
import { inputsAskedFor } from "./inputs-asked-for";

/** A kind of figures that a company can bring: what it states, what waits for it, and what there is already. */
export type ImportableKind = Pick<Kind, "id" | "title" | "help"> & {
  fields: readonly Pick<Field, "name" | "label" | "required" | "help">[];
  /** Triggers that read it ("T4"), and minimum fields of a close that it fills; null while no policy can be trusted. */
  needed: { triggers: string[]; minimumFields: string[] } | null;
  newest: { at: Date; import: { id: string; fileName: string } | null; source: string | null } | null;
};

type Compiled = Awaited<ReturnType<typeof loadActivePolicy>>["compiled"];
type AskedFor = ReturnType<typeof inputsAskedFor>;

/** What counts towards an input of another kind: a deal is qualified by its stage. */
const VIA: Readonly<Record<string, string>> = { "pipeline-stages": "pipeline" };

/** The triggers whose inputs a kind of import states: "T4". */
function triggersReading(compiled: Compiled, asked: AskedFor, kind: string): string[] {
  return compiled.triggers
    .filter(({ id }) => (asked.get(id) ?? []).some((name) => kindOfInput(name) === (VIA[kind] ?? kind)))
    .map(({ shortId }) => shortId);
}

export function triggersOfKind({ tenantId }: { tenantId: string }, kind: string): Promise<string[]> {
  return inTenant({ tenantId }, async (tx) => {
    const needs = await neededByPolicy(tx, tenantId);
    return needs?.(kind).triggers ?? [];
  });
}

/** What the policy in force needs of each kind. What was brought in is read all the same when the policy is altered. */
async function neededByPolicy(tx: Transaction, tenantId: string) {
  const policy = await settle(() => loadActivePolicy(tx, tenantId));
  if (!policy.ok) return null;
  const { compiled } = policy.value;
  const asked = inputsAskedFor(compiled);
  return (kind: string) => ({
    triggers: triggersReading(compiled, asked, kind),
    minimumFields: compiled.minimumFields.filter((field) => kindOfField(field) === kind),
  });
}

export function importableKinds({ tenantId }: { tenantId: string }): Promise<ImportableKind[]> {
  return inTenant({ tenantId }, async (tx) => {
    const needs = await neededByPolicy(tx, tenantId);
    const newest = await newestFigures(tx, tenantId);
    return KINDS.map(({ id, title, help, fields, spine }) => {
      const types = spine.table === "optimizer_configs" ? spine.configs : spine.types;
      const found = newest
        .filter(
          ({ source_table, type }) => source_table === spine.table && (type === null || types.includes(type)),
        )
        .sort((one, other) => other.at.getTime() - one.at.getTime())[0];
      return {
        id,
        title,
        help,
        fields: fields.map(({ name, label, required, help: meaning }) => ({
          name,
          label,
          required,
          help: meaning,
        })),
        needed: needs?.(id) ?? null,
        newest: found
          ? {
              at: found.at,
              import:
                found.import_id === null ? null : { id: found.import_id, fileName: found.file_name ?? "" },
              source: found.source,
            }
          : null,
      };
    });
  });
}

type NewestRow = {
  source_table: string;
  type: string | null;
  at: Date;
  import_id: string | null;
  file_name: string | null;
  source: string | null;
};

/** The newest row of each type, by the index that the triggers read by; settings and deals as they were last changed. */
function newestFigures(tx: Transaction, tenantId: string): Promise<NewestRow[]> {
  const typesOf = (table: string) =>
    KINDS.flatMap(({ spine }) => (spine.table === table && "types" in spine ? [...spine.types] : []));
  const configs = KINDS.flatMap(({ spine }) =>
    spine.table === "optimizer_configs" ? [...spine.configs] : [],
  );
  return tx.$queryRaw<NewestRow[]>`
    select n.source_table, n.type, n.at, n.import_id::text, i.file_name, n.source from (
      select 'events_raw' as source_table, each as type, e.occurred_at as at, e.import_id, e.source
      from unnest(${typesOf("events_raw")}::text[]) as each cross join lateral (
        select occurred_at, import_id, source from events_raw
        where tenant_id = ${tenantId}::uuid and event_type = each order by occurred_at desc limit 1) e
      union all
      select 'revenue_events', each, e.occurred_at, e.import_id, null
      from unnest(${typesOf("revenue_events")}::text[]) as each cross join lateral (
        select occurred_at, import_id from revenue_events
        where tenant_id = ${tenantId}::uuid and event_type = each order by occurred_at desc limit 1) e
      union all
      (select 'spine_opportunities', null, created_at, import_id, null from spine_opportunities
        where tenant_id = ${tenantId}::uuid order by created_at desc limit 1)
      union all
      select 'optimizer_configs', c.key, c.updated_at, null, null from optimizer_configs c
      where c.tenant_id = ${tenantId}::uuid and c.key = any(${configs}::text[]) and c.value not in ('{}', '[]', 'null')
    ) n left join imports i on i.tenant_id = ${tenantId}::uuid and i.id = n.import_id`;
}
