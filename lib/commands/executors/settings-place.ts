import type { Subsystem } from "../../../kernel/revenue";
import type { Transaction } from "../../db/tenant-transaction";
import { TransientFailure } from "../../db/transient-failure";
import type { Executor, Place, Standing, Unreadable, Where } from "./executor";

type SettingsRow = { isObject: boolean; isSet: boolean; json: string | null };

/** A field of one subsystem's settings: a key of the JSON object in `optimizer_configs`. */
function settingPlace(subsystem: Subsystem, configKey: string, field: string): Place {
  return {
    async hold(tx, where) {
      if (where.entityId !== subsystem) return { unreadable: `There are no settings ${where.entityId}.` };
      // A row that is not there cannot be locked; whoever would add it waits here.
      await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${`${configKey}:${where.tenantId}`}, 0))::text`;
      const [row] = await tx.$queryRaw<SettingsRow[]>`
        select jsonb_typeof(value) = 'object' as "isObject", value ? ${field} as "isSet", (value -> ${field})::text as json
        from optimizer_configs where tenant_id = ${where.tenantId}::uuid and key = ${configKey} for update`;
      return standingOf(row, configKey);
    },
    async put(tx, where, standing, by) {
      if ("json" in standing) return set(tx, where, { configKey, field, json: standing.json }, by);
      return unset(tx, where, { configKey, field, absent: standing.absent }, by);
    },
  };
}

function standingOf(row: SettingsRow | undefined, configKey: string): Standing | Unreadable {
  if (!row) return { absent: "row" };
  if (!row.isObject) return { unreadable: `${configKey} holds no settings by field.` };
  return row.isSet && row.json !== null ? { json: row.json } : { absent: "field" };
}

async function set(
  tx: Transaction,
  { tenantId }: Where,
  { configKey, field, json }: { configKey: string; field: string; json: string },
  { userId = null, at }: { userId?: string | null | undefined; at: Date },
): Promise<Standing> {
  const updated = await tx.$queryRaw<{ json: string }[]>`
    update optimizer_configs set value = value || jsonb_build_object(${field}::text, ${json}::jsonb),
      updated_at = ${at.toISOString()}::timestamptz, updated_by = ${userId}::uuid
    where tenant_id = ${tenantId}::uuid and key = ${configKey}
    returning (value -> ${field})::text as json`;
  if (updated[0]) return updated[0];
  const inserted = await tx.$queryRaw<{ json: string }[]>`
    insert into optimizer_configs (tenant_id, key, value, updated_at, updated_by)
    values (${tenantId}::uuid, ${configKey}, jsonb_build_object(${field}::text, ${json}::jsonb),
      ${at.toISOString()}::timestamptz, ${userId}::uuid)
    on conflict do nothing
    returning (value -> ${field})::text as json`;
  // Somebody else has added the settings since they were read; the next attempt reads theirs.
  if (!inserted[0]) throw new TransientFailure(`${configKey} appeared while it was being written`);
  return inserted[0];
}

/** Takes the key out again, and the row with it where the row was there for that key alone. */
async function unset(
  tx: Transaction,
  { tenantId }: Where,
  { configKey, field, absent }: { configKey: string; field: string; absent: "field" | "row" },
  { userId = null, at }: { userId?: string | null | undefined; at: Date },
): Promise<Standing> {
  await tx.$executeRaw`
    update optimizer_configs set value = value - ${field}::text, updated_at = ${at.toISOString()}::timestamptz,
      updated_by = ${userId}::uuid
    where tenant_id = ${tenantId}::uuid and key = ${configKey}`;
  if (absent === "field") return { absent };
  const deleted = await tx.$executeRaw`
    delete from optimizer_configs where tenant_id = ${tenantId}::uuid and key = ${configKey} and value = '{}'`;
  return { absent: deleted > 0 ? "row" : "field" };
}

/** Executors of subsystems that are settings and nothing else differ in their key, their fields and their facts. */
export function settingsExecutor(
  subsystem: Subsystem,
  configKey: string,
  fields: readonly string[],
  facts: Executor["facts"] = async () => ({}),
): Executor {
  return {
    subsystem,
    places: {
      settings: Object.fromEntries(fields.map((field) => [field, settingPlace(subsystem, configKey, field)])),
    },
    facts,
    spends: () => false,
  };
}
