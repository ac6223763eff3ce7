import { randomUUID } from "node:crypto";
import { type Cadence, KERNEL_VERSION, type Report, type TriggerEvaluation } from "../../kernel/enforcement";
import { insertRows } from "../db/governed-write";
import type { Transaction } from "../db/tenant-transaction";
import type { ActivePolicy } from "../policy/active-policy";
import { type CycleRun, type UsedInput, valueUsed } from "../queries/cycle-run";
import { judgedValue } from "../queries/judged-value";

/** What identifies one evaluation of a cycle, and what a further evaluation of it takes over. */
export type CycleRecord = {
  tenantId: string;
  cadence: Cadence;
  cycleKey: string;
  version: number;
  periodStart: string;
  periodEnd: string;
  monthIndex: number | null;
  certifiedFinal: boolean;
  deliveredAt: string | null;
};

export type StoredCycle = {
  id: string;
  record: CycleRecord;
  /** The policy that it was evaluated under. */
  policy: ActivePolicy;
  report: Report;
  status: "OPEN" | "CLOSED";
};

type Evaluation = {
  record: CycleRecord;
  policy: ActivePolicy;
  document: CycleRun["document"];
  report: Report;
  status: "OPEN" | "CLOSED";
  evaluatedBy: string | null;
  reason: string | null;
  at: Date;
};

/** Adds one evaluation and its triggers; rows never change, so an evaluation anew is a further version. */
export async function storeCycle(tx: Transaction, evaluation: Evaluation): Promise<StoredCycle> {
  const { record, policy, document, report, status, evaluatedBy, reason, at } = evaluation;
  const id = randomUUID();
  await insertRows(tx, "evaluation_cycles", [
    {
      tenant_id: record.tenantId,
      id,
      cadence: record.cadence,
      cycle_key: record.cycleKey,
      version: record.version,
      period_start: record.periodStart,
      period_end: record.periodEnd,
      month_index: record.monthIndex,
      evaluated_at: at,
      status,
      certified_final: record.certifiedFinal,
      delivered_at: record.deliveredAt,
      outcome: report.final_outcome.outcome,
      reason_codes: report.final_outcome.reason_codes,
      mode_before: report.mode.before,
      mode_after: report.mode.after,
      consecutive_pass_cycles: report.mode.consecutive_pass_cycles,
      policy_bundle_id: policy.bundleId,
      kernel_version: KERNEL_VERSION,
      document,
      report,
      evaluated_by: evaluatedBy,
      reason,
    },
  ]);
  await insertRows(
    tx,
    "trigger_evaluations",
    report.trigger_evaluation.map((trigger) => ({
      tenant_id: record.tenantId,
      cycle_id: id,
      trigger_id: trigger.trigger_id,
      state: trigger.state,
      value: judgedValue(triggerOf(policy, trigger), trigger.computed_values),
      unit: triggerOf(policy, trigger)?.thresholds?.unit ?? "",
      inputs_missing: trigger.inputs_missing,
      computed_values: trigger.computed_values,
      carried_from: trigger.carried_from ?? null,
    })),
  );
  return { id, record, policy, report, status };
}

const triggerOf = ({ compiled }: ActivePolicy, { trigger_id }: TriggerEvaluation) =>
  compiled.triggers.find(({ id }) => id === trigger_id);

export function storeInputs(
  tx: Transaction,
  tenantId: string,
  cycleId: string,
  inputs: readonly UsedInput[],
): Promise<void> {
  return insertRows(
    tx,
    "cycle_inputs",
    inputs.map((input) => ({
      tenant_id: tenantId,
      cycle_id: cycleId,
      name: input.name,
      value: valueUsed(input),
      unit: input.unit,
      source_table: input.source.table,
      source_query: input.source.query,
      period_start: input.source.period.start,
      period_end: input.source.period.end,
      row_count: input.source.rows,
      override_id: input.override?.id ?? null,
      spine_value: input.value,
    })),
  );
}

/** A cycle that is only run again on other history keeps the inputs it had. */
export async function copyInputs(tx: Transaction, tenantId: string, from: string, to: string): Promise<void> {
  await tx.$executeRaw`
    insert into cycle_inputs (tenant_id, cycle_id, name, value, unit, source_table, source_query, period_start,
      period_end, row_count, override_id, spine_value)
    select tenant_id, ${to}::uuid, name, value, unit, source_table, source_query, period_start,
      period_end, row_count, override_id, spine_value
    from cycle_inputs where tenant_id = ${tenantId}::uuid and cycle_id = ${from}::uuid`;
}
