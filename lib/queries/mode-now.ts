import type { Cadence, Mode, TriggerState } from "../../kernel/enforcement";
import type { Transaction } from "../db/tenant-transaction";
import type { ClosedCycle } from "./cycle-history";
import type { PresentSituation } from "./situation";

export type ModeNow = {
  mode: Mode;
  since: Date | null;
  cause: string | null;
  startedBy: { cadence: Cadence; cycleKey: string } | null;
  consecutivePassCycles: number;
  notPassing: { shortId: string; name: string; state: TriggerState }[];
};

/** The mode that holds, since when and why, and how far the way out is. */
export async function loadMode(
  tx: Transaction,
  tenantId: string,
  { policy }: PresentSituation,
  cycle: ClosedCycle,
): Promise<ModeNow> {
  const [row] = await tx.$queryRaw<
    {
      passCycles: number;
      since: Date | null;
      cause: string | null;
      cadence: Cadence;
      cycleKey: string | null;
    }[]
  >`
    select c.consecutive_pass_cycles as "passCycles", p.started_at as since, p.cause,
      s.cadence, s.cycle_key as "cycleKey"
    from evaluation_cycles c
    left join mode_periods p on p.tenant_id = c.tenant_id and p.ended_at is null
    left join evaluation_cycles s on s.tenant_id = p.tenant_id and s.id = p.started_by_cycle
    where c.tenant_id = ${tenantId}::uuid and c.id = ${cycle.id}::uuid`;
  return {
    mode: cycle.mode,
    since: row?.since ?? null,
    cause: row?.cause ?? null,
    startedBy: row?.cycleKey ? { cadence: row.cadence, cycleKey: row.cycleKey } : null,
    consecutivePassCycles: row?.passCycles ?? 0,
    notPassing: policy.compiled.triggers
      .filter(({ critical }) => critical)
      .map(({ id, shortId, name }) => ({ shortId, name, state: cycle.states[id] ?? ("UNKNOWN" as const) }))
      .filter(({ state }) => state !== "PASS"),
  };
}
