/** The run: document and policy in, report out (contract A6.1, D). */

import { compile } from "./artifacts/compile";
import { utcTimestamp } from "./calendar";
import { checkAssertions } from "./cycles/assertions";
import { checkDataSla } from "./cycles/data-sla";
import { dueEscalations } from "./cycles/escalations";
import { replayMode } from "./cycles/mode";
import { type ParsedDocument, parseRunDocument, type RunDocument } from "./document";
import { decideRequest } from "./gates/decide-request";
import { roiBandOf } from "./gates/facts";
import { type Situation, situationOf } from "./gates/situation";
import { DEFAULT_PROFILE, type NormalizationProfile, unitNormalization } from "./normalization";
import type { CompiledPolicy } from "./policy";
import { outcomeOf, type ReasonCode, sortedCodes } from "./reason-codes";
import type { DecisionLogRecord, GateDecision, Report } from "./report";
import { evaluateTriggers } from "./triggers/evaluate";
import { GATE_IDS } from "./vocabulary";

export interface RunOptions {
  /** Whether a decision log will take this run's decisions; otherwise each carries CFO-34. */
  readonly logWillTake: boolean;
}

/** Runs a parsed document under a policy compiled from its artifacts. The same document, the same report. */
export function run(document: RunDocument, policy: CompiledPolicy, options: RunOptions): Report {
  return policy.codes.length > 0
    ? unenforceable(document, policy, options)
    : enforced(document, policy, options);
}

/** Compiles the document's own artifacts and runs it. */
export function decideRun(document: RunDocument, options: RunOptions): Report {
  return run(document, compile(document.artifacts), options);
}

export type RunText =
  | { readonly ok: true; readonly report: Report; readonly document: RunDocument | null }
  | Extract<ParsedDocument, { ok: false }>;

/**
 * Runs a text: one that is not JSON at all still yields a report (CFO-02, no document), JSON that is no run
 * document is refused with its issues. `compileArtifacts` lets a caller keep policies it has compiled.
 */
export function runText(
  text: string,
  options: RunOptions,
  compileArtifacts: (artifacts: RunDocument["artifacts"]) => CompiledPolicy = compile,
): RunText {
  const value = parseJson(text);
  if (value === null) return { ok: true, report: notJsonReport(), document: null };
  const parsed = parseRunDocument(value.json);
  if (!parsed.ok) return parsed;
  const { document } = parsed;
  return { ok: true, report: run(document, compileArtifacts(document.artifacts), options), document };
}

function parseJson(text: string): { readonly json: unknown } | null {
  try {
    return { json: JSON.parse(text) };
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Contract A6.1: triggers, critical states, gates ascending, exceptions, escalations, in this order. */
function enforced(document: RunDocument, policy: CompiledPolicy, options: RunOptions): Report {
  const { cycle, asserted, crm_hygiene } = document;
  const history = document.history ?? [];
  const { evaluations, states, codes } = evaluateTriggers(policy, document);
  const current = { id: cycle.id, cadence: cycle.cadence, states };
  const mode = replayMode(policy, history, current);
  const situation = situationOf(policy, { states, mode: mode.after, crmHygiene: crm_hygiene ?? null });
  const decisions = decideRequests(document, policy, situation, options);
  const escalations = dueEscalations(policy, history, current);
  const runCodes = [
    ...codes,
    ...checkDataSla(policy, document),
    ...checkAssertions(policy, asserted, states, mode, escalations),
  ];
  return {
    ...frame(document, policy, decisions, runCodes, options),
    trigger_evaluation: evaluations,
    escalations_emitted: escalations,
    mode,
  };
}

/** With any code on the artifacts nothing is evaluated, and every request is blocked with those codes. */
function unenforceable(document: RunDocument, policy: CompiledPolicy, options: RunOptions): Report {
  const nothingKnown = { ...policy, triggers: [], criticalTriggers: [] };
  const situation = situationOf(nothingKnown, { states: {}, mode: "DEFENSIVE" });
  const decisions = decideRequests(document, policy, situation, options);
  return frame(document, policy, decisions, policy.codes, options);
}

/** Every request, in ascending gate and then document order. */
function decideRequests(
  document: RunDocument,
  policy: CompiledPolicy,
  situation: Situation,
  { logWillTake }: RunOptions,
): GateDecision[] {
  const requests = document.requests ?? [];
  const claimed = document.asserted?.decision_log;
  const logged = claimed == null ? null : new Set(claimed);
  return GATE_IDS.flatMap((gate) => requests.filter((request) => request.gate_id === gate)).map((request) =>
    // RUNTIME-A10-1: no log takes it, or the log another worker claims lacks it.
    decideRequest(policy, situation, request, {
      logged: logWillTake && (logged === null || logged.has(request.request_id)),
    }),
  );
}

/** The report around what was evaluated. */
function frame(
  document: RunDocument,
  policy: CompiledPolicy,
  decisions: GateDecision[],
  runCodes: readonly ReasonCode[],
  { logWillTake }: RunOptions,
): Report {
  const codes = sortedCodes([...runCodes, ...decisions.flatMap(({ reason_codes }) => reason_codes)]);
  return {
    ...emptyReport(policy.profile),
    trace_id: document.trace_id,
    timestamp_utc: utcTimestamp(document.evaluated_at),
    artifacts_present: { ...policy.artifactsPresent },
    normalization: {
      unit_normalization: unitNormalization(policy.profile),
      thresholds_parsed: [...policy.thresholdsParsed],
    },
    gate_decisions: decisions,
    decision_log_written: logWillTake && decisions.length > 0,
    final_outcome: { outcome: outcomeOf(codes), reason_codes: codes },
  };
}

function emptyReport(profile: NormalizationProfile): Report {
  return {
    trace_id: null,
    timestamp_utc: null,
    artifacts_present: {
      micro_case: false,
      trigger_spec: false,
      gating_rules: false,
      outcome_contract: false,
    },
    normalization: {
      unit_normalization: unitNormalization(profile),
      thresholds_parsed: [],
    },
    trigger_evaluation: [],
    gate_decisions: [],
    escalations_emitted: [],
    mode: { before: null, after: "DEFENSIVE", consecutive_pass_cycles: 0 },
    decision_log_written: false,
    final_outcome: { outcome: "COMPLETED", reason_codes: [] },
  };
}

function notJsonReport(): Report {
  const final_outcome = { outcome: outcomeOf(["CFO-02"]), reason_codes: ["CFO-02" as const] };
  return { ...emptyReport(DEFAULT_PROFILE), final_outcome };
}

/** The records a decision log takes of a run: contract A10(3), in the order of the decisions. */
export function decisionLogRecords(document: RunDocument, report: Report): DecisionLogRecord[] {
  const requests = GATE_IDS.flatMap((gate) => (document.requests ?? []).filter((r) => r.gate_id === gate));
  const states = report.trigger_evaluation.map(({ trigger_id, state }) => [trigger_id, state] as const);
  return report.gate_decisions.map((decision, index) => {
    const request = requests[index];
    const band = request === undefined ? null : roiBandOf(request);
    return {
      trace_id: report.trace_id,
      timestamp_utc: report.timestamp_utc,
      request_id: decision.request_id,
      gate_id: decision.gate_id,
      decision: decision.decision,
      trigger_states: Object.fromEntries(states),
      rationale: rationaleOf(decision),
      signoffs: decision.signoffs,
      expected_roi_band: band === null ? null : [band[0], band[1]],
      reason_codes: decision.reason_codes,
      blocked_by: decision.blocked_by,
    };
  });
}

function rationaleOf({ decision, blocked_by, missing, signoffs }: GateDecision): string {
  if (decision === "ALLOWED") {
    return signoffs.length > 0
      ? `Allowed; signed by ${signoffs.join(", ")}.`
      : "Allowed by the gate's rules.";
  }
  const wanted = missing.length > 0 ? ` Missing: ${missing.join(", ")}.` : "";
  return `Blocked by ${blocked_by.join(", ")}.${wanted}`;
}
