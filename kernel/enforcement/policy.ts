/**
 * What compiling the artifacts yields: plain, read-only facts. Nothing here is a class or a closure, so a
 * policy can be shown on a screen as it is enforced.
 */
import type { Condition } from "./language/condition";
import type { EscalationCondition } from "./language/escalation";
import type { FigureKind } from "./language/figure-misses";
import type { Fault } from "./language/scanner";
import type { TriggerThresholds } from "./language/threshold";
import type { NormalizationProfile } from "./normalization";
import type { ReasonCode } from "./reason-codes";
import type { ThresholdParsed } from "./report";
import type { OwnFormula } from "./triggers/own-formula";
import type { ArtifactName, GateId, GateShortId } from "./vocabulary";

/** One fault of the artifacts, with the place and how to mend it. */
export interface Finding {
  readonly code: ReasonCode;
  /** For example `trigger_spec.triggers[3].threshold.pass`. */
  readonly path: string;
  /** Character of the text at `path`, counted from 1; absent when the whole field is meant. */
  readonly position?: number;
  readonly message: string;
  readonly remedy: string;
}

export interface CompiledTrigger {
  readonly id: string;
  /** `T4` of `T4_RUNWAY_FLOOR`. */
  readonly shortId: string;
  readonly name: string;
  readonly formula: string;
  /** Of a trigger beyond T8: its formula, ready to be evaluated; null when it cannot be read, and for T1 to T8. */
  readonly ownFormula: OwnFormula | null;
  /** Of a trigger beyond T8 whose formula cannot be evaluated: where and why. */
  readonly formulaFault: Fault | null;
  readonly measurementWindow: string;
  readonly critical: boolean;
  /** Null when a statement could not be read (then there is a CFO-05 finding). */
  readonly thresholds: TriggerThresholds | null;
  readonly thresholdTexts: { readonly pass: string; readonly watch: string; readonly fail: string };
  readonly actionIfPass: readonly string[];
  readonly actionIfFail: readonly string[];
  /** Cadence words of the window, for example `["weekly", "monthly"]`. */
  readonly cadenceWords: readonly string[];
  /** Whether the window names a week; if not, a weekly cycle may carry the last monthly state. */
  readonly windowNamesWeek: boolean;
  readonly owner: string | null;
}

export interface CompiledRule {
  /** `G2.blocked_if[1]`. */
  readonly rule: string;
  /** The condition as written in the artifact, or as contract A6.2 has it. */
  readonly when: string;
  /** What is allowed or blocked, in the artifact's words; empty when the rule is the contract's. */
  readonly effect: string;
  readonly condition: Condition;
  /** False when the artifact lacks the rule and contract A6.2 stands in. */
  readonly fromArtifact: boolean;
}

export interface CompiledGate {
  readonly id: GateId;
  readonly shortId: GateShortId;
  readonly scope: string;
  readonly allowedIf: readonly CompiledRule[];
  readonly blockedIf: readonly CompiledRule[];
  /** Exceptions the gate lists: id and the artifact's words. */
  readonly exceptions: readonly { readonly id: string; readonly text: string }[];
  readonly requiredControls: readonly string[];
  readonly approvers: readonly string[];
  /** Notes on fallbacks and ignored rules; they stand in each decision of the gate. */
  readonly notes: readonly string[];
  /** The same notes, each with the place that it speaks of. */
  readonly noted: readonly GateNote[];
}

/** A note of a gate: what holds instead of what a place of the artifact does not say. */
export interface GateNote {
  readonly text: string;
  /** For example `gating_rules.gates[3].allowed_if[0].allow`; null where the artifact lacks the whole gate. */
  readonly path: string | null;
  /** The figure that is not in the text at `path`; null for a note on whole rules. */
  readonly figure: FigureKind | null;
}

/** Figures read from the allow texts, or contract A6.2's (then a note of the gate says so). */
export interface GateFigures {
  /** G1: critical roles that may be added in a month. */
  readonly criticalRolesPerMonth: number;
  /** G2: percent of the current budget by which proven spend may grow. */
  readonly scaleUpPct: number;
  /** G2: percent of GTM spend that experiments may take. */
  readonly experimentCapPct: number;
  /** G4: USD a month above which new spend needs an ROI case. */
  readonly vendorRoiCaseUsdPerMonth: number;
}

export interface CompiledEscalation {
  /** The rule's condition as written: its name in reports. */
  readonly rule: string;
  readonly action: string;
  readonly condition: Pick<EscalationCondition, "consecutive" | "cadence">;
  /** Short ids of the triggers it watches. */
  readonly triggers: readonly string[];
}

export interface CompiledPolicy {
  /** The names and units under which the artifacts were read, and under which inputs are. */
  readonly profile: NormalizationProfile;
  readonly artifactsPresent: Readonly<Record<ArtifactName, boolean>>;
  /** Empty exactly when the policy can be enforced. */
  readonly findings: readonly Finding[];
  /** Codes of the findings, ascending. */
  readonly codes: readonly ReasonCode[];
  readonly thresholdsParsed: readonly ThresholdParsed[];
  readonly triggers: readonly CompiledTrigger[];
  /** Short ids, in the order of the triggers. */
  readonly criticalTriggers: readonly string[];
  readonly gates: Readonly<Record<GateId, CompiledGate>>;
  readonly figures: GateFigures;
  readonly escalations: readonly CompiledEscalation[];
  readonly minimumFields: readonly string[];
  readonly systems: readonly string[];
  /** The SLA range of the close, in business days. */
  readonly closeTimelinessDays: readonly [number, number];
  readonly crmHygiene: string;
  readonly defensiveActions: readonly string[];
  /** Metric owners as written: `T1_T2` to `CFO (FP&A)`. */
  readonly metricOwners: readonly { readonly triggers: readonly string[]; readonly owner: string }[];
  readonly successCriteria: readonly SuccessCriterion[];
  /** Roles whose signoff can count. */
  readonly signoffRoles: readonly string[];
  /** Whether the micro case holds a point for cash on hand (RUNTIME-A4-3). */
  readonly cashPointKnown: boolean;
}

export interface SuccessCriterion {
  readonly group: string;
  readonly metric: string;
  readonly targetRange: readonly [number, number];
  readonly unit: string;
}
