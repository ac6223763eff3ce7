/** The conditions that catalogue entries name: each asks one thing of the tenant's own figures. */
import type { MetricId } from "./metric-ids";
import { currentValueOf, type Entity, type TenantView } from "./tenant-view";

type Precondition = (view: TenantView, entity: Entity) => boolean;

const GOOD_RETURN = 1;
/** A return under this share of the average is poor; under half of that it is very poor. */
const POOR_SHARE = 0.75;
const VERY_POOR_SHARE = 0.4;
/** A channel is dear or cheap against what all channels pay for a customer in media. */
const DEAR_SHARE = 1.25;
const VERY_DEAR_SHARE = 2;
const CHEAP_SHARE = 0.85;

/** What a return is held against: the tenant's average, or break-even where no average is measured. */
export function returnYardstick(view: TenantView): number {
  return view.averageRoas !== null && view.averageRoas > 0 ? view.averageRoas : GOOD_RETURN;
}

const numberIn = (entity: Entity, field: string): number | null => {
  const value = currentValueOf(entity, field);
  return typeof value === "number" ? value : null;
};
const latest = (view: TenantView, metric: MetricId) => view.figures.latest(metric);
const isOver = (value: number | null, limit: number) => value !== null && value > limit;
const isUnder = (value: number | null, limit: number) => value !== null && value < limit;
const usualCac = (view: TenantView) => view.usualCac ?? Number.POSITIVE_INFINITY;

/** A channel runs only where its campaign does. */
const runs: Precondition = (_, { campaign, channel }) =>
  campaign?.status === "running" && (channel === null || channel.status === "running");

export const PRECONDITIONS = {
  runs,
  is_paused: (_, { campaign, channel }) => channel === null && campaign?.status === "paused",
  has_budget: (_, entity) => isOver(numberIn(entity, "budget_daily"), 0),
  is_proven: (_, { campaign }) => campaign?.evidence === "proven",
  is_experiment: (_, { campaign }) => campaign?.evidence === "experiment",
  returns_well: (view, { roas }) =>
    roas !== null && roas >= GOOD_RETURN && roas >= returnYardstick(view) * 0.95,
  returns_poorly: (view, { roas }) => isUnder(roas, returnYardstick(view) * POOR_SHARE),
  returns_below_average: (view, { roas }) => isUnder(roas, returnYardstick(view)),
  could_return_more: (view, { roas }) =>
    view.constraint.need.economics > 0 || isUnder(roas ?? 0, returnYardstick(view)),
  returns_very_poorly: (view, { roas }) => isUnder(roas, returnYardstick(view) * VERY_POOR_SHARE),
  is_dear: (view, { cac }) => isOver(cac, usualCac(view) * DEAR_SHARE),
  is_very_dear: (view, { cac }) => isOver(cac, usualCac(view) * VERY_DEAR_SHARE),
  is_cheap: (view, { cac }) =>
    cac !== null && view.usualCac !== null && cac > 0 && cac <= view.usualCac * CHEAP_SHARE,
  is_not_the_only_channel: (_, { campaign }) => (campaign?.channels.length ?? 0) > 1,
  is_not_the_only_campaign: (view) =>
    view.input.campaigns.filter(({ status }) => status === "running").length > 1,
  has_no_total_budget: (_, entity) => currentValueOf(entity, "budget_total") === null,
  has_no_end: (_, entity) => currentValueOf(entity, "end_date") === null,
  demand_is_short: ({ constraint }) => constraint.need.demand > 0,
  economics_are_off: ({ constraint }) => constraint.need.economics > 0,
  economics_hold: ({ constraint, gates }) => constraint.need.economics === 0 && gates.size === 0,
  wins_too_little: (view) =>
    view.constraint.need.conversion > 0 || isUnder(view.figures.trendPct("win_rate"), -2),
  cash_is_constrained: ({ gates }) => gates.has("cash_constrained"),
  leads_wait: (view) => isOver(latest(view, "speed_to_lead_hours") ?? 24, 1),
  follow_up_is_patchy: (view) => isUnder(latest(view, "follow_up_rate") ?? 0, 95),
  touches_are_many: (_, entity) => isOver(numberIn(entity, "max_touches"), 8),
  touches_are_few: (_, entity) => isUnder(numberIn(entity, "max_touches") ?? 0, 9),
  discounts_are_given: (_, entity) => isOver(numberIn(entity, "discount_max_pct"), 0),
  trial_is_long: (_, entity) => isOver(numberIn(entity, "trial_days"), 14),
  trial_is_short: (_, entity) => isUnder(numberIn(entity, "trial_days") ?? 0, 30),
  has_tiers: (_, entity) => {
    const tiers = currentValueOf(entity, "tier_threshold");
    return Array.isArray(tiers) && tiers.length > 0;
  },
  has_variants: (_, entity) => {
    const weights = currentValueOf(entity, "variant_weights");
    return (
      typeof weights === "object" &&
      weights !== null &&
      !Array.isArray(weights) &&
      Object.keys(weights).length > 1
    );
  },
} as const satisfies Record<string, Precondition>;

export type PreconditionName = keyof typeof PRECONDITIONS;

export function holds(names: readonly PreconditionName[], view: TenantView, entity: Entity): boolean {
  return names.every((name) => PRECONDITIONS[name](view, entity));
}
