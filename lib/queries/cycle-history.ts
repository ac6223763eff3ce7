import type { Cadence, CrmHygiene, HistoryEntry, Mode, TriggerState } from "../../kernel/enforcement";
import type { Transaction } from "../db/tenant-transaction";

/** A closed cycle as it stands now: the newest closed version, in the place where it first closed. */
export type ClosedCycle = {
  id: string;
  cadence: Cadence;
  cycleKey: string;
  version: number;
  periodEnd: Date;
  evaluatedAt: Date;
  mode: Mode;
  crmHygiene: CrmHygiene | null;
  /** By full trigger id. */
  states: Record<string, TriggerState>;
};

/**
 * The closed cycles of the tenant, oldest first: weekly and monthly ones form one sequence, in the order in
 * which each first closed; a cycle evaluated again keeps its place (docs/specs/decision-run.md 6).
 * @param latest how many of the newest to return; all when left out.
 */
export async function closedCycles(
  tx: Transaction,
  tenantId: string,
  latest?: number,
): Promise<ClosedCycle[]> {
  const rows = await tx.$queryRaw<ClosedCycle[]>`
    with ranked as (
      select c.*,
        min(c.evaluated_at) over (partition by c.cadence, c.cycle_key) as first_closed_at,
        row_number() over (partition by c.cadence, c.cycle_key order by c.version desc) as newest_first
      from evaluation_cycles c
      where c.tenant_id = ${tenantId}::uuid and c.status = 'CLOSED'
    ), kept as (
      select * from ranked where newest_first = 1
      order by first_closed_at desc, period_end desc, cadence desc
      limit ${latest ?? 100_000}
    )
    select k.id, k.cadence, k.cycle_key as "cycleKey", k.version, k.period_end as "periodEnd",
      k.evaluated_at as "evaluatedAt", k.mode_after as mode, k.document -> 'crm_hygiene' as "crmHygiene",
      (select jsonb_object_agg(t.trigger_id, t.state) from trigger_evaluations t
       where t.tenant_id = k.tenant_id and t.cycle_id = k.id) as states
    from kept k
    order by k.first_closed_at, k.period_end, k.cadence`;
  return rows;
}

/** The `history` of a run document. */
export function historyOf(cycles: readonly ClosedCycle[]): HistoryEntry[] {
  return cycles.map((cycle) => ({ cycle_id: cycle.cycleKey, cadence: cycle.cadence, states: cycle.states }));
}
