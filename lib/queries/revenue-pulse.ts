import type { BindingConstraint } from "../../kernel/revenue/contract";
import type { MetricId } from "../../kernel/revenue/metric-ids";
import type { Transaction } from "../db/tenant-transaction";

/** The Revenue OS kernel in one line: what its last cycle found, and what became of the actions. */
export type RevenuePulse = {
  executedAt: Date;
  constraint: BindingConstraint;
  priorityMetric: MetricId;
  awaitingSignoff: number;
  pending: number;
  executing: number;
};

/** Null before the first cycle. */
export async function revenuePulse(tx: Transaction, tenantId: string): Promise<RevenuePulse | null> {
  const [row] = await tx.$queryRaw<RevenuePulse[]>`
    select c.executed_at as "executedAt", c.binding_constraint as "constraint",
      c.priority_metric as "priorityMetric", a.*
    from (select * from optimization_cycles where tenant_id = ${tenantId}::uuid
      order by executed_at desc limit 1) c
    cross join (
      select count(*) filter (where status = 'awaiting_signoff')::int as "awaitingSignoff",
        count(*) filter (where status = 'pending')::int as pending,
        count(*) filter (where status = 'executing')::int as executing
      from optimization_actions
      where tenant_id = ${tenantId}::uuid and status in ('awaiting_signoff', 'pending', 'executing')
    ) a`;
  return row ?? null;
}
