/**
 * The only door to the enforcement kernel. Pure: no clock, file, network, random source or database.
 * Compile the artifacts once, then run as many documents as you like.
 */
import type { CrmHygiene, GateRequest, HistoryEntry, ParsedDocument, RunDocument } from "./document";
import type { CompiledPolicy } from "./policy";
import type { ReasonCode } from "./reason-codes";
import type {
  DecisionBasis,
  DecisionLogRecord,
  GateDecision,
  ModeReport,
  Report,
  TriggerEvaluation,
} from "./report";
import type { Cadence, Mode, TriggerState } from "./vocabulary";

export { addBusinessDays, businessDaysBetween, utcTimestamp } from "./calendar";
export type * from "./document";
export { gateRequestSchema, parseRunDocument, pathText, runDocumentSchema } from "./document";
export * from "./policy";
export * from "./reason-codes";
export * from "./report";
export * from "./version";
export * from "./vocabulary";

/** What a gate decides on, beside the request. Make one with `situationOf`, use it for many requests. */
export interface Situation {
  readonly states: Readonly<Record<string, TriggerState>>;
  readonly mode: Mode;
  readonly crmHygiene: CrmHygiene | null;
  readonly basis: DecisionBasis;
}
/** Facts from which a situation is made. `states` by short id (`T4`); a trigger left out is UNKNOWN. */
export interface SituationFacts {
  readonly states: Readonly<Record<string, TriggerState>>;
  readonly mode: Mode;
  readonly crmHygiene?: CrmHygiene | null;
}
export interface DecideOptions {
  /** False when no decision log takes the decision (CFO-34). True unless said otherwise. */
  readonly logged?: boolean;
}
/** One step of an explanation, in the order in which the gate went through its rules. */
export interface ExplanationStep {
  /** `G2.blocked_if[1]`, `A10(2)`, `RUNTIME-A6-5`, `G1.default_deny`. */
  readonly rule: string;
  readonly text: string;
  /** `unknown` when it rests on an UNKNOWN trigger; the effect says how that was taken. */
  readonly holds: boolean | "unknown";
  readonly restsOn: readonly { readonly trigger: string; readonly state: TriggerState }[];
  readonly effect: "blocks" | "allows" | "none";
  readonly code?: ReasonCode;
  readonly missing?: readonly string[];
}
export interface Explanation {
  readonly decision: GateDecision;
  readonly steps: readonly ExplanationStep[];
}
export interface ModeReplay extends ModeReport {
  readonly before: Mode;
}

export declare function compile(artifacts: Readonly<Record<string, unknown>>): CompiledPolicy;
export declare function run(
  document: RunDocument,
  policy: CompiledPolicy,
  options: { readonly logWillTake: boolean },
): Report;
export declare function decideRun(document: RunDocument, options: { readonly logWillTake: boolean }): Report;
/** Text that may not be JSON: a CFO-02 report, a report, or "not a run". */
export declare function runText(
  text: string,
  options: { readonly logWillTake: boolean },
): { ok: true; report: Report; document: RunDocument | null } | Extract<ParsedDocument, { ok: false }>;
export declare function situationOf(policy: CompiledPolicy, facts: SituationFacts): Situation;
export declare function decideRequest(
  policy: CompiledPolicy,
  situation: Situation,
  request: GateRequest,
  options?: DecideOptions,
): GateDecision;
export declare function explainDecision(
  policy: CompiledPolicy,
  situation: Situation,
  request: GateRequest,
  options?: DecideOptions,
): Explanation;
export declare function evaluateTriggers(
  policy: CompiledPolicy,
  facts: Pick<RunDocument, "cycle" | "inputs" | "history">,
): { evaluations: TriggerEvaluation[]; codes: ReasonCode[] };
export declare function replayMode(
  policy: CompiledPolicy,
  history: readonly HistoryEntry[],
  current: {
    readonly id: string;
    readonly cadence: Cadence;
    readonly states: Readonly<Record<string, TriggerState>>;
  },
): ModeReplay;
export declare function dueEscalations(
  policy: CompiledPolicy,
  history: readonly HistoryEntry[],
  current: {
    readonly id: string;
    readonly cadence: Cadence;
    readonly states: Readonly<Record<string, TriggerState>>;
  },
): { rule: string; emitted: boolean }[];
export declare function decisionLogRecords(document: RunDocument, report: Report): DecisionLogRecord[];
