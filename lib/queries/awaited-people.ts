import { PERMISSIONS } from "../auth/permissions";
import type { Transaction } from "../db/tenant-transaction";
import { standInsOf } from "./delegations";
import type { RequestRow } from "./request-row";
import type { SignaturePath } from "./signature-path";
import { type Hand, handFor } from "./signing-hand";

/** Somebody who could sign, in their own role or for whom they stand in. */
export type AwaitedPerson = { userId: string; hand: Hand };

type Signer = { userId: string; role: string };

const SIGNING_ROLES: readonly string[] = PERMISSIONS["request.sign"];

/** Everybody in the company who signs at all, with those they stand in for: looked up once for any number of requests. */
export async function signersOf(tx: Transaction, tenantId: string, at: Date) {
  const members = await tx.$queryRaw<Signer[]>`
    select m.user_id as "userId", m.role
    from memberships m join users u on u.id = m.user_id
    where m.tenant_id = ${tenantId}::uuid and m.ended_at is null and u.disabled_at is null
      and m.role = any(${SIGNING_ROLES}::text[])
    order by m.role, m.user_id`;
  const signers = [];
  // One after the other: a transaction is one connection.
  for (const member of members)
    signers.push({ ...member, standIns: await standInsOf(tx, { tenantId, userId: member.userId }, at) });
  return signers;
}

/**
 * Whose signature a request waits for. The rule is the one by which people sign, so that nobody is told to sign what
 * they may not, and whoever stands in is told as well.
 */
export function awaitedPeople(
  row: RequestRow,
  path: SignaturePath,
  signers: Awaited<ReturnType<typeof signersOf>>,
): AwaitedPerson[] {
  if (!path.isSignable) return [];
  return signers.flatMap(({ standIns, ...signer }) => {
    const hand = handFor(row, path, signer, standIns);
    return hand ? [{ userId: signer.userId, hand }] : [];
  });
}
