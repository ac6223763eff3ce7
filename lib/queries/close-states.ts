import type { CompiledPolicy, Mode, Report, TriggerState } from "../../kernel/enforcement";
import type { Transaction } from "../db/tenant-transaction";
import { trustedPolicy } from "../policy/active-policy";
import { judgedValue } from "./judged-value";

export type CertifiedClose = {
  id: string;
  /** The version that governs. */
  version: number;
  /** The version that somebody certified: a certified month is run again, as it stands, where an earlier cycle is corrected. */
  certifiedAs: number;
  certifiedAt: Date;
  certifiedBy: string | null;
  deliveredAt: string;
  compiled: CompiledPolicy;
  report: Report;
  inputs: Record<string, unknown>;
};

/** The version of a month that is final now; null where none is. */
export async function certifiedClose(
  tx: Transaction,
  tenantId: string,
  cycleKey: string,
): Promise<CertifiedClose | null> {
  const row = await tx.evaluationCycle.findFirst({
    where: { tenantId, cadence: "monthly_close", cycleKey, status: "CLOSED" },
    orderBy: { version: "desc" },
    include: { policyBundle: true },
  });
  if (!row?.certifiedFinal || !row.deliveredAt) return null;
  const certification = await certificationOf(tx, tenantId, cycleKey);
  const document = row.document as { inputs?: Record<string, unknown> };
  return {
    id: row.id,
    version: row.version,
    ...certification,
    deliveredAt: row.deliveredAt.toISOString().slice(0, 10),
    compiled: trustedPolicy(row.policyBundle).compiled,
    report: row.report as unknown as Report,
    inputs: document.inputs ?? {},
  };
}

/** Who certified what is final now: the first version since the month was last open to change. */
async function certificationOf(
  tx: Transaction,
  tenantId: string,
  cycleKey: string,
): Promise<Pick<CertifiedClose, "certifiedAs" | "certifiedAt" | "certifiedBy">> {
  const [row] = await tx.$queryRaw<{ version: number; at: Date; by: string | null }[]>`
    select c.version, c.evaluated_at as at, u.name as by
    from evaluation_cycles c left join users u on u.id = c.evaluated_by
    where c.tenant_id = ${tenantId}::uuid and c.cadence = 'monthly_close' and c.cycle_key = ${cycleKey}
      and c.certified_final and not exists (
        select from evaluation_cycles later
        where later.tenant_id = c.tenant_id and later.cadence = c.cadence and later.cycle_key = c.cycle_key
          and later.version > c.version and not later.certified_final)
    order by c.version limit 1`;
  if (!row) throw new Error(`the close of ${cycleKey} is final without a version that was certified`);
  return { certifiedAs: row.version, certifiedAt: row.at, certifiedBy: row.by };
}

export type CloseStates = {
  mode: { before: Mode | null; after: Mode };
  triggers: {
    triggerId: string;
    name: string;
    state: TriggerState;
    value: number | null;
    unit: string;
    inputsMissing: string[];
  }[];
  /** Rules that are due with this month. */
  escalations: string[];
};

/** What a report says of a month, in the order of the policy. */
export function closeStates(policy: CompiledPolicy, report: Report): CloseStates {
  const known = new Map(policy.triggers.map((trigger) => [trigger.id, trigger]));
  return {
    mode: { before: report.mode.before, after: report.mode.after },
    triggers: report.trigger_evaluation.map(({ trigger_id, state, computed_values, inputs_missing }) => ({
      triggerId: trigger_id,
      name: known.get(trigger_id)?.name ?? "",
      state,
      value: judgedValue(known.get(trigger_id), computed_values),
      unit: known.get(trigger_id)?.thresholds?.unit ?? "",
      inputsMissing: inputs_missing,
    })),
    escalations: report.escalations_emitted.filter(({ emitted }) => emitted).map(({ rule }) => rule),
  };
}

export const statesById = ({ triggers }: CloseStates): Record<string, TriggerState> =>
  Object.fromEntries(triggers.map(({ triggerId, state }) => [triggerId, state]));
