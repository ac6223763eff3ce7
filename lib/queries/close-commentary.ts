import type { TriggerState } from "../../kernel/enforcement";
import type { Transaction } from "../db/tenant-transaction";
import type { StateChange } from "./close-base";

export type Commentary = {
  triggerId: string;
  stateBefore: TriggerState | null;
  stateNow: TriggerState;
  body: string;
  by: string;
  at: Date;
};

/** Every version of every commentary of a month, newest first. */
export function commentariesOf(tx: Transaction, tenantId: string, cycleKey: string): Promise<Commentary[]> {
  return tx.$queryRaw<Commentary[]>`
    select c.trigger_id as "triggerId", c.state_before as "stateBefore", c.state_now as "stateNow", c.body,
      u.name as by, c.written_at as at
    from close_commentaries c join users u on u.id = c.written_by
    where c.tenant_id = ${tenantId}::uuid and c.cycle_key = ${cycleKey}
    order by c.written_at desc, c.log_seq desc`;
}

type Written = Pick<Commentary, "triggerId" | "stateBefore" | "stateNow">;

/** Changes of state that no commentary explains yet: one that was written on another change explains nothing. */
export function outstandingChanges(
  changes: readonly StateChange[],
  written: readonly Written[],
): StateChange[] {
  return changes.filter(
    ({ triggerId, before, now }) =>
      !written.some(
        (each) => each.triggerId === triggerId && each.stateBefore === before && each.stateNow === now,
      ),
  );
}
