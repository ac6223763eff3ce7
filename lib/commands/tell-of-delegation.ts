import type { Actor } from "../db/governed-write";
import type { Transaction } from "../db/tenant-transaction";
import { isoDate } from "../queries/cycle-calendar";
import { type Told, tell } from "./tell";

/** A delegation with the names of its two people. */
export type DelegationTold = {
  delegationId: string;
  role: string;
  delegatorId: string;
  delegatorName: string;
  delegateId: string;
  delegateName: string;
  /** Days in UTC, both included. */
  fromOn: string;
  untilOn: string;
};

/** Tells whoever is to stand in, at once and not with the first request: the days, for whom, what it allows and what not. */
export async function tellStandIn(
  tx: Transaction,
  actor: Actor,
  delegation: DelegationTold,
  reason: string,
  at: Date,
): Promise<void> {
  const { delegationId, delegateId, delegatorName } = delegation;
  await tell(tx, actor, {
    kind: "stand_in_named",
    reference: delegationId,
    cause: `stand_in:${delegationId}`,
    people: [{ userId: delegateId, words: { ...wordsOf(delegation), by: delegatorName, reason } }],
    at,
  });
}

/**
 * Tells both that a delegation has ended before its last day; whoever ended it knows. `reason` is there where none of
 * the two ended it: a role was changed, or somebody has left.
 */
export async function tellDelegationEnded(
  tx: Transaction,
  actor: Actor,
  delegation: DelegationTold,
  at: Date,
  reason?: string,
): Promise<void> {
  const { delegationId, delegatorId, delegateId, delegateName } = delegation;
  const { forName, ...words } = { ...wordsOf(delegation), by: actor.name, ...(reason && { reason }) };
  const people: Told[] = [
    { userId: delegateId, words: { ...words, forName } },
    { userId: delegatorId, words: { ...words, standInName: delegateName } },
  ];
  await tell(tx, actor, {
    kind: "stand_in_ended",
    reference: delegationId,
    cause: `stand_in_ended:${delegationId}`,
    people,
    at,
  });
}

function wordsOf({ role, delegatorName, fromOn, untilOn }: DelegationTold) {
  return { title: `the ${role} ${delegatorName}`, role, forName: delegatorName, fromOn, untilOn };
}

/**
 * What lapses when this member leaves or changes role: asked before the change, with the member's row locked, so that
 * none comes or goes in between. What is over by its days is news to nobody.
 */
export function delegationsThatWouldLapse(
  tx: Transaction,
  { tenantId }: Actor,
  userId: string,
  at: Date,
): Promise<DelegationTold[]> {
  return tx.$queryRaw<DelegationTold[]>`
    select d.id as "delegationId", d.role, d.delegator as "delegatorId", one.name as "delegatorName",
      d.delegate as "delegateId", other.name as "delegateName", d.from_on::text as "fromOn", d.until_on::text as "untilOn"
    from signing_delegations d
    join users one on one.id = d.delegator
    join users other on other.id = d.delegate
    where d.tenant_id = ${tenantId}::uuid and ${userId}::uuid in (d.delegator, d.delegate)
      and d.ended_at is null and d.lapsed_at is null and d.until_on >= ${isoDate(at)}::date
    order by d.id`;
}

/** After the change, when whoever has left is told nothing any more. */
export async function tellOfLapsed(
  tx: Transaction,
  actor: Actor,
  lapsed: readonly DelegationTold[],
  reason: string,
  at: Date,
): Promise<void> {
  for (const delegation of lapsed) await tellDelegationEnded(tx, actor, delegation, at, reason);
}
