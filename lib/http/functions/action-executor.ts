import * as z from "zod";
import { abortActions } from "../../commands/abort-actions";
import { executeActions } from "../../commands/execute-actions";
import { recordResults } from "../../commands/record-results";
import { endActionInput, revertAction } from "../../commands/revert-action";
import type { Actor } from "../../db/governed-write";
import { inTenant } from "../../db/tenant-transaction";
import { type Result, succeed } from "../../failures";
import { tenantClock } from "../../queries/tenant-clock";
import { actorFor } from "./caller";
import { functionEndpoint, tenantIdSchema } from "./endpoint";
import { answerOnce } from "./idempotent";

export const EXECUTOR_FUNCTION = "revenue-os-action-executor";

const id = z.guid().transform((value) => value.toLowerCase());
const asked = { tenant_id: tenantIdSchema };

export const executorRequestSchema = z.discriminatedUnion("operation", [
  z.strictObject({
    ...asked,
    operation: z.literal("execute"),
    action_ids: z
      .array(id)
      .min(1)
      .max(100)
      .optional()
      .describe("Records of actions; without them, all that may run."),
  }),
  z.strictObject({
    ...asked,
    operation: z.literal("revert"),
    action_id: id,
    reason: endActionInput.shape.reason,
  }),
  z.strictObject({ ...asked, operation: z.literal("abort_check") }),
  z.strictObject({ ...asked, operation: z.literal("record_results") }),
]);
type ExecutorRequest = z.output<typeof executorRequestSchema>;

export const executorAnswerSchema = z.strictObject({
  operation: z.enum(["execute", "revert", "abort_check", "record_results"]),
  tenant_id: z.guid(),
  results: z.array(
    z.strictObject({
      id: z.guid(),
      action_id: z.string().nullable(),
      /** Null for an action that was left as it was. */
      status: z.string().nullable(),
      reason: z.string().nullable(),
    }),
  ),
});
type ActionResult = z.infer<typeof executorAnswerSchema>["results"][number];

/** POST /functions/v1/revenue-os-action-executor: actions carried out, taken back, looked after and measured. */
export const postActionExecutor = functionEndpoint({
  name: EXECUTOR_FUNCTION,
  scope: "revenue-actions:write",
  schema: executorRequestSchema,
  answer: async (question) => {
    const { caller, input, at } = question;
    const actor = await actorFor(caller, input.tenant_id, "revenue.act");
    if (!actor.ok) return actor;
    const { tenantId } = actor.value;
    return answerOnce(EXECUTOR_FUNCTION, question, async () => {
      const clock = await inTenant(actor.value, (tx) => tenantClock(tx, tenantId, at));
      const results = await operate(actor.value, input, clock);
      if (!results.ok) return results;
      return {
        ok: true,
        value: { operation: input.operation, tenant_id: tenantId, results: results.value },
      };
    });
  },
});

type Moved = { actionId: string; actionKey: string; status: string; reason: string | null };
type Left = { actionId: string; reason: string };

const resultOf = (each: Moved | Left): ActionResult => ({
  id: each.actionId,
  action_id: "actionKey" in each ? each.actionKey : null,
  status: "status" in each ? each.status : null,
  reason: each.reason,
});

async function operate(actor: Actor, input: ExecutorRequest, at: Date): Promise<Result<ActionResult[]>> {
  switch (input.operation) {
    case "execute": {
      const done = await executeActions(actor, input.action_ids ? { actionIds: input.action_ids } : {}, at);
      return listed(done, ({ executed, failed, left }) => [...executed, ...failed, ...left]);
    }
    case "revert": {
      const done = await revertAction(actor, { actionId: input.action_id, reason: input.reason }, at);
      return listed(done, (move) => [move]);
    }
    case "abort_check":
      return listed(await abortActions(actor, at), ({ aborted, left }) => [...aborted, ...left]);
    case "record_results": {
      const done = await recordResults(actor, at);
      return listed(done, ({ completed, failed, left }) => [...completed, ...failed, ...left]);
    }
  }
}

function listed<T>(done: Result<T>, all: (value: T) => (Moved | Left)[]): Result<ActionResult[]> {
  return done.ok ? succeed(all(done.value).map(resultOf)) : done;
}
