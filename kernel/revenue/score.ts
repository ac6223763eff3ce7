import type { CatalogueEntry } from "./catalogue-entry";
import { isPreferred } from "./cfo-gates";
import { clamp } from "./constraint";
import type { Action, CfoGate } from "./contract";
import type { Draft } from "./draft";
import type { Lessons } from "./learning";
import type { MetricId } from "./metric-ids";
import { isDiscount } from "./money";
import type { TenantView } from "./tenant-view";

export type CfoScore = Action["cfo_score"];

/** The formula of the baseline: what each part weighs in the total. Cash risk counts against. */
export const SCORE_WEIGHTS = { revenue: 0.3, payback: 0.25, margin: 0.25, cashRisk: 0.2 } as const;

type Domain = "demand" | "conversion" | "economics";

/** How directly a metric is revenue, payback or margin: +1 where up is good and it is the thing itself, −1 where down is. */
const TOWARDS = {
  revenue: {
    bookings_new: 1,
    arr_total: 1,
    expansion_revenue: 0.7,
    revenue_from_paid: 0.6,
    win_rate: 0.7,
    pipeline_total: 0.6,
    pipeline_from_paid: 0.4,
    qualified_opps_created: 0.4,
    stage_conversion_lead_to_opp: 0.4,
    stage_conversion_opp_to_close: 0.5,
    leads_created: 0.25,
    leads_from_paid: 0.2,
    meeting_book_rate: 0.3,
    email_reply_rate: 0.15,
    follow_up_rate: 0.25,
    speed_to_lead_hours: -0.1,
    churn_revenue: -0.5,
  },
  payback: {
    payback_months: -1,
    cac_blended: -0.8,
    cac_paid: -0.5,
    cac_by_channel: -0.3,
    campaign_roas: 0.3,
    roas_paid: 0.4,
    sales_efficiency_ratio: 0.5,
    ltv_to_cac: 0.5,
    avg_sales_cycle_days: -0.3,
    win_rate: 0.3,
    avg_deal_size: 0.3,
    speed_to_lead_hours: -0.05,
  },
  margin: {
    gross_margin_pct: 1,
    gross_margin: 0.5,
    contribution_margin_pct: 0.8,
    avg_deal_size: 0.3,
    revenue_per_fte: 0.3,
    expansion_revenue: 0.1,
    spend_paid_total: -0.02,
    cash_runway_months: 0.3,
  },
} as const satisfies Record<string, Partial<Record<MetricId, number>>>;

/** Gains, in percent of the metric, that fill a component. */
const FULL_GAIN_PCT = { revenue: 8, payback: 8, margin: 4 } as const;
const NEED_OF = { revenue: ["demand", "conversion"], payback: ["economics"], margin: ["economics"] } as const;
/** Where every target is met a gain is still worth half of what it is worth where the gap is widest. */
const WORTH_WITHOUT_NEED = 0.5;
const PREFERENCE = 0.2;
const TOLERANCE = { low: 1.5, medium: 1, high: 0.6 } as const;
/** A third of the daily ceiling at once is all the risk there is; a runway at its threshold is a third of it. */
const SPEND_WEIGHT = 3;
const RUNWAY_WEIGHT = 0.3;
const RISK_OF_DISCOUNT = 0.3;
const RISK_OF_FULL_EXPOSURE = 0.3;

export function scoreOf(draft: Draft, view: TenantView, lessons: Lessons): CfoScore {
  const { gates } = view;
  const prefer = (gate: CfoGate) => (isPreferred(draft.purpose, gate, gates) ? PREFERENCE : 0);
  const revenue = component("revenue", draft.effects, view, 0);
  const payback = component("payback", draft.effects, view, prefer("payback_exceeded"));
  const margin = component(
    "margin",
    draft.effects,
    view,
    prefer("margin_below_floor") + prefer("cash_constrained"),
  );
  const cashRisk = cashRiskOf(draft, view);
  const learning = lessons.rewardFor(draft.lever, draft.entity.ref);
  const weighed =
    SCORE_WEIGHTS.revenue * revenue +
    SCORE_WEIGHTS.payback * payback +
    SCORE_WEIGHTS.margin * margin -
    SCORE_WEIGHTS.cashRisk * cashRisk;
  return {
    revenue,
    payback_improvement: payback,
    margin_protection: margin,
    cash_risk: cashRisk,
    learning,
    total: round4(weighed + learning),
  };
}

function component(
  part: keyof typeof TOWARDS,
  effects: readonly CatalogueEntry["effects"][number][],
  { constraint }: TenantView,
  preference: number,
): number {
  const towards: Partial<Record<MetricId, number>> = TOWARDS[part];
  const gain = effects.reduce(
    (sum, { metric, low, high }) => sum + ((low + high) / 2) * (towards[metric] ?? 0),
    0,
  );
  const domains: readonly Domain[] = NEED_OF[part];
  const need = Math.max(...domains.map((domain) => constraint.need[domain]));
  const worth = WORTH_WITHOUT_NEED + (1 - WORTH_WITHOUT_NEED) * need;
  return round4(clamp((gain / FULL_GAIN_PCT[part]) * worth + (gain > 0 ? preference : 0), 0, 1));
}

/** Money added against what may be spent, heavier the shorter the runway and the lower the tolerance. */
function cashRiskOf({ dailySpend, candidate, lever }: Draft, { input, figures }: TenantView): number {
  const { cash_risk_tolerance, runway_threshold_months } = input.cfo_guardrails;
  const runway = figures.latest("cash_runway_months");
  const tightness = runway === null || runway <= 0 ? 1 : clamp(runway_threshold_months / runway, 0, 1);
  const spent = Math.max(0, dailySpend) / Math.max(input.guardrails.max_daily_spend, 1);
  const { current_value, new_value } = candidate.proposed_change;
  const given = isDiscount(lever, current_value, new_value) ? RISK_OF_DISCOUNT : 0;
  const exposed = dailySpend > 0 ? 0 : (candidate.max_exposure_percent / 100) * RISK_OF_FULL_EXPOSURE;
  const risk = (dailySpend > 0 ? spent * SPEND_WEIGHT + RUNWAY_WEIGHT * tightness : 0) + given + exposed;
  return round4(clamp(risk * TOLERANCE[cash_risk_tolerance], 0, 1));
}

const round4 = (value: number): number => {
  const rounded = Math.round(value * 1e4) / 1e4;
  return rounded === 0 ? 0 : rounded;
};
