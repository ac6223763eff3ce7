import * as z from "zod";
import { inTenant, type Transaction } from "../db/tenant-transaction";
import { addDays, isoDate, startOfDay } from "../queries/cycle-calendar";
import { storeSql } from "../queries/metrics/statement";
import { METRIC_STATEMENTS } from "../queries/metrics/statements";
import { CONFIG_KEYS } from "../queries/spine-vocabulary";

export type MetricDays = { from: string; to: string };
/** Rows that the days have now, and how many of them were written or taken away. */
export type ComputedMetrics = { days: number; rows: number; changed: number };
export type MetricProgress = MetricDays & ComputedMetrics;

/** So many days are computed in one transaction; more would hold its locks and its snapshot for long. */
const CHUNK_DAYS = 92;
/** What a first run looks back on: eighteen months and a little. */
const FIRST_RUN_DAYS = 560;
/** Rows of the CRM do not say when they arrived, so the newest days are computed again each time. */
const SETTLING_DAYS = 7;
/** An event may be committed some time after it was stamped as received. */
const OVERLAP_MS = 3_600_000;
const DAY_MS = 86_400_000;

const watermarkSchema = z.strictObject({ receivedUntil: z.iso.datetime() });

/**
 * Computes every metric of a company for a range of days from the other tables of the spine. The same data gives
 * the same rows: a row whose value has not changed keeps the moment at which it was computed.
 */
export async function computeMetrics(
  tenantId: string,
  { from, to }: MetricDays,
  at: Date,
  onProgress: (progress: MetricProgress) => void = () => undefined,
): Promise<ComputedMetrics> {
  const done = { days: 0, rows: 0, changed: 0 };
  for (let first = from; first <= to; first = addDays(first, CHUNK_DAYS)) {
    const last = earliest(addDays(first, CHUNK_DAYS - 1), to);
    const chunk = await inTenant({ tenantId }, (tx) =>
      computeChunk(tx, tenantId, { from: first, to: last }, at),
    );
    done.days += chunk.days;
    done.rows += chunk.rows;
    done.changed += chunk.changed;
    onProgress({ from: first, to: last, ...done });
  }
  return done;
}

async function computeChunk(
  tx: Transaction,
  tenantId: string,
  { from, to }: MetricDays,
  at: Date,
): Promise<ComputedMetrics> {
  // Two runs over the same days would write the same rows in different orders and stop each other.
  await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${`metrics:${tenantId}`}, 0))::text`;
  let [rows, changed] = [0, 0];
  for (const statement of METRIC_STATEMENTS) {
    const [stored] = await tx.$queryRawUnsafe<{ rows: number; changed: number }[]>(
      storeSql(statement),
      tenantId,
      from,
      to,
      at.toISOString(),
    );
    rows += stored?.rows ?? 0;
    changed += stored?.changed ?? 0;
  }
  return { days: daysBetween(from, to), rows, changed };
}

const [earliest, latest] = [
  (one: string, other: string): string => [one, other].sort()[0] ?? one,
  (one: string, other: string): string => [one, other].sort()[1] ?? one,
];
const daysBetween = (from: string, to: string): number =>
  Math.round((startOfDay(to).getTime() - startOfDay(from).getTime()) / DAY_MS) + 1;

/**
 * Everything up to the day before `at`: days that were never computed, the newest ones again, and all days back to the
 * earliest that an event touched which arrived since the last run. A late event changes its own day and every later
 * day that looks back on it, so all of them are computed again. Null where the company has no data yet.
 */
export async function computeDueMetrics(
  tenantId: string,
  at: Date,
  onProgress?: (progress: MetricProgress) => void,
): Promise<(ComputedMetrics & MetricDays) | null> {
  const to = addDays(isoDate(at), -1);
  const from = await inTenant({ tenantId }, (tx) => dueFrom(tx, tenantId, to, at));
  if (from === null || from > to) return null;
  const computed = await computeMetrics(tenantId, { from, to }, at, onProgress);
  await inTenant({ tenantId }, (tx) => writeWatermark(tx, tenantId, at));
  return { ...computed, from, to };
}

async function dueFrom(tx: Transaction, tenantId: string, to: string, at: Date): Promise<string | null> {
  const [known] = await tx.$queryRaw<{ first: string | null; last: string | null }[]>`
    select min(date)::text as first, max(date)::text as last from metric_snapshots_daily
    where tenant_id = ${tenantId}::uuid`;
  const receivedUntil = await readWatermark(tx, tenantId);
  if (receivedUntil === null || !known?.first || !known.last) return readFirstDay(tx, tenantId, to);
  const since = new Date(receivedUntil.getTime() - OVERLAP_MS);
  const late = await earliestTouched(tx, tenantId, since, at);
  const settling = addDays(earliest(known.last, to), 1 - SETTLING_DAYS);
  return latest(earliest(late ?? settling, settling), known.first);
}

/** The first day with data, but not further back than a first run looks. */
export function firstDayOfData(tenantId: string, to: string): Promise<string | null> {
  return inTenant({ tenantId }, (tx) => readFirstDay(tx, tenantId, to));
}

async function readFirstDay(tx: Transaction, tenantId: string, to: string): Promise<string | null> {
  const [row] = await tx.$queryRaw<{ day: string | null }[]>`
    select min((occurred_at at time zone 'UTC')::date)::text as day from (
      select min(occurred_at) as occurred_at from events_raw where tenant_id = ${tenantId}::uuid
      union all select min(occurred_at) from revenue_events where tenant_id = ${tenantId}::uuid
      union all select min(created_at) from spine_opportunities where tenant_id = ${tenantId}::uuid
    ) as firsts`;
  if (!row?.day) return null;
  return latest(row.day, addDays(to, 1 - FIRST_RUN_DAYS));
}

/** The earliest day of the events that arrived since a moment, and of those that an import took away. */
async function earliestTouched(
  tx: Transaction,
  tenantId: string,
  since: Date,
  at: Date,
): Promise<string | null> {
  const [row] = await tx.$queryRaw<{ day: string | null }[]>`
    select min((occurred_at at time zone 'UTC')::date)::text as day from (
      select min(occurred_at) as occurred_at from events_raw
      where tenant_id = ${tenantId}::uuid and received_at > ${since} and received_at <= ${at}
      union all
      select min(occurred_at) from revenue_events
      where tenant_id = ${tenantId}::uuid and received_at > ${since} and received_at <= ${at}
      union all
      select min((content ->> 'occurred_at')::timestamptz) from superseded_figures
      where tenant_id = ${tenantId}::uuid and known_until > ${since} and known_until <= ${at}
    ) as arrived`;
  return row?.day ?? null;
}

async function readWatermark(tx: Transaction, tenantId: string): Promise<Date | null> {
  const row = await tx.optimizerConfig.findUnique({
    where: { tenantId_key: { tenantId, key: CONFIG_KEYS.analyticsWatermark } },
  });
  return row === null ? null : new Date(watermarkSchema.parse(row.value).receivedUntil);
}

async function writeWatermark(tx: Transaction, tenantId: string, at: Date): Promise<void> {
  const value = { receivedUntil: at.toISOString() };
  const key = CONFIG_KEYS.analyticsWatermark;
  await tx.optimizerConfig.upsert({
    where: { tenantId_key: { tenantId, key } },
    create: { tenantId, key, value, updatedAt: at },
    update: { value, updatedAt: at },
  });
}
