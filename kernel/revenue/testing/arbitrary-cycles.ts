/** Companies, settings and states of the gates as fast-check draws them: anything that the contract lets in. */
import fc from "fast-check";
import type { SituationFacts } from "../../enforcement";
import { standing } from "../../enforcement/testing/reference-document";
import type { KernelInput } from "../contract";
import { LEVER_IDS } from "../levers";
import type { MetricId } from "../metric-ids";
import { healthyInput, underperformingInput } from "./inputs";

type Campaign = KernelInput["campaigns"][number];

const aMoney = fc.integer({ min: 1, max: 500_000 }).map((cents) => cents / 100);

const aCampaign: fc.Arbitrary<Campaign> = fc
  .record({
    at: fc.integer({ min: 100, max: 999 }),
    name: fc.string({ maxLength: 40 }),
    status: fc.constantFrom("running", "running", "paused", "ended"),
    segment: fc.constantFrom("Enterprise", "Mid-market", "SMB", null),
    evidence: fc.constantFrom("proven", "experiment"),
    budget: aMoney,
    total: fc.option(aMoney),
    spent: aMoney,
    bidding: fc.constantFrom("target cost per lead", "maximise clicks", null),
    end: fc.constantFrom("2026-12-31", "2026-01-01", null),
    channels: fc.uniqueArray(fc.constantFrom("paid search", "paid social", "events", "partners"), {
      maxLength: 3,
    }),
  })
  .map((drawn) => ({
    id: `30000000-0000-4000-8000-000000000${drawn.at}`,
    name: drawn.name,
    status: drawn.status as Campaign["status"],
    segment: drawn.segment,
    objective: null,
    evidence: drawn.evidence as Campaign["evidence"],
    budget_daily: drawn.budget,
    budget_total: drawn.total,
    spent_total: drawn.spent,
    bidding_strategy: drawn.bidding,
    start_date: "2026-01-01",
    end_date: drawn.end,
    channels: drawn.channels.map((channel, position) => ({
      id: `4000000${position}-0000-4000-8000-000000000${drawn.at}`,
      channel,
      status: "running" as const,
      budget_daily: drawn.budget / drawn.channels.length,
    })),
  }));

const aSetting = {
  crm: fc.record(
    {
      sequence_delay_days: fc.integer({ min: 0, max: 30 }),
      max_touches: fc.integer({ min: 1, max: 20 }),
      follow_up_sla_hours: fc.integer({ min: 1, max: 168 }),
      auto_assign: fc.boolean(),
      priority_score_threshold: fc.integer({ min: 0, max: 100 }),
    },
    { requiredKeys: [] },
  ),
  pricing: fc.record(
    {
      discount_max_pct: fc.integer({ min: 0, max: 50 }),
      tier_threshold: fc.constantFrom([10, 50, 200], [1, 2, 3], [0.5, 0.6]),
      promo_code_enabled: fc.boolean(),
      trial_days: fc.integer({ min: 0, max: 90 }),
    },
    { requiredKeys: [] },
  ),
  routing: fc.record(
    {
      round_robin_enabled: fc.boolean(),
      capacity_per_rep: fc.integer({ min: 1, max: 1000 }),
      overflow_queue: fc.constantFrom("sales development", "spare"),
    },
    { requiredKeys: [] },
  ),
  content: fc.record(
    {
      template_id: fc.constantFrom("intro-1", "gone"),
      variant_weights: fc.constantFrom({ A: 33.34, B: 33.33, C: 33.33 }, { A: 100, B: 0 }, { A: 100 }),
      subject_line: fc.string({ maxLength: 100 }),
      cta_text: fc.string({ maxLength: 50 }),
    },
    { requiredKeys: [] },
  ),
};

/** How much larger or smaller than the fixture's a metric stands. */
const aShift = fc.dictionary(
  fc.constantFrom<MetricId>(
    "pipeline_total",
    "bookings_new",
    "cac_blended",
    "payback_months",
    "gross_margin_pct",
    "cash_runway_months",
    "roas_paid",
    "campaign_roas",
    "cac_by_channel",
    "cac_paid",
    "win_rate",
    "speed_to_lead_hours",
    "follow_up_rate",
  ),
  fc.integer({ min: 0, max: 300 }).map((pct) => pct / 100),
  { maxKeys: 8 },
);

function shifted(metrics: KernelInput["metrics"], shift: Record<string, number>): KernelInput["metrics"] {
  return metrics.map((point) => {
    const factor = Object.hasOwn(shift, point.metric_id) ? (shift[point.metric_id] ?? 1) : 1;
    return point.value === null ? point : { ...point, value: point.value * factor };
  });
}

const aGuardrail = fc.record({
  max_daily_spend: fc.integer({ min: 0, max: 10_000 }),
  max_experiment_exposure_pct: fc.integer({ min: 0, max: 100 }),
  allowed_levers: fc.oneof(
    fc.constant([...LEVER_IDS]),
    fc.uniqueArray(fc.constantFrom(...LEVER_IDS), { minLength: 1 }),
  ),
  blocked_actions: fc.uniqueArray(
    fc.constantFrom(
      "crm.max_touches",
      "campaigns.budget_daily:scale",
      "pricing.discount_max_pct",
      "crm.follow_up_sla_hours:config_change:settings:crm=6",
    ),
  ),
});

/** Any company, with any settings and figures. */
export const anInput: fc.Arbitrary<KernelInput> = fc
  .record({
    isHealthy: fc.boolean(),
    shift: aShift,
    campaigns: fc.option(fc.uniqueArray(aCampaign, { selector: ({ id }) => id, maxLength: 6 }), { freq: 2 }),
    settings: fc.option(fc.record(aSetting)),
    guardrails: fc.option(aGuardrail, { freq: 2 }),
    tolerance: fc.constantFrom("low", "medium", "high"),
    created: fc.constantFrom("2025-01-15", "2026-11-10"),
  })
  .map(({ isHealthy, shift, campaigns, settings, guardrails, tolerance, created }) => {
    const base = isHealthy ? healthyInput() : underperformingInput();
    return {
      ...base,
      metrics: shifted(base.metrics, shift),
      campaigns: campaigns ?? base.campaigns,
      guardrails: guardrails ?? base.guardrails,
      cfo_guardrails: {
        ...base.cfo_guardrails,
        cash_risk_tolerance: tolerance as KernelInput["cfo_guardrails"]["cash_risk_tolerance"],
      },
      config: {
        ...base.config,
        settings: settings ? { campaigns: {}, ...settings } : base.config.settings,
        tenant_created_on: created,
      },
    } as KernelInput;
  });

/** Any state of the gates; often one in which they are open, so that what else holds back is seen to. */
export const aSituation: fc.Arbitrary<SituationFacts> = fc.oneof(
  fc.constantFrom(standing(), standing(), standing({}, "DEFENSIVE")),
  fc.record({
    states: fc.dictionary(
      fc.constantFrom("T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8"),
      fc.constantFrom("PASS", "PASS", "WATCH", "FAIL", "UNKNOWN"),
      { maxKeys: 8 },
    ),
    mode: fc.constantFrom("NORMAL", "DEFENSIVE"),
    crmHygiene: fc.constantFrom(
      { stage_definitions_enforced: true, required_fields_enforced: true },
      { stage_definitions_enforced: false, required_fields_enforced: true },
      null,
    ),
  }),
);
