import type { Band, PaybackMeasure, PaybackPlan } from "./payback-plan";

export const PAYBACK_VERDICTS = ["PAID_BACK", "MISSED", "TOO_EARLY", "CANNOT_BE_MEASURED"] as const;
export type PaybackVerdict = (typeof PAYBACK_VERDICTS)[number];

/** What the books gave: a figure, nothing that would ever come back, or what they lack. */
export type Measured =
  | { kind: "value"; value: number }
  /** The gain is nothing or less, so that no number of months pays it back. */
  | { kind: "never" }
  /** A result that was measured elsewhere, as a direction and not as a figure. */
  | { kind: "result"; isKept: boolean }
  | { kind: "missing"; missing: string[] };

export type PaybackOutcome = {
  verdict: PaybackVerdict;
  /** Null where nothing was measured yet, or nothing can be. */
  value: number | null;
  missing: string[];
};

/** Months are better when there are fewer of them; everything else when there is more. */
export function keepsPromise(measure: PaybackMeasure, band: Band, value: number): boolean {
  return measure === "PAYBACK_MONTHS" ? value <= band[1] : value >= band[0];
}

/**
 * The verdict on a case. What can never be measured is told at once; nothing else is told before the window is over, so that no
 * half of a quarter counts for the whole. The near end of the band is enough: a band was promised, and not its middle.
 */
export function verdictOf(
  plan: Pick<PaybackPlan, "measure" | "band" | "toldAfter" | "missing">,
  measured: Measured | null,
  today: string,
): PaybackOutcome {
  const { measure, band, toldAfter, missing } = plan;
  if (measure === null || band === null || missing.length > 0) {
    return { verdict: "CANNOT_BE_MEASURED", value: null, missing: [...missing] };
  }
  if (today <= toldAfter) return { verdict: "TOO_EARLY", value: null, missing: [] };
  if (measured === null) return { verdict: "TOO_EARLY", value: null, missing: [] };
  if (measured.kind === "missing") {
    return { verdict: "CANNOT_BE_MEASURED", value: null, missing: [...measured.missing] };
  }
  if (measured.kind === "result") {
    return { verdict: measured.isKept ? "PAID_BACK" : "MISSED", value: null, missing: [] };
  }
  if (measured.kind === "never") return { verdict: "MISSED", value: null, missing: [] };
  if (!Number.isFinite(measured.value)) {
    return { verdict: "CANNOT_BE_MEASURED", value: null, missing: ["a figure that can be computed"] };
  }
  return {
    verdict: keepsPromise(measure, band, measured.value) ? "PAID_BACK" : "MISSED",
    value: measured.value,
    missing: [],
  };
}
