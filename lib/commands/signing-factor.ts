import { amountAtStake, askedAbove, needsSecondFactor } from "../auth/second-factor/asked-above";
import { type SecondFactorProof, takeCode } from "../auth/second-factor/take-code";
import type { Transaction } from "../db/tenant-transaction";
import { abort } from "../failures";
import type { RequestRow } from "../queries/request-row";

export const NOT_ENROLLED =
  "The company asks for a second factor at this signature, and you have none yet. Set it up on your account page, then sign.";

/** What was given as second factor: a code, or the fact that one was taken for this group of signatures at this moment. */
export type GivenFactor = { code?: string | null; takenForGroup?: boolean; onTaken?: () => void };

/**
 * The second factor of one signature, in its transaction: null where none is asked for. Without it, or with a wrong
 * code, nothing is signed.
 */
export async function factorAtSigning(
  tx: Transaction,
  request: Pick<RequestRow, "tenantId" | "details" | "amountUsd">,
  userId: string,
  { code, takenForGroup = false, onTaken }: GivenFactor,
  at: Date,
): Promise<SecondFactorProof | null> {
  const limit = await askedAbove(tx, request.tenantId);
  if (!needsSecondFactor(limit, amountAtStake(request))) return null;
  const factor = await tx.userSecondFactor.findUnique({ where: { userId } });
  if (!factor || factor.confirmedAt === null) return abort("SECOND_FACTOR", NOT_ENROLLED);
  if (takenForGroup && factor.lastUsedAt?.getTime() === at.getTime() && factor.lastUsedHow !== null)
    return factor.lastUsedHow as SecondFactorProof;
  if (!code) return abort("INVALID_INPUT", undefined, { code: "Enter the code that your app shows now." });
  const proof = await takeCode(tx, userId, code, at);
  onTaken?.();
  return proof;
}
