/**
 * What each lever does to money. The table is total: a lever added to the executor map does not compile until it says
 * whether it spends or discounts. No lever hires or changes a vendor, so no action of a cycle ever goes to the gates of
 * headcount and vendors.
 */
import type { LeverValue } from "./contract";
import { dayNumber } from "./figures";
import type { FIELDS_BY_SUBSYSTEM, Subsystem } from "./levers";
import type { Entity } from "./tenant-view";

type Lever = { [S in Subsystem]: `${S}.${(typeof FIELDS_BY_SUBSYSTEM)[S][number]}` }[Subsystem];
type MoneyKind = "daily_budget" | "total_budget" | "runs_or_not" | "runs_until" | "price" | "none";

const MONEY_OF_LEVER: Readonly<Record<Lever, MoneyKind>> = {
  "campaigns.budget_daily": "daily_budget",
  "campaigns.budget_total": "total_budget",
  "campaigns.status": "runs_or_not",
  "campaigns.target_segment": "none",
  "campaigns.bidding_strategy": "none",
  "campaigns.end_date": "runs_until",
  "crm.sequence_delay_days": "none",
  "crm.max_touches": "none",
  "crm.follow_up_sla_hours": "none",
  "crm.auto_assign": "none",
  "crm.priority_score_threshold": "none",
  "pricing.discount_max_pct": "price",
  "pricing.tier_threshold": "price",
  "pricing.promo_code_enabled": "price",
  "pricing.trial_days": "price",
  "routing.round_robin_enabled": "none",
  "routing.capacity_per_rep": "none",
  "routing.territory_rules": "none",
  "routing.overflow_queue": "none",
  "content.template_id": "none",
  "content.variant_weights": "none",
  "content.subject_line": "none",
  "content.cta_text": "none",
};

/** Amounts of a month are those of a day thirty times. */
export const DAYS_A_MONTH = 30;

export function moneyKindOf(lever: string): MoneyKind {
  return Object.hasOwn(MONEY_OF_LEVER, lever) ? MONEY_OF_LEVER[lever as Lever] : "none";
}

/** What a campaign may spend in a day, USD, as the executors reckon it: of its own budget and its channels' the larger. */
export function dailyBudgetOf({ budget_daily, channels }: NonNullable<Entity["campaign"]>): number {
  const running = channels.filter(({ status }) => status === "running");
  const ofChannels = running.map((channel) => channel.budget_daily).sort((a, b) => a - b);
  return Math.max(budget_daily, cents(ofChannels.reduce((sum, each) => sum + each, 0)));
}

/** US dollars a day that the change adds; below zero where it saves. */
export function dailySpendOf(
  lever: string,
  { campaign, channel }: Entity,
  current: LeverValue,
  next: LeverValue,
): number {
  const budget = channel?.budget_daily ?? (campaign === null ? 0 : dailyBudgetOf(campaign));
  switch (moneyKindOf(lever)) {
    case "daily_budget":
      return asMoney(numberOf(next) - numberOf(current));
    case "total_budget":
      // A first ceiling only limits. A higher one is spent sooner or later: here, within the month.
      return typeof current === "number" ? asMoney((numberOf(next) - current) / DAYS_A_MONTH) : 0;
    case "runs_or_not":
      return next === "running" ? budget : current === "running" ? -budget : 0;
    case "runs_until":
      return isLater(current, next) ? budget : 0;
    default:
      return 0;
  }
}

/** A higher ceiling, a code that works, a longer trial or a later tier: what gives something away. */
export function isDiscount(lever: string, current: LeverValue, next: LeverValue): boolean {
  if (lever === "pricing.promo_code_enabled") return next === true;
  if (lever === "pricing.discount_max_pct" || lever === "pricing.trial_days")
    return numberOf(next) > numberOf(current);
  return lever === "pricing.tier_threshold" && total(next) > total(current);
}

/** Null is no end at all. */
function isLater(current: LeverValue, next: LeverValue): boolean {
  if (current === null || typeof current !== "string") return false;
  return typeof next !== "string" || dayNumber(next) > dayNumber(current);
}

const numberOf = (value: LeverValue): number => (typeof value === "number" ? value : 0);
const total = (value: LeverValue): number =>
  Array.isArray(value) ? value.reduce<number>((sum, each) => sum + Number(each), 0) : 0;

/** In cents; what adds anything adds one cent at least, so that no rise is too small to be asked about. */
function asMoney(amount: number): number {
  return amount > 0 ? Math.max(0.01, cents(amount)) : cents(amount);
}

export function cents(amount: number): number {
  const rounded = Math.round(amount * 100) / 100;
  return rounded === 0 ? 0 : rounded;
}
