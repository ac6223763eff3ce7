import { ASKED_ABOVE_KEY, askedAbove } from "../auth/second-factor/asked-above";
import { inScope, inTenant, type Transaction } from "../db/tenant-transaction";

export type SecondFactorState = {
  /** Off; begun and not confirmed; in use. */
  state: "OFF" | "BEGUN" | "ON";
  confirmedAt: Date | null;
  lastUsedAt: Date | null;
  recoveryCodesLeft: number;
};

/** A person's own second factor, without anything that makes a code. */
export function loadSecondFactor(userId: string): Promise<SecondFactorState> {
  return inScope({ userId }, async (tx) => {
    const factor = await tx.userSecondFactor.findUnique({
      where: { userId },
      select: { confirmedAt: true, lastUsedAt: true },
    });
    const recoveryCodesLeft = await tx.userRecoveryCode.count({ where: { userId, usedAt: null } });
    return {
      state: factor === null ? "OFF" : factor.confirmedAt === null ? "BEGUN" : "ON",
      confirmedAt: factor?.confirmedAt ?? null,
      lastUsedAt: factor?.lastUsedAt ?? null,
      recoveryCodesLeft,
    };
  });
}

/** Whether the person whose transaction this is has one in use; of anybody else nothing is visible. */
export async function hasSecondFactor(tx: Transaction, userId: string): Promise<boolean> {
  const factor = await tx.userSecondFactor.findUnique({ where: { userId }, select: { confirmedAt: true } });
  return factor !== null && factor.confirmedAt !== null;
}

export type SigningSetting = {
  /** USD in twelve months; null while no second factor is asked for. */
  amountUsd: number | null;
  setAt: Date | null;
  setByName: string | null;
};

/** Above which amount the company asks for a second factor, and who set it when. */
export function loadSigningSetting(viewer: { tenantId: string; userId: string }): Promise<SigningSetting> {
  const { tenantId } = viewer;
  return inTenant(viewer, async (tx) => {
    const [row] = await tx.$queryRaw<{ setAt: Date; setByName: string | null }[]>`
      select c.updated_at as "setAt", u.name as "setByName" from optimizer_configs c
      left join users u on u.id = c.updated_by
      where c.tenant_id = ${tenantId}::uuid and c.key = ${ASKED_ABOVE_KEY}`;
    return {
      amountUsd: await askedAbove(tx, tenantId),
      setAt: row?.setAt ?? null,
      setByName: row?.setByName ?? null,
    };
  });
}
