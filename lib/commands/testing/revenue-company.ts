// A company that a revenue cycle can be run for: settings, campaigns, deals and eight weeks of every metric.
import { randomUUID } from "node:crypto";
import type { MetricId } from "../../../kernel/revenue";
import { inTenant } from "../../db/tenant-transaction";
import { addDays, isoDate } from "../../queries/cycle-calendar";
import { CONFIG_KEYS } from "../../queries/spine-vocabulary";
import { type Company, createCompany } from "./company";

/** A Monday, when the deep cycle runs; every day before it has been computed. */
export const CYCLE_AT = new Date("2026-03-02T02:00:00Z");
const DAYS = 60;

/** A company that earns its acquisition back in time and wants more pipeline. */
const USUAL: Record<MetricId, number> = {
  leads_created: 11,
  mqls_created: 4,
  qualified_opps_created: 1,
  pipeline_total: 2_400_000,
  pipeline_velocity: 9_000,
  channel_contribution: 60,
  campaign_roas: 2.1,
  email_reply_rate: 4,
  meeting_book_rate: 9,
  cac_paid: 9_000,
  spend_paid_total: 54_000,
  pipeline_from_paid: 900_000,
  revenue_from_paid: 130_000,
  roas_paid: 2.4,
  ctr_paid: 2,
  cpc_paid: 3,
  leads_from_paid: 6,
  win_rate: 24,
  avg_sales_cycle_days: 62,
  stage_conversion_lead_to_opp: 12,
  stage_conversion_opp_to_close: 24,
  speed_to_lead_hours: 20,
  follow_up_rate: 70,
  no_show_rate: 12,
  proposal_acceptance_rate: 40,
  bookings_new: 690_000,
  arr_total: 9_600_000,
  mrr_total: 800_000,
  expansion_revenue: 110_000,
  churn_revenue: 40_000,
  net_revenue_retention: 108,
  cac_blended: 12_000,
  cac_by_channel: 12_000,
  payback_months: 11,
  gross_margin: 590_000,
  gross_margin_pct: 74,
  contribution_margin_pct: 41,
  ltv_to_cac: 4,
  avg_deal_size: 29_000,
  revenue_per_fte: 160_000,
  sales_efficiency_ratio: 1.1,
  cash_runway_months: 60,
  data_freshness_hours: 6,
  missing_attribution_pct: 4,
  duplicate_contact_rate: 1,
  pipeline_coverage_ratio: 3.2,
};

const SETTINGS = {
  [CONFIG_KEYS.revenueTargets]: {
    pipeline: 3_200_000,
    bookings: 720_000,
    cac_max: 15_000,
    payback_max_months: 14,
    gross_margin_min_pct: 70,
  },
  [CONFIG_KEYS.revenueGuardrails]: {
    max_daily_spend: 6_000,
    max_experiment_exposure_pct: 20,
    // Few, so that raising a budget is among the best that may be done.
    allowed_levers: [
      "campaigns.budget_daily",
      "campaigns.bidding_strategy",
      "crm.max_touches",
      "pricing.discount_max_pct",
      "routing.capacity_per_rep",
    ],
    blocked_actions: [],
  },
  [CONFIG_KEYS.cfoGuardrails]: {
    payback_target_months: 14,
    payback_tolerance_months: 2,
    margin_floor_pct: 65,
    max_cac_by_segment: {},
    cash_risk_tolerance: "high",
    runway_threshold_months: 12,
  },
  [CONFIG_KEYS.crmSettings]: {
    sequence_delay_days: 4,
    max_touches: 5,
    follow_up_sla_hours: 24,
    auto_assign: true,
    priority_score_threshold: 60,
  },
  [CONFIG_KEYS.pricingSettings]: { discount_max_pct: 15, promo_code_enabled: false, trial_days: 14 },
  [CONFIG_KEYS.routingSettings]: { round_robin_enabled: false, capacity_per_rep: 60 },
  [CONFIG_KEYS.contentSettings]: { template_id: "nurture-1", subject_line: "A short question" },
  [CONFIG_KEYS.contentTemplates]: [
    { id: "nurture-1", name: "First mail of the nurture" },
    { id: "nurture-2", name: "The same, shorter" },
  ],
} as const;
type SettingsKey = keyof typeof SETTINGS;

export type RevenueCompanyOptions = {
  metrics?: Partial<Record<MetricId, number>>;
  /** Keys that nobody has set. */
  unset?: readonly SettingsKey[];
  /** The last day with metrics; the day before the cycle when left out. */
  lastDay?: string;
};

export async function createRevenueCompany({
  metrics = {},
  unset = [],
  lastDay = addDays(isoDate(CYCLE_AT), -1),
}: RevenueCompanyOptions = {}): Promise<Company> {
  const company = await createCompany();
  const { tenantId } = company;
  await inTenant({ tenantId }, async (tx) => {
    // Long at work: in a company's first 30 days a person agrees to everything that is risky.
    await tx.tenant.update({ where: { id: tenantId }, data: { createdAt: new Date("2025-07-01") } });
    await tx.optimizerConfig.createMany({
      data: Object.entries(SETTINGS)
        .filter(([key]) => !unset.some((each) => each === key))
        .map(([key, value]) => ({ tenantId, key, value })),
    });
    const campaigns = [
      { id: randomUUID(), name: "Always-on search", roas: 4.2 },
      { id: randomUUID(), name: "Category guides", roas: 1.9 },
    ];
    for (const { id, name } of campaigns) {
      const campaign = {
        tenantId,
        id,
        name,
        status: "running",
        segment: "SMB",
        objective: "qualified pipeline",
      };
      await tx.spineCampaign.create({
        data: {
          ...campaign,
          budgetDaily: 900,
          biddingStrategy: "maximise clicks",
          startDate: new Date("2025-09-01"),
        },
      });
      await tx.spineCampaignChannel.create({
        data: { tenantId, campaignId: id, channel: "paid search", status: "running", budgetDaily: 900 },
      });
    }
    await tx.spineOpportunity.createMany({
      data: Array.from({ length: 30 }, (_, index) => ({
        tenantId,
        name: `Deal ${index + 1}`,
        kind: "new_business",
        stage: "qualified",
        segment: "SMB",
        channel: "paid search",
        amountUsd: 80_000,
        ownerName: "Ana",
        createdAt: new Date("2026-01-10"),
        qualifiedAt: new Date("2026-01-20"),
        expectedCloseDate: new Date("2026-04-20"),
      })),
    });
    const parts = [
      ...campaigns.map(({ id, roas }) => ({ metricId: "campaign_roas", dimension: id, value: roas })),
      { metricId: "cac_by_channel", dimension: "paid search", value: 8_000 },
    ];
    const totals = Object.entries({ ...USUAL, ...metrics }).map(([metricId, value]) => ({
      metricId,
      dimension: "",
      value,
    }));
    await tx.metricSnapshotDaily.createMany({ data: snapshots(tenantId, [...totals, ...parts], lastDay) });
  });
  return company;
}

function snapshots(
  tenantId: string,
  series: readonly { metricId: string; dimension: string; value: number }[],
  lastDay: string,
) {
  return series.flatMap(({ metricId, dimension, value }) =>
    Array.from({ length: DAYS }, (_, back) => ({
      tenantId,
      metricId,
      dimension,
      date: new Date(addDays(lastDay, -back)),
      // Days differ a little, as days do.
      value: value * (1 + 0.01 * Math.sin(back)),
    })),
  );
}
