/**
 * The only door to the enforcement kernel. Pure: no clock, file, network, random source or database.
 * Compile the artifacts once, then run as many documents as you like.
 */
export { compile } from "./artifacts/compile";
export { findingText } from "./artifacts/finding";
export { doubtfulInputs, misspelling } from "./artifacts/misspelling";
export { addBusinessDays, businessDaysBetween, utcTimestamp } from "./calendar";
export {
  CHANGE_CLASSES,
  type ChangeClass,
  type Classification,
  type CompatibilityPolicy,
  classifyChange,
  compareVersions,
  type PolicyChange,
  type PublishedPolicy,
  readCompatibility,
  requiredVersion,
} from "./compatibility/classify";
export { type DataDifference, dataDifferences } from "./compatibility/data-difference";
export { type Conformance, type ConformanceReport, judgeConformance } from "./conformance/report";
export { missingMinimumFields } from "./cycles/data-sla";
export { dueEscalations } from "./cycles/escalations";
export { type CurrentCycle, effectiveHistory } from "./cycles/history";
export { type ModeReplay, PASS_CYCLES_TO_LEAVE, replayMode } from "./cycles/mode";
export { decideRun, decisionLogRecords, type RunOptions, type RunText, run, runText } from "./decide";
export type * from "./document";
export { gateRequestSchema, parseRunDocument, pathText, runDocumentSchema } from "./document";
export type { ExplanationStep } from "./gates/consideration";
export { type DecideOptions, decideRequest, type Explanation, explainDecision } from "./gates/decide-request";
export { type Situation, type SituationFacts, situationOf } from "./gates/situation";
export {
  type Atlas,
  type AtlasProgress,
  atlasOf,
  atlasSteps,
  type GateAtlas,
} from "./knowledge/atlas";
export { type AtlasDifference, type AtlasFlip, atlasDifference } from "./knowledge/atlas-difference";
export {
  type AtlasReport,
  atlasReport,
  type DefaultDeny,
  GATE_CODES,
  type RuleUse,
} from "./knowledge/atlas-report";
export { type Backtest, backtest, type NotReplayed, type TimelinePoint } from "./knowledge/backtest";
export type { CycleDifference } from "./knowledge/backtest-cycle-difference";
export type { Range } from "./knowledge/backtest-cycles";
export type { DecisionDifference } from "./knowledge/backtest-decision-difference";
export type { Amount, Answer, MissingFact, Standing } from "./knowledge/backtest-decisions";
export type {
  PolicyHistory,
  RecordedCycle,
  RecordedDecision,
  RecordedDocument,
} from "./knowledge/backtest-history";
export type { DifferenceKind, GateTotals, Sum } from "./knowledge/backtest-totals";
export type { Verdict } from "./knowledge/behaviour";
export { type CostOfMissing, costOfMissing } from "./knowledge/cost-of-missing";
export { type GateOutlook, gateOutlook, type Prospect } from "./knowledge/gate-outlook";
export { ordinaryRequests } from "./knowledge/ordinary-requests";
export type { Counterexample, PromiseCheck } from "./knowledge/promises";
export { type InputToReach, reachState, type StateToReach } from "./knowledge/reach-state";
export { type Region, regionsOf, regionText } from "./knowledge/regions";
export type { RequestClass } from "./knowledge/request-classes";
export {
  type KnownNow,
  type RestatedCycle,
  type RestatedMoney,
  type Restatement,
  restatement,
} from "./knowledge/restatement";
export { type ThresholdCoverage, thresholdCoverage } from "./knowledge/threshold-coverage";
export {
  type BridgeEnd,
  type BridgeStep,
  type TriggerBridge,
  triggerBridge,
} from "./knowledge/trigger-bridge";
export {
  type Doer,
  type UnblockAtom,
  type UnblockOptions,
  type UnblockSet,
  unblockSets,
} from "./knowledge/unblock";
export {
  type AssumedMonth,
  type ProjectedMonth,
  projectMonths,
  type WhatIf,
} from "./knowledge/what-if";
export {
  type AskedInput,
  askedInputs,
  assumedMonths,
  type TypedFigures,
} from "./knowledge/what-if-inputs";
export { type Condition, triggersOf } from "./language/condition";
export type { EscalationCondition } from "./language/escalation";
export { FIGURES, type FigureKind, type FigureMiss, missedFigure } from "./language/figure-misses";
export { type Misspelling, nearestWord } from "./language/nearest";
export type { Band, Bound, Comparator, Figure, Statement, TriggerThresholds } from "./language/threshold";
export { statementFault } from "./language/threshold";
export {
  DEFAULT_PROFILE,
  type MetricName,
  type NormalizationProfile,
  type ReadProfile,
  readProfile,
} from "./normalization";
export type * from "./policy";
export { DERIVED_PARTS, type DerivedPart, derivedParts } from "./publication/derived-parts";
export * from "./reason-codes";
export type * from "./report";
export { reportSchema } from "./report-schema";
export {
  type EvaluatedTriggers,
  evaluateTriggers,
  TRIGGER_FORMULAS,
  type TriggerFacts,
} from "./triggers/evaluate";
export { CONTRACT_INPUTS, type InputKind, type InputName } from "./triggers/input-catalogue";
export { compileFormula, type FormulaInput, type OwnFormula } from "./triggers/own-formula";
export * from "./vocabulary";

/** Changes whenever a decision could; it stands in every log entry beside the policy version. */
export const KERNEL_VERSION = "1.0.0";
