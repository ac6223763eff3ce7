import { dayInWords } from "../day-words";
import { type Actor, governedWrite } from "../db/governed-write";
import type { Transaction } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import { isoDate } from "../queries/cycle-calendar";
import { accessChange } from "./access-change";
import { actingMember } from "./acting-member";
import { type DelegationTold, tellDelegationEnded } from "./tell-of-delegation";

type Held = DelegationTold & { isOver: boolean };

/** Takes a delegation back, or gives it back, at once. Signatures given by it stand. */
export function endDelegation(
  actor: Actor,
  delegationId: string,
  at: Date,
): Promise<Result<{ delegationId: string }>> {
  return settle(() =>
    governedWrite(actor, async ({ tx, append }) => {
      const { tenantId } = actor;
      const { userId } = await actingMember(tx, actor, "request.sign");
      await holdBoth(tx, tenantId, delegationId);
      const [held] = await tx.$queryRaw<Held[]>`
        select d.id as "delegationId", d.delegator as "delegatorId", one.name as "delegatorName",
          d.delegate as "delegateId", other.name as "delegateName", d.role, d.from_on::text as "fromOn",
          d.until_on::text as "untilOn",
          d.ended_at is not null or d.lapsed_at is not null as "isOver"
        from signing_delegations d
        join users one on one.id = d.delegator
        join users other on other.id = d.delegate
        where d.tenant_id = ${tenantId}::uuid and d.id = ${delegationId}::uuid
          and ${userId}::uuid in (d.delegator, d.delegate)
        for update of d`;
      if (!held) return abort("NOT_FOUND");
      if (held.isOver) return abort("CONFLICT", "This delegation has already ended.");
      // What has run its course was not ended by anybody, and the log must not say so.
      if (isoDate(at) > held.untilOn)
        return abort(
          "CONFLICT",
          `This delegation was over with its last day, ${dayInWords(held.untilOn)} (UTC).`,
        );
      await tx.signingDelegation.update({
        where: { tenantId_id: { tenantId, id: delegationId } },
        data: { endedAt: at, endedBy: userId },
      });
      const { delegatorName, delegateName, role } = held;
      await append([
        await accessChange(
          tx,
          tenantId,
          at,
          `${delegateName} no longer signs for the ${role} ${delegatorName}`,
          {
            step: userId === held.delegatorId ? "DELEGATION_TAKEN_BACK" : "DELEGATION_GIVEN_BACK",
            delegation_id: delegationId,
            role,
            delegator: held.delegatorId,
            delegate: held.delegateId,
          },
        ),
      ]);
      await tellDelegationEnded(tx, actor, held, at);
      return { delegationId };
    }),
  );
}

/**
 * Both people before the delegation, as whoever changes a membership holds them: who leaves at this moment lapses it
 * first or after, and neither waits for the other for ever.
 */
async function holdBoth(tx: Transaction, tenantId: string, delegationId: string): Promise<void> {
  await tx.$queryRaw`
    select m.user_id from memberships m
    join signing_delegations d on d.tenant_id = m.tenant_id and m.user_id in (d.delegator, d.delegate)
    where d.tenant_id = ${tenantId}::uuid and d.id = ${delegationId}::uuid
    order by m.user_id for key share of m`;
}
