import type { Cadence, TriggerState } from "../../kernel/enforcement";
import type { Transaction } from "../db/tenant-transaction";

/** One evaluation of one trigger in a closed cycle that had figures of its own, not carried ones. */
export type TriggerPoint = {
  triggerId: string;
  cycleId: string;
  cadence: Cadence;
  cycleKey: string;
  /** `YYYY-MM-DD`, the day the figure speaks of. */
  periodEnd: string;
  evaluatedAt: Date;
  state: TriggerState;
  /** What the thresholds judge; null when it could not be computed. */
  value: number | null;
  computed: Record<string, number | null>;
};

/** The last row of the page before: rows come by day, the monthly close of a day before its week. */
export type SeriesCursor = { periodEnd: string; cadence: Cadence };

type Selection = { since: Date; triggerId?: string; before?: SeriesCursor | null; limit: number };

/** The newest version of each closed cycle counts (docs/specs/decision-run.md 6). Oldest first. */
export async function triggerPoints(
  tx: Transaction,
  tenantId: string,
  { since, triggerId, before, limit }: Selection,
): Promise<TriggerPoint[]> {
  const newestFirst = await tx.$queryRaw<TriggerPoint[]>`
    with kept as (
      select distinct on (c.cadence, c.cycle_key)
        c.tenant_id, c.id, c.cadence, c.cycle_key, c.period_end, c.evaluated_at
      from evaluation_cycles c
      where c.tenant_id = ${tenantId}::uuid and c.status = 'CLOSED' and c.period_end > ${since}::date
      order by c.cadence, c.cycle_key, c.version desc
    )
    select t.trigger_id as "triggerId", k.id as "cycleId", k.cadence, k.cycle_key as "cycleKey",
      k.period_end::text as "periodEnd", k.evaluated_at as "evaluatedAt", t.state,
      t.value::float8 as value, t.computed_values as computed
    from kept k
    join trigger_evaluations t on t.tenant_id = k.tenant_id and t.cycle_id = k.id
    where t.carried_from is null and (${triggerId ?? null}::text is null or t.trigger_id = ${triggerId ?? null})
      and (${before?.periodEnd ?? null}::date is null or k.period_end < ${before?.periodEnd ?? null}::date
        or (k.period_end = ${before?.periodEnd ?? null}::date and k.cadence > ${before?.cadence ?? ""}))
    order by k.period_end desc, k.cadence, t.trigger_id
    limit ${limit}`;
  return newestFirst.reverse();
}

/**
 * The points that make one line. A trigger that is evaluated weekly is drawn by its weeks: a close speaks of an
 * earlier day than the week in which it is known, so both on one line would jump to and fro.
 */
export function lineOf<Point extends Pick<TriggerPoint, "cadence">>(points: readonly Point[]): Point[] {
  const weeks = points.filter(({ cadence }) => cadence === "weekly");
  return weeks.length > 1 ? weeks : [...points];
}

/** A year before a moment, from which on the small charts draw. */
export function yearBefore(at: Date): Date {
  return new Date(Date.UTC(at.getUTCFullYear() - 1, at.getUTCMonth(), at.getUTCDate()));
}
