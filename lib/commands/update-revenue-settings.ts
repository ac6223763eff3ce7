import * as z from "zod";
import { KERNEL_VERSION } from "../../kernel/enforcement";
import {
  type ActionType,
  cfoGuardrailsSchema,
  guardrailsSchema,
  type LeverValue,
  targetsSchema,
  validateChange,
} from "../../kernel/revenue";
import { canonicalJson } from "../canonical-json";
import { type Actor, governedWrite } from "../db/governed-write";
import type { Transaction } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import { loadActivePolicy } from "../policy/active-policy";
import { isoDate } from "../queries/cycle-calendar";
import { contentTemplatesSchema, SETTINGS_KEYS, settingsSchema } from "../queries/kernel-settings";
import { CONFIG_KEYS } from "../queries/spine-vocabulary";
import { actingMember } from "./acting-member";

/** The parts of what the kernel steers to and within; each is read, changed and logged as a whole. */
const SECTIONS = {
  targets: { key: CONFIG_KEYS.revenueTargets, name: "Revenue targets", schema: targetsSchema },
  guardrails: { key: CONFIG_KEYS.revenueGuardrails, name: "Guardrails", schema: guardrailsSchema },
  cfo_guardrails: { key: CONFIG_KEYS.cfoGuardrails, name: "CFO guardrails", schema: cfoGuardrailsSchema },
  crm: { key: SETTINGS_KEYS.crm, name: "CRM settings", schema: settingsSchema("crm") },
  pricing: { key: SETTINGS_KEYS.pricing, name: "Pricing settings", schema: settingsSchema("pricing") },
  routing: { key: SETTINGS_KEYS.routing, name: "Routing settings", schema: settingsSchema("routing") },
  content: { key: SETTINGS_KEYS.content, name: "Content settings", schema: settingsSchema("content") },
  content_templates: {
    key: CONFIG_KEYS.contentTemplates,
    name: "Content templates",
    schema: contentTemplatesSchema,
  },
} as const;
export type RevenueSettingsSection = keyof typeof SECTIONS;
export const REVENUE_SETTINGS_SECTIONS = Object.keys(SECTIONS) as RevenueSettingsSection[];

export const updateRevenueSettingsInput = z.strictObject({
  section: z.enum(REVENUE_SETTINGS_SECTIONS),
  value: z.unknown(),
  /** `updated_at` of what the person was looking at; null where nothing was set. */
  seenAt: z.iso.datetime().nullable(),
});
export type UpdateRevenueSettings = z.infer<typeof updateRevenueSettingsInput>;

/**
 * Sets one section anew. Whoever looked at an older one is told so instead of overwriting what came between, and
 * every change stands in the log with what was there before. A value that an executor would refuse is refused here.
 */
export function updateRevenueSettings(
  actor: Actor,
  { section, value, seenAt }: UpdateRevenueSettings,
  at: Date,
): Promise<Result<{ section: RevenueSettingsSection; updatedAt: Date }>> {
  return settle(() =>
    governedWrite(actor, async ({ tx, append }) => {
      const { tenantId } = actor;
      const { userId } = await actingMember(tx, actor, "revenue.configure");
      const { key, name } = SECTIONS[section];
      const after = parseSection(section, value);
      const before = await lockSetting(tx, tenantId, key);
      if ((before?.updatedAt.getTime() ?? null) !== (seenAt === null ? null : Date.parse(seenAt)))
        abort("CONFLICT");
      if (before && canonicalJson(before.value) === canonicalJson(after))
        abort("CONFLICT", "This is what is set already.");
      await refuseOutOfLimits(tx, tenantId, { section, before: before?.value ?? {}, after, at });
      await tx.optimizerConfig.upsert({
        where: { tenantId_key: { tenantId, key } },
        create: { tenantId, key, value: after, updatedAt: at, updatedBy: userId },
        update: { value: after, updatedAt: at, updatedBy: userId },
      });
      const policy = await loadActivePolicy(tx, tenantId);
      await append([
        {
          kind: "target_change",
          occurredAt: at,
          title: titleOf(name, before?.value, after),
          source: "application",
          policyVersion: policy.version,
          policyHash: policy.hash,
          kernelVersion: KERNEL_VERSION,
          facts: { section, config_key: key, before: before?.value ?? null, after },
        },
      ]);
      return { section, updatedAt: at };
    }),
  );
}

type Json = z.infer<ReturnType<typeof z.json>>;

function parseSection(section: RevenueSettingsSection, value: unknown) {
  const parsed = SECTIONS[section].schema.safeParse(value);
  if (parsed.success) return JSON.parse(JSON.stringify(parsed.data)) as NonNullable<Json>;
  const fields: Record<string, string> = {};
  for (const issue of parsed.error.issues) fields[issue.path.join(".")] ??= issue.message;
  return abort("INVALID_INPUT", undefined, fields);
}

/** Locked, so that of two changes at one moment the second sees the first. Where there is no row yet, the key is. */
async function lockSetting(
  tx: Transaction,
  tenantId: string,
  key: string,
): Promise<{ value: Json; updatedAt: Date } | null> {
  await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${`config:${tenantId}:${key}`}, 0))::text`;
  const rows = await tx.$queryRaw<{ value: Json; updatedAt: Date }[]>`
    select value, updated_at as "updatedAt" from optimizer_configs
    where tenant_id = ${tenantId}::uuid and key = ${key} for update`;
  return rows[0] ?? null;
}

type Change = { section: RevenueSettingsSection; before: Json; after: Json; at: Date };

/** The limits of the executor map hold for people too: what no executor may write is no setting. */
async function refuseOutOfLimits(
  tx: Transaction,
  tenantId: string,
  { section, before, after, at }: Change,
): Promise<void> {
  if (!isSubsystem(section)) return;
  const templates = await tx.optimizerConfig.findUnique({
    where: { tenantId_key: { tenantId, key: CONFIG_KEYS.contentTemplates } },
    select: { value: true },
  });
  const templateIds = contentTemplatesSchema.parse(templates?.value ?? []).map(({ id }) => id);
  const facts = { maxDailySpend: 0, today: isoDate(at), templateIds, entityType: "settings" as const };
  const old = before as Record<string, LeverValue>;
  const type: ActionType = "config_change";
  const fields: Record<string, string> = {};
  for (const [field, newValue] of Object.entries(after as Record<string, LeverValue>)) {
    const currentValue = old[field] ?? null;
    if (canonicalJson(currentValue) === canonicalJson(newValue)) continue;
    const [fault] = validateChange({ subsystem: section, type, field, newValue, currentValue, facts });
    if (fault) fields[field] = fault;
  }
  if (Object.keys(fields).length > 0) abort("INVALID_INPUT", undefined, fields);
}

const isSubsystem = (section: RevenueSettingsSection): section is keyof typeof SETTINGS_KEYS =>
  Object.hasOwn(SETTINGS_KEYS, section);

/** "Revenue targets changed: cac_max 14000 → 12000". */
function titleOf(name: string, before: Json | undefined, after: Json): string {
  if (before === undefined) return `${name} set for the first time`;
  const [old, next] = [before, after].map(asFields);
  const names = [...new Set([...Object.keys(old ?? {}), ...Object.keys(next ?? {})])];
  const changed = names
    .filter((field) => canonicalJson(old?.[field] ?? null) !== canonicalJson(next?.[field] ?? null))
    .map((field) => `${field} ${shown(old?.[field])} → ${shown(next?.[field])}`);
  const title = `${name} changed${changed.length > 0 ? `: ${changed.join(", ")}` : ""}`;
  return title.length <= LONGEST_TITLE ? title : `${title.slice(0, LONGEST_TITLE - 1)}…`;
}

const LONGEST_TITLE = 200;

const asFields = (value: Json): Record<string, Json> =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};

function shown(value: Json | undefined): string {
  if (value === undefined || value === null) return "not set";
  return typeof value === "object" ? "another list" : String(value);
}
