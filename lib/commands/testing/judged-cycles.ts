// Cycles whose states the kernel decided from figures, for tests in which mode and escalations must follow.
import { KERNEL_VERSION, runDocumentSchema, type TriggerState } from "../../../kernel/enforcement";
import { documentOf } from "../../../kernel/enforcement/corpus/given";
import { governedWrite } from "../../db/governed-write";
import { loadActivePolicy } from "../../policy/active-policy";
import { periodOf } from "../../queries/cycle-calendar";
import { closedCycles, historyOf } from "../../queries/cycle-history";
import { runOn } from "../../queries/cycle-run";
import { followMode } from "../follow-mode";
import { raiseEscalations } from "../raise-escalations";
import { storeCycle } from "../store-cycle";
import type { Company } from "./company";

/** Closes a month with figures that put each named trigger in its state; all others PASS. */
export function closeMonth(
  { tenantId }: Pick<Company, "tenantId">,
  cycleKey: string,
  states: Record<string, TriggerState> = {},
): Promise<string> {
  const period = periodOf("monthly_close", cycleKey);
  if (!period) throw new Error(`${cycleKey} is no month`);
  const at = new Date(`${period.end}T12:00:00Z`);
  return governedWrite({ tenantId, name: "FP&A", role: "FP&A" }, async ({ tx, append }) => {
    const policy = await loadActivePolicy(tx, tenantId);
    const history = historyOf(await closedCycles(tx, tenantId));
    const given = documentOf({ states, set: { "cycle.id": cycleKey, evaluated_at: at.toISOString() } });
    const { artifacts: _, history: __, ...document } = runDocumentSchema.parse(given);
    const report = runOn(policy, document, history);
    const cycle = await storeCycle(tx, {
      record: {
        tenantId,
        cadence: "monthly_close",
        cycleKey,
        version: 1,
        periodStart: period.start,
        periodEnd: period.end,
        monthIndex: null,
        certifiedFinal: false,
        deliveredAt: null,
      },
      policy,
      document,
      report,
      status: "CLOSED",
      evaluatedBy: null,
      reason: null,
      at,
    });
    await append([
      {
        kind: "cycle_evaluated",
        occurredAt: at,
        title: `Cycle ${cycleKey}`,
        source: "system",
        policyVersion: policy.version,
        policyHash: policy.hash,
        kernelVersion: KERNEL_VERSION,
      },
      ...(await followMode(tx, policy, cycle, at)),
      ...(await raiseEscalations(tx, policy, cycle, history, at)),
    ]);
    return cycle.id;
  });
}
