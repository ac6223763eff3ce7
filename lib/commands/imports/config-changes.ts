import * as z from "zod";
import type { Transaction } from "../../db/tenant-transaction";
import type { ConfigEntry, Kind } from "../../imports/kinds/kind";
import type { Change } from "./spine-changes";

type Json = z.infer<ReturnType<typeof z.json>>;
const stagesSchema = z.array(z.looseObject({ stage: z.string() }));
const entriesSchema = z.record(z.string(), z.json());
const supersededSchema = z.strictObject({ config: z.string(), entry: z.string(), value: z.json() });

type Setting = { value: Json; updatedAt: Date } | null;
type StagedEntries = { key: string; fate: string; entries: ConfigEntry[] };

/** Settings hold many entries in one row: read, changed and written back as a whole, each under its lock. */
export async function putIntoSettings(
  tx: Transaction,
  kind: Kind,
  change: Change,
  userId: string | null,
): Promise<void> {
  if (kind.spine.table !== "optimizer_configs") return;
  const staged = await stagedEntries(tx, change);
  for (const config of kind.spine.configs) {
    const setting = await lockedSetting(tx, change.tenantId, config);
    const mine = staged.flatMap(({ key, fate, entries }) =>
      entries
        .filter((each) => each.config === config)
        .map(({ entry, value }) => ({ key, fate, entry, value: toJson(value) })),
    );
    if (mine.length === 0) continue;
    let value = setting?.value ?? null;
    const before = mine.map(({ key, entry }) => ({ key, entry, old: entryOf(value, entry) }));
    await supersede(
      tx,
      change,
      config,
      before.filter(({ old }) => old !== undefined),
      setting?.updatedAt ?? change.at,
    );
    for (const { entry, value: stated } of mine) value = withEntry(value, entry, stated);
    await write(tx, change, config, value, userId);
  }
}

/** Puts back what each entry was; one that was not there goes, and a setting without entries with it. */
export async function takeOutOfSettings(
  tx: Transaction,
  kind: Kind,
  change: Change,
  userId: string | null,
): Promise<void> {
  if (kind.spine.table !== "optimizer_configs") return;
  const staged = await stagedEntries(tx, change);
  const kept = await tx.supersededFigure.findMany({
    where: { tenantId: change.tenantId, importId: change.importId, sourceTable: "optimizer_configs" },
    select: { content: true },
  });
  const before = new Map(
    kept.map(({ content }) => {
      const { config, entry, value } = supersededSchema.parse(content);
      return [JSON.stringify([config, entry]), value];
    }),
  );
  for (const config of kind.spine.configs) {
    const setting = await lockedSetting(tx, change.tenantId, config);
    const mine = staged.flatMap(({ key, entries }) =>
      entries.filter((each) => each.config === config).map(({ entry }) => ({ key, entry })),
    );
    if (mine.length === 0 || setting === null) continue;
    const now = mine.map(({ key, entry }) => ({ key, entry, old: entryOf(setting.value, entry) }));
    await supersede(
      tx,
      change,
      config,
      now.filter(({ old }) => old !== undefined),
      setting.updatedAt,
    );
    let value: Json = setting.value;
    for (const { entry } of mine) {
      const old = before.get(JSON.stringify([config, entry]));
      value = old === undefined ? withoutEntry(value, entry) : withEntry(value, entry, old);
    }
    if (isEmpty(value))
      await tx.optimizerConfig.delete({
        where: { tenantId_key: { tenantId: change.tenantId, key: config } },
      });
    else await write(tx, change, config, value, userId);
  }
}

async function stagedEntries(tx: Transaction, { tenantId, importId }: Change): Promise<StagedEntries[]> {
  return tx.$queryRaw<StagedEntries[]>`
    select key, fate, record -> 'entries' as entries from import_rows
    where tenant_id = ${tenantId}::uuid and import_id = ${importId}::uuid and fate in ('NEW', 'RESTATES')
    order by row_number`;
}

async function lockedSetting(tx: Transaction, tenantId: string, key: string): Promise<Setting> {
  await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${`config:${tenantId}:${key}`}, 0))::text`;
  const rows = await tx.$queryRaw<{ value: Json; updatedAt: Date }[]>`
    select value, updated_at as "updatedAt" from optimizer_configs
    where tenant_id = ${tenantId}::uuid and key = ${key} for update`;
  return rows[0] ?? null;
}

type OldEntry = { key: string; entry: string; old: Json | undefined };

async function supersede(
  tx: Transaction,
  change: Change,
  config: string,
  entries: readonly OldEntry[],
  since: Date,
): Promise<void> {
  const { tenantId, importId, at, by } = change;
  await tx.supersededFigure.createMany({
    data: entries.map(({ key, entry, old }) => ({
      tenantId,
      sourceTable: "optimizer_configs",
      key,
      content: { config, entry, value: old ?? null },
      knownFrom: since < at ? since : at,
      knownUntil: at,
      importId,
      supersededBy: by,
    })),
  });
}

async function write(
  tx: Transaction,
  { tenantId, at }: Change,
  key: string,
  value: Json,
  userId: string | null,
): Promise<void> {
  const content = value ?? {};
  await tx.optimizerConfig.upsert({
    where: { tenantId_key: { tenantId, key } },
    create: { tenantId, key, value: content, updatedAt: at, updatedBy: userId },
    update: { value: content, updatedAt: at, updatedBy: userId },
  });
}

const toJson = (value: unknown): Json => z.json().parse(value);
const isEmpty = (value: Json): boolean =>
  typeof value === "object" && value !== null && Object.keys(value).length === 0;

/** An entry by its name: a member of an object, or the stage of that name in the list of stages. */
function entryOf(value: Json, entry: string): Json | undefined {
  if (Array.isArray(value)) {
    const found = stagesSchema.parse(value).find(({ stage }) => stage === entry);
    return found === undefined ? undefined : toJson(found);
  }
  const entries = value === null ? {} : entriesSchema.parse(value);
  return Object.hasOwn(entries, entry) ? entries[entry] : undefined;
}

function withEntry(value: Json, entry: string, stated: Json): Json {
  if (Array.isArray(value) || (value === null && hasStage(stated))) {
    const stages = stagesSchema.parse(value ?? []);
    const at = stages.findIndex(({ stage }) => stage === entry);
    return toJson(at < 0 ? [...stages, stated] : stages.with(at, stagesSchema.element.parse(stated)));
  }
  return { ...(value === null ? {} : entriesSchema.parse(value)), [entry]: stated };
}

function withoutEntry(value: Json, entry: string): Json {
  if (Array.isArray(value)) return toJson(stagesSchema.parse(value).filter(({ stage }) => stage !== entry));
  const { [entry]: _gone, ...rest } = value === null ? {} : entriesSchema.parse(value);
  return rest;
}

const hasStage = (value: Json): boolean => typeof value === "object" && value !== null && "stage" in value;
