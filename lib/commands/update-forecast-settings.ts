import * as z from "zod";
import { KERNEL_VERSION } from "../../kernel/enforcement";
import { canonicalJson } from "../canonical-json";
import { type Actor, governedWrite } from "../db/governed-write";
import type { Transaction } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import { loadActivePolicy } from "../policy/active-policy";
import { forecastSettingsSchema } from "../queries/forecast-settings";
import { CONFIG_KEYS } from "../queries/spine-vocabulary";
import { actingMember } from "./acting-member";

export const updateForecastSettingsInput = z.strictObject({
  settings: forecastSettingsSchema,
  /** When what the person was looking at was set; null where nothing was set. */
  seenAt: z.iso.datetime().nullable(),
});
export type UpdateForecastSettings = z.infer<typeof updateForecastSettingsInput>;

/** Window and spreads of the forecast. They decide nothing, but the board reads what they make, so each change is logged. */
export function updateForecastSettings(
  actor: Actor,
  { settings, seenAt }: UpdateForecastSettings,
  at: Date,
): Promise<Result<{ updatedAt: Date }>> {
  return settle(() =>
    governedWrite(actor, async ({ tx, append }) => {
      const { tenantId } = actor;
      const key = CONFIG_KEYS.forecastDrivers;
      const { userId } = await actingMember(tx, actor, "forecast.configure");
      const parsed = forecastSettingsSchema.safeParse(settings);
      if (!parsed.success) return abort("INVALID_INPUT", parsed.error.issues[0]?.message);
      const before = await lockSetting(tx, tenantId, key);
      if ((before?.updatedAt.getTime() ?? null) !== (seenAt === null ? null : Date.parse(seenAt)))
        return abort("CONFLICT");
      if (before && canonicalJson(before.value) === canonicalJson(parsed.data))
        return abort("CONFLICT", "This is what is set already.");
      await tx.optimizerConfig.upsert({
        where: { tenantId_key: { tenantId, key } },
        create: { tenantId, key, value: parsed.data, updatedAt: at, updatedBy: userId },
        update: { value: parsed.data, updatedAt: at, updatedBy: userId },
      });
      const policy = await loadActivePolicy(tx, tenantId);
      await append([
        {
          kind: "target_change",
          occurredAt: at,
          title: before ? "Forecast drivers changed" : "Forecast drivers set for the first time",
          source: "application",
          policyVersion: policy.version,
          policyHash: policy.hash,
          kernelVersion: KERNEL_VERSION,
          facts: {
            section: "forecast_drivers",
            config_key: key,
            before: before?.value ?? null,
            after: parsed.data,
          },
        },
      ]);
      return { updatedAt: at };
    }),
  );
}

/** Locked, so that of two changes at one moment the second sees the first; before the first there is only the key. */
async function lockSetting(
  tx: Transaction,
  tenantId: string,
  key: string,
): Promise<{ value: unknown; updatedAt: Date } | null> {
  await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${`config:${tenantId}:${key}`}, 0))::text`;
  const rows = await tx.$queryRaw<{ value: unknown; updatedAt: Date }[]>`
    select value, updated_at as "updatedAt" from optimizer_configs
    where tenant_id = ${tenantId}::uuid and key = ${key} for update`;
  return rows[0] ?? null;
}
