import { executeActions } from "../../commands/execute-actions";
import { type Job, succeeded } from "../job";
import { scheduleActor } from "../scheduled-cycle";

/** Carries out what somebody has just signed. What it leaves, the night's run takes up. */
export const executeSignedActions: Job = {
  name: "execute_actions",
  async work({ tenantId, at, payload }) {
    const due = { actionIds: payload.action_ids };
    const { executed, failed, left } = succeeded(await executeActions(scheduleActor(tenantId), due, at));
    return {
      actions_executed: executed.length,
      actions_failed: failed.length,
      actions_left: left.length,
    };
  },
};
