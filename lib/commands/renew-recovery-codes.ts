import { type NewRecoveryCode, newRecoveryCodes } from "../auth/second-factor/recovery-codes";
import { attemptWithCode, takeCode } from "../auth/second-factor/take-code";
import { inScope, type Transaction } from "../db/tenant-transaction";
import type { Result } from "../failures";

/** Ten new recovery codes; those of before open nothing any more. */
export function renewRecoveryCodes(
  { userId }: { userId: string },
  { code }: { code: string },
  at: Date,
): Promise<Result<{ recoveryCodes: string[] }>> {
  return attemptWithCode(userId, async () => {
    const codes = await newRecoveryCodes();
    return inScope({ userId }, async (tx) => {
      await takeCode(tx, userId, code, at);
      return storeRecoveryCodes(tx, userId, codes, at);
    });
  });
}

/** Stores hashes alone; the codes themselves are handed back to be shown this once. */
export async function storeRecoveryCodes(
  tx: Transaction,
  userId: string,
  codes: readonly NewRecoveryCode[],
  at: Date,
): Promise<{ recoveryCodes: string[] }> {
  await tx.userRecoveryCode.deleteMany({ where: { userId } });
  await tx.userRecoveryCode.createMany({
    data: codes.map(({ selector, codeHash }) => ({ userId, selector, codeHash, createdAt: at })),
  });
  return { recoveryCodes: codes.map(({ code }) => code) };
}
