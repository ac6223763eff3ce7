import type { Mode, TriggerState } from "../../kernel/enforcement";
import type { Transaction } from "../db/tenant-transaction";

/** An earlier close that a month is compared with. */
export type CloseBase = {
  id: string;
  cycleKey: string;
  isCertified: boolean;
  mode: Mode;
  monthIndex: number | null;
  inputs: Record<string, unknown>;
  /** By full trigger id. */
  triggers: Record<string, { state: TriggerState; value: number | null }>;
};

/**
 * What a month is compared with: the newest certified close before it, or where none is certified the newest that
 * closed; null for a company's first month.
 */
export async function closeBase(
  tx: Transaction,
  tenantId: string,
  cycleKey: string,
): Promise<CloseBase | null> {
  const [base] = await tx.$queryRaw<CloseBase[]>`
    with newest as (
      select distinct on (c.cycle_key) c.* from evaluation_cycles c
      where c.tenant_id = ${tenantId}::uuid and c.cadence = 'monthly_close' and c.status = 'CLOSED'
        and c.cycle_key < ${cycleKey}
      order by c.cycle_key, c.version desc
    )
    select n.id, n.cycle_key as "cycleKey", n.certified_final as "isCertified", n.mode_after as mode,
      n.month_index as "monthIndex", coalesce(n.document -> 'inputs', '{}') as inputs,
      (select coalesce(jsonb_object_agg(t.trigger_id, jsonb_build_object('state', t.state, 'value', t.value)), '{}')
       from trigger_evaluations t where t.tenant_id = n.tenant_id and t.cycle_id = n.id) as triggers
    from newest n
    order by n.certified_final desc, n.cycle_key desc limit 1`;
  return base ?? null;
}

export type StateChange = { triggerId: string; before: TriggerState | null; now: TriggerState };

/** Triggers whose state is another than at the last certified close; without one, nothing has changed yet. */
export function stateChanges(
  base: Pick<CloseBase, "isCertified" | "triggers"> | null,
  states: Readonly<Record<string, TriggerState>>,
): StateChange[] {
  if (base === null || !base.isCertified) return [];
  return Object.entries(states).flatMap(([triggerId, now]) => {
    const before = base.triggers[triggerId]?.state ?? null;
    return before === now ? [] : [{ triggerId, before, now }];
  });
}
