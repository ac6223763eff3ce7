/**
 * The limits of the executor map: whether a lever may be set to a value. The kernel holds every candidate against
 * them, the executors every change before they write it, so that both refuse the same things in the same words.
 */
import { valueText } from "./action-identity";
import type { ActionType, LeverValue } from "./contract";
import { dayNumber, dayOf } from "./figures";
import { type FIELDS_BY_SUBSYSTEM, type Subsystem, TYPES_BY_SUBSYSTEM } from "./levers";

/** What a limit depends on beside the value itself. What is left out is not checked, except where it must be known. */
export interface ChangeFacts {
  /** The tenant's ceiling for a daily budget, USD. */
  readonly maxDailySpend: number;
  /** Spent by the campaign since its start, USD. */
  readonly spentTotal?: number;
  /** YYYY-MM-DD, UTC. */
  readonly today: string;
  /** Ids of the templates that exist. */
  readonly templateIds?: readonly string[];
  /** Where the tenant's segments are known, the only ones that a campaign may aim at. */
  readonly segments?: readonly string[];
  /** The kind of row that is changed; a channel of a campaign has a budget and a status only. */
  readonly entityType?: "campaign" | "campaign_channel" | "settings";
}

export interface ProposedChange {
  readonly subsystem: Subsystem;
  readonly type: ActionType;
  readonly field: string;
  readonly newValue: LeverValue;
  readonly currentValue: LeverValue;
  readonly facts: ChangeFacts;
}

interface Rule {
  /** In words, for people, for the specification and for a model. */
  readonly limit: string;
  /** What is wrong with the value; null when nothing is. */
  readonly fault: (value: LeverValue, facts: ChangeFacts) => string | null;
}

const CHANNEL_FIELDS: readonly string[] = ["budget_daily", "status"];
const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** Weights are percentages that people type with up to two decimals. */
const WEIGHT_TOLERANCE = 1e-6;

const isNumber = (value: LeverValue): value is number => typeof value === "number" && Number.isFinite(value);
/** The thirtieth of February is read as the second of March, and is no day all the same. */
const isDay = (text: string) => !Number.isNaN(dayNumber(text)) && dayOf(dayNumber(text)) === text;
const isText = (value: LeverValue, most: number): value is string =>
  typeof value === "string" && value.trim() !== "" && value.length <= most;
const isRecord = (value: LeverValue): value is Record<string, number | string> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Where a value is right or wrong by itself, its limit says all. */
const rule = (limit: string, isRight: (value: LeverValue) => boolean): Rule => ({
  limit,
  fault: (value) => (isRight(value) ? null : `must be ${limit}`),
});

const between = (least: number, most: number, unit: string, whole = true): Rule =>
  rule(
    `${whole ? "a whole number" : "a number"} from ${least} to ${most} ${unit}`,
    (value) => isNumber(value) && value >= least && value <= most && (!whole || Number.isInteger(value)),
  );

const yesOrNo = rule("true or false", (value) => typeof value === "boolean");
const text = (most: number): Rule =>
  rule(`a text of 1 to ${most} characters`, (value) => isText(value, most));

const dailyBudget: Rule = {
  limit: "over 0 US dollars and within max_daily_spend",
  fault: (value, { maxDailySpend }) => {
    if (!isNumber(value) || value <= 0) return "must be over 0 US dollars";
    return value > maxDailySpend ? `must be within the daily ceiling of $${maxDailySpend}` : null;
  },
};

const totalBudget: Rule = {
  limit: "over 0 US dollars and not under what is spent already",
  fault: (value, { spentTotal = 0 }) => {
    if (!isNumber(value) || value <= 0) return "must be over 0 US dollars";
    return value < spentTotal ? `must not be under the $${spentTotal} already spent` : null;
  },
};

const endDate: Rule = {
  limit: "a day as YYYY-MM-DD that is not past, or null for no end",
  fault: (value, { today }) => {
    if (value === null) return null;
    if (typeof value !== "string" || !DAY.test(value) || !isDay(value))
      return "must be a day as YYYY-MM-DD, or null for no end";
    return value < today ? `must not lie in the past (today is ${today})` : null;
  },
};

const segment: Rule = {
  limit: "a segment of the company, in 1 to 100 characters",
  fault: (value, { segments }) => {
    if (!isText(value, 100)) return "must be a text of 1 to 100 characters";
    return segments && !segments.includes(value)
      ? `must be one of the segments ${segments.join(", ")}`
      : null;
  },
};

const ascending = rule(
  "a list of amounts of at least 0, each over the one before",
  (value) =>
    Array.isArray(value) &&
    value.length > 0 &&
    value.every(
      (each, index) => isNumber(each) && each >= 0 && (index === 0 || each > Number(value[index - 1])),
    ),
);

const weights: Rule = {
  limit: "a weight of at least 0 for each variant, 100 in all",
  fault: (value) => {
    if (!isRecord(value) || Object.keys(value).length === 0) return "must give each variant a weight";
    const shares = Object.values(value);
    if (!shares.every((share) => isNumber(share) && share >= 0)) return "must give weights of at least 0";
    const sum = shares.reduce<number>((total, share) => total + Number(share), 0);
    return Math.abs(sum - 100) <= WEIGHT_TOLERANCE ? null : `must sum to 100, not ${sum}`;
  },
};

const territories = rule(
  "the name of an owner for each territory",
  (value) =>
    isRecord(value) &&
    Object.keys(value).length > 0 &&
    Object.values(value).every((owner) => typeof owner === "string" && owner.trim() !== ""),
);

const template: Rule = {
  limit: "the id of a template that exists",
  fault: (value, { templateIds = [] }) =>
    typeof value === "string" && templateIds.includes(value) ? null : "must name a template that exists",
};

const status = rule("running or paused", (value) => value === "running" || value === "paused");

/** One rule per lever; every field of the executor map has one. */
const RULES: { readonly [S in Subsystem]: Readonly<Record<(typeof FIELDS_BY_SUBSYSTEM)[S][number], Rule>> } =
  {
    campaigns: {
      budget_daily: dailyBudget,
      budget_total: totalBudget,
      status,
      target_segment: segment,
      bidding_strategy: text(200),
      end_date: endDate,
    },
    crm: {
      sequence_delay_days: between(0, 30, "days"),
      max_touches: between(1, 20, "touches"),
      follow_up_sla_hours: between(1, 168, "hours", false),
      auto_assign: yesOrNo,
      priority_score_threshold: between(0, 100, "points", false),
    },
    pricing: {
      discount_max_pct: between(0, 50, "percent", false),
      tier_threshold: ascending,
      promo_code_enabled: yesOrNo,
      trial_days: between(0, 90, "days"),
    },
    routing: {
      round_robin_enabled: yesOrNo,
      capacity_per_rep: between(1, 1000, "leads"),
      territory_rules: territories,
      overflow_queue: text(100),
    },
    content: {
      template_id: template,
      variant_weights: weights,
      subject_line: text(100),
      cta_text: text(50),
    },
  };

/** The limit of each lever in words, by its name. */
export const LEVER_LIMITS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(RULES).flatMap(([subsystem, fields]) =>
    Object.entries(fields).map(([field, { limit }]) => [`${subsystem}.${field}`, limit]),
  ),
);

/** Reasons against the change, each a sentence; none when it may be made. */
export function validateChange(change: ProposedChange): string[] {
  const { subsystem, type, field, newValue, facts } = change;
  const types: readonly string[] = TYPES_BY_SUBSYSTEM[subsystem];
  if (!types.includes(type)) return [`${subsystem} takes no action of the type ${type}.`];
  const limits: Readonly<Record<string, Rule>> = RULES[subsystem];
  const known = Object.hasOwn(limits, field) ? limits[field] : undefined;
  if (!known) return [`${subsystem} has no field ${field}.`];
  const fault = known.fault(newValue, facts);
  return [
    ...entityFaults(subsystem, field, facts),
    ...(fault === null ? [] : [`${field} ${fault}.`]),
    ...meaningFaults(change),
  ];
}

function entityFaults(subsystem: Subsystem, field: string, { entityType }: ChangeFacts): string[] {
  if (entityType === undefined) return [];
  if (subsystem !== "campaigns")
    return entityType === "settings" ? [] : [`${subsystem} changes settings, no ${entityType}.`];
  if (entityType === "settings") return ["campaigns changes a campaign or one of its channels."];
  return entityType === "campaign_channel" && !CHANNEL_FIELDS.includes(field)
    ? [`A channel of a campaign has no ${field}.`]
    : [];
}

/** A pause stops something, scaling makes something larger; what changes nothing is no action. */
function meaningFaults({ subsystem, type, field, newValue, currentValue }: ProposedChange): string[] {
  if (type !== "revert" && valueText(newValue) === valueText(currentValue))
    return [`${field} is ${valueText(newValue)} already.`];
  if (type === "pause") {
    const stops = subsystem === "crm" ? ["auto_assign", "false"] : ["status", '"paused"'];
    return field === stops[0] && valueText(newValue) === stops[1]
      ? []
      : [`A pause in ${subsystem} sets ${stops[0]} to ${stops[1]}.`];
  }
  if (type === "scale") return scaleFaults(field, newValue, currentValue);
  return [];
}

function scaleFaults(field: string, newValue: LeverValue, currentValue: LeverValue): string[] {
  if (!["budget_daily", "budget_total", "capacity_per_rep"].includes(field))
    return [`${field} cannot be scaled: only budgets and capacity can.`];
  return isNumber(newValue) && isNumber(currentValue) && newValue > currentValue
    ? []
    : [`Scaling raises ${field} over its present ${valueText(currentValue)}.`];
}
