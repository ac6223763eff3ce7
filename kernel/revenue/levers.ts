/**
 * The executor map: which field of which subsystem may be changed, by which kind of action, within which limits. The
 * kernel proposes nothing else, executors write nothing else, and what a model proposes is held against it too.
 * docs/specs/action-executor-map.md is held against this table in both directions.
 */
export const SUBSYSTEMS = ["campaigns", "crm", "pricing", "routing", "content"] as const;
export type Subsystem = (typeof SUBSYSTEMS)[number];

/** Kinds of action that a subsystem takes; config_change and revert are taken everywhere. */
export const TYPES_BY_SUBSYSTEM = {
  campaigns: ["config_change", "revert", "experiment", "pause", "scale"],
  crm: ["config_change", "revert", "experiment", "pause"],
  pricing: ["config_change", "revert", "experiment"],
  routing: ["config_change", "revert", "scale"],
  content: ["config_change", "revert", "experiment"],
} as const;

export const FIELDS_BY_SUBSYSTEM = {
  campaigns: ["budget_daily", "budget_total", "status", "target_segment", "bidding_strategy", "end_date"],
  crm: [
    "sequence_delay_days",
    "max_touches",
    "follow_up_sla_hours",
    "auto_assign",
    "priority_score_threshold",
  ],
  pricing: ["discount_max_pct", "tier_threshold", "promo_code_enabled", "trial_days"],
  routing: ["round_robin_enabled", "capacity_per_rep", "territory_rules", "overflow_queue"],
  content: ["template_id", "variant_weights", "subject_line", "cta_text"],
} as const satisfies Record<Subsystem, readonly string[]>;

/** `campaigns.budget_daily`, by which guardrails name a lever. */
export const LEVER_IDS: readonly string[] = SUBSYSTEMS.flatMap((subsystem) =>
  FIELDS_BY_SUBSYSTEM[subsystem].map((field) => `${subsystem}.${field}`),
);
