import { formatDate, formatNumber, formatValue } from "@/components/ui/format";
import type { Band, PaybackMeasure, PaybackPlan } from "@/lib/queries/payback-plan";
import type { PaybackOutcome } from "@/lib/queries/payback-verdict";

type Definition = { title: string; words: string };

/** What is measured, in the words of docs/specs/payback.md. "Since" and "before" are times; nothing here says why. */
export const DEFINITIONS: Readonly<Record<PaybackMeasure, Definition>> = {
  NEW_ARR_PER_DOLLAR: {
    title: "New ARR per dollar",
    words:
      "ARR of new customers attributed to the channel and segment since the approval, less the same in as many days before it, divided by the amount approved.",
  },
  PAYBACK_MONTHS: {
    title: "Payback months",
    words:
      "The amount approved, divided by a twelfth of the additional ARR of new customers in the channel and segment (since less before) times the gross margin of the window.",
  },
  SPEND_AVOIDED: {
    title: "Spend avoided",
    words:
      "Spend on the channel and segment in as many days before the approval, less that since, divided by the amount of the cut.",
  },
  ARR_KEPT_PER_COST: {
    title: "ARR kept per dollar of the hire",
    words:
      "Churn and contraction of the 90 days before the approval, less those since, divided by the fully loaded cost of the hires over the window.",
  },
  REVENUE_PER_FTE: {
    title: "Revenue per person",
    words:
      "Recognised revenue per FTE and month since, less that before, times the people and months of the window, divided by the fully loaded cost of the hires. Whole months.",
  },
  RETENTION_USD: {
    title: "ARR kept",
    words: "Churn and contraction of the days before the approval, less those of as many days since.",
  },
  RETENTION_POINTS: {
    title: "Net revenue retention",
    words:
      "NRR over the days since (stated ARR at their start, plus expansion, less contraction and churn, over that ARR), less NRR over as many days before, in percentage points.",
  },
  UPSELL_USD: {
    title: "Expansion ARR",
    words: "Expansion ARR of the days since the approval, less that of as many days before.",
  },
  UPSELL_POINTS: {
    title: "Expansion rate",
    words:
      "Expansion as a percentage of stated ARR since the approval, less that before, in percentage points.",
  },
  NON_LABOR_COST: {
    title: "Cost avoided",
    words:
      "Non-labour cost a month before (cloud and other cost of revenue, variable operating expense of R&D and G&A), less that since, divided by the amount per month. Whole months.",
  },
  ACTION_RESULT: {
    title: "Result of the revenue action",
    words:
      "What the Revenue OS kernel measured on the action's target metric when its observation window ended.",
  },
};

export const VERDICT_WORDS = {
  PAID_BACK: "Paid back",
  MISSED: "Missed",
  TOO_EARLY: "Too early",
  CANNOT_BE_MEASURED: "Cannot be measured",
} as const;

export function figureText(value: number | null, unit: PaybackPlan["unit"]): string {
  if (value === null) return "—";
  if (unit === "x") return `${formatNumber(value, 2)} times`;
  if (unit === "percent") return `${formatNumber(value, 2)} points`;
  return unit === "USD" ? formatValue(Math.round(value), "USD") : formatValue(value, unit);
}

export function bandText(band: Band | null, unit: PaybackPlan["unit"]): string {
  if (band === null) return "—";
  const [low, high] = band;
  // The word stands once; money carries its sign at each figure.
  const first = unit === "USD" ? figureText(low, unit) : formatNumber(low, 2);
  return `${first} to ${figureText(high, unit)}`;
}

/** In a sentence, without a word about causes. */
export function verdictSentence({ plan, outcome }: { plan: PaybackPlan; outcome: PaybackOutcome }): string {
  const { measure, unit, band, toldAfter } = plan;
  if (outcome.verdict === "CANNOT_BE_MEASURED") return `Missing: ${outcome.missing.join("; ")}.`;
  if (outcome.verdict === "TOO_EARLY") return `Its time comes after ${formatDate(`${toldAfter}T00:00:00Z`)}.`;
  if (measure === null) return "";
  const title = DEFINITIONS[measure].title;
  if (outcome.value === null) {
    return outcome.verdict === "PAID_BACK"
      ? `${title}: improved since.`
      : measure === "PAYBACK_MONTHS"
        ? `${title}: there was no gain since, so no number of months would do.`
        : `${title}: not improved since.`;
  }
  return `${title}: ${figureText(outcome.value, unit)} since, against a band of ${bandText(band, unit)}.`;
}

/** What a row of the books is, for the kinds that a case is counted from. */
const ROW_KINDS: Readonly<Record<string, string>> = {
  "arr.new": "New ARR",
  "arr.expansion": "Expansion ARR",
  "arr.contraction": "Contraction of ARR",
  "arr.churn": "Churned ARR",
  "revenue.recognised": "Recognised revenue",
  "ads.delivery": "Paid spend",
  "people.headcount": "Loaded cost of staff",
  "ledger.cogs": "Cost of revenue",
  "ledger.opex": "Operating expense",
};

export const rowKindInWords = (kind: string): string => ROW_KINDS[kind] ?? kind;
