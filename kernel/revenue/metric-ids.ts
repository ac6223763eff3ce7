/** The names of the canonical metrics by domain, in the order in which they are shown. */
export const METRIC_IDS_BY_DOMAIN = {
  demand: [
    "leads_created",
    "mqls_created",
    "qualified_opps_created",
    "pipeline_total",
    "pipeline_velocity",
    "channel_contribution",
    "campaign_roas",
    "email_reply_rate",
    "meeting_book_rate",
    "cac_paid",
    "spend_paid_total",
    "pipeline_from_paid",
    "revenue_from_paid",
    "roas_paid",
    "ctr_paid",
    "cpc_paid",
    "leads_from_paid",
  ],
  conversion: [
    "win_rate",
    "avg_sales_cycle_days",
    "stage_conversion_lead_to_opp",
    "stage_conversion_opp_to_close",
    "speed_to_lead_hours",
    "follow_up_rate",
    "no_show_rate",
    "proposal_acceptance_rate",
  ],
  economics: [
    "bookings_new",
    "arr_total",
    "mrr_total",
    "expansion_revenue",
    "churn_revenue",
    "net_revenue_retention",
    "cac_blended",
    "cac_by_channel",
    "payback_months",
    "gross_margin",
    "gross_margin_pct",
    "contribution_margin_pct",
    "ltv_to_cac",
    "avg_deal_size",
    "revenue_per_fte",
    "sales_efficiency_ratio",
    "cash_runway_months",
  ],
  quality: [
    "data_freshness_hours",
    "missing_attribution_pct",
    "duplicate_contact_rate",
    "pipeline_coverage_ratio",
  ],
} as const;

export type MetricId = (typeof METRIC_IDS_BY_DOMAIN)[keyof typeof METRIC_IDS_BY_DOMAIN][number];

export const METRIC_IDS: readonly MetricId[] = Object.values(METRIC_IDS_BY_DOMAIN).flat();

/** Written as baselines beside the target of every action. */
export const ECONOMIC_METRIC_IDS = METRIC_IDS_BY_DOMAIN.economics;

/** Without these, or with these stale, a cycle looks after the data first. */
export const REQUIRED_METRIC_IDS = [
  "leads_created",
  "pipeline_total",
  "win_rate",
  "bookings_new",
  "arr_total",
  "cac_blended",
  "payback_months",
  "gross_margin_pct",
  "cash_runway_months",
  "data_freshness_hours",
] as const satisfies readonly MetricId[];

export function isMetricId(name: string): name is MetricId {
  return (METRIC_IDS as readonly string[]).includes(name);
}
