/** One optimisation cycle, in the order of docs/specs/kernel-io-contract.md: the same request gives the same bytes. */
import { leverAndEntity } from "./action-identity";
import { candidatesOf } from "./candidates";
import { type TriggeredGate, triggeredGates } from "./cfo-gates";
import { type Constraint, constraintOf, diagnosisOf } from "./constraint";
import {
  type Action,
  CONTRACT_VERSION,
  type KernelOutput,
  LEAST_ACTIONS,
  type SuppressedAction,
} from "./contract";
import type { CycleRequest, CycleResult, GatedAction } from "./cycle-result";
import { type DataQuality, dataQualityOf } from "./data-quality";
import { byText, Figures } from "./figures";
import { gated } from "./gating";
import { Lessons } from "./learning";
import { learningPlanOf } from "./learning-plan";
import type { MetricId } from "./metric-ids";
import { cents } from "./money";
import { scoreOf } from "./score";
import { type Scored, selected } from "./selection";
import { type TenantView, tenantViewOf } from "./tenant-view";

const MOST_SUPPRESSED = 500;

export function runCycle(request: CycleRequest): CycleResult {
  const { input, executedAt } = request;
  const figures = new Figures(input.metrics);
  const quality = dataQualityOf(figures, executedAt);
  if (quality.binds) return dataFirst(request, quality);
  const constraint = constraintOf(input, figures);
  // Payback and margin are required and always have a limit, so that a passed data check leaves something to steer to.
  if (constraint === null) return dataFirst(request, quality);
  const gates = triggeredGates(figures, input.cfo_guardrails);
  const view = tenantViewOf(
    input,
    figures,
    constraint,
    new Set(gates.map(({ gate }) => gate)),
    executedAt.slice(0, 10),
  );
  return optimised(request, quality, constraint, gates, view);
}

/** Without figures to go by nothing is tried; what mends the figures comes first. */
function dataFirst(request: CycleRequest, quality: DataQuality): CycleResult {
  const faults = quality.actions;
  const priority: MetricId =
    faults.find(({ metric_id }) => metric_id !== null)?.metric_id ?? "data_freshness_hours";
  const diagnosis = `Data quality binds, so nothing is optimised on guesses: ${faults.map(({ detail }) => detail).join(" ")}`;
  const output: KernelOutput = {
    ...headOf(request),
    cycle_summary: {
      binding_constraint: "data_quality",
      priority_metric: priority,
      diagnosis: diagnosis.slice(0, 2000),
      confidence: 1,
      cfo_gates_triggered: [],
    },
    actions: [],
    suppressed_actions: [],
    data_quality_actions: [...faults],
    learning_plan: learningPlanOf([], priority),
  };
  return { output, gated: [], blocked: [] };
}

function headOf({ input, cycleId, executedAt }: CycleRequest) {
  return {
    tenant_id: input.tenant_id,
    cycle_id: cycleId,
    executed_at: executedAt,
    version: CONTRACT_VERSION,
  } as const;
}

function optimised(
  request: CycleRequest,
  quality: DataQuality,
  constraint: Constraint,
  gates: readonly TriggeredGate[],
  view: TenantView,
): CycleResult {
  const { input, policy, situation, proposals = [] } = request;
  const lessons = new Lessons(input.recent_action_results);
  const open = new Set(
    input.config.open_actions.map(({ lever, target_entity }) => leverAndEntity(lever, target_entity)),
  );
  const candidates = candidatesOf({ view, lessons, open }, policy.figures.scaleUpPct, proposals);
  const gating = gated(candidates.drafts, view, policy, situation);
  const scored = gating.open.map((each) => ({ ...each, score: scoreOf(each.draft, view, lessons) }));
  const chosen = selected(scored, view).map((each, index) => ({
    action: actionOf(each, index + 1),
    asked: each.asked,
  }));
  const actions = chosen.map(({ action }) => action);
  const output: KernelOutput = {
    ...headOf(request),
    cycle_summary: {
      binding_constraint: constraint.binding.domain,
      priority_metric: constraint.binding.metric,
      diagnosis: diagnosisWith(constraint, gates, actions.length),
      confidence: constraint.confidence,
      cfo_gates_triggered: [...gates],
    },
    actions,
    suppressed_actions: inOrder([...candidates.suppressed, ...gating.suppressed]),
    data_quality_actions: [...quality.actions],
    learning_plan: learningPlanOf(actions, constraint.binding.metric),
  };
  return {
    output,
    gated: chosen.flatMap(({ asked }) => asked ?? []),
    blocked: [...gating.blocked].sort((a, b) => byText(a.action_id, b.action_id)),
  };
}

type Chosen = Scored & { readonly human: string | null; readonly asked: GatedAction | null };

function actionOf({ draft, score, human }: Chosen, priority: number): Action {
  const { candidate, dailySpend } = draft;
  const { max_exposure_percent, abort_conditions, ...rest } = candidate;
  return {
    action_id: draft.actionId,
    priority,
    owner_subsystem: rest.owner_subsystem,
    type: rest.type,
    lens: rest.lens,
    target_metric: rest.target_metric,
    target_direction: rest.target_direction,
    target_entity: rest.target_entity,
    proposed_change: rest.proposed_change,
    cfo_score: score,
    guardrails: {
      max_additional_spend: cents(Math.max(0, dailySpend) * rest.observation_window_days),
      max_exposure_percent,
      abort_conditions,
    },
    experiment: rest.experiment,
    observation_window_days: rest.observation_window_days,
    expected_impact: rest.expected_impact,
    expected_economic_impact: rest.expected_economic_impact,
    requires_human: human,
    notes_for_humans: rest.notes_for_humans,
  };
}

function diagnosisWith(constraint: Constraint, gates: readonly TriggeredGate[], count: number): string {
  const held = gates.map(({ gate, effect }) => `${gate}: ${effect}`);
  const few =
    count >= LEAST_ACTIONS
      ? []
      : [
          `Only ${count} of at least ${LEAST_ACTIONS} actions are left: the rest is under way, held back, or tried in vain.`,
        ];
  return [diagnosisOf(constraint), ...held, ...few].join(" ").slice(0, 2000);
}

function inOrder(suppressed: readonly SuppressedAction[]): SuppressedAction[] {
  return [...suppressed].sort((a, b) => byText(a.action_id, b.action_id)).slice(0, MOST_SUPPRESSED);
}
