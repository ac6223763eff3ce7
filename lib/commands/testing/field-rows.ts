// The rows in which the fields of the executor map stand, read to the byte.
import type { Subsystem } from "../../../kernel/revenue";
import { inTenant } from "../../db/tenant-transaction";
import { CONFIG_KEYS } from "../../queries/spine-vocabulary";
import type { EntityType } from "../executors/executor";

export const TABLES = { campaign: "spine_campaigns", campaign_channel: "spine_campaign_channels" } as const;
export const SETTINGS_KEYS: Record<string, string> = {
  crm: CONFIG_KEYS.crmSettings,
  pricing: CONFIG_KEYS.pricingSettings,
  routing: CONFIG_KEYS.routingSettings,
  content: CONFIG_KEYS.contentSettings,
};

export type FieldRow = { type: EntityType; subsystem: Subsystem; id: string };

export function sqlOf({ tenantId }: { tenantId: string }) {
  return <T>(text: string, ...values: unknown[]) =>
    inTenant({ tenantId }, (tx) => tx.$queryRawUnsafe<T[]>(text, ...values));
}

/** All that stands in the row, to the byte, but for when it was last touched. */
export async function rowText(
  company: { tenantId: string },
  { type, subsystem, id }: FieldRow,
): Promise<string> {
  const sql = sqlOf(company);
  const rows =
    type === "settings"
      ? await sql<{ text: string }>(
          "select value::text as text from optimizer_configs where key = $1",
          SETTINGS_KEYS[subsystem],
        )
      : await sql<{ text: string }>(
          `select (to_jsonb(r) - 'updated_at')::text as text from ${TABLES[type]} r where id = $1::uuid`,
          id,
        );
  return rows[0]?.text ?? "no row";
}
