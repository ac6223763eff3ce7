import { optimise } from "../commands/optimise";
import type { Actor } from "../db/governed-write";
import type { FailureCode } from "../failures";
import type { CycleTrigger } from "../queries/kernel-input";
import { type Details, succeeded } from "./job";

/** Who acts where nobody does: what needs a person has been signed by one. */
export const scheduleActor = (tenantId: string): Actor => ({ tenantId, name: "Schedule", role: "system" });

/** Trying again would not help before somebody or the time has done something: the run says so and is complete. */
const NO_CYCLE: readonly FailureCode[] = ["CYCLE_TOO_RECENT", "INSUFFICIENT_DATA", "NO_CLOSED_CYCLE"];

/** A cycle that nobody asked for in person. One that a crash cut off after its commit is found as too recent. */
export async function scheduledCycle(tenantId: string, trigger: CycleTrigger, at: Date): Promise<Details> {
  const result = await optimise(scheduleActor(tenantId), trigger, at);
  if (!result.ok && NO_CYCLE.includes(result.failure.code)) return { no_cycle: result.failure.message };
  const { cycleId, output } = succeeded(result);
  return { cycle_id: cycleId, actions_proposed: output.actions.length };
}
