// Cycles, actions and results as the kernel and its executors leave them, for tests of what is read from them.
import { randomUUID } from "node:crypto";
import { inTenant } from "../../db/tenant-transaction";

export type GivenGate = { gate: string; observed: number; threshold: number };
export type GivenAction = {
  /** When the executor began; without it the action still waits. */
  startedAt?: string;
  /** When the result was observed and the action ended. */
  measuredAt?: string;
  outcome?: "improved" | "no_change" | "hurt";
};

export async function writeCycle(
  tenantId: string,
  executedAt: string,
  { gates = [], actions = [] }: { gates?: readonly GivenGate[]; actions?: readonly GivenAction[] } = {},
): Promise<string> {
  const cycleId = randomUUID();
  await inTenant({ tenantId }, async (tx) => {
    await tx.optimizationCycle.create({
      data: {
        tenantId,
        id: cycleId,
        triggerType: "scheduled",
        version: "revenue_os_v1",
        bindingConstraint: "economics",
        priorityMetric: "payback_months",
        confidence: 0.8,
        mode: "NORMAL",
        policyVersion: "1.0",
        policyHash: "0".repeat(64),
        executedAt: new Date(executedAt),
        input: {},
        output: {
          cycle_summary: {
            cfo_gates_triggered: gates.map((gate) => ({ ...gate, effect: "holds demand back" })),
          },
        },
      },
    });
  });
  for (const [index, action] of actions.entries()) await writeAction(tenantId, cycleId, index, action);
  return cycleId;
}

async function writeAction(tenantId: string, cycleId: string, index: number, given: GivenAction) {
  const id = randomUUID();
  const { startedAt, measuredAt, outcome = "no_change" } = given;
  await inTenant({ tenantId }, async (tx) => {
    const where = { tenantId_id: { tenantId, id } };
    await tx.optimizationAction.create({
      data: {
        tenantId,
        id,
        cycleId,
        actionKey: `campaigns.budget_daily:${index}`,
        priority: (index % 7) + 1,
        ownerSubsystem: "campaigns",
        actionType: "config_change",
        status: "pending",
        action: {},
        lens: "cfo",
        targetMetric: "payback_months",
        entityType: "campaign",
        entityId: `campaign-${index}`,
        field: "budget_daily",
      },
    });
    if (startedAt === undefined) return;
    await tx.optimizationAction.update({
      where,
      data: { status: "executing", startedAt: new Date(startedAt), oldValue: 100, newValue: 120 },
    });
    for (const [metricId, role] of [
      ["payback_months", "target"],
      ["gross_margin_pct", "economic"],
    ] as const) {
      await tx.optimizationActionResult.create({
        data: {
          tenantId,
          actionId: id,
          metricId,
          role,
          baselineAt: new Date(startedAt),
          baselineValue: 12,
          // What an economic metric did beside the target is no verdict on the action.
          ...(measuredAt && {
            observedAt: new Date(measuredAt),
            observedValue: 11,
            outcome: role === "target" ? outcome : "hurt",
          }),
        },
      });
    }
    if (measuredAt === undefined) return;
    await tx.optimizationAction.update({
      where,
      data: { status: "completed", finishedAt: new Date(measuredAt) },
    });
  });
}
