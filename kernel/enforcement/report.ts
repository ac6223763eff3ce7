/**
 * The validation report (contract D), field for field, with the additions that
 * docs/specs/decision-run.md names: `mode`, `notes`, `carried_from`, `blocked_by`, `missing`.
 */
import type { ReasonCode } from "./reason-codes";
import type { ArtifactName, GateId, Mode, Outcome, TriggerState } from "./vocabulary";

export interface ThresholdParsed {
  trigger_id: string;
  parsed: boolean;
  /** Empty, or what could not be read and where. */
  notes: string;
}

export interface TriggerEvaluation {
  trigger_id: string;
  state: TriggerState;
  /** Input names of docs/specs/decision-run.md 3 that are absent or unusable. */
  inputs_missing: string[];
  /** Each value in the unit its name has there (USD, percent 0–100, x, months); null when not computable. */
  computed_values: Record<string, number | null>;
  notes: string;
  /** The monthly cycle whose state a weekly cycle carries; absent when the state is this cycle's own. */
  carried_from?: string;
}

export interface DecisionBasis {
  /** Short trigger id to state. */
  critical_triggers: Record<string, TriggerState>;
  noncritical_triggers: Record<string, TriggerState>;
}

export interface GateDecision {
  request_id: string;
  gate_id: GateId;
  decision: "ALLOWED" | "BLOCKED";
  basis: DecisionBasis;
  /** Every exception claimed, whether or not it admits. */
  exceptions_used: { exception_id: string; offset_documented: boolean }[];
  /** Roles whose signoff counts, ascending. */
  signoffs: string[];
  roi_case_attached: boolean;
  reason_codes: ReasonCode[];
  /** Rules (`G1.blocked_if[0]`, `A10(2)`, `G2.default_deny`) and clauses of codes (`RUNTIME-A6-5`). */
  blocked_by: string[];
  /** What would complete the request: `signoff:CFO`, `roi_case`, `offset`, or the name of a detail. */
  missing: string[];
  notes: string;
}

export interface ModeReport {
  /** Null when the artifacts could not be enforced, so that nothing was replayed. */
  before: Mode | null;
  after: Mode;
  /** Cycles in a row, this one included, in which every critical trigger is PASS. */
  consecutive_pass_cycles: number;
}

export interface Report {
  /** Null when the body was not JSON at all. */
  trace_id: string | null;
  /** UTC, whole seconds; null when the body was not JSON at all. */
  timestamp_utc: string | null;
  artifacts_present: Record<ArtifactName, boolean>;
  normalization: {
    unit_normalization: { USD_aliases: string[]; percent_scale: string; multipliers: string[] };
    thresholds_parsed: ThresholdParsed[];
  };
  trigger_evaluation: TriggerEvaluation[];
  gate_decisions: GateDecision[];
  escalations_emitted: { rule: string; emitted: boolean }[];
  mode: ModeReport;
  decision_log_written: boolean;
  final_outcome: { outcome: Outcome; reason_codes: ReasonCode[] };
}

/** One decision's log record: the fields of contract A10(3) under their contract names, and its verdict. */
export interface DecisionLogRecord {
  trace_id: string | null;
  timestamp_utc: string | null;
  request_id: string;
  gate_id: GateId;
  decision: "ALLOWED" | "BLOCKED";
  /** Full trigger id to state; empty when the artifacts could not be enforced. */
  trigger_states: Record<string, TriggerState>;
  rationale: string;
  signoffs: string[];
  expected_roi_band: [number, number] | null;
  reason_codes: ReasonCode[];
  blocked_by: string[];
}
