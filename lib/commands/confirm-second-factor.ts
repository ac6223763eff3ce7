import { stepOfCode } from "../auth/second-factor/one-time-code";
import { newRecoveryCodes } from "../auth/second-factor/recovery-codes";
import { openSecret } from "../auth/second-factor/sealed-secret";
import { attemptWithCode } from "../auth/second-factor/take-code";
import { inScope } from "../db/tenant-transaction";
import { abort, type Result } from "../failures";
import { storeRecoveryCodes } from "./renew-recovery-codes";

/** Puts the second factor into use, once a code shows that the app has the secret; gives out the recovery codes. */
export function confirmSecondFactor(
  { userId }: { userId: string },
  { code }: { code: string },
  at: Date,
): Promise<Result<{ recoveryCodes: string[] }>> {
  return attemptWithCode(userId, async () => {
    const codes = await newRecoveryCodes();
    return inScope({ userId }, async (tx) => {
      await tx.$queryRaw`select user_id::text from user_second_factors where user_id = ${userId}::uuid for update`;
      const factor = await tx.userSecondFactor.findUnique({ where: { userId } });
      if (!factor) return abort("NOT_FOUND", "Begin again: there is nothing to confirm.");
      if (factor.confirmedAt !== null) return abort("CONFLICT", "Your second factor is in use already.");
      const secret = openSecret(factor.sealedSecret, userId);
      const step = secret === null ? null : stepOfCode(secret, code, at, null);
      if (step === null)
        return abort("INVALID_INPUT", undefined, {
          code: "This is not the code for this secret now. Check the time of your device, and enter the newest one.",
        });
      await tx.userSecondFactor.update({
        where: { userId },
        data: { confirmedAt: at, lastStep: BigInt(step) },
      });
      return storeRecoveryCodes(tx, userId, codes, at);
    });
  });
}
