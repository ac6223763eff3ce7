import type { BridgeEnd, CompiledPolicy, Mode, TriggerState } from "../../kernel/enforcement";
import type { Transaction } from "../db/tenant-transaction";
import { closedCycles } from "./cycle-history";
import type { CycleRun } from "./cycle-run";
import { type BridgeStep, weekBridge } from "./week-bridge";

/** A trigger that is measured week by week, and why its value is another one than the week before. */
export type BoardTrigger = {
  triggerId: string;
  shortId: string;
  name: string;
  unit: string;
  state: TriggerState;
  stateBefore: TriggerState | null;
  value: number | null;
  valueBefore: number | null;
  steps: BridgeStep[];
};

export type ReviewBoard = {
  mode: Mode | null;
  cycle: { cycleKey: string; evaluatedAt: string; start: string; end: string } | null;
  before: { cycleKey: string } | null;
  triggers: BoardTrigger[];
};

/** Weeks and months stand in one sequence: this many are enough to find two weeks in it. */
const NEWEST = 12;

type Judged = { id: string; document: CycleRun["document"]; start: string; end: string };

/**
 * The triggers that the policy measures weekly (runway and pipeline), on the newest closed week against the one before.
 * The values are computed anew from what each week was judged on, both under the policy in force, so that only the inputs differ.
 */
export async function reviewBoard(
  tx: Transaction,
  tenantId: string,
  policy: CompiledPolicy,
): Promise<ReviewBoard> {
  const closed = await closedCycles(tx, tenantId, NEWEST);
  const weeks = closed
    .filter(({ cadence }) => cadence === "weekly")
    .sort((one, other) => one.cycleKey.localeCompare(other.cycleKey));
  const [cycle, before] = [weeks.at(-1) ?? null, weeks.at(-2) ?? null];
  const judged = await judgedOn(
    tx,
    tenantId,
    [cycle, before].flatMap((each) => (each ? [each.id] : [])),
  );
  const of = (id: string | undefined) => judged.find((each) => each.id === id) ?? null;
  const [now, then] = [of(cycle?.id), of(before?.id)];
  return {
    mode: closed.at(-1)?.mode ?? null,
    cycle:
      cycle && now
        ? {
            cycleKey: cycle.cycleKey,
            evaluatedAt: cycle.evaluatedAt.toISOString(),
            start: now.start,
            end: now.end,
          }
        : null,
    before: before && { cycleKey: before.cycleKey },
    triggers: policy.triggers
      .filter(({ windowNamesWeek }) => windowNamesWeek)
      .map((trigger) => ({
        triggerId: trigger.id,
        shortId: trigger.shortId,
        name: trigger.name,
        unit: trigger.thresholds?.unit ?? "",
        state: cycle?.states[trigger.id] ?? "UNKNOWN",
        stateBefore: before?.states[trigger.id] ?? null,
        ...(now ? weekBridge(policy, trigger, then && endOf(then), endOf(now)) : NOT_COMPUTED),
      })),
  };
}

const NOT_COMPUTED = { value: null, valueBefore: null, steps: [] };

/** What a week was judged on, as the kernel's bridge takes it. */
const endOf = ({ document: { inputs, cycle } }: Judged): BridgeEnd => ({
  inputs: inputs ?? {},
  monthIndex: cycle.month_index ?? null,
});

function judgedOn(tx: Transaction, tenantId: string, ids: readonly string[]): Promise<Judged[]> {
  return tx.$queryRaw<Judged[]>`
    select id, document, period_start::text as start, period_end::text as end from evaluation_cycles
    where tenant_id = ${tenantId}::uuid and id = any(${[...ids]}::uuid[]) and document ? 'cycle'`;
}
