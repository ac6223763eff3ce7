import * as z from "zod";
import { kernelOutputSchema, LEAST_HOURS_BETWEEN_CYCLES } from "../../../kernel/revenue";
import { optimise } from "../../commands/optimise";
import type { Actor } from "../../db/governed-write";
import { inTenant } from "../../db/tenant-transaction";
import type { CycleTrigger } from "../../queries/kernel-input";
import type { FunctionAnswer } from "./endpoint";

/** The kernel's output as it is, and beside it where its actions went: their records, and the requests that people sign. */
export const cycleAnswerSchema = kernelOutputSchema.extend({
  records: z.array(
    z.strictObject({
      action_id: z.string(),
      /** Names the action to revenue-os-action-executor. */
      id: z.guid(),
      status: z.enum(["pending", "awaiting_signoff"]),
      request: z.string().nullable().describe("REQ-1042, where a person has to sign."),
    }),
  ),
});

/** Runs a cycle at the company's present and answers it; too early, it says when to come back. */
export async function runCycle(actor: Actor, trigger: CycleTrigger, clock: Date): Promise<FunctionAnswer> {
  const cycle = await optimise(actor, trigger, clock);
  if (cycle.ok) {
    const { output, actions } = cycle.value;
    const records = actions.map(({ id, actionId, status, requestReference }) => ({
      action_id: actionId,
      id,
      status,
      request: requestReference,
    }));
    return { ok: true, value: { ...output, records } };
  }
  if (cycle.failure.code !== "CYCLE_TOO_RECENT") return cycle;
  return { ...cycle, retryAfterSeconds: await secondsToNextCycle(actor, clock) };
}

async function secondsToNextCycle(actor: Actor, clock: Date): Promise<number> {
  const last = await inTenant(actor, (tx) =>
    tx.optimizationCycle.findFirst({
      where: { tenantId: actor.tenantId },
      orderBy: { executedAt: "desc" },
      select: { executedAt: true },
    }),
  );
  const since = last === null ? 0 : (clock.getTime() - last.executedAt.getTime()) / 1000;
  return Math.max(1, Math.ceil(LEAST_HOURS_BETWEEN_CYCLES * 3600 - since));
}
