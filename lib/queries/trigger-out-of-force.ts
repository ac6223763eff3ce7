import type { Cadence, CompiledTrigger } from "../../kernel/enforcement";
import type { Transaction } from "../db/tenant-transaction";
import { type ActivePolicy, trustedPolicy } from "../policy/active-policy";
import { signedProposal } from "../policy/cycle-policy";

/** A trigger that the policy in force does not have, with the version that has it. */
export type OutOfForce = {
  trigger: CompiledTrigger;
  policy: ActivePolicy;
  /** The version comes into force with the next cycle that closes; else it has been, or never came to be. */
  isSigned: boolean;
  /** The newest evaluation of the trigger under that version; null before the first. */
  evaluation: NewestEvaluation | null;
};

type NewestEvaluation = {
  cycleId: string;
  bundleId: string;
  cadence: Cadence;
  cycleKey: string;
  isClosed: boolean;
};

/** Of the version that is signed, or else of the one under which the trigger was evaluated last; null when neither. */
export async function triggerOutOfForce(
  tx: Transaction,
  tenantId: string,
  name: string,
): Promise<OutOfForce | null> {
  const newest = await newestEvaluation(tx, tenantId, name);
  const signed = await signedProposal(tx, tenantId);
  const coming = signed && triggerIn(signed, name);
  if (coming) {
    const evaluation = newest?.bundleId === signed.bundleId ? newest : null;
    return { trigger: coming, policy: signed, isSigned: true, evaluation };
  }
  if (!newest) return null;
  const policy = trustedPolicy(
    await tx.policyBundle.findUniqueOrThrow({ where: { tenantId_id: { tenantId, id: newest.bundleId } } }),
  );
  const trigger = triggerIn(policy, name);
  return trigger ? { trigger, policy, isSigned: false, evaluation: newest } : null;
}

/** By its id or its short id. */
export const triggerIn = ({ compiled }: ActivePolicy, name: string): CompiledTrigger | null =>
  compiled.triggers.find(({ shortId, id }) => shortId === name || id === name) ?? null;

async function newestEvaluation(
  tx: Transaction,
  tenantId: string,
  name: string,
): Promise<NewestEvaluation | null> {
  const [row] = await tx.$queryRaw<NewestEvaluation[]>`
    select c.id as "cycleId", c.policy_bundle_id as "bundleId", c.cadence, c.cycle_key as "cycleKey",
      c.status = 'CLOSED' as "isClosed"
    from trigger_evaluations t
    join evaluation_cycles c on c.tenant_id = t.tenant_id and c.id = t.cycle_id
    where t.tenant_id = ${tenantId}::uuid
      and (t.trigger_id = ${name} or split_part(t.trigger_id, '_', 1) = ${name})
    order by c.evaluated_at desc, c.version desc limit 1`;
  return row ?? null;
}
