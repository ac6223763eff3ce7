import type { Cadence } from "../../kernel/enforcement";
import type { Transaction } from "../db/tenant-transaction";

/** An evaluation that could not close, and the triggers it could not know. */
export type HeldUpCycle = {
  id: string;
  cadence: Cadence;
  cycleKey: string;
  evaluatedAt: Date;
  reasonCodes: string[];
  unknown: { triggerId: string; inputsMissing: string[] }[];
};

/** The newest evaluation, where it stayed open and came after everything that closed; null where all is well. */
export async function heldUpCycle(
  tx: Transaction,
  tenantId: string,
  newestClosed: { evaluatedAt: Date } | null,
): Promise<HeldUpCycle | null> {
  const [row] = await tx.$queryRaw<HeldUpCycle[]>`
    select c.id, c.cadence, c.cycle_key as "cycleKey", c.evaluated_at as "evaluatedAt",
      c.reason_codes as "reasonCodes",
      coalesce((
        select jsonb_agg(jsonb_build_object('triggerId', t.trigger_id, 'inputsMissing', t.inputs_missing)
          order by t.trigger_id)
        from trigger_evaluations t
        where t.tenant_id = c.tenant_id and t.cycle_id = c.id and t.state = 'UNKNOWN'), '[]') as unknown
    from evaluation_cycles c
    where c.tenant_id = ${tenantId}::uuid and c.status = 'OPEN'
      and (${newestClosed?.evaluatedAt ?? null}::timestamptz is null
        or c.evaluated_at > ${newestClosed?.evaluatedAt ?? null})
    order by c.evaluated_at desc limit 1`;
  return row ?? null;
}
