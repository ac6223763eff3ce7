import type * as z from "zod";
import { cfoGuardrailsSchema, guardrailsSchema, targetsSchema } from "@/kernel/revenue/contract";
import type { MetricId } from "@/kernel/revenue/metric-ids";
import { SETTINGS_SECTIONS, type SettingsName } from "./settings-sections";

export const STEERING_NAMES = ["targets", "guardrails", "cfo_guardrails"] as const;
export type SteeringName = (typeof STEERING_NAMES)[number];
export type SectionName = SteeringName | SettingsName;

export type Field = {
  name: string;
  label: string;
  kind:
    | "money"
    | "months"
    | "percent"
    | "number"
    | "choice"
    | "yesno"
    | "text"
    | "template"
    | "levers"
    | "lines"
    | "bySegment"
    | "amounts"
    | "shares"
    | "owners";
  help?: string;
  /** The unit after a number. */
  suffix?: string;
  /** What would be right, said beside the field when it is not. Settings ask the kernel, which says it itself. */
  rule?: string;
  /** Where a value is said otherwise than its kind would be. */
  say?: (value: unknown) => string;
  /** May stay empty. */
  optional?: true;
  /** Whose newest value stands beside it. */
  metric?: MetricId;
  choices?: readonly { value: string; label: string }[];
};

export type Plan = {
  title: string;
  noun: string;
  description?: string;
  /** The kernel's own. */
  schema?: z.ZodType;
  fields: readonly Field[];
};

const AMOUNT = "An amount of $0 or more.";
const PERCENT = "A percentage from 0 to 100.";
const MONTHS = "A number of months, over 0.";

const TARGETS: readonly Field[] = [
  {
    name: "pipeline",
    label: "Open qualified pipeline, at least",
    kind: "money",
    rule: AMOUNT,
    optional: true,
    metric: "pipeline_total",
  },
  {
    name: "bookings",
    label: "New bookings of 90 days, at least",
    kind: "money",
    rule: AMOUNT,
    optional: true,
    metric: "bookings_new",
  },
  { name: "arr", label: "ARR, at least", kind: "money", rule: AMOUNT, optional: true, metric: "arr_total" },
  {
    name: "cac_max",
    label: "CAC, blended, at most",
    kind: "money",
    rule: AMOUNT,
    optional: true,
    metric: "cac_blended",
  },
  {
    name: "payback_max_months",
    label: "CAC payback, at most",
    kind: "months",
    rule: MONTHS,
    optional: true,
    metric: "payback_months",
  },
  {
    name: "gross_margin_min_pct",
    label: "Gross margin, at least",
    kind: "percent",
    rule: PERCENT,
    optional: true,
    metric: "gross_margin_pct",
  },
];

const GUARDRAILS: readonly Field[] = [
  {
    name: "max_daily_spend",
    label: "Most that campaigns may spend in a day",
    kind: "money",
    rule: AMOUNT,
  },
  {
    name: "max_experiment_exposure_pct",
    label: "Most that an experiment may touch",
    kind: "percent",
    help: "Share of leads, customers or budget, in percent",
    rule: PERCENT,
  },
  {
    name: "allowed_levers",
    label: "Levers that the kernel may pull",
    kind: "levers",
    rule: "At least one lever.",
  },
  {
    name: "blocked_actions",
    label: "Actions that it must leave alone",
    kind: "lines",
    help: "One a line: an action's id as a cycle shows it, a lever such as pricing.trial_days, or both with a type, such as campaigns.budget_daily:scale",
    rule: "At most 200 lines of at most 200 characters.",
    optional: true,
  },
];

const CFO_GUARDRAILS: readonly Field[] = [
  { name: "payback_target_months", label: "CAC payback to hold", kind: "months", rule: MONTHS },
  {
    name: "payback_tolerance_months",
    label: "Tolerance on top of it",
    kind: "months",
    help: "Beyond both together, nothing scales demand",
    rule: "A number of months, 0 or more.",
  },
  {
    name: "margin_floor_pct",
    label: "Floor of the margin",
    kind: "percent",
    help: "Below it no channel is scaled",
    rule: PERCENT,
  },
  {
    name: "runway_threshold_months",
    label: "Cash runway to keep",
    kind: "months",
    help: "Below it spend and experiments are capped",
    rule: "A number of months, 0 or more.",
  },
  {
    name: "cash_risk_tolerance",
    label: "Tolerance for risk to cash",
    kind: "choice",
    rule: "Low, medium or high.",
    choices: [
      { value: "low", label: "Low" },
      { value: "medium", label: "Medium" },
      { value: "high", label: "High" },
    ],
  },
  {
    name: "max_cac_by_segment",
    label: "Most that a customer may cost, by segment",
    kind: "bySegment",
    rule: AMOUNT,
    optional: true,
  },
];

/** What can be set here, in the order in which it is shown. */
export const SECTIONS: Record<SectionName, Plan> = {
  targets: {
    title: "Targets",
    noun: "targets",
    description:
      "What the kernel steers to: the largest gap to one of these becomes the constraint of a cycle.",
    schema: targetsSchema,
    fields: TARGETS,
  },
  guardrails: {
    title: "Guardrails",
    noun: "guardrails",
    description: "Within which the kernel may propose and act. What is not allowed here is never proposed.",
    schema: guardrailsSchema,
    fields: GUARDRAILS,
  },
  cfo_guardrails: {
    title: "CFO guardrails",
    noun: "CFO guardrails",
    description: "Checked before any action is generated: each one that is crossed closes a kind of action.",
    schema: cfoGuardrailsSchema,
    fields: CFO_GUARDRAILS,
  },
  ...SETTINGS_SECTIONS,
};
