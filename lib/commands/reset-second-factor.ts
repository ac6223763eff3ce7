import { type Actor, governedWrite } from "../db/governed-write";
import type { Transaction } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import { accessChange } from "./access-change";
import { actingMember } from "./acting-member";
import { lockMember } from "./membership-record";

/**
 * Takes away the second factor of somebody who has lost both device and recovery codes; they set up a new one. Refused
 * for a person who also belongs to another company: its signatures rest on that factor too, and its administrator
 * never agreed. The factor's row is held before the member's and the log, in the order of every signature.
 */
export function resetSecondFactor(
  actor: Actor,
  userId: string,
  at: Date,
): Promise<Result<{ userId: string }>> {
  return settle(() =>
    governedWrite(actor, async ({ tx, append }) => {
      await actingMember(tx, actor, "people.manage");
      const had = await asPerson(tx, userId, actor, async () => {
        const rows = await tx.$queryRaw<unknown[]>`
          select user_id::text from user_second_factors where user_id = ${userId}::uuid for update`;
        return rows.length > 0;
      });
      const member = await lockMember(tx, actor, userId);
      if (!had) return abort("CONFLICT", `${member.name} has no second factor.`);
      await append([
        await accessChange(tx, actor.tenantId, at, `The second factor of ${member.name} is reset`, {
          step: "SECOND_FACTOR_RESET",
          user_id: userId,
          email: member.email,
        }),
      ]);
      await asPerson(tx, userId, actor, async () => {
        await refuseSharedAccount(tx, actor.tenantId, userId);
        await tx.userRecoveryCode.deleteMany({ where: { userId } });
        await tx.userSecondFactor.delete({ where: { userId } });
      });
      return { userId };
    }),
  );
}

/** Rows of a person's account open only to that person; for these statements the transaction stands in for them. */
async function asPerson<T>(
  tx: Transaction,
  userId: string,
  actor: Actor,
  work: () => Promise<T>,
): Promise<T> {
  await tx.$queryRaw`select set_config('app.user_id', ${userId}, true)`;
  const result = await work();
  await tx.$queryRaw`select set_config('app.user_id', ${actor.userId ?? ""}, true)`;
  return result;
}

async function refuseSharedAccount(tx: Transaction, tenantId: string, userId: string): Promise<void> {
  const elsewhere = await tx.membership.count({
    where: { userId, tenantId: { not: tenantId }, endedAt: null },
  });
  if (elsewhere > 0)
    abort(
      "FORBIDDEN",
      "This account is not this company's alone, so its second factor is not reset from here.",
    );
}
