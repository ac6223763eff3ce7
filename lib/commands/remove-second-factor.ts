import { attemptWithCode, takeCode } from "../auth/second-factor/take-code";
import { inScope } from "../db/tenant-transaction";
import type { Result } from "../failures";

/** Removes one's own second factor, with a code from it or a recovery code and in no other way. */
export function removeSecondFactor(
  { userId }: { userId: string },
  { code }: { code: string },
  at: Date,
): Promise<Result<{ removed: true }>> {
  return attemptWithCode(userId, () =>
    inScope({ userId }, async (tx) => {
      await takeCode(tx, userId, code, at);
      await tx.userRecoveryCode.deleteMany({ where: { userId } });
      await tx.userSecondFactor.delete({ where: { userId } });
      return { removed: true as const };
    }),
  );
}
