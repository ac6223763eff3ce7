import type { RoiOutcome } from "../board-pack/content";
import { figure, range } from "../board-pack/figure-text";
import type { Transaction } from "../db/tenant-transaction";
import { addDays, isoDate } from "./cycle-calendar";
import { type PaybackResult, paybackResults } from "./payback";

/** The verdicts in the words of a board pack; what cannot be measured has none there. */
export async function paybackOutcomes(tx: Transaction, tenantId: string, at: Date): Promise<RoiOutcome[]> {
  const today = isoDate(at);
  return (await paybackResults(tx, tenantId, at)).flatMap((result) => roiOutcomeOf(result, today) ?? []);
}

export function roiOutcomeOf(
  { item: { reference }, plan, outcome }: Pick<PaybackResult, "item" | "plan" | "outcome">,
  today: string,
): RoiOutcome | null {
  const { verdict, value } = outcome;
  if (verdict === "CANNOT_BE_MEASURED" || plan.band === null) return null;
  if (verdict === "TOO_EARLY") {
    return { reference, verdict, words: `Its time comes after ${plan.since.to}.`, measuredOn: today };
  }
  const promised = `against a band of ${range(plan.band, plan.unit)}`;
  const words =
    value === null
      ? `${verdict === "PAID_BACK" ? "Improved" : "Not improved"} since, ${promised}.`
      : `${figure(value, plan.unit)} since, ${promised}.`;
  return { reference, verdict, words, measuredOn: addDays(plan.since.to, 1) };
}
