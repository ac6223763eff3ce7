/** Compiles the four artifacts, once for many runs (contract A1 to A6). */
import type { ParsedStatement, Statement, TriggerThresholds } from "../language/threshold";
import { DEFAULT_PROFILE, type NormalizationProfile } from "../normalization";
import type { CompiledEscalation, CompiledPolicy, CompiledTrigger, SuccessCriterion } from "../policy";
import { sortedCodes } from "../reason-codes";
import { compileFormula } from "../triggers/own-formula";
import { CONTRACT_TRIGGERS, triggerShortId } from "../vocabulary";
import { ARTIFACT_CHECKS } from "./checks";
import { compileGates } from "./compile-gates";
import { CONTRACT_CLOSE_DAYS } from "./contract-rules";
import { findingText } from "./finding";
import { ingest, type Roots } from "./ingress";
import { type Material, readArtifacts, type TriggerReading } from "./reading";
import { bandOf, isFiniteNumber, isObject, own, ownPath, ownText, texts } from "./values";
import { cadenceWordsOf, namesWeek } from "./windows";

/**
 * Reads and checks the artifacts (each an object, or a text holding JSON) and answers the policy with its
 * findings. Never throws on what an artifact holds: a policy with findings blocks every request.
 */
export function compile(
  artifacts: Readonly<Record<string, unknown>>,
  profile: NormalizationProfile = DEFAULT_PROFILE,
): CompiledPolicy {
  const ingress = ingest(artifacts);
  const material = ingress.roots === null ? null : readArtifacts(ingress.roots, profile);
  const findings = material === null ? ingress.findings : ARTIFACT_CHECKS.flatMap((check) => check(material));
  const outcome = material?.roots.outcomeContract;
  const metricOwners = readMetricOwners(outcome);
  const critical = new Set(
    material?.roots.criticalTriggers.map((name) => material.resolve(name)).filter((id) => id !== null),
  );
  const triggers = (material?.triggers ?? []).map((trigger) =>
    compileTrigger(trigger, critical, metricOwners, profile),
  );
  return {
    profile,
    artifactsPresent: ingress.present,
    findings,
    codes: sortedCodes(findings.map(({ code }) => code)),
    thresholdsParsed: (material?.triggers ?? []).map((trigger) => ({
      trigger_id: trigger.id,
      parsed: trigger.thresholds !== null,
      notes: notesOf(trigger),
    })),
    triggers,
    criticalTriggers: triggers.filter((trigger) => trigger.critical).map(({ shortId }) => shortId),
    ...compileGates(material),
    escalations: material === null ? [] : compileEscalations(material),
    minimumFields: texts(material?.roots.minimumFields),
    systems: texts(ownPath(outcome, "data_requirements", "systems")),
    closeTimelinessDays: readCloseDays(outcome),
    crmHygiene: ownText(ownPath(outcome, "data_requirements", "data_quality_sla"), "crm_hygiene"),
    defensiveActions: texts(ownPath(outcome, "fail_closed_policy", "defensive_mode_actions")),
    metricOwners,
    successCriteria: material === null ? [] : readSuccessCriteria(material.roots),
    signoffRoles: readSignoffRoles(outcome),
    cashPointKnown: holdsCashPoint(material?.roots.microCase),
  };
}

function compileTrigger(
  { id, shortId, raw, thresholds }: TriggerReading,
  critical: ReadonlySet<string | null>,
  owners: CompiledPolicy["metricOwners"],
  profile: NormalizationProfile,
): CompiledTrigger {
  const window = ownText(raw, "measurement_window");
  const threshold = own(raw, "threshold");
  return {
    id,
    shortId,
    name: ownText(raw, "name"),
    formula: ownText(raw, "formula"),
    ...compileOwnFormula(shortId, ownText(raw, "formula"), thresholds, profile),
    measurementWindow: window,
    critical: critical.has(shortId),
    thresholds: thresholds === null ? null : withoutSources(thresholds),
    thresholdTexts: {
      pass: ownText(threshold, "pass"),
      watch: ownText(threshold, "watch"),
      fail: ownText(threshold, "fail"),
    },
    actionIfPass: texts(own(raw, "action_if_pass")),
    actionIfFail: texts(own(raw, "action_if_fail")),
    cadenceWords: cadenceWordsOf(window),
    windowNamesWeek: namesWeek(window),
    owner: owners.find(({ triggers }) => triggers.includes(shortId))?.owner ?? null,
  };
}

/** T1 to T8 are the contract's own; a trigger beyond them is what its formula says, in its thresholds' unit. */
function compileOwnFormula(
  shortId: string,
  formula: string,
  thresholds: TriggerThresholds | null,
  profile: NormalizationProfile,
): Pick<CompiledTrigger, "ownFormula" | "formulaFault"> {
  const contract = CONTRACT_TRIGGERS.some((known) => known === shortId);
  if (contract || formula === "" || thresholds === null) return { ownFormula: null, formulaFault: null };
  const read = compileFormula(formula, thresholds.unit, profile);
  if (read.ok) return { ownFormula: read.value, formulaFault: null };
  return { ownFormula: null, formulaFault: { position: read.position, message: read.message } };
}

function withoutSources({ pass, watch, fail, unit }: TriggerThresholds): TriggerThresholds {
  const bare = ({ bounds, targetBand }: Statement | ParsedStatement): Statement => ({ bounds, targetBand });
  return { pass: bare(pass), watch: bare(watch), fail: bare(fail), unit };
}

function notesOf({ faults }: TriggerReading): string {
  return faults.map(findingText).join("; ");
}

function compileEscalations({ escalations }: Material): CompiledEscalation[] {
  return escalations.flatMap(({ condition: rule, action, read }) =>
    read.ok
      ? [
          {
            rule,
            action,
            condition: { consecutive: read.value.consecutive, cadence: read.value.cadence },
            triggers: [...new Set(read.value.triggers)],
          },
        ]
      : [],
  );
}

function readMetricOwners(outcome: unknown): CompiledPolicy["metricOwners"] {
  const owners = ownPath(outcome, "owners_and_accountability", "metric_owners");
  if (!isObject(owners)) return [];
  return Object.keys(owners).map((key) => ({
    triggers: key.split("_").map(triggerShortId),
    owner: ownText(owners, key),
  }));
}

function readCloseDays(outcome: unknown): readonly [number, number] {
  const range = ownPath(outcome, "data_requirements", "data_quality_sla", "close_timeliness_days", "range");
  return bandOf(range) ?? CONTRACT_CLOSE_DAYS;
}

function readSuccessCriteria({ successCriteria }: Roots): SuccessCriterion[] {
  return Object.entries(successCriteria).flatMap(([group, entries]) =>
    entries.flatMap((entry) => {
      const targetRange = bandOf(own(entry, "target_range"));
      if (targetRange === null) return [];
      return [{ group, metric: ownText(entry, "metric"), targetRange, unit: ownText(entry, "unit") }];
    }),
  );
}

/** CEO and CFO, whom the contract names, and the approvers the outcome contract names. */
function readSignoffRoles(outcome: unknown): string[] {
  const approvers = ownPath(outcome, "owners_and_accountability", "gate_approvers");
  const named = isObject(approvers)
    ? Object.keys(approvers).flatMap((key) => texts(own(approvers, key)))
    : [];
  return [...new Set(["CEO", "CFO", ...named])];
}

/** RUNTIME-A4-3: a point, as `point_estimate` elsewhere in the micro case, or the bare number. */
function holdsCashPoint(microCase: unknown): boolean {
  const cash = ownPath(microCase, "baseline_financial_model_assumptions", "cash_on_hand_usd");
  return [cash, own(cash, "point_estimate"), own(cash, "point")].some(isFiniteNumber);
}
