import * as z from "zod";
import { DEMO_TENANT_IDS } from "../auth/demo-accounts";
import type { Transaction } from "../db/tenant-transaction";
import { demoAccountsAllowed } from "../env";
import { CONFIG_KEYS } from "./spine-vocabulary";

/** What stands under `validation.clock`. */
export const validationClockSchema = z.strictObject({ now: z.iso.datetime() });

/** One of the two companies that the validation loop may touch, by its id alone. */
export function isTestTenant(tenantId: string): boolean {
  return (DEMO_TENANT_IDS as readonly string[]).includes(tenantId);
}

/**
 * What "now" is for the Revenue OS of a company: `at`, for every company but the two test tenants. The validation
 * loop moves theirs forward, because an observation window of two weeks cannot be waited for; it never runs behind
 * `at`, and outside a demonstration a moved clock counts for nothing.
 */
export async function tenantClock(tx: Transaction, tenantId: string, at: Date): Promise<Date> {
  if (!isTestTenant(tenantId)) return at;
  const row = await tx.optimizerConfig.findUnique({
    where: { tenantId_key: { tenantId, key: CONFIG_KEYS.validationClock } },
    select: { value: true, tenant: { select: { isDemo: true } } },
  });
  if (row === null || !row.tenant.isDemo || !demoAccountsAllowed()) return at;
  const moved = new Date(validationClockSchema.parse(row.value).now);
  return moved > at ? moved : at;
}
