import { executeActions } from "../../commands/execute-actions";
import { inTenant } from "../../db/tenant-transaction";
import { type Job, type RunningWork, succeeded } from "../job";
import { scheduleActor } from "../scheduled-cycle";

/** Carries out what somebody has just signed. What it leaves, the night's run takes up. */
export const executeSignedActions: Job = {
  name: "execute_actions",
  async work(run) {
    const actionIds = run.payload.action_ids ?? (await actionsOfRequest(run));
    const actor = scheduleActor(run.tenantId);
    const { executed, failed, left } = succeeded(await executeActions(actor, { actionIds }, run.at));
    return {
      actions_executed: executed.length,
      actions_failed: failed.length,
      actions_left: left.length,
    };
  },
};

/** Asked for again by hand, the job knows no more than the request that was signed. */
function actionsOfRequest({ tenantId, runFor }: RunningWork): Promise<string[]> {
  return inTenant({ tenantId }, async (tx) => {
    const actions = await tx.optimizationAction.findMany({
      where: { tenantId, request: { reference: runFor } },
      select: { id: true },
    });
    return actions.map(({ id }) => id);
  });
}
