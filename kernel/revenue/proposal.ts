import { actionIdOf, leverOf } from "./action-identity";
import type { Candidate } from "./candidate";
import { CASH_WINDOW_DAYS, type Purpose } from "./cfo-gates";
import type { LeverValue } from "./contract";
import { type Draft, type Impact, isEconomic, spendExposure } from "./draft";
import { dailySpendOf, isDiscount } from "./money";
import { currentValueOf, type Entity, type TenantView } from "./tenant-view";

/** What a proposal says it will do, believed only up to what the catalogue itself would ever claim. */
const MOST_BELIEVED_PCT = 15;

/** A language model's proposal, seen as the kernel sees its own. Its own words on spend and identity do not count. */
export function draftOfProposal(proposal: Candidate, view: TenantView, entity: Entity): Draft {
  const lever = leverOf(proposal);
  const { new_value: value } = proposal.proposed_change;
  const current = currentValueOf(entity, proposal.proposed_change.field);
  const dailySpend = dailySpendOf(lever, entity, current, value);
  const target = believed(proposal.expected_impact);
  const economic = onePerMetric(proposal.expected_economic_impact.filter(({ metric: id }) => isEconomic(id)));
  const candidate: Candidate = {
    ...proposal,
    target_metric: target.metric,
    target_direction: target.direction,
    target_entity: entity.ref,
    max_exposure_percent: Math.max(
      proposal.max_exposure_percent,
      spendExposure(view, dailySpend),
      shareOutsideLargestArm(proposal),
    ),
    expected_impact: target,
    expected_economic_impact: economic.map(believed).filter(({ metric: id }) => id !== target.metric),
    observation_window_days: view.gates.has("cash_constrained")
      ? Math.min(proposal.observation_window_days, CASH_WINDOW_DAYS)
      : proposal.observation_window_days,
  };
  const effects = [target, ...candidate.expected_economic_impact].map(
    ({ metric: id, low_pct, high_pct }) => ({
      metric: id,
      low: low_pct,
      high: high_pct,
    }),
  );
  return {
    candidate,
    actionId: actionIdOf(candidate),
    lever,
    entity,
    purpose: purposeOf(lever, dailySpend, current, value),
    effects,
    dailySpend,
    paidByCuts: false,
  };
}

/** Whatever share a proposal names for itself: all who do not stay with the largest arm are exposed. */
function shareOutsideLargestArm({ experiment }: Candidate): number {
  if (experiment === null) return 0;
  return Math.max(0, 100 - Math.max(...experiment.arms.map(({ share_pct }) => share_pct)));
}

function purposeOf(lever: string, dailySpend: number, current: LeverValue, value: LeverValue): Purpose {
  if (dailySpend > 0) return "demand_scaling";
  if (lever.startsWith("campaigns.")) return "efficiency";
  if (!lever.startsWith("pricing.")) return "conversion";
  return isDiscount(lever, current, value) ? "discounting" : "pricing";
}

function believed({ metric: id, direction, low_pct, high_pct }: Impact): Impact {
  if (direction === "hold") return { metric: id, direction, low_pct: 0, high_pct: 0 };
  const sizes = [low_pct, high_pct].map((pct) => Math.min(Math.abs(pct), MOST_BELIEVED_PCT));
  const [small, large] = [Math.min(...sizes), Math.max(...sizes)];
  return direction === "up"
    ? { metric: id, direction, low_pct: small, high_pct: large }
    : { metric: id, direction, low_pct: negative(large), high_pct: negative(small) };
}

function onePerMetric(impacts: readonly Impact[]): Impact[] {
  return [...new Map(impacts.map((impact) => [impact.metric, impact])).values()];
}

const negative = (size: number): number => (size === 0 ? 0 : -size);
