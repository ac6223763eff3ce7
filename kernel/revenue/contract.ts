/**
 * What goes into an optimisation cycle and what comes out of it: contract `revenue_os_v1`. Parsed at the door, trusted
 * inside; extra keys are refused. docs/specs/kernel-io-contract.md is held against these schemas in both directions.
 * Money is US dollars, percent is 0–100, days are YYYY-MM-DD, moments are UTC.
 */
import * as z from "zod";
import { LEVER_IDS, SUBSYSTEMS } from "./levers";
import { METRIC_IDS } from "./metric-ids";
import { LENSES } from "./metrics";

export const CONTRACT_VERSION = "revenue_os_v1";

export const TRIGGER_TYPES = ["scheduled", "metric_deviation", "lifecycle_event", "manual"] as const;
export const BINDING_CONSTRAINTS = ["demand", "conversion", "economics", "data_quality"] as const;
export type BindingConstraint = (typeof BINDING_CONSTRAINTS)[number];
export const CFO_GATES = ["payback_exceeded", "margin_below_floor", "cash_constrained"] as const;
export type CfoGate = (typeof CFO_GATES)[number];
export const ACTION_TYPES = ["config_change", "experiment", "pause", "scale", "revert"] as const;
export type ActionType = (typeof ACTION_TYPES)[number];
export const RESULT_OUTCOMES = ["improved", "no_change", "hurt"] as const;
/** Least hours between two cycles of a tenant. */
export const LEAST_HOURS_BETWEEN_CYCLES = 12;
export const LEAST_ACTIONS = 3;
export const MOST_ACTIONS = 7;

const day = z.iso.date();
const moment = z.iso.datetime();
const usd = z.number().min(0);
const percent = z.number().min(0).max(100);
const metricId = z.enum(
  METRIC_IDS as readonly [(typeof METRIC_IDS)[number], ...(typeof METRIC_IDS)[number][]],
);

export const targetsSchema = z
  .strictObject({
    /** Open qualified pipeline to hold, USD. */
    pipeline: usd.optional(),
    /** New bookings of the trailing 90 days, USD. */
    bookings: usd.optional(),
    arr: usd.optional(),
    cac_max: usd.optional(),
    payback_max_months: z.number().positive().optional(),
    gross_margin_min_pct: percent.optional(),
  })
  .refine(
    (targets) => Object.values(targets).some((value) => value !== undefined),
    "Set at least one target.",
  );

export const guardrailsSchema = z.strictObject({
  max_daily_spend: usd,
  max_experiment_exposure_pct: percent,
  /** `campaigns.budget_daily`: the levers that the kernel may pull. */
  allowed_levers: z.array(z.enum(LEVER_IDS as readonly [string, ...string[]])).min(1),
  /** Action ids, levers, or `lever:type`, that the kernel must leave alone. */
  blocked_actions: z.array(z.string().min(1).max(200)).max(200),
});

export const cfoGuardrailsSchema = z.strictObject({
  payback_target_months: z.number().positive(),
  payback_tolerance_months: z.number().min(0),
  margin_floor_pct: percent,
  max_cac_by_segment: z.record(z.string(), usd),
  cash_risk_tolerance: z.enum(["low", "medium", "high"]),
  runway_threshold_months: z.number().min(0),
});

/** A value of any lever, as JSON. */
export const leverValueSchema = z.union([
  z.number(),
  z.string().max(500),
  z.boolean(),
  z.null(),
  z.array(z.union([z.number(), z.string().max(200)])).max(50),
  z.record(z.string().max(100), z.union([z.number(), z.string().max(200)])),
]);
export type LeverValue = z.infer<typeof leverValueSchema>;

const metricPoint = z.strictObject({
  metric_id: metricId,
  /** Null where the day's value cannot be computed. */
  value: z.number().nullable(),
  date: day,
  dimension: z.string().max(200),
});

const revenueEvent = z.strictObject({
  event_type: z.string().max(100),
  occurred_on: day,
  amount_usd: z.number(),
  segment: z.string().max(100).nullable(),
  channel: z.string().max(100).nullable(),
});

const campaignChannel = z.strictObject({
  id: z.guid(),
  channel: z.string().max(100),
  status: z.enum(["running", "paused", "ended"]),
  budget_daily: usd,
});

const campaign = z.strictObject({
  id: z.guid(),
  name: z.string().max(300),
  status: z.enum(["running", "paused", "ended"]),
  segment: z.string().max(100).nullable(),
  objective: z.string().max(300).nullable(),
  evidence: z.enum(["proven", "experiment"]),
  budget_daily: usd,
  budget_total: usd.nullable(),
  /** Spent since its start. */
  spent_total: usd,
  bidding_strategy: z.string().max(200).nullable(),
  start_date: day,
  end_date: day.nullable(),
  channels: z.array(campaignChannel).max(50),
});

const opportunity = z.strictObject({
  id: z.guid(),
  stage: z.string().max(100),
  kind: z.string().max(100),
  segment: z.string().max(100).nullable(),
  channel: z.string().max(100).nullable(),
  amount_usd: usd.nullable(),
  created_on: day,
  qualified_on: day.nullable(),
  expected_close_date: day.nullable(),
  last_activity_on: day.nullable(),
});

const targetEntity = z.strictObject({
  type: z.enum(["campaign", "campaign_channel", "settings"]),
  /** The row's id; for settings the subsystem. */
  id: z.string().min(1).max(200),
  name: z.string().max(300),
});

const proposedChange = z.strictObject({
  field: z.string().min(1).max(100),
  current_value: leverValueSchema,
  new_value: leverValueSchema,
});

const recentResult = z.strictObject({
  action_id: z.string().max(300),
  lever: z.string().max(100),
  type: z.enum(ACTION_TYPES),
  target_entity: targetEntity,
  proposed_change: proposedChange,
  target_metric: metricId,
  target_direction: z.enum(["up", "down", "hold"]),
  /** `rejected`: a person or the gate said no. */
  status: z.enum(["completed", "failed", "aborted", "reverted", "rejected"]),
  baseline_value: z.number().nullable(),
  observed_value: z.number().nullable(),
  delta: z.number().nullable(),
  confidence: z.number().min(0).max(1).nullable(),
  outcome: z.enum(RESULT_OUTCOMES).nullable(),
  /** Change of each economic metric over the window. */
  economic_deltas: z.record(z.string(), z.number().nullable()),
  finished_on: day,
});

const openAction = z.strictObject({
  action_id: z.string().max(300),
  status: z.enum(["pending", "awaiting_signoff", "executing"]),
  lever: z.string().max(100),
  target_entity: targetEntity,
});

const kernelConfig = z.strictObject({
  /** Present settings of each subsystem, by field. */
  settings: z.record(z.enum(SUBSYSTEMS), z.record(z.string().max(100), leverValueSchema)),
  /** Templates that content actions may choose from. */
  content_templates: z.array(z.strictObject({ id: z.string().max(100), name: z.string().max(300) })).max(200),
  tenant_created_on: day,
  open_actions: z.array(openAction).max(500),
});

export const kernelInputSchema = z.strictObject({
  tenant_id: z.guid(),
  trigger: z.strictObject({
    type: z.enum(TRIGGER_TYPES),
    source: z.string().max(200),
    triggered_at: moment,
  }),
  analysis_window: z.strictObject({ start_date: day, end_date: day }),
  targets: targetsSchema,
  guardrails: guardrailsSchema,
  cfo_guardrails: cfoGuardrailsSchema,
  metrics: z.array(metricPoint).max(100_000),
  revenue_events: z.array(revenueEvent).max(50_000),
  campaigns: z.array(campaign).max(2_000),
  opportunities: z.array(opportunity).max(20_000),
  recent_action_results: z.array(recentResult).max(2_000),
  config: kernelConfig,
});
export type KernelInput = z.infer<typeof kernelInputSchema>;

const abortCondition = z.strictObject({
  metric: metricId,
  operator: z.enum([">", ">=", "<", "<="]),
  threshold: z.number(),
  consecutive_days: z.int().min(1).max(90),
});

const experiment = z.strictObject({
  hypothesis: z.string().max(1000),
  arms: z
    .array(z.strictObject({ name: z.string().max(100), share_pct: percent }))
    .min(2)
    .max(10),
  minimum_sample: z.int().min(1),
  success_metric: metricId,
  success_threshold: z.number(),
});

const impact = z.strictObject({
  metric: metricId,
  direction: z.enum(["up", "down", "hold"]),
  /** Relative change expected at the end of the window, percent, as a band. */
  low_pct: z.number(),
  high_pct: z.number(),
});

export const actionSchema = z
  .strictObject({
    /** Stable: says what the action does, never when. */
    action_id: z.string().min(1).max(300),
    priority: z.int().min(1).max(MOST_ACTIONS),
    owner_subsystem: z.enum(SUBSYSTEMS),
    type: z.enum(ACTION_TYPES),
    lens: z.enum(LENSES),
    target_metric: metricId,
    target_direction: z.enum(["up", "down", "hold"]),
    target_entity: targetEntity,
    proposed_change: proposedChange,
    cfo_score: z.strictObject({
      revenue: z.number().min(0).max(1),
      payback_improvement: z.number().min(0).max(1),
      margin_protection: z.number().min(0).max(1),
      cash_risk: z.number().min(0).max(1),
      /** What past results add or take away. */
      learning: z.number().min(-1).max(1),
      total: z.number(),
    }),
    guardrails: z.strictObject({
      max_additional_spend: usd,
      max_exposure_percent: percent,
      abort_conditions: z.array(abortCondition).max(10),
    }),
    experiment: experiment.nullable(),
    observation_window_days: z.int().min(1).max(90),
    expected_impact: impact,
    expected_economic_impact: z.array(impact).max(17),
    /** Why a person has to agree; null where nobody has to. */
    requires_human: z.string().max(300).nullable(),
    notes_for_humans: z.string().max(2000),
  })
  .refine((action) => (action.type === "experiment") === (action.experiment !== null), {
    message: "An experiment, and nothing else, describes its arms.",
    path: ["experiment"],
  });
export type Action = z.infer<typeof actionSchema>;

const suppressedAction = z.strictObject({
  action_id: z.string().max(300),
  lever: z.string().max(100),
  type: z.enum(ACTION_TYPES),
  target_entity: targetEntity,
  proposed_change: proposedChange,
  /** What held it back: a gate of the enforcement kernel, a CFO gate, a guardrail, what was learned, or an open action. */
  by: z.enum(["enforcement_gate", "cfo_gate", "guardrail", "learning", "open_action", "executor_rule"]),
  /** CFO-NN codes of the enforcement kernel. */
  reason_codes: z.array(z.string()),
  /** Rules of the gates, or the name of the guardrail. */
  rules: z.array(z.string()),
  reason: z.string().max(1000),
});

const dataQualityAction = z.strictObject({
  metric_id: metricId.nullable(),
  problem: z.enum(["missing", "stale", "short_history", "unattributed", "duplicates"]),
  detail: z.string().max(500),
  remedy: z.string().max(500),
});

export const kernelOutputSchema = z.strictObject({
  tenant_id: z.guid(),
  cycle_id: z.guid(),
  executed_at: moment,
  version: z.literal(CONTRACT_VERSION),
  cycle_summary: z.strictObject({
    binding_constraint: z.enum(BINDING_CONSTRAINTS),
    priority_metric: metricId,
    diagnosis: z.string().max(2000),
    confidence: z.number().min(0).max(1),
    cfo_gates_triggered: z.array(
      z.strictObject({
        gate: z.enum(CFO_GATES),
        observed: z.number(),
        threshold: z.number(),
        effect: z.string().max(500),
      }),
    ),
  }),
  actions: z.array(actionSchema).max(MOST_ACTIONS),
  suppressed_actions: z.array(suppressedAction).max(500),
  data_quality_actions: z.array(dataQualityAction).max(100),
  learning_plan: z.strictObject({
    metrics_to_monitor: z.array(metricId),
    economic_metrics_to_monitor: z.array(metricId),
    observation_window_days: z.int().min(0).max(90),
    expected_outcomes: z.array(impact),
  }),
});
export type KernelOutput = z.infer<typeof kernelOutputSchema>;
export type SuppressedAction = z.infer<typeof suppressedAction>;
