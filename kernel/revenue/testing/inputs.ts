/**
 * Two companies as a cycle sees them: one that meets its targets, and one that misses most of them. Tests change what
 * they are about and leave the rest.
 */
import type { KernelInput } from "../contract";
import { LEVER_IDS } from "../levers";
import type { MetricId } from "../metric-ids";
import { ACCOUNTS, campaigns, GUIDES, SEARCH, TRIAL } from "./campaigns";
import { type Course, seriesOf } from "./metric-series";

export const TENANT_A = "aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa";
export const TENANT_B = "bbbbbbbb-bbbb-bbbb-bbbb-bbbbbbbbbbbb";
export const LAST_DAY = "2026-11-21";
export const EXECUTED_AT = "2026-11-22T02:00:00.000Z";
export const CYCLE_ID = "00000000-0000-4000-8000-000000000001";
const DAYS = 28;

/** What a close and a spine say of a company, by metric. */
type Standing = Readonly<
  Record<Exclude<MetricId, "channel_contribution" | "campaign_roas" | "cac_by_channel">, number>
>;

const HEALTHY: Standing = {
  leads_created: 42,
  mqls_created: 15,
  qualified_opps_created: 5,
  pipeline_total: 4_600_000,
  pipeline_velocity: 21_000,
  email_reply_rate: 4.2,
  meeting_book_rate: 31,
  cac_paid: 7_800,
  spend_paid_total: 2_400,
  pipeline_from_paid: 640_000,
  revenue_from_paid: 540_000,
  roas_paid: 2.5,
  ctr_paid: 2.4,
  cpc_paid: 1.9,
  leads_from_paid: 22,
  win_rate: 27,
  avg_sales_cycle_days: 54,
  stage_conversion_lead_to_opp: 12,
  stage_conversion_opp_to_close: 27,
  speed_to_lead_hours: 5.5,
  follow_up_rate: 93,
  no_show_rate: 9,
  proposal_acceptance_rate: 48,
  bookings_new: 1_250_000,
  arr_total: 9_900_000,
  mrr_total: 825_000,
  expansion_revenue: 260_000,
  churn_revenue: 90_000,
  net_revenue_retention: 108,
  cac_blended: 14_500,
  payback_months: 12.8,
  gross_margin: 1_960_000,
  gross_margin_pct: 78,
  contribution_margin_pct: 52,
  ltv_to_cac: 5.1,
  avg_deal_size: 24_000,
  revenue_per_fte: 188_000,
  sales_efficiency_ratio: 0.9,
  cash_runway_months: 24,
  data_freshness_hours: 2,
  missing_attribution_pct: 8,
  duplicate_contact_rate: 2,
  pipeline_coverage_ratio: 3.4,
};

const UNDERPERFORMING: Standing = {
  ...HEALTHY,
  leads_created: 24,
  pipeline_total: 2_300_000,
  pipeline_from_paid: 310_000,
  revenue_from_paid: 190_000,
  roas_paid: 0.9,
  cac_paid: 21_000,
  win_rate: 16,
  speed_to_lead_hours: 31,
  follow_up_rate: 71,
  meeting_book_rate: 19,
  bookings_new: 590_000,
  arr_total: 6_100_000,
  net_revenue_retention: 94,
  cac_blended: 26_500,
  payback_months: 23.5,
  gross_margin_pct: 66,
  contribution_margin_pct: 34,
  ltv_to_cac: 2.1,
  cash_runway_months: 14,
  missing_attribution_pct: 31,
  duplicate_contact_rate: 7,
};

function metricsOf(standing: Standing, weekly: Partial<Record<MetricId, number>>, parts: readonly Course[]) {
  const courses = (Object.entries(standing) as [MetricId, number][]).map(([metric, value]) => ({
    metric,
    value,
    weeklyPct: weekly[metric] ?? 0,
  }));
  return [...courses, ...parts].flatMap((course) => seriesOf(course, LAST_DAY, DAYS));
}

function partsOf(roas: Readonly<Record<string, number>>, cac: Readonly<Record<string, number>>): Course[] {
  return [
    ...Object.entries(roas).map(([dimension, value]) => ({
      metric: "campaign_roas" as const,
      dimension,
      value,
    })),
    ...Object.entries(cac).map(([dimension, value]) => ({
      metric: "cac_by_channel" as const,
      dimension,
      value,
    })),
  ];
}

function opportunities(): KernelInput["opportunities"] {
  const segments = [
    { segment: "Enterprise", amount_usd: 86_000 },
    { segment: "Mid-market", amount_usd: 31_000 },
    { segment: "SMB", amount_usd: 9_000 },
  ];
  return Array.from({ length: 24 }, (_, index) => ({
    id: `20000000-0000-4000-8000-0000000000${String(index + 10)}`,
    stage: "qualified",
    kind: "new_business",
    channel: "paid search",
    created_on: "2026-10-01",
    qualified_on: "2026-10-09",
    expected_close_date: "2026-12-20",
    last_activity_on: LAST_DAY,
    ...(segments[index % segments.length] ?? { segment: null, amount_usd: null }),
  }));
}

function input(changes: Partial<KernelInput>): KernelInput {
  return {
    tenant_id: TENANT_A,
    trigger: { type: "scheduled", source: "daily", triggered_at: EXECUTED_AT },
    analysis_window: { start_date: "2026-10-25", end_date: LAST_DAY },
    targets: {
      pipeline: 4_200_000,
      bookings: 1_100_000,
      cac_max: 16_000,
      payback_max_months: 15,
      gross_margin_min_pct: 75,
    },
    guardrails: {
      max_daily_spend: 3_000,
      max_experiment_exposure_pct: 20,
      allowed_levers: [...LEVER_IDS],
      blocked_actions: [],
    },
    cfo_guardrails: {
      payback_target_months: 15,
      payback_tolerance_months: 3,
      margin_floor_pct: 72,
      max_cac_by_segment: { Enterprise: 40_000, "Mid-market": 16_000, SMB: 6_000 },
      cash_risk_tolerance: "medium",
      runway_threshold_months: 12,
    },
    metrics: [],
    revenue_events: [],
    campaigns: campaigns(),
    opportunities: opportunities(),
    recent_action_results: [],
    config: {
      settings: {
        campaigns: {},
        crm: {
          sequence_delay_days: 3,
          max_touches: 8,
          follow_up_sla_hours: 8,
          auto_assign: true,
          priority_score_threshold: 50,
        },
        pricing: {
          discount_max_pct: 15,
          tier_threshold: [10, 50, 200],
          promo_code_enabled: true,
          trial_days: 30,
        },
        routing: { round_robin_enabled: true, capacity_per_rep: 60, overflow_queue: "shared inbound queue" },
        content: {
          template_id: "intro-1",
          variant_weights: { A: 50, B: 50 },
          subject_line: "A question about your close",
          cta_text: "Book a demo",
        },
      },
      content_templates: [
        { id: "intro-1", name: "Introduction" },
        { id: "intro-2", name: "Introduction, shorter" },
        { id: "nurture-3", name: "Third mail of the nurture" },
      ],
      tenant_created_on: "2025-01-15",
      open_actions: [],
    },
    ...changes,
  };
}

/** Meets every target; search returns well, social dearly. A fresh copy each time. */
export function healthyInput(changes: Partial<KernelInput> = {}): KernelInput {
  const roas = { [SEARCH]: 3.4, [GUIDES]: 2.2, [ACCOUNTS]: 2.6, [TRIAL]: 1.1 };
  const cac = { "": 9_500, "paid search": 6_900, "paid social": 21_500, events: 11_200, partners: 9_800 };
  return input({
    metrics: metricsOf(HEALTHY, { pipeline_total: 1.5, bookings_new: 0.8 }, partsOf(roas, cac)),
    ...changes,
  });
}

/** Misses pipeline, bookings, CAC, payback and margin, and two of the CFO's gates are triggered. A fresh copy each time. */
export function underperformingInput(changes: Partial<KernelInput> = {}): KernelInput {
  const roas = { [SEARCH]: 1.3, [GUIDES]: 0.55, [ACCOUNTS]: 1.1, [TRIAL]: 0.2 };
  const cac = { "": 19_000, "paid search": 15_800, "paid social": 44_000, events: 23_000, partners: 13_000 };
  const healthy = input({}).config;
  return input({
    tenant_id: TENANT_B,
    metrics: metricsOf(
      UNDERPERFORMING,
      { pipeline_total: -3, payback_months: 2, win_rate: -4 },
      partsOf(roas, cac),
    ),
    config: {
      ...healthy,
      settings: {
        ...healthy.settings,
        crm: {
          sequence_delay_days: 6,
          max_touches: 5,
          follow_up_sla_hours: 48,
          auto_assign: false,
          priority_score_threshold: 30,
        },
        pricing: { ...healthy.settings.pricing, discount_max_pct: 25 },
        routing: { round_robin_enabled: false, capacity_per_rep: 120, overflow_queue: null },
      },
    },
    ...changes,
  });
}
