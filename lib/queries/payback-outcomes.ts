import type { RoiCase, RoiOutcome } from "../board-pack/content";
import { figure, points } from "../board-pack/figure-text";
import { dayInWords } from "../day-words";
import type { Transaction } from "../db/tenant-transaction";
import { addDays, isoDate } from "./cycle-calendar";
import { type PaybackResult, paybackResults } from "./payback";

/** Every approved case with its verdict at one moment, in the words of a board pack; those that came due first stand first. */
export async function paybackOutcomes(tx: Transaction, tenantId: string, at: Date): Promise<RoiCase[]> {
  const today = isoDate(at);
  const cases = (await paybackResults(tx, tenantId, at)).map((result) => roiCaseOf(result, today));
  return cases.sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
}

const keyOf = ({ dueOn, reference }: RoiCase) => `${dueOn} ${reference}`;

export function roiCaseOf(
  { item, plan, outcome }: Pick<PaybackResult, "item" | "plan" | "outcome">,
  today: string,
): RoiCase {
  const { reference, title, gateId, requester, approvedOn } = item;
  const dueOn = addDays(plan.toldAfter, 1);
  // What is told before its time (that it cannot be told) is told on the day of the asking.
  const measuredOn = outcome.verdict === "TOO_EARLY" || dueOn > today ? today : dueOn;
  return {
    reference,
    title,
    gateId,
    requester,
    approvedOn,
    dueOn,
    outcome: { verdict: outcome.verdict, words: wordsOf(plan, outcome), measuredOn },
  };
}

function wordsOf(
  { band, unit, toldAfter, measure }: PaybackResult["plan"],
  { verdict, value, missing }: PaybackResult["outcome"],
): RoiOutcome["words"] {
  if (verdict === "CANNOT_BE_MEASURED" || band === null) return `What is missing: ${missing.join("; ")}.`;
  if (verdict === "TOO_EARLY") return `Its time comes after ${dayInWords(toldAfter)}.`;
  // What is told in percent is the difference of two rates: points, and not percent of anything.
  const told = (of: number) => (unit === "percent" ? points(of, 2) : figure(of, unit));
  const promised = `against a band of ${told(band[0])} to ${told(band[1])}`;
  if (value !== null) return `${told(value)} since, ${promised}.`;
  if (measure === "PAYBACK_MONTHS") return `No gain since, ${promised}.`;
  return `${verdict === "PAID_BACK" ? "Improved" : "Not improved"} since, ${promised}.`;
}
