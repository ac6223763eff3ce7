import { CONFIG_KEYS } from "../../../lib/queries/spine-vocabulary";
import { TENANT_A } from "../generator/stories";

/** What the Revenue OS kernel steers a company to, and the limits that its CFO set. */
export type RevenueLimits = {
  targets: Record<string, number>;
  guardrails: Record<string, unknown>;
  cfoGuardrails: Record<string, unknown>;
  /** The one figure that the CFO tightened after the first weeks, with the value before. */
  tightened: { section: "targets" | "cfo_guardrails"; field: string; from: number };
  settings: Record<string, unknown>;
};

const EVERY_LEVER = [
  "campaigns.budget_daily",
  "campaigns.status",
  "campaigns.target_segment",
  "campaigns.bidding_strategy",
  "crm.sequence_delay_days",
  "crm.max_touches",
  "crm.follow_up_sla_hours",
  "crm.auto_assign",
  "crm.priority_score_threshold",
  "pricing.discount_max_pct",
  "pricing.trial_days",
  "routing.round_robin_enabled",
  "routing.capacity_per_rep",
  "routing.overflow_queue",
  "content.template_id",
  "content.subject_line",
  "content.cta_text",
] as const;

const TEMPLATES = [
  { id: "nurture-1", name: "Nurture, first mail: the problem in one picture" },
  { id: "nurture-2", name: "Nurture, second mail: what a customer saved" },
  { id: "nurture-3", name: "Nurture, third mail: an invitation to a call" },
  { id: "renewal-1", name: "Renewal, 90 days before: what has been used" },
];

/** A: close to its plan, with room to spend and a little short of bookings. */
const larkfield: RevenueLimits = {
  targets: {
    pipeline: 7_000_000,
    bookings: 740_000,
    arr: 12_200_000,
    cac_max: 22_000,
    payback_max_months: 14,
    gross_margin_min_pct: 71,
  },
  tightened: { section: "targets", field: "cac_max", from: 24_000 },
  guardrails: {
    max_daily_spend: 2_600,
    max_experiment_exposure_pct: 20,
    allowed_levers: EVERY_LEVER,
    blocked_actions: ["campaigns.target_segment"],
  },
  cfoGuardrails: {
    payback_target_months: 14,
    payback_tolerance_months: 2,
    margin_floor_pct: 68,
    max_cac_by_segment: { SMB: 18_000, "Mid-market": 24_000, Enterprise: 60_000 },
    cash_risk_tolerance: "high",
    runway_threshold_months: 12,
  },
  settings: {
    [CONFIG_KEYS.crmSettings]: {
      sequence_delay_days: 4,
      max_touches: 6,
      follow_up_sla_hours: 12,
      auto_assign: true,
      priority_score_threshold: 55,
    },
    [CONFIG_KEYS.pricingSettings]: {
      discount_max_pct: 20,
      tier_threshold: [0, 25_000, 75_000],
      promo_code_enabled: false,
      trial_days: 14,
    },
    [CONFIG_KEYS.routingSettings]: {
      round_robin_enabled: true,
      capacity_per_rep: 45,
      territory_rules: { Enterprise: "Ines Takahashi", "Mid-market": "Marlon Dube", SMB: "Petra Lindqvist" },
      overflow_queue: "growth desk",
    },
    [CONFIG_KEYS.contentSettings]: {
      template_id: "nurture-2",
      variant_weights: { picture: 60, figures: 40 },
      subject_line: "What a close costs without a plan",
      cta_text: "See the walkthrough",
    },
    [CONFIG_KEYS.contentTemplates]: TEMPLATES,
  },
};

/** B: short of pipeline and cash, with customers that cost more than they may. */
const brackwater: RevenueLimits = {
  targets: {
    pipeline: 2_400_000,
    bookings: 330_000,
    arr: 11_500_000,
    cac_max: 26_000,
    payback_max_months: 18,
    gross_margin_min_pct: 70,
  },
  tightened: { section: "cfo_guardrails", field: "payback_tolerance_months", from: 6 },
  guardrails: {
    max_daily_spend: 750,
    max_experiment_exposure_pct: 15,
    allowed_levers: EVERY_LEVER,
    blocked_actions: ["content.subject_line"],
  },
  cfoGuardrails: {
    payback_target_months: 18,
    payback_tolerance_months: 2,
    margin_floor_pct: 68,
    max_cac_by_segment: { SMB: 15_000, "Mid-market": 22_000, Enterprise: 50_000 },
    cash_risk_tolerance: "low",
    runway_threshold_months: 9,
  },
  settings: {
    [CONFIG_KEYS.crmSettings]: {
      sequence_delay_days: 7,
      max_touches: 4,
      follow_up_sla_hours: 48,
      auto_assign: false,
      priority_score_threshold: 70,
    },
    [CONFIG_KEYS.pricingSettings]: {
      discount_max_pct: 25,
      tier_threshold: [0, 20_000, 60_000],
      promo_code_enabled: true,
      trial_days: 30,
    },
    [CONFIG_KEYS.routingSettings]: {
      round_robin_enabled: false,
      capacity_per_rep: 60,
      territory_rules: {
        Enterprise: "Gunnar Achterberg",
        "Mid-market": "Lucía Ferrándiz",
        SMB: "Tom Okwuosa",
      },
      overflow_queue: "nobody's desk",
    },
    [CONFIG_KEYS.contentSettings]: {
      template_id: "nurture-1",
      variant_weights: { plain: 100 },
      subject_line: "Our newest features",
      cta_text: "Learn more",
    },
    [CONFIG_KEYS.contentTemplates]: TEMPLATES,
  },
};

export const limitsOf = (tenantId: string): RevenueLimits => (tenantId === TENANT_A ? larkfield : brackwater);
