/** Evaluates every trigger of the policy to a state (contract A5, A6.1 step 1). */
import { type JsonObject, own } from "../artifacts/values";
import { effectiveHistory } from "../cycles/history";
import type { HistoryEntry, RunDocument } from "../document";
import { compare, type Exact, toNumber } from "../exact";
import { covers, exactOfFigure, type TriggerThresholds } from "../language/threshold";
import type { CompiledPolicy, CompiledTrigger } from "../policy";
import type { ReasonCode } from "../reason-codes";
import type { TriggerEvaluation } from "../report";
import type { TriggerState } from "../vocabulary";
import type { TriggerFormula } from "./formula";
import { Inputs } from "./inputs";
import { hasEveryInput, ownTriggerFormula } from "./own-evaluation";
import { T1_FCF_TRAJECTORY } from "./t1-fcf-trajectory";
import { T2_EBITDA_TRAJECTORY } from "./t2-ebitda-trajectory";
import { T3_RULE_OF_40 } from "./t3-rule-of-40";
import { T4_RUNWAY } from "./t4-runway";
import { T5_NET_REVENUE_RETENTION } from "./t5-net-revenue-retention";
import { T6_PIPELINE_COVERAGE } from "./t6-pipeline-coverage";
import { T7_CAC_PAYBACK } from "./t7-cac-payback";
import { T8_GROSS_MARGIN } from "./t8-gross-margin";

/** In ascending order. Adding a trigger is one file and one line. */
export const TRIGGER_FORMULAS: readonly TriggerFormula[] = [
  T1_FCF_TRAJECTORY,
  T2_EBITDA_TRAJECTORY,
  T3_RULE_OF_40,
  T4_RUNWAY,
  T5_NET_REVENUE_RETENTION,
  T6_PIPELINE_COVERAGE,
  T7_CAC_PAYBACK,
  T8_GROSS_MARGIN,
];
const FORMULAS = new Map(TRIGGER_FORMULAS.map((formula) => [formula.shortId, formula]));

export interface TriggerFacts {
  readonly cycle: RunDocument["cycle"];
  readonly inputs?: RunDocument["inputs"];
  readonly history?: RunDocument["history"];
}

export interface EvaluatedTriggers {
  /** In the order of the trigger spec. */
  readonly evaluations: TriggerEvaluation[];
  /** Short id to state. */
  readonly states: Readonly<Record<string, TriggerState>>;
  /** CFO-05, 12, 16, 17, as they were met. */
  readonly codes: ReasonCode[];
}

interface Outcome {
  readonly evaluation: TriggerEvaluation;
  readonly codes: readonly ReasonCode[];
}

/** Contract A5: a state for each trigger, UNKNOWN with its code when it cannot be computed. */
export function evaluateTriggers(policy: CompiledPolicy, facts: TriggerFacts): EvaluatedTriggers {
  const lastClose =
    facts.cycle.cadence === "weekly"
      ? (effectiveHistory(facts.history ?? [], facts.cycle).findLast((e) => e.cadence === "monthly_close") ??
        null)
      : null;
  const outcomes = policy.triggers.map((trigger) => evaluateTrigger(policy, trigger, facts, lastClose));
  const states = policy.triggers.map(
    ({ shortId }, index) => [shortId, outcomes[index]?.evaluation.state ?? "UNKNOWN"] as const,
  );
  return {
    evaluations: outcomes.map(({ evaluation }) => evaluation),
    states: Object.fromEntries(states),
    codes: outcomes.flatMap(({ codes }) => codes),
  };
}

function evaluateTrigger(
  policy: CompiledPolicy,
  trigger: CompiledTrigger,
  facts: TriggerFacts,
  lastClose: HistoryEntry | null,
): Outcome {
  const formula = FORMULAS.get(trigger.shortId) ?? ownTriggerFormula(trigger);
  const missingCode = trigger.critical ? "CFO-16" : "CFO-17";
  if (formula === null) {
    const { formulaFault: fault } = trigger;
    const where = fault === null ? "" : ` Character ${fault.position} of its formula: ${fault.message}.`;
    const notes = `No formula that can be evaluated is known for this trigger.${where}`;
    return { evaluation: evaluationOf(trigger, "UNKNOWN", { notes }), codes: [missingCode] };
  }
  const given: JsonObject = facts.inputs ?? {};
  const carried = carriedState(policy, trigger, formula, given, facts, lastClose);
  if (carried !== null) return { evaluation: carried, codes: [] };
  const inputs = new Inputs(given, facts.cycle.month_index ?? null, policy.profile);
  const { values, decisive } = formula.compute(inputs);
  const computed = {
    inputs_missing: inputs.missing,
    computed_values: Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, value && toNumber(value)]),
    ),
  };
  if (decisive === null) {
    const codes: ReasonCode[] = [missingCode];
    // RUNTIME-A4-3: beside the missing input, unless the micro case holds a point. Even then the point
    // stands in for nothing: an assumption of the plan is not an actual.
    // It speaks of the runway; a company's own trigger has the code of any missing figure.
    const ofContract = trigger.ownFormula === null;
    if (ofContract && inputs.missing.includes("CashBalance") && !policy.cashPointKnown) codes.push("CFO-12");
    return { evaluation: evaluationOf(trigger, "UNKNOWN", computed), codes };
  }
  const state = stateOf(trigger.thresholds, formula, decisive);
  const notes = notesOn(trigger.thresholds, state, decisive);
  return {
    evaluation: evaluationOf(trigger, state, { ...computed, notes }),
    codes: state === "UNKNOWN" ? ["CFO-05"] : [],
  };
}

/**
 * A weekly cycle carries the newest monthly state of a trigger that it does not measure: the window names
 * no week, and none of the inputs is there as a key; of a company's own trigger, not all of them. Null when
 * there is nothing to carry.
 */
function carriedState(
  { profile }: CompiledPolicy,
  trigger: CompiledTrigger,
  formula: TriggerFormula,
  given: JsonObject,
  { cycle }: TriggerFacts,
  lastClose: HistoryEntry | null,
): TriggerEvaluation | null {
  if (cycle.cadence !== "weekly" || trigger.windowNamesWeek || lastClose === null) return null;
  if (isMeasured(trigger, given)) return null;
  const state = own(lastClose.states, trigger.id) as TriggerState | undefined;
  if (state === undefined) return null;
  const { values } = formula.compute(new Inputs({}, null, profile));
  return {
    ...evaluationOf(trigger, state, {
      computed_values: Object.fromEntries(Object.keys(values).map((name) => [name, null])),
      notes: `Carried from the monthly close ${lastClose.cycle_id}.`,
    }),
    carried_from: lastClose.cycle_id,
  };
}

/** Whether a weekly cycle with these inputs measures the trigger itself. */
export function isMeasured({ shortId, ownFormula }: CompiledTrigger, given: JsonObject): boolean {
  if (ownFormula) return hasEveryInput(ownFormula, given);
  return FORMULAS.get(shortId)?.inputs.some((name) => Object.hasOwn(given, name)) === true;
}

function evaluationOf(
  trigger: CompiledTrigger,
  state: TriggerState,
  rest: Partial<Pick<TriggerEvaluation, "inputs_missing" | "computed_values" | "notes">>,
): TriggerEvaluation {
  return { trigger_id: trigger.id, state, inputs_missing: [], computed_values: {}, notes: "", ...rest };
}

/** Worst first. UNKNOWN when no statement covers the value, or when the thresholds measure something else. */
function stateOf(thresholds: TriggerThresholds | null, formula: TriggerFormula, value: Exact): TriggerState {
  if (thresholds === null || thresholds.unit !== formula.unit) return "UNKNOWN";
  if (covers(thresholds.fail, value)) return "FAIL";
  if (covers(thresholds.watch, value)) return "WATCH";
  return covers(thresholds.pass, value) ? "PASS" : "UNKNOWN";
}

function notesOn(thresholds: TriggerThresholds | null, state: TriggerState, value: Exact): string {
  if (state === "UNKNOWN") return "No threshold statement covers the value in its unit.";
  const band = state === "PASS" ? thresholds?.pass.targetBand : null;
  if (band == null) return "";
  if (compare(value, exactOfFigure(band.high)) > 0) return "The value is above its target band.";
  return compare(value, exactOfFigure(band.low)) < 0 ? "The value is below its target band." : "";
}
