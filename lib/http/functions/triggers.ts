import * as z from "zod";
import { LEAST_HOURS_BETWEEN_CYCLES, TRIGGER_TYPES } from "../../../kernel/revenue";
import type { Actor } from "../../db/governed-write";
import { inTenant } from "../../db/tenant-transaction";
import { dueTriggers, setOffBy } from "../../queries/due-triggers";
import { tenantClock } from "../../queries/tenant-clock";
import { actorFor } from "./caller";
import { cycleAnswerSchema, runCycle } from "./cycle-answer";
import { type FunctionAnswer, functionEndpoint, tenantIdSchema } from "./endpoint";

export const TRIGGERS_FUNCTION = "revenue-os-triggers";

export const triggersRequestSchema = z.strictObject({
  tenant_id: tenantIdSchema,
  operation: z.enum(["check", "fire"]),
});

const dueSchema = z.strictObject({
  type: z.enum(TRIGGER_TYPES),
  /** daily, weekly_deep, the metric, campaign_started, new_opportunities, completed_actions. */
  name: z.string(),
  why: z.string(),
});
export const triggersAnswerSchema = z.strictObject({
  operation: z.enum(["check", "fire"]),
  tenant_id: z.guid(),
  checked_at: z.iso.datetime(),
  due: z.array(dueSchema),
  /** A cycle may run from then on. */
  next_cycle_from: z.iso.datetime(),
  /** What the triggers set off; null where none was due, and where it was only asked which are. */
  cycle: cycleAnswerSchema.nullable(),
});

/** POST /functions/v1/revenue-os-triggers: which triggers are due and why; and the cycle that they set off. */
export const postTriggers = functionEndpoint({
  name: TRIGGERS_FUNCTION,
  scope: "revenue-triggers:write",
  schema: triggersRequestSchema,
  answer: async ({ caller, input, at }) => {
    const actor = await actorFor(caller, input.tenant_id, "revenue.run");
    return actor.ok ? checkOrFire(actor.value, input.operation, at) : actor;
  },
});

async function checkOrFire(
  actor: Actor,
  operation: z.output<typeof triggersRequestSchema>["operation"],
  at: Date,
): Promise<FunctionAnswer> {
  const { tenantId } = actor;
  const { clock, due, last } = await inTenant(actor, async (tx) => {
    const clock = await tenantClock(tx, tenantId, at);
    return { clock, ...(await dueTriggers(tx, tenantId, clock)) };
  });
  const earliest = (last?.getTime() ?? 0) + LEAST_HOURS_BETWEEN_CYCLES * 3_600_000;
  const trigger = operation === "fire" ? setOffBy(due) : null;
  const set = trigger ? await runCycle(actor, trigger, clock) : null;
  if (set && !set.ok) return set;
  return {
    ok: true,
    value: {
      operation,
      tenant_id: tenantId,
      checked_at: clock.toISOString(),
      due: due.map(({ type, name, source }) => ({ type, name, why: source })),
      next_cycle_from: new Date(Math.max(earliest, clock.getTime())).toISOString(),
      cycle: set?.value ?? null,
    },
  };
}
