import { computeDueMetrics } from "../../commands/compute-metrics";
import { inTenant } from "../../db/tenant-transaction";
import { cycleTriggers, triggerOf } from "../../queries/cycle-triggers";
import type { Job } from "../job";
import { scheduledCycle } from "../scheduled-cycle";

/**
 * What should not wait for the night. A reason that the last cycle has seen is none, so a cycle that ran, by whatever
 * trigger, settles all of them, and one that came too early is asked for again in an hour.
 */
export const checkTriggers: Job = {
  name: "check_triggers",
  async work({ tenantId, at }) {
    const metrics = await computeDueMetrics(tenantId, at);
    const found = { metric_values_changed: metrics?.changed ?? 0 };
    const [first, ...others] = await inTenant({ tenantId }, (tx) => cycleTriggers(tx, tenantId, at));
    if (first === undefined) return { ...found, reasons: [] };
    const cycle = await scheduledCycle(tenantId, triggerOf([first, ...others]), at);
    return { ...found, reasons: [first, ...others].map(({ name }) => name), ...cycle };
  },
};
