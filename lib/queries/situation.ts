import { type Situation, situationOf, triggerShortId } from "../../kernel/enforcement";
import type { Transaction } from "../db/tenant-transaction";
import { type ActivePolicy, loadActivePolicy } from "../policy/active-policy";
import { type ClosedCycle, closedCycles } from "./cycle-history";

/** What any decision of this moment rests on. */
export type PresentSituation = {
  policy: ActivePolicy;
  /** The newest closed cycle; its states and mode hold until the next one closes. Null before the first. */
  cycle: ClosedCycle | null;
  situation: Situation;
};

/**
 * The policy in force and the states of the newest closed cycle. Before the first closed cycle every trigger
 * is UNKNOWN and the mode DEFENSIVE: with no numbers nothing opens.
 */
export async function loadSituation(tx: Transaction, tenantId: string): Promise<PresentSituation> {
  const policy = await loadActivePolicy(tx, tenantId);
  const cycle = (await closedCycles(tx, tenantId, 1))[0] ?? null;
  const states = Object.fromEntries(
    Object.entries(cycle?.states ?? {}).map(([id, state]) => [triggerShortId(id), state]),
  );
  const situation = situationOf(policy.compiled, {
    states,
    mode: cycle?.mode ?? "DEFENSIVE",
    crmHygiene: cycle?.crmHygiene ?? null,
  });
  return { policy, cycle, situation };
}
