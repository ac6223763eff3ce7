import type { Transaction } from "../../db/tenant-transaction";

/** USD in twelve months, in optimizer_configs; absent while the company asks for no second factor. */
export const ASKED_ABOVE_KEY = "signing.second_factor_above_usd";

/** Above which amount the company asks for a second factor at signing; null while it does not. */
export async function askedAbove(tx: Transaction, tenantId: string): Promise<number | null> {
  const row = await tx.optimizerConfig.findUnique({
    where: { tenantId_key: { tenantId, key: ASKED_ABOVE_KEY } },
    select: { value: true },
  });
  if (!row) return null;
  // What cannot be read as an amount opens nothing: every signature is then asked for a code, as in the database.
  return typeof row.value === "number" ? row.value : -1;
}

/** What a signature would commit in twelve months; null when the request states no amount. */
export function amountAtStake({
  details,
  amountUsd,
}: {
  details: unknown;
  amountUsd: number | null;
}): number | null {
  return amountUsd !== null && isPaidMonthly(details) ? amountUsd * 12 : amountUsd;
}

/** Whether what a request asks for is stated as an amount a month. */
export function isPaidMonthly(details: unknown): boolean {
  return typeof details === "object" && details !== null && "amount_usd_per_month" in details;
}

/** A request that states no amount, such as a hire, counts as above: not knowing makes nothing easier. */
export function needsSecondFactor(limit: number | null, stake: number | null): boolean {
  return limit !== null && (stake === null || stake > limit);
}
