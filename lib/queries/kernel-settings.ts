import * as z from "zod";
import {
  cfoGuardrailsSchema,
  guardrailsSchema,
  type KernelInput,
  leverValueSchema,
  targetsSchema,
} from "../../kernel/revenue/contract";
import { FIELDS_BY_SUBSYSTEM, type Subsystem } from "../../kernel/revenue/levers";
import type { Transaction } from "../db/tenant-transaction";
import { abort } from "../failures";
import { CONFIG_KEYS } from "./spine-vocabulary";

/** The subsystems whose present settings stand in `optimizer_configs`; campaigns are rows of their own. */
export const SETTINGS_KEYS = {
  crm: CONFIG_KEYS.crmSettings,
  pricing: CONFIG_KEYS.pricingSettings,
  routing: CONFIG_KEYS.routingSettings,
  content: CONFIG_KEYS.contentSettings,
} as const satisfies Partial<Record<Subsystem, string>>;
export type SettingsSubsystem = keyof typeof SETTINGS_KEYS;

/** Settings by the names of the executor map; a field that it does not know is refused. */
export function settingsSchema(subsystem: SettingsSubsystem) {
  const fields: readonly string[] = FIELDS_BY_SUBSYSTEM[subsystem];
  return z.record(
    z.string().refine((field) => fields.includes(field), `Not a setting of ${subsystem}.`),
    leverValueSchema,
  );
}

export const contentTemplatesSchema = z
  .array(z.strictObject({ id: z.string().min(1).max(100), name: z.string().min(1).max(300) }))
  .max(200)
  .refine((list) => new Set(list.map(({ id }) => id)).size === list.length, "Give each template its own id.");

/** What the kernel steers to and within, as the company has set it. */
export type KernelSettings = Pick<KernelInput, "targets" | "guardrails" | "cfo_guardrails"> &
  Pick<KernelInput["config"], "settings" | "content_templates">;

const WHERE = "Revenue, Targets and guardrails";

/** Without these a cycle would steer to nothing, or without limits: it says what to set instead of assuming it. */
const WANTED = [
  { key: CONFIG_KEYS.revenueTargets, shape: targetsSchema, name: "the targets (pipeline, bookings, CAC …)" },
  {
    key: CONFIG_KEYS.revenueGuardrails,
    shape: guardrailsSchema,
    name: "the guardrails (daily spend, exposure of experiments, allowed levers)",
  },
  {
    key: CONFIG_KEYS.cfoGuardrails,
    shape: cfoGuardrailsSchema,
    name: "the CFO guardrails (payback, margin floor, cash runway)",
  },
] as const;

const EVERY_KEY = [
  ...WANTED.map(({ key }) => key),
  ...Object.values(SETTINGS_KEYS),
  CONFIG_KEYS.contentTemplates,
] as const;

/** Fails with INSUFFICIENT_DATA, and by key with what is missing or not in its shape. */
export async function loadKernelSettings(tx: Transaction, tenantId: string): Promise<KernelSettings> {
  const rows = await tx.optimizerConfig.findMany({
    where: { tenantId, key: { in: [...EVERY_KEY] } },
    select: { key: true, value: true },
  });
  const stored = new Map(rows.map(({ key, value }) => [key, value]));
  refuseUnset(stored);
  const settings = (subsystem: SettingsSubsystem) =>
    read(stored, SETTINGS_KEYS[subsystem], settingsSchema(subsystem), {});
  return {
    targets: targetsSchema.parse(stored.get(CONFIG_KEYS.revenueTargets)),
    guardrails: guardrailsSchema.parse(stored.get(CONFIG_KEYS.revenueGuardrails)),
    cfo_guardrails: cfoGuardrailsSchema.parse(stored.get(CONFIG_KEYS.cfoGuardrails)),
    settings: {
      campaigns: {},
      crm: settings("crm"),
      pricing: settings("pricing"),
      routing: settings("routing"),
      content: settings("content"),
    },
    content_templates: read(stored, CONFIG_KEYS.contentTemplates, contentTemplatesSchema, []),
  };
}

function refuseUnset(stored: ReadonlyMap<string, unknown>): void {
  const faults = WANTED.flatMap(({ key, shape, name }) => {
    if (!stored.has(key)) return [{ key, name, words: `Not set: ${name}.` }];
    const parsed = shape.safeParse(stored.get(key));
    return parsed.success ? [] : [{ key, name, words: firstIssue(parsed.error) }];
  });
  if (faults.length === 0) return;
  abort(
    "INSUFFICIENT_DATA",
    `No cycle without limits: a CFO first sets ${faults.map(({ name }) => name).join(" and ")} under ${WHERE}.`,
    Object.fromEntries(faults.map(({ key, words }) => [key, words])),
  );
}

/** What was never set is empty; what is set and cannot be read stops the cycle instead of being left out. */
function read<T>(stored: ReadonlyMap<string, unknown>, key: string, shape: z.ZodType<T>, empty: T): T {
  if (!stored.has(key)) return empty;
  const parsed = shape.safeParse(stored.get(key));
  if (parsed.success) return parsed.data;
  return abort(
    "INSUFFICIENT_DATA",
    `The setting ${key} cannot be read: a CFO sets it again under ${WHERE}.`,
    {
      [key]: firstIssue(parsed.error),
    },
  );
}

function firstIssue({ issues }: z.ZodError): string {
  const [issue] = issues;
  return issue
    ? `${issue.path.join(".")}${issue.path.length > 0 ? ": " : ""}${issue.message}`
    : "Not readable.";
}
