import * as z from "zod";
import { ASKED_ABOVE_KEY } from "../auth/second-factor/asked-above";
import { type Actor, governedWrite } from "../db/governed-write";
import { abort, type Result, settle } from "../failures";
import { accessChange } from "./access-change";
import { actingMember } from "./acting-member";

const MOST = 1_000_000_000;

export const secondFactorAmountInput = z.strictObject({
  /** US dollars in twelve months; null asks for no second factor. */
  amountUsd: z
    .number("Enter an amount in US dollars, or choose that none is asked for.")
    .min(0, "An amount is zero or more.")
    .max(MOST, "At most a billion.")
    .nullable(),
});
export type SecondFactorAmount = z.infer<typeof secondFactorAmountInput>;

/** Sets above which amount a signature takes a second factor. It weakens or strengthens signing, so it is logged. */
export function setSecondFactorAmount(
  actor: Actor,
  { amountUsd }: SecondFactorAmount,
  at: Date,
): Promise<Result<{ amountUsd: number | null }>> {
  return settle(() =>
    governedWrite(actor, async ({ tx, append }) => {
      const { tenantId } = actor;
      const { userId } = await actingMember(tx, actor, "signing.configure");
      await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${`config:${tenantId}:${ASKED_ABOVE_KEY}`}, 0))::text`;
      const where = { tenantId_key: { tenantId, key: ASKED_ABOVE_KEY } };
      const before = (await tx.optimizerConfig.findUnique({ where }))?.value ?? null;
      if (before === amountUsd) return abort("CONFLICT", "This is what is set already.");
      if (amountUsd === null) await tx.optimizerConfig.delete({ where });
      else
        await tx.optimizerConfig.upsert({
          where,
          create: { tenantId, key: ASKED_ABOVE_KEY, value: amountUsd, updatedAt: at, updatedBy: userId },
          update: { value: amountUsd, updatedAt: at, updatedBy: userId },
        });
      const title =
        amountUsd === null
          ? "Signatures take no second factor any more"
          : `Signatures above $${amountUsd.toLocaleString("en-US")} a year take a second factor`;
      await append([
        await accessChange(tx, tenantId, at, title, {
          step: "SECOND_FACTOR_AMOUNT",
          config_key: ASKED_ABOVE_KEY,
          before,
          after: amountUsd,
        }),
      ]);
      return { amountUsd };
    }),
  );
}
