import type * as z from "zod";
import {
  cfoGuardrailsSchema,
  guardrailsSchema,
  leverValueSchema,
  targetsSchema,
} from "../../kernel/revenue/contract";
import type { Transaction } from "../db/tenant-transaction";
import { CONFIG_KEYS } from "./spine-vocabulary";

/** What the Revenue OS kernel steers to and within. Null where nothing is set, or what is set cannot be read. */
export type RevenueConfigs = {
  targets: z.infer<typeof targetsSchema> | null;
  guardrails: z.infer<typeof guardrailsSchema> | null;
  cfoGuardrails: z.infer<typeof cfoGuardrailsSchema> | null;
};

/** A setting as it is stored: whose change it was last, and whether what stands there can be read. */
export type StoredConfig = { key: string; value: unknown; updatedAt: Date; by: string | null };

export async function storedConfigs(
  tx: Transaction,
  tenantId: string,
  keys: readonly string[],
): Promise<StoredConfig[]> {
  return tx.$queryRaw<StoredConfig[]>`
    select c.key, c.value, c.updated_at as "updatedAt", u.name as by
    from optimizer_configs c left join users u on u.id = c.updated_by
    where c.tenant_id = ${tenantId}::uuid and c.key = any(${[...keys]}::text[])`;
}

export function revenueConfigsOf(stored: readonly StoredConfig[]): RevenueConfigs {
  const read = <Schema extends z.ZodType>(key: string, schema: Schema): z.output<Schema> | null => {
    const parsed = schema.safeParse(stored.find((each) => each.key === key)?.value);
    return parsed.success ? parsed.data : null;
  };
  return {
    targets: read(CONFIG_KEYS.revenueTargets, targetsSchema),
    guardrails: read(CONFIG_KEYS.revenueGuardrails, guardrailsSchema),
    cfoGuardrails: read(CONFIG_KEYS.cfoGuardrails, cfoGuardrailsSchema),
  };
}

export const REVENUE_CONFIG_KEYS = [
  CONFIG_KEYS.revenueTargets,
  CONFIG_KEYS.revenueGuardrails,
  CONFIG_KEYS.cfoGuardrails,
] as const;

/** A subsystem's fields as they stand, what no lever could hold left out. */
export function settingsOf(value: unknown): Record<string, z.infer<typeof leverValueSchema>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return {};
  const entries = Object.entries(value).flatMap(([field, each]) => {
    const parsed = leverValueSchema.safeParse(each);
    return parsed.success ? [[field, parsed.data] as const] : [];
  });
  return Object.fromEntries(entries);
}
