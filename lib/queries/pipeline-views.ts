import type { Transaction } from "../db/tenant-transaction";
import { addDays, type Period, startOfDay } from "./cycle-calendar";
import { BOOKING_KINDS } from "./spine-vocabulary";

/** A day at whose end the pipeline of a quarter is looked at. */
export type PipelineView = {
  day: string;
  quarter: Period;
  /**
   * Whose word about a deal's amount, kind and expected close counts: that of the first time it was known after this
   * moment, unless its import was undone. What a deal became later corrects nothing that was said before. Null: as the
   * deals stand.
   */
  saidSince: Date | null;
};
export type PipelineFact = { total: number; deals: number; known: boolean };

type Said = { id: string; kind: string; cents: number | null; expected: string | null };
type Deal = Said & { qualifiedAt: Date; closedAt: Date | null };
/** What was said of a deal until a moment. */
type Version = Said & { knownUntil: Date };

/** Qualified, open pipeline due in a quarter, as it stood at the end of each of the days: three statements for any number. */
export async function pipelineSnapshots(
  tx: Transaction,
  tenantId: string,
  views: readonly PipelineView[],
): Promise<PipelineFact[]> {
  const versions = await versionsSince(tx, tenantId, views);
  const deals = await candidates(tx, tenantId, views, [...versions.keys()]);
  const [first] = await tx.$queryRaw<{ at: Date | null }[]>`
    select min(created_at) as at from spine_opportunities where tenant_id = ${tenantId}::uuid`;
  return views.map(({ day, quarter, saidSince }) => {
    const ends = startOfDay(addDays(day, 1));
    const due = deals.flatMap((deal) => {
      if (deal.qualifiedAt >= ends || (deal.closedAt !== null && deal.closedAt < ends)) return [];
      const said = saidOf(deal, versions.get(deal.id), saidSince);
      return isDue(said, quarter) ? [said] : [];
    });
    return {
      total: due.reduce((sum, { cents }) => sum + (cents ?? 0), 0) / 100,
      deals: due.length,
      known: first?.at != null && first.at < ends,
    };
  });
}

/** Versions come in the order in which they were replaced. */
function saidOf(deal: Deal, versions: readonly Version[] | undefined, since: Date | null): Said {
  if (since === null || versions === undefined) return deal;
  return versions.find(({ knownUntil }) => knownUntil > since) ?? deal;
}

const isDue = ({ kind, expected }: Said, { start, end }: Period): boolean =>
  (BOOKING_KINDS as readonly string[]).includes(kind) &&
  expected !== null &&
  expected >= start &&
  expected <= end;

/** Deals that may be due in any of the quarters, as they stand or as they were said to be. */
function candidates(
  tx: Transaction,
  tenantId: string,
  views: readonly PipelineView[],
  ids: readonly string[],
): Promise<Deal[]> {
  const starts = views.map(({ quarter }) => quarter.start).sort();
  const ends = views.map(({ quarter }) => quarter.end).sort();
  return tx.$queryRaw<Deal[]>`
    select id, kind, (amount_usd * 100)::float8 as cents, expected_close_date::text as expected,
      qualified_at as "qualifiedAt", closed_at as "closedAt"
    from spine_opportunities
    where tenant_id = ${tenantId}::uuid and qualified_at is not null
      and (expected_close_date between ${starts[0] ?? null}::date and ${ends.at(-1) ?? null}::date
        or id = any(${[...ids]}::uuid[]))`;
}

/** What was said of deals and has been replaced since, without what an import said that was undone. */
async function versionsSince(tx: Transaction, tenantId: string, views: readonly PipelineView[]) {
  const since = views.flatMap(({ saidSince }) => (saidSince ? [saidSince.getTime()] : []));
  const byDeal = new Map<string, Version[]>();
  if (since.length === 0) return byDeal;
  const rows = await tx.$queryRaw<Version[]>`
    select f.content ->> 'id' as id, f.content ->> 'kind' as kind,
      ((f.content ->> 'amount_usd')::numeric * 100)::float8 as cents,
      f.content ->> 'expected_close_date' as expected, f.known_until as "knownUntil"
    from superseded_figures f
    left join imports i on i.tenant_id = f.tenant_id and i.id = (f.content ->> 'import_id')::uuid
    where f.tenant_id = ${tenantId}::uuid and f.source_table = 'spine_opportunities'
      and f.known_until > ${new Date(Math.min(...since))} and i.status is distinct from 'UNDONE'
    order by f.known_until`;
  for (const row of rows) {
    const known = byDeal.get(row.id);
    if (known) known.push(row);
    else byDeal.set(row.id, [row]);
  }
  return byDeal;
}
