/**
 * The closed words of the contract. Every other file takes its words from here, so that a word which is
 * not in one of these lists does not exist for the kernel.
 */

/** Contract A5.1: three states, and UNKNOWN for what cannot be computed. UNKNOWN is a value, never a default. */
export const TRIGGER_STATES = ["PASS", "WATCH", "FAIL", "UNKNOWN"] as const;
export type TriggerState = (typeof TRIGGER_STATES)[number];

/** The states an artifact may name (contract A6, `signal_states`). */
export const SIGNAL_STATES = ["PASS", "WATCH", "FAIL"] as const;
export type SignalState = (typeof SIGNAL_STATES)[number];

/** Contract A6.2, in the ascending order in which A6.1 applies them. */
export const GATE_IDS = [
  "G1_HEADCOUNT",
  "G2_GTM_SPEND",
  "G3_PRODUCT_AND_RND",
  "G4_VENDOR_AND_NON_LABOR",
] as const;
export type GateId = (typeof GATE_IDS)[number];
export type GateShortId = "G1" | "G2" | "G3" | "G4";

/** Contract A7. */
export const MODES = ["NORMAL", "DEFENSIVE"] as const;
export type Mode = (typeof MODES)[number];

/** The two kinds of evaluation cycle. */
export const CADENCES = ["weekly", "monthly_close"] as const;
export type Cadence = (typeof CADENCES)[number];

/** Contract C, and COMPLETED for a run without any code (docs/specs/decision-run.md 4.3). */
export const OUTCOMES = ["COMPLETED", "NEEDS_INPUT", "REJECTED"] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** The four artifacts of contract A1, in its order. */
export const ARTIFACT_NAMES = ["micro_case", "trigger_spec", "gating_rules", "outcome_contract"] as const;
export type ArtifactName = (typeof ARTIFACT_NAMES)[number];

/** What a number is measured in (contract A2): US dollars, percent on a 0–100 scale, multiples, months. */
export const UNITS = ["USD", "percent", "x", "months"] as const;
export type Unit = (typeof UNITS)[number];

/** `G1_HEADCOUNT` is `G1` in rule names such as `G1.blocked_if[0]`. */
export function gateShortId(gate: GateId): GateShortId {
  return gate.slice(0, 2) as GateShortId;
}

/** Contract A5.2: the triggers whose formulas are the contract's own, whatever their text says. */
export const CONTRACT_TRIGGERS = ["T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8"] as const;

const NUMBERED_TRIGGER = /^T\d+(?=_|$)/i;

/** `T4_RUNWAY_FLOOR` is `T4` in conditions and in a decision's basis; an id of another form is its own. */
export function triggerShortId(id: string): string {
  return NUMBERED_TRIGGER.exec(id)?.[0].toUpperCase() ?? id;
}
