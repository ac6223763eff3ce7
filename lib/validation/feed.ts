import type { Transaction } from "../db/tenant-transaction";
import { feedEvents } from "./feed-events";
import { feedMonths } from "./feed-months";
import { feedPipeline } from "./feed-pipeline";
import type { FeedWindow } from "./feed-window";

const DAY_MS = 86_400_000;

export type Fed = { from: string; to: string; rows: number };

/**
 * Continues a test tenant's own recent pattern up to its clock: raw rows only, as its source systems would have sent
 * them, under ids of their own. Metrics, cycles and results are never written here. What has been fed becomes part of
 * the pattern that the next feeding continues. Null when there is nothing to add.
 */
export async function feedTenant(
  tx: Transaction,
  { tenantId, clock, gains }: Pick<FeedWindow, "tenantId" | "clock" | "gains">,
): Promise<Fed | null> {
  await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${`validation-feed:${tenantId}`}, 0))::text`;
  const from = await lastDayWithData(tx, tenantId);
  const to = new Date(clock.getTime() - DAY_MS).toISOString().slice(0, 10);
  if (from === null || from >= to) return null;
  const window = { tenantId, from, to, clock, gains };
  let rows = 0;
  for (const feed of [feedEvents, feedPipeline, feedMonths]) rows += await feed(tx, window);
  return { from, to, rows };
}

/** Advertising is delivered every day, so its last day is that of the data. */
async function lastDayWithData(tx: Transaction, tenantId: string): Promise<string | null> {
  const rows = await tx.$queryRaw<{ day: string | null }[]>`
    select (max(occurred_at) at time zone 'UTC')::date::text as day from events_raw
    where tenant_id = ${tenantId}::uuid and event_type in ('ads.delivery', 'lead.created')`;
  return rows[0]?.day ?? null;
}
