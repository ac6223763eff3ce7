import {
  type CompiledPolicy,
  type CrmHygiene,
  compile,
  type Mode,
  type Situation,
  situationOf,
  type TriggerState,
  triggerShortId,
} from "../../kernel/enforcement";
import type { Transaction } from "../db/tenant-transaction";
import { abort } from "../failures";
import { type Artifacts, policyHash } from "../policy/active-policy";
import type { RequestRow } from "./request-row";
import type { PresentSituation } from "./situation";

export type DecidedBasis = {
  policy: CompiledPolicy;
  policyVersion: string;
  situation: Situation;
  /** By full trigger id. */
  states: Record<string, TriggerState>;
  cycle: { id: string; key: string; evaluatedAt: Date } | null;
};

type DecisionRow = {
  mode: Mode;
  states: Record<string, TriggerState>;
  policyVersion: string;
  policyHash: string;
  cycleId: string | null;
  cycleKey: string | null;
  evaluatedAt: Date | null;
  crmHygiene: CrmHygiene | null;
};

/** The policy and the states on which the newest decision of a request was taken, so that it can be explained. */
export async function decidedBasis(
  tx: Transaction,
  { tenantId, lastDecisionId }: RequestRow,
  present: PresentSituation,
): Promise<DecidedBasis | null> {
  if (lastDecisionId === null) return null;
  const [row] = await tx.$queryRaw<DecisionRow[]>`
    select d.mode, d.states, d.policy_version as "policyVersion", d.policy_hash as "policyHash",
      c.id as "cycleId", c.cycle_key as "cycleKey", c.evaluated_at as "evaluatedAt",
      c.document -> 'crm_hygiene' as "crmHygiene"
    from gate_decisions d
    left join evaluation_cycles c on c.tenant_id = d.tenant_id and c.id = d.cycle_id
    where d.tenant_id = ${tenantId}::uuid and d.id = ${lastDecisionId}::uuid`;
  if (!row) return null;
  const policy =
    row.policyHash === present.policy.hash
      ? present.policy.compiled
      : await compileEarlier(tx, tenantId, row.policyVersion, row.policyHash);
  const { states, mode, crmHygiene, cycleId, cycleKey, evaluatedAt } = row;
  return {
    policy,
    policyVersion: row.policyVersion,
    situation: situationOf(policy, {
      states: Object.fromEntries(Object.entries(states).map(([id, state]) => [triggerShortId(id), state])),
      mode,
      crmHygiene,
    }),
    states,
    cycle: cycleId && cycleKey && evaluatedAt ? { id: cycleId, key: cycleKey, evaluatedAt } : null,
  };
}

async function compileEarlier(
  tx: Transaction,
  tenantId: string,
  version: string,
  hash: string,
): Promise<CompiledPolicy> {
  const bundle = await tx.policyBundle.findFirst({
    where: { tenantId, version, status: { not: "DISCARDED" } },
    select: { artifacts: true },
  });
  const artifacts = bundle?.artifacts as Artifacts | undefined;
  if (!artifacts || policyHash(artifacts) !== hash) return abort("POLICY_UNTRUSTED");
  return compile(artifacts);
}
