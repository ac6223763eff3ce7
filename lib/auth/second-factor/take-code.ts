import type { Transaction } from "../../db/tenant-transaction";
import { abort, fail, type Result, settle } from "../../failures";
import { forgetPoints, type Limit, returnPoint, takePoint } from "../throttle";
import { isOneTimeCode, stepOfCode } from "./one-time-code";
import { readRecoveryCode, recoveryCodeMatches } from "./recovery-codes";
import { openSecret } from "./sealed-secret";

/** With what kind of code somebody has shown who they are. */
export type SecondFactorProof = "totp" | "recovery_code";

/** A million codes, three of them right at a time: ten tries in a quarter of an hour leave nothing to guess. */
const CODE_ATTEMPTS: Limit = { name: "second-factor", points: 10, seconds: 900 };

/**
 * Does what a code is asked for. The try is counted before the transaction opens, so that one that is rolled back still
 * counts. A code that was taken clears the count; what went through without one gives its own try back and no other, or
 * small signatures would pay for guesses at the large one.
 */
export async function attemptWithCode<T>(
  userId: string,
  work: () => Promise<T>,
  tookCode: () => boolean = () => true,
): Promise<Result<T>> {
  const attempt = await takePoint(CODE_ATTEMPTS, userId);
  if (!attempt.allowed)
    return fail("RATE_LIMITED", "Too many codes in a short time. Wait a quarter of an hour.");
  const result = await settle(work);
  if (result.ok) await (tookCode() ? forgetPoints : returnPoint)(CODE_ATTEMPTS, userId);
  return result;
}

const WRONG_CODE =
  "This code is not right, or has been used. Enter the one that your app shows now, or a recovery code.";

/**
 * Takes a code in the transaction of what it is asked for: if that is rolled back, the code still counts, and once it
 * is committed neither the code nor an earlier one counts again. The row is held, so that of two uses at once one
 * fails. `field` is where the form asked.
 */
export async function takeCode(
  tx: Transaction,
  userId: string,
  given: string,
  at: Date,
  field = "code",
): Promise<SecondFactorProof> {
  await tx.$queryRaw`select user_id::text from user_second_factors where user_id = ${userId}::uuid for update`;
  const factor = await tx.userSecondFactor.findUnique({ where: { userId } });
  if (!factor || factor.confirmedAt === null)
    return abort("SECOND_FACTOR", "You have no second factor. Set it up on your account page.");
  const wrong = () => abort("INVALID_INPUT", undefined, { [field]: WRONG_CODE });
  if (isOneTimeCode(given)) {
    const secret = openSecret(factor.sealedSecret, userId);
    if (secret === null)
      return abort(
        "SECOND_FACTOR",
        "Your second factor can no longer be read, because the server's secret was changed. Use a recovery code, or ask an administrator to reset it.",
      );
    const step = stepOfCode(secret, given, at, factor.lastStep === null ? null : Number(factor.lastStep));
    if (step === null) return wrong();
    await tx.userSecondFactor.update({
      where: { userId },
      data: { lastStep: BigInt(step), lastUsedAt: at, lastUsedHow: "totp" },
    });
    return "totp";
  }
  if (!(await takeRecoveryCode(tx, userId, given, at))) return wrong();
  await tx.userSecondFactor.update({
    where: { userId },
    data: { lastUsedAt: at, lastUsedHow: "recovery_code" },
  });
  return "recovery_code";
}

async function takeRecoveryCode(tx: Transaction, userId: string, given: string, at: Date): Promise<boolean> {
  const parts = readRecoveryCode(given);
  if (parts === null) return false;
  const where = { userId_selector: { userId, selector: parts.selector } };
  const stored = await tx.userRecoveryCode.findUnique({ where });
  const usable = stored !== null && stored.usedAt === null;
  if (!(await recoveryCodeMatches(usable ? stored.codeHash : null, parts.rest))) return false;
  await tx.userRecoveryCode.update({ where, data: { usedAt: at } });
  return true;
}
