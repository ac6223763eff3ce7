// Cycles whose states the kernel decided from figures, for tests in which mode and escalations must follow.
import {
  type Cadence,
  KERNEL_VERSION,
  runDocumentSchema,
  type TriggerState,
} from "../../../kernel/enforcement";
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

type States = Record<string, TriggerState>;

/** Closes a month with figures that put each named trigger in its state; all others PASS. */
export function closeMonth(company: Pick<Company, "tenantId">, cycleKey: string, states: States = {}) {
  return judge(company, "monthly_close", cycleKey, states);
}

/** Closes a week: runway and pipeline have figures of their own, the rest carries the last close. */
export function closeWeek(company: Pick<Company, "tenantId">, cycleKey: string, states: States = {}) {
  return judge(company, "weekly", cycleKey, states);
}

/** Evaluates a week without the cash balance: it stays open. */
export function evaluateWithoutCash(company: Pick<Company, "tenantId">, cycleKey: string) {
  return judge(company, "weekly", cycleKey, {}, ["inputs.CashBalance"]);
}

function judge(
  { tenantId }: Pick<Company, "tenantId">,
  cadence: Cadence,
  cycleKey: string,
  states: States,
  remove: string[] = [],
): Promise<string> {
  const period = periodOf(cadence, cycleKey);
  if (!period) throw new Error(`${cycleKey} is no ${cadence} cycle`);
  const at = new Date(`${period.end}T12:00:00Z`);
  return governedWrite({ tenantId, name: "FP&A", role: "FP&A" }, async ({ tx, append }) => {
    const policy = await loadActivePolicy(tx, tenantId);
    const history = historyOf(await closedCycles(tx, tenantId));
    const given = documentOf({
      base: cadence === "weekly" ? "weekly" : "monthly",
      states,
      set: { "cycle.id": cycleKey, evaluated_at: at.toISOString() },
      remove,
    });
    const { artifacts: _, history: __, ...document } = runDocumentSchema.parse(given);
    const report = runOn(policy, document, history);
    const cycle = await storeCycle(tx, {
      record: {
        tenantId,
        cadence,
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
      status: remove.length > 0 ? "OPEN" : "CLOSED",
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
      ...(cycle.status === "CLOSED" ? await followMode(tx, policy, cycle, at) : []),
      ...(cycle.status === "CLOSED" ? await raiseEscalations(tx, policy, cycle, history, at) : []),
    ]);
    return cycle.id;
  });
}
