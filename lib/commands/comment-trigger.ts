import * as z from "zod";
import { KERNEL_VERSION, triggerShortId } from "../../kernel/enforcement";
import { type Actor, governedWrite } from "../db/governed-write";
import type { Transaction } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import { loadActivePolicy } from "../policy/active-policy";
import { closeBase } from "../queries/close-base";
import { certifiedClose, closeStates } from "../queries/close-states";
import { runCycle } from "../queries/cycle-run";
import { actingMember } from "./acting-member";
import { monthKey } from "./certify-close";

const LEAST = 20;
const MOST = 4000;

export const commentTriggerInput = z.strictObject({
  cycleKey: monthKey,
  triggerId: z.string().min(1).max(100),
  body: z
    .string()
    .trim()
    .min(LEAST, `Say why in at least ${LEAST} characters.`)
    .max(MOST, `At most ${MOST.toLocaleString("en-US")} characters.`),
});
export type CommentTrigger = z.infer<typeof commentTriggerInput>;

/**
 * Says why a trigger stands where it does in a month. The commentary keeps the change of state that it explains, so that
 * after another change it explains nothing; each one is a further version, and stands in the log.
 */
export function commentTrigger(
  actor: Actor,
  { cycleKey, triggerId, body }: CommentTrigger,
  at: Date,
): Promise<Result<{ triggerId: string }>> {
  return settle(() =>
    governedWrite(actor, async ({ tx, append }) => {
      const { tenantId } = actor;
      const { userId } = await actingMember(tx, actor, "close.comment");
      const certified = await certifiedClose(tx, tenantId, cycleKey);
      const states = certified
        ? closeStates(certified.compiled, certified.report)
        : await statesToCome(tx, tenantId, cycleKey, at);
      const trigger = states.triggers.find((each) => each.triggerId === triggerId);
      if (!trigger) return abort("NOT_FOUND", `The close of ${cycleKey} has no trigger ${triggerId}.`);
      const stateBefore = (await closeBase(tx, tenantId, cycleKey))?.triggers[triggerId]?.state ?? null;
      const policy = await loadActivePolicy(tx, tenantId);
      const [position] = await append([
        {
          kind: "close_commentary",
          occurredAt: at,
          title: `Commentary on ${triggerShortId(triggerId)} in the close ${cycleKey}`,
          source: "application",
          policyVersion: policy.version,
          policyHash: policy.hash,
          kernelVersion: KERNEL_VERSION,
          facts: {
            cadence: "monthly_close",
            cycle_id: cycleKey,
            trigger_id: triggerId,
            state_before: stateBefore,
            state_now: trigger.state,
            commentary: body,
          },
        },
      ]);
      if (!position) throw new Error("the commentary has its log entry");
      await tx.closeCommentary.create({
        data: {
          tenantId,
          cycleKey,
          triggerId,
          stateBefore,
          stateNow: trigger.state,
          body,
          writtenBy: userId,
          writtenAt: at,
          logSeq: position.seq,
        },
      });
      return { triggerId };
    }),
  );
}

/** As the month would be certified now. */
async function statesToCome(tx: Transaction, tenantId: string, cycleKey: string, at: Date) {
  const run = await runCycle(tx, tenantId, { cadence: "monthly_close", cycleKey }, at);
  return closeStates(run.policy.compiled, run.report);
}
