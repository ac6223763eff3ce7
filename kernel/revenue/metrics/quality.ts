import type { MetricEntry } from "../metrics";

/** Whether the other figures can be believed. */
export const QUALITY = {
  data_freshness_hours: {
    name: "Data freshness",
    definition:
      "Hours from the newest thing that any source reported to the end of the day; by source, of that source alone. After 35 silent days a source is no longer counted.",
    formula: "end of the day − newest occurred_at",
    sources: ["events_raw", "revenue_events", "spine_crm_activities"],
    unit: "hours",
    direction: "down",
    lens: "blended",
    windowDays: 35,
    dimension: "source",
  },
  missing_attribution_pct: {
    name: "Missing attribution",
    definition:
      "Of the leads and deals of the last 28 days, those that name no channel, or a paid channel and no campaign.",
    formula: "lead.created and opportunities without attribution ÷ all of them",
    sources: ["events_raw", "spine_opportunities"],
    unit: "percent",
    direction: "down",
    lens: "blended",
    windowDays: 28,
    dimension: "channel",
  },
  duplicate_contact_rate: {
    name: "Duplicate contacts",
    definition:
      "Of the leads of the last 90 days that say who the contact is, those whose contact had been a lead in the year before.",
    formula: "lead.created with a contact seen before ÷ lead.created with a contact",
    sources: ["events_raw"],
    unit: "percent",
    direction: "down",
    lens: "blended",
    windowDays: 90,
    dimension: null,
  },
  pipeline_coverage_ratio: {
    name: "Pipeline coverage",
    definition:
      "Qualified, open pipeline due in the next calendar quarter, per dollar of that quarter's bookings target. Trigger T6 judges the mean of four weekly values.",
    formula: "amount_usd of qualified, open opportunities due next quarter ÷ its bookings target",
    sources: ["spine_opportunities", "optimizer_configs"],
    unit: "x",
    direction: "up",
    lens: "cro",
    windowDays: 0,
    dimension: null,
  },
} as const satisfies Record<string, MetricEntry>;
