/** What holds a draft back before the gate is asked: each restraint asks one thing, and the first to object is named. */
import { leverAndEntity, valueText } from "./action-identity";
import { CASH_EXPOSURE_PCT, gateAgainst } from "./cfo-gates";
import { validateChange } from "./change-rules";
import type { LeverValue, SuppressedAction } from "./contract";
import type { Draft } from "./draft";
import { figureText, plain } from "./figure-text";
import type { Lessons } from "./learning";
import { exposureCeiling } from "./new-values";
import { currentValueOf, type TenantView } from "./tenant-view";

export interface Objection {
  readonly by: SuppressedAction["by"];
  readonly rules: readonly string[];
  readonly reasonCodes?: readonly string[];
  readonly reason: string;
}

export interface Surroundings {
  readonly view: TenantView;
  readonly lessons: Lessons;
  /** Levers and entities on which an action is under way. */
  readonly open: ReadonlySet<string>;
}

type Restraint = (draft: Draft, surroundings: Surroundings) => Objection | null;

const guardrail = (rule: string, reason: string): Objection => ({ by: "guardrail", rules: [rule], reason });

const allowedLevers: Restraint = ({ lever }, { view }) =>
  view.input.guardrails.allowed_levers.includes(lever)
    ? null
    : guardrail("allowed_levers", `${lever} is not among the levers that may be pulled.`);

const blockedActions: Restraint = ({ lever, actionId, candidate: { type } }, { view }) => {
  const { blocked_actions } = view.input.guardrails;
  const named = [actionId, lever, `${lever}:${type}`].find((name) => blocked_actions.includes(name));
  return named === undefined ? null : guardrail("blocked_actions", `${named} is to be left alone.`);
};

const executorRules: Restraint = ({ candidate, entity }, { view }) => {
  const { owner_subsystem, type, proposed_change: change } = candidate;
  const faults = validateChange({
    subsystem: owner_subsystem,
    type,
    field: change.field,
    newValue: change.new_value,
    currentValue: currentValueOf(entity, change.field),
    facts: {
      maxDailySpend: view.input.guardrails.max_daily_spend,
      spentTotal: entity.campaign?.spent_total ?? 0,
      today: view.today,
      templateIds: view.input.config.content_templates.map(({ id }) => id),
      segments: view.segments,
      entityType: entity.ref.type,
    },
  });
  const all = [...faults, ...proposalFaults(candidate, currentValueOf(entity, change.field))];
  return all.length === 0
    ? null
    : { by: "executor_rule", rules: ["action-executor-map"], reason: all.join(" ").slice(0, 1000) };
};

/** Faults that only a proposal from outside can have: the catalogue fills these in from the rows themselves. */
function proposalFaults(
  { type, proposed_change, experiment }: Draft["candidate"],
  present: LeverValue,
): string[] {
  const faults: string[] = [];
  if (type === "revert") faults.push("Only the executor reverts, to what it found.");
  if (valueText(proposed_change.current_value) !== valueText(present))
    faults.push(`${proposed_change.field} does not stand at ${valueText(proposed_change.current_value)}.`);
  const shares = experiment?.arms.reduce((sum, { share_pct }) => sum + share_pct, 0) ?? 100;
  if (Math.abs(shares - 100) > 1e-6)
    faults.push(`The arms of the experiment take ${plain(shares, 2)}%, not 100%.`);
  return faults;
}

const cfoGates: Restraint = ({ purpose, candidate }, { view }) => {
  const gate = gateAgainst(purpose, view.gates);
  if (gate !== null)
    return { by: "cfo_gate", rules: [gate], reason: `${gate} holds back what scales or discounts.` };
  if (view.gates.has("cash_constrained") && candidate.max_exposure_percent > CASH_EXPOSURE_PCT)
    return {
      by: "cfo_gate",
      rules: ["cash_constrained"],
      reason: `It exposes ${plain(candidate.max_exposure_percent, 2)}%; while cash is constrained, ${CASH_EXPOSURE_PCT}% is the most.`,
    };
  return null;
};

const dailyCeiling: Restraint = ({ dailySpend }, { view }) => {
  const most = view.input.guardrails.max_daily_spend;
  return dailySpend > 0 && view.dailyBudget + dailySpend > most
    ? guardrail(
        "max_daily_spend",
        `With it ${figureText(view.dailyBudget + dailySpend, "USD")} would be spent a day; ${figureText(most, "USD")} is the most.`,
      )
    : null;
};

const experimentExposure: Restraint = ({ candidate }, { view }) => {
  if (candidate.type !== "experiment") return null;
  const most = exposureCeiling(view);
  return candidate.max_exposure_percent > most || most === 0
    ? guardrail("max_experiment_exposure_pct", `An experiment may reach ${plain(most, 2)}% at most.`)
    : null;
};

/** More demand in a segment where a customer already costs more than one may. */
const segmentCac: Restraint = ({ purpose, entity }, { view }) => {
  const segment = entity.campaign?.segment ?? null;
  const limits = view.input.cfo_guardrails.max_cac_by_segment;
  if (purpose !== "demand_scaling" || segment === null || !Object.hasOwn(limits, segment)) return null;
  const most = limits[segment] ?? Number.POSITIVE_INFINITY;
  const cac = view.figures.latest("cac_paid", segment);
  return cac !== null && cac > most
    ? guardrail(
        "max_cac_by_segment",
        `A customer of ${segment} costs ${figureText(cac, "USD")}; ${figureText(most, "USD")} is the most.`,
      )
    : null;
};

const openActions: Restraint = ({ lever, entity }, { open }) =>
  open.has(leverAndEntity(lever, entity.ref))
    ? {
        by: "open_action",
        rules: ["open_action"],
        reason: `Another action on ${lever} of ${entity.ref.name} is under way.`.slice(0, 1000),
      }
    : null;

const lessonsLearned: Restraint = ({ lever, entity, candidate }, { lessons }) => {
  const reason = lessons.againstRepeating(lever, entity.ref, candidate.proposed_change.new_value);
  return reason === null ? null : { by: "learning", rules: ["no_repetition"], reason };
};

/** What worked is not undone, except to spend less: saving never waits for a lesson. */
const successesStand: Restraint = ({ lever, entity, candidate, dailySpend }, { lessons }) => {
  if (dailySpend < 0) return null;
  const reason = lessons.againstUndoing(lever, entity.ref, candidate.proposed_change);
  return reason === null ? null : { by: "learning", rules: ["no_undoing"], reason };
};

const RESTRAINTS: readonly Restraint[] = [
  allowedLevers,
  blockedActions,
  executorRules,
  cfoGates,
  dailyCeiling,
  experimentExposure,
  segmentCac,
  openActions,
  lessonsLearned,
  successesStand,
];

export function objectionTo(draft: Draft, surroundings: Surroundings): Objection | null {
  for (const restraint of RESTRAINTS) {
    const objection = restraint(draft, surroundings);
    if (objection !== null) return objection;
  }
  return null;
}

export function suppressed(draft: Draft, objection: Objection): SuppressedAction {
  const { type, target_entity, proposed_change } = draft.candidate;
  return {
    action_id: draft.actionId,
    lever: draft.lever,
    type,
    target_entity,
    proposed_change,
    by: objection.by,
    reason_codes: [...(objection.reasonCodes ?? [])],
    rules: [...objection.rules],
    reason: objection.reason,
  };
}
