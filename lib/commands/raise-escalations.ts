import {
  type CompiledEscalation,
  dueEscalations,
  type HistoryEntry,
  KERNEL_VERSION,
  triggerShortId,
} from "../../kernel/enforcement";
import type { LogEntry } from "../db/governed-write";
import type { Transaction } from "../db/tenant-transaction";
import type { ActivePolicy } from "../policy/active-policy";
import type { StoredCycle } from "./store-cycle";
import { tell, toldOf } from "./tell";

type Raised = { rule: string; status: string; cycleKey: string };

/**
 * Raises what the kernel says is due after a cycle (RUNTIME-A8-1). A run of FAILs is escalated once: while it
 * goes on and its escalation has not been resolved, the following cycles raise nothing further. When the plan
 * was carried out and the trigger still FAILs, or when a new run begins, the rule is raised again.
 */
export async function raiseEscalations(
  tx: Transaction,
  policy: ActivePolicy,
  cycle: StoredCycle,
  history: readonly HistoryEntry[],
  at: Date,
): Promise<LogEntry[]> {
  const { tenantId, cadence, cycleKey } = cycle.record;
  const emitted = cycle.report.escalations_emitted.filter(({ emitted: due }) => due).map(({ rule }) => rule);
  const entries: LogEntry[] = [];
  for (const rule of policy.compiled.escalations.filter(({ rule: text }) => emitted.includes(text))) {
    const triggers = rule.triggers.filter((trigger) => isDue(policy, cycle, history, rule, trigger));
    const streak = triggers.flatMap((trigger) => cyclesOfStreak(cycle, history, trigger));
    const raised = await raisedBefore(tx, tenantId, rule.rule, cadence);
    const covered = raised.some(
      (each) => each.cycleKey === cycleKey || (streak.includes(each.cycleKey) && each.status !== "RESOLVED"),
    );
    if (covered) continue;
    const { id } = await tx.escalation.create({
      data: {
        tenantId,
        rule: rule.rule,
        action: rule.action,
        triggerIds: triggers,
        raisedAt: at,
        raisedByCycle: cycle.id,
        status: "OPEN",
      },
      select: { id: true },
    });
    const words = { title: rule.action, reason: `Rule ${rule.rule} has come true.` };
    await tell(
      tx,
      { tenantId },
      {
        kind: "escalation_raised",
        reference: id,
        cause: `escalation:${id}`,
        people: await toldOf(tx, tenantId, "escalation.acknowledge", words),
        at,
      },
    );
    entries.push(entryOf(policy, cycle, rule, triggers, at));
  }
  return entries;
}

function raisedBefore(tx: Transaction, tenantId: string, rule: string, cadence: string): Promise<Raised[]> {
  return tx.$queryRaw<Raised[]>`
    select e.rule, e.status, c.cycle_key as "cycleKey"
    from escalations e
    join evaluation_cycles c on c.tenant_id = e.tenant_id and c.id = e.raised_by_cycle
    where e.tenant_id = ${tenantId}::uuid and e.rule = ${rule} and c.cadence = ${cadence}`;
}

/** The kernel's own answer for one trigger of a rule that names several. */
function isDue(
  { compiled }: ActivePolicy,
  cycle: StoredCycle,
  history: readonly HistoryEntry[],
  rule: CompiledEscalation,
  trigger: string,
): boolean {
  const states = Object.fromEntries(
    cycle.report.trigger_evaluation.map(({ trigger_id, state }) => [triggerShortId(trigger_id), state]),
  );
  const current = { id: cycle.record.cycleKey, cadence: cycle.record.cadence, states };
  const alone = { triggers: compiled.triggers, escalations: [{ ...rule, triggers: [trigger] }] };
  return dueEscalations(alone, history, current).some(({ emitted }) => emitted);
}

/** Keys of the cycles in which a trigger has FAILed without a PASS or WATCH since, this one included. */
function cyclesOfStreak(cycle: StoredCycle, history: readonly HistoryEntry[], trigger: string): string[] {
  const keys = [cycle.record.cycleKey];
  for (const entry of history.filter(({ cadence }) => cadence === cycle.record.cadence).toReversed()) {
    const state =
      Object.entries(entry.states).find(([id]) => triggerShortId(id) === trigger)?.[1] ?? "UNKNOWN";
    if (state === "PASS" || state === "WATCH") break;
    keys.push(entry.cycle_id);
  }
  return keys;
}

function entryOf(
  policy: ActivePolicy,
  cycle: StoredCycle,
  rule: CompiledEscalation,
  triggers: readonly string[],
  at: Date,
): LogEntry {
  return {
    kind: "escalation",
    occurredAt: at,
    title: `Escalation raised: ${rule.rule}`,
    source: "application",
    policyVersion: policy.version,
    policyHash: policy.hash,
    kernelVersion: KERNEL_VERSION,
    facts: {
      step: "RAISED",
      rule: rule.rule,
      mandated_action: rule.action,
      triggers: [...triggers],
      cadence: cycle.record.cadence,
      cycle_id: cycle.record.cycleKey,
    },
  };
}
