import * as z from "zod";
import { TRIGGER_TYPES } from "../../../kernel/revenue";
import { inTenant } from "../../db/tenant-transaction";
import { tenantClock } from "../../queries/tenant-clock";
import { isStorable, UNSTORABLE_WORDS } from "../../storable-text";
import { actorFor } from "./caller";
import { runCycle } from "./cycle-answer";
import { functionEndpoint, tenantIdSchema } from "./endpoint";
import { answerOnce } from "./idempotent";

export const KERNEL_FUNCTION = "revenue-os-kernel";

export const kernelRequestSchema = z.strictObject({
  tenant_id: tenantIdSchema,
  trigger: z
    .strictObject({
      type: z.enum(TRIGGER_TYPES),
      source: z.string().trim().min(1).max(200).refine(isStorable, UNSTORABLE_WORDS),
    })
    .default({ type: "manual", source: KERNEL_FUNCTION }),
});

/** POST /functions/v1/revenue-os-kernel: one cycle of one company. */
export const postKernel = functionEndpoint({
  name: KERNEL_FUNCTION,
  scope: "revenue-kernel:run",
  schema: kernelRequestSchema,
  answer: async (asked) => {
    const actor = await actorFor(asked.caller, asked.input.tenant_id, "revenue.run");
    if (!actor.ok) return actor;
    return answerOnce(KERNEL_FUNCTION, asked, async () => {
      const { tenantId } = actor.value;
      const clock = await inTenant(actor.value, (tx) => tenantClock(tx, tenantId, asked.at));
      return runCycle(actor.value, asked.input.trigger, clock);
    });
  },
});
