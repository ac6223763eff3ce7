import * as z from "zod";
import type { Actor } from "../db/governed-write";
import { fail, type Result } from "../failures";
import { codeWithRemedy } from "../queries/certification";
import { type EvaluatedCycle, evaluateCycle } from "./evaluate-cycle";

export const monthKey = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, "A month, as in 2026-10.");

export const certifyCloseInput = z.strictObject({
  cycleKey: monthKey,
  deliveredAt: z.iso.date("Choose the day on which the close was delivered."),
});
export type CertifyClose = z.infer<typeof certifyCloseInput>;

/**
 * Certifies the states of a month as final. The kernel decides: late is refused with CFO-32, incomplete with CFO-31 or the
 * code of the missing figure, and with CFO-33 what no decision may rest on. Where figures are missing the attempt is kept
 * as a version that stays open, as with any evaluation.
 */
export async function certifyClose(
  actor: Actor,
  { cycleKey, deliveredAt }: CertifyClose,
  at: Date,
): Promise<Result<EvaluatedCycle>> {
  const order = { cadence: "monthly_close", cycleKey, deliveredAt, certifyFinal: true } as const;
  const result = await evaluateCycle(actor, order, at);
  if (!result.ok || result.value.status === "CLOSED") return result;
  const { reasonCodes, version } = result.value;
  const words = reasonCodes.map(codeWithRemedy).join(" ");
  return fail(
    "INVALID_INPUT",
    `The close is not certified. ${words} The attempt is kept as version ${version}, which stays open.`,
    { certifyFinal: words },
  );
}
