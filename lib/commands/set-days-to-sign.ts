import * as z from "zod";
import { type Actor, governedWrite } from "../db/governed-write";
import { abort, type Result, settle } from "../failures";
import { DAYS_TO_SIGN_KEY, DAYS_TO_SIGN_UNLESS_SET, MOST_DAYS_TO_SIGN } from "../queries/days-to-sign";
import { accessChange } from "./access-change";
import { actingMember } from "./acting-member";

export const daysToSignInput = z.strictObject({
  days: z.coerce
    .number("Enter a number of business days.")
    .int("Enter whole days.")
    .min(1, "At least one day.")
    .max(MOST_DAYS_TO_SIGN, `At most ${MOST_DAYS_TO_SIGN} days.`),
});

/** Sets how many business days a request may wait before its signers are reminded. It is logged like other settings of signing. */
export function setDaysToSign(
  actor: Actor,
  { days }: z.infer<typeof daysToSignInput>,
  at: Date,
): Promise<Result<{ days: number }>> {
  return settle(() =>
    governedWrite(actor, async ({ tx, append }) => {
      const { tenantId } = actor;
      const { userId } = await actingMember(tx, actor, "signing.configure");
      await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${`config:${tenantId}:${DAYS_TO_SIGN_KEY}`}, 0))::text`;
      const where = { tenantId_key: { tenantId, key: DAYS_TO_SIGN_KEY } };
      const before = (await tx.optimizerConfig.findUnique({ where }))?.value ?? DAYS_TO_SIGN_UNLESS_SET;
      if (before === days) return abort("CONFLICT", "This is what is set already.");
      await tx.optimizerConfig.upsert({
        where,
        create: { tenantId, key: DAYS_TO_SIGN_KEY, value: days, updatedAt: at, updatedBy: userId },
        update: { value: days, updatedAt: at, updatedBy: userId },
      });
      await append([
        await accessChange(tx, tenantId, at, `Requests are due for signature after ${days} business days`, {
          step: "DAYS_TO_SIGN",
          config_key: DAYS_TO_SIGN_KEY,
          before,
          after: days,
        }),
      ]);
      return { days };
    }),
  );
}
