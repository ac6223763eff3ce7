import { initialPassword } from "../auth/initial-password";
import { hashPassword } from "../auth/password";
import { type Actor, governedWrite } from "../db/governed-write";
import type { Transaction } from "../db/tenant-transaction";
import { abort, type Result, settle } from "../failures";
import { accessChange } from "./access-change";
import { actingMember } from "./acting-member";
import { lockMember } from "./membership-record";

export type NewPassword = { userId: string; password: string; passwordExpiresAt: Date };

/**
 * A new initial password for somebody who has lost theirs. Their sessions end. Refused for a person who also
 * belongs to another company: its administrator never agreed to this one opening that account.
 */
export async function resetPassword(actor: Actor, userId: string, at: Date): Promise<Result<NewPassword>> {
  const initial = initialPassword(at);
  const passwordHash = await hashPassword(initial.password);
  return settle(() =>
    governedWrite(actor, async ({ tx, append }) => {
      await actingMember(tx, actor, "people.manage");
      const member = await lockMember(tx, actor, userId);
      await append([
        await accessChange(tx, actor.tenantId, at, `${member.name} gets a new initial password`, {
          step: "PASSWORD_RESET",
          user_id: userId,
          email: member.email,
        }),
      ]);
      await asPerson(tx, userId);
      await refuseSharedAccount(tx, actor.tenantId, userId);
      await tx.user.update({
        where: { id: userId },
        data: { passwordHash, passwordExpiresAt: initial.expiresAt },
      });
      await tx.userSession.updateMany({ where: { userId, revokedAt: null }, data: { revokedAt: at } });
      return { userId, password: initial.password, passwordExpiresAt: initial.expiresAt };
    }),
  );
}

/** Rows of a person's account open only to that person; the rest of this transaction stands in for them. */
async function asPerson(tx: Transaction, userId: string): Promise<void> {
  await tx.$queryRaw`select set_config('app.user_id', ${userId}, true)`;
}

async function refuseSharedAccount(tx: Transaction, tenantId: string, userId: string): Promise<void> {
  const elsewhere = await tx.membership.count({
    where: { userId, tenantId: { not: tenantId }, endedAt: null },
  });
  const person = await tx.user.findUniqueOrThrow({
    where: { id: userId },
    select: { isDemo: true, isOperator: true },
  });
  if (elsewhere > 0 || person.isOperator) {
    abort("FORBIDDEN", "This account is not this company's alone, so its password is not reset from here.");
  }
  if (person.isDemo) abort("FORBIDDEN", "Demo accounts keep their password.");
}
