/**
 * The one table of reason codes (contract B and C). Titles, remedies, response mapping, the fail-closed
 * mapping of the policy set and every screen derive from it; no other file repeats a code's meaning.
 */

/** How a condition is enforced when it is met; file 03 of the policy set publishes it for every code. */
export const ENFORCEMENT_MODES = {
  refuse_policy: "Nothing is evaluated, and every request is blocked with the run's codes",
  trigger_unknown: "The trigger is UNKNOWN: it opens no gate, and a critical one enters DEFENSIVE mode",
  block_request: "The request is blocked with the code until what is missing is there",
  refuse_claim: "The run is rejected: what was claimed is not what the policy demands",
  withhold_close: "The cycle is not closed, so that its states never enter the history",
} as const;
export type EnforcementMode = keyof typeof ENFORCEMENT_MODES;

interface Row {
  /** What the run answers when this code appears (contract C). */
  readonly outcome: "NEEDS_INPUT" | "REJECTED";
  /** The check that yields it. */
  readonly clause: string;
  readonly enforcement: EnforcementMode;
  /** What went wrong, in words for an executive. */
  readonly title: string;
  /** What to do about it. */
  readonly remedy: string;
}

const TABLE = {
  "CFO-01": {
    outcome: "NEEDS_INPUT",
    clause: "RUNTIME-A1-1",
    enforcement: "refuse_policy",
    title: "A policy artifact is missing",
    remedy: "Supply all four artifacts: micro case, trigger spec, gating rules and outcome contract.",
  },
  "CFO-02": {
    outcome: "REJECTED",
    clause: "RUNTIME-A1-2",
    enforcement: "refuse_policy",
    title: "The text is not valid JSON",
    remedy: "Correct the JSON text and send it again.",
  },
  "CFO-03": {
    outcome: "REJECTED",
    clause: "RUNTIME-A1-2",
    enforcement: "refuse_policy",
    title: "An artifact does not have the expected shape",
    remedy: "Give each artifact its root object and the lists the contract needs, and no fifth artifact.",
  },
  "CFO-04": {
    outcome: "REJECTED",
    clause: "RUNTIME-A2-1",
    enforcement: "refuse_policy",
    title: "A trigger lacks a required field",
    remedy:
      "Give the trigger its id, name, formula, three thresholds, window, and an action for pass and for fail.",
  },
  "CFO-05": {
    outcome: "REJECTED",
    clause: "RUNTIME-A2-2",
    enforcement: "refuse_policy",
    title: "A threshold or rule cannot be read exactly",
    remedy: "Write it with comparators, numbers and one unit, or in one of the accepted condition forms.",
  },
  "CFO-06": {
    outcome: "REJECTED",
    clause: "RUNTIME-A2-3",
    enforcement: "refuse_policy",
    title: "A trigger's window and formula disagree",
    remedy: "Let the formula use the three-month average that the window promises.",
  },
  "CFO-07": {
    outcome: "REJECTED",
    clause: "RUNTIME-A2-4",
    enforcement: "refuse_policy",
    title: "A success criterion uses another unit than its trigger",
    remedy: "State the criterion in the unit in which the trigger is measured.",
  },
  "CFO-08": {
    outcome: "REJECTED",
    clause: "RUNTIME-A3-1",
    enforcement: "refuse_policy",
    title: "A target is a point, not a range",
    remedy: "State the target as a range of two numbers, the lower first.",
  },
  "CFO-09": {
    outcome: "NEEDS_INPUT",
    clause: "RUNTIME-A3-2",
    enforcement: "refuse_policy",
    title: "The no-fake-precision commitment is missing",
    remedy: "Add the “No fake precision” commitment to the non-negotiables of the micro case.",
  },
  "CFO-10": {
    outcome: "REJECTED",
    clause: "RUNTIME-A4-1",
    enforcement: "refuse_policy",
    title: "Breakeven is not defined on free cash flow first, EBITDA second",
    remedy: "Set the preferred definition to “FCF breakeven” and the alternate to “EBITDA breakeven”.",
  },
  "CFO-11": {
    outcome: "REJECTED",
    clause: "RUNTIME-A4-2",
    enforcement: "refuse_policy",
    title: "The cash flow or the EBITDA trigger is missing",
    remedy: "Include both T1 (free cash flow) and T2 (EBITDA) in the trigger spec.",
  },
  "CFO-12": {
    outcome: "NEEDS_INPUT",
    clause: "RUNTIME-A4-3",
    enforcement: "trigger_unknown",
    title: "The actual cash balance is missing",
    remedy: "Supply the actual CashBalance; a planning assumption cannot stand in for it.",
  },
  "CFO-13": {
    outcome: "REJECTED",
    clause: "RUNTIME-A5-1",
    enforcement: "refuse_policy",
    title: "Two triggers share an id",
    remedy: "Give each trigger its own id and its own short id.",
  },
  "CFO-14": {
    outcome: "REJECTED",
    clause: "RUNTIME-A5-2",
    enforcement: "refuse_policy",
    title: "A rule names a trigger that does not exist",
    remedy: "Name a trigger of the trigger spec, or add the trigger.",
  },
  "CFO-15": {
    outcome: "REJECTED",
    clause: "RUNTIME-A5-3",
    enforcement: "refuse_policy",
    title: "A trigger's cadence is not in the measurement cadence",
    remedy: "Name a daily, weekly or monthly-close cadence that the trigger spec lists.",
  },
  "CFO-16": {
    outcome: "NEEDS_INPUT",
    clause: "RUNTIME-A5-4",
    enforcement: "trigger_unknown",
    title: "Figures for a critical trigger are missing",
    remedy: "Supply the missing figures; until then the trigger counts as failed.",
  },
  "CFO-17": {
    outcome: "NEEDS_INPUT",
    clause: "RUNTIME-A5-5",
    enforcement: "trigger_unknown",
    title: "Figures for a non-critical trigger are missing",
    remedy: "Supply the missing figures; until then the trigger opens no gate.",
  },
  "CFO-18": {
    outcome: "REJECTED",
    clause: "RUNTIME-A6-1",
    enforcement: "refuse_policy",
    title: "The signal states are not PASS, WATCH and FAIL",
    remedy: "List exactly PASS, WATCH and FAIL as signal states.",
  },
  "CFO-19": {
    outcome: "REJECTED",
    clause: "RUNTIME-A6-2",
    enforcement: "refuse_policy",
    title: "The list of critical triggers is empty or names an unknown trigger",
    remedy: "List at least one critical trigger, each of them in the trigger spec.",
  },
  "CFO-20": {
    outcome: "NEEDS_INPUT",
    clause: "RUNTIME-A6-3",
    enforcement: "block_request",
    title: "The headcount request is not classified",
    remedy: "Classify the role as retention-critical, non-critical, backfill or net-new.",
  },
  "CFO-21": {
    outcome: "REJECTED",
    clause: "RUNTIME-A6-4",
    enforcement: "block_request",
    title: "Hiring under a failed critical trigger lacks CEO and CFO signoff or an ROI case",
    remedy: "Obtain signoff of both CEO and CFO and attach a written ROI case with a band.",
  },
  "CFO-22": {
    outcome: "NEEDS_INPUT",
    clause: "RUNTIME-A6-5",
    enforcement: "block_request",
    title: "The go-to-market request lacks required details",
    remedy: "Complete the details named as missing: kind, segment, channel, amount, return band, evidence.",
  },
  "CFO-23": {
    outcome: "REJECTED",
    clause: "RUNTIME-A6-6",
    enforcement: "block_request",
    title: "The discount exception lacks CFO approval",
    remedy: "Obtain the CFO's signoff.",
  },
  "CFO-24": {
    outcome: "NEEDS_INPUT",
    clause: "RUNTIME-A6-7",
    enforcement: "block_request",
    title: "The roadmap item is not classified or its impact not quantified",
    remedy: "Classify it, and state its impact on retention or upsell as a band with a unit.",
  },
  "CFO-25": {
    outcome: "REJECTED",
    clause: "RUNTIME-A6-8",
    enforcement: "block_request",
    title: "The roadmap item may risk churn while retention fails",
    remedy: "Show that the item does not risk churn, or wait until retention has recovered.",
  },
  "CFO-26": {
    outcome: "REJECTED",
    clause: "RUNTIME-A6-9",
    enforcement: "block_request",
    title: "New vendor spend above the monthly limit lacks an ROI case",
    remedy: "Attach an ROI case with a band, or bring the monthly amount within the limit.",
  },
  "CFO-27": {
    outcome: "REJECTED",
    clause: "RUNTIME-A6-10",
    enforcement: "block_request",
    title: "Vendor spend while runway is short is not shown to be mission-critical",
    remedy: "Justify in writing why the spend is mission-critical, or wait until runway has recovered.",
  },
  "CFO-28": {
    outcome: "REJECTED",
    clause: "RUNTIME-A7-1",
    enforcement: "refuse_claim",
    title: "DEFENSIVE mode was not entered although a critical trigger fails",
    remedy: "Enter DEFENSIVE mode and carry out its actions.",
  },
  "CFO-29": {
    outcome: "REJECTED",
    clause: "RUNTIME-A7-2",
    enforcement: "refuse_claim",
    title: "DEFENSIVE mode was left too early",
    remedy: "Stay in DEFENSIVE mode until every critical trigger passes in two consecutive cycles.",
  },
  "CFO-30": {
    outcome: "REJECTED",
    clause: "RUNTIME-A8-1",
    enforcement: "refuse_claim",
    title: "An escalation that is due was not raised",
    remedy: "Raise the escalation that the rule names.",
  },
  "CFO-31": {
    outcome: "NEEDS_INPUT",
    clause: "RUNTIME-A9-1",
    enforcement: "withhold_close",
    title: "Data that a monthly close needs is missing",
    remedy: "Supply the minimum fields, and both dates when the close is to be certified.",
  },
  "CFO-32": {
    outcome: "REJECTED",
    clause: "RUNTIME-A9-2",
    enforcement: "withhold_close",
    title: "The close came too late to be certified as final",
    remedy: "Treat the figures as provisional, or deliver the close within the agreed business days.",
  },
  "CFO-33": {
    outcome: "NEEDS_INPUT",
    clause: "RUNTIME-A9-3",
    enforcement: "block_request",
    title: "CRM hygiene does not support a decision on pipeline figures",
    remedy: "Enforce stage definitions and the required qualification fields in the CRM, and say so.",
  },
  "CFO-34": {
    outcome: "REJECTED",
    clause: "RUNTIME-A10-1",
    enforcement: "block_request",
    title: "The decision has no entry in the decision log",
    remedy: "Decide where a decision log takes the entry.",
  },
  "CFO-35": {
    outcome: "REJECTED",
    clause: "RUNTIME-A10-2",
    enforcement: "block_request",
    title: "The retention exception lacks a documented offset",
    remedy: "Document the offsetting cut with a description and an amount.",
  },
} as const satisfies Record<`CFO-${string}`, Row>;

export type ReasonCode = keyof typeof TABLE;

export interface ReasonCodeEntry extends Row {
  readonly code: ReasonCode;
}

/** All 35 codes in ascending order. */
export const REASON_CODES: readonly ReasonCodeEntry[] = (Object.keys(TABLE) as ReasonCode[]).map((code) => ({
  code,
  ...TABLE[code],
}));

const ENTRIES = Object.fromEntries(REASON_CODES.map((entry) => [entry.code, entry])) as Record<
  ReasonCode,
  ReasonCodeEntry
>;

/** The table's entry for a code. */
export function reasonCode(code: ReasonCode): ReasonCodeEntry {
  return ENTRIES[code];
}

/** The clause that yields a code; it stands in a decision's `blocked_by`. */
export function clauseOf(code: ReasonCode): string {
  return TABLE[code].clause;
}

/** Contract C: no code is COMPLETED, any REJECTED code rejects, every other code needs input. */
export function outcomeOf(codes: Iterable<ReasonCode>): "COMPLETED" | "NEEDS_INPUT" | "REJECTED" {
  let outcome: "COMPLETED" | "NEEDS_INPUT" = "COMPLETED";
  for (const code of codes) {
    if (TABLE[code].outcome === "REJECTED") return "REJECTED";
    outcome = "NEEDS_INPUT";
  }
  return outcome;
}

/** Ascending and without repetition, as reports list them. */
export function sortedCodes(codes: Iterable<ReasonCode>): ReasonCode[] {
  return [...new Set(codes)].sort();
}
