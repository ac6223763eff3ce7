import { actionIdOf } from "./action-identity";
import type { Candidate } from "./candidate";
import type { AbortRule, CatalogueEntry, Effect } from "./catalogue-entry";
import { CASH_WINDOW_DAYS, type Purpose } from "./cfo-gates";
import type { LeverValue } from "./contract";
import { figureText, plain } from "./figure-text";
import type { Figures } from "./figures";
import { ECONOMIC_METRIC_IDS, type MetricId } from "./metric-ids";
import { type MetricDirection, metric } from "./metrics";
import { cents, dailySpendOf } from "./money";
import { exposureCeiling, type NewValue } from "./new-values";
import { currentValueOf, type Entity, type TenantView } from "./tenant-view";

/** A candidate on its way through the cycle, with what the kernel itself found out about it. */
export interface Draft {
  readonly candidate: Candidate;
  readonly actionId: string;
  readonly lever: string;
  readonly entity: Entity;
  readonly purpose: Purpose;
  /** All that it is expected to do, percent of the company's figures: what it is scored by. */
  readonly effects: readonly Effect[];
  /** US dollars a day that it adds; below zero where it saves. */
  readonly dailySpend: number;
  readonly paidByCuts: boolean;
}

/** Where nothing that an entry watches is measured, a required figure is. */
const ALWAYS_WATCHED: AbortRule = { metric: "payback_months", wrong: "rises", byPct: 20, days: 7 };
const LONGEST_NAME = 120;

export type Impact = Candidate["expected_impact"];

/** The catalogue's idea, filled in for one entity. */
export function draftOf(
  entry: CatalogueEntry,
  view: TenantView,
  entity: Entity,
  { value, fraction }: NewValue,
): Draft {
  const lever = `${entry.subsystem}.${entry.field}`;
  const current = currentValueOf(entity, entry.field);
  const dailySpend = dailySpendOf(lever, entity, current, value);
  const effects = entry.effects.map((effect) => scaled(effect, weightOf(entity, view) * fraction));
  const [target, ...others] = effects.map(impactOf);
  if (target === undefined) throw new Error(`${entry.id} has no effect`);
  const exposure = exposureOf(entry, view, dailySpend, current, value);
  const windowDays = view.gates.has("cash_constrained")
    ? Math.min(entry.windowDays, CASH_WINDOW_DAYS)
    : entry.windowDays;
  const says = sentence(entry, entity, current, value);
  const candidate: Candidate = {
    owner_subsystem: entry.subsystem,
    type: entry.type,
    lens: entry.lens,
    target_metric: target.metric,
    target_direction: target.direction,
    target_entity: entity.ref,
    proposed_change: { field: entry.field, current_value: current, new_value: value },
    max_exposure_percent: exposure,
    abort_conditions: abortsOf(entry.aborts, view.figures),
    experiment:
      entry.type === "experiment" ? experimentOf(entry, view.figures, says, exposure, target) : null,
    observation_window_days: windowDays,
    expected_impact: target,
    expected_economic_impact: others.filter(({ metric: id }) => isEconomic(id)),
    notes_for_humans: says,
  };
  const actionId = actionIdOf(candidate);
  const paidByCuts = entry.paidByCuts === true;
  return { candidate, actionId, lever, entity, purpose: entry.purpose, effects, dailySpend, paidByCuts };
}

export const isEconomic = (id: MetricId): boolean => (ECONOMIC_METRIC_IDS as readonly string[]).includes(id);

/** A campaign can do no more to the company's figures than its share of the spend. */
function weightOf({ share, campaign, channel }: Entity, { dailyBudget }: TenantView): number {
  if (campaign === null || share > 0) return share;
  const budget = channel?.budget_daily ?? campaign.budget_daily;
  return budget <= 0 ? 0 : budget / (budget + dailyBudget);
}

function scaled({ metric: id, low, high }: Effect, factor: number): Effect {
  return { metric: id, low: cents(low * factor), high: cents(high * factor) };
}

function impactOf({ metric: id, low, high }: Effect): Impact {
  const middle = low + high;
  const direction: MetricDirection = middle > 0 ? "up" : middle < 0 ? "down" : "hold";
  return { metric: id, direction, low_pct: low, high_pct: high };
}

/** Share of the spend, or of those who see an experiment, that is put at risk, percent. */
function exposureOf(
  entry: CatalogueEntry,
  view: TenantView,
  dailySpend: number,
  current: LeverValue,
  value: LeverValue,
): number {
  if (dailySpend > 0) return spendExposure(view, dailySpend);
  if (entry.type !== "experiment") return 0;
  return entry.value.rule === "tilt_weights" ? tiltOf(current, value) : exposureCeiling(view);
}

export function spendExposure({ dailyBudget }: TenantView, dailySpend: number): number {
  if (dailySpend <= 0) return 0;
  return dailyBudget > 0 ? Math.min(100, cents((dailySpend / dailyBudget) * 100)) : 100;
}

function tiltOf(current: LeverValue, value: LeverValue): number {
  const [before, after] = [current, value].map((each) =>
    typeof each === "object" && each !== null && !Array.isArray(each) ? each : {},
  );
  const gains = Object.entries(after ?? {}).map(
    ([name, share]) => Number(share) - Number(before?.[name] ?? 0),
  );
  return cents(Math.max(0, ...gains));
}

function experimentOf(
  entry: CatalogueEntry,
  figures: Figures,
  says: string,
  exposure: number,
  target: Impact,
): NonNullable<Candidate["experiment"]> {
  const level = figures.level(target.metric) ?? 0;
  return {
    hypothesis:
      `${says} ${metric(target.metric).name} should go ${target.direction} by ${plain(Math.abs(target.low_pct), 1)} to ${plain(Math.abs(target.high_pct), 1)}%.`.slice(
        0,
        1000,
      ),
    arms: [
      { name: "as it is", share_pct: cents(100 - exposure) },
      { name: "changed", share_pct: exposure },
    ],
    minimum_sample: entry.minimumSample ?? 100,
    success_metric: target.metric,
    success_threshold: round4(level * (1 + target.low_pct / 100)),
  };
}

/** Thresholds lie where the tenant's own figures would have gone wrong, not at fixed numbers. */
function abortsOf(rules: readonly AbortRule[], figures: Figures): Candidate["abort_conditions"] {
  const known = rules.flatMap((rule) => abortOf(rule, figures) ?? []);
  const fallback = abortOf(ALWAYS_WATCHED, figures) ?? {
    metric: "gross_margin_pct",
    operator: "<",
    threshold: 0,
    consecutive_days: 7,
  };
  return known.length > 0 ? known : [fallback];
}

function abortOf(
  { metric: id, wrong, byPct, days }: AbortRule,
  figures: Figures,
): Candidate["abort_conditions"][number] | null {
  const level = figures.level(id);
  if (level === null || level === 0) return null;
  const distance = (Math.abs(level) * byPct) / 100;
  return wrong === "falls"
    ? { metric: id, operator: "<", threshold: round4(level - distance), consecutive_days: days }
    : { metric: id, operator: ">", threshold: round4(level + distance), consecutive_days: days };
}

function sentence(
  { says, field }: CatalogueEntry,
  { ref, channel, campaign }: Entity,
  current: LeverValue,
  value: LeverValue,
): string {
  const inDollars = field.startsWith("budget_");
  const name =
    channel && campaign ? `${channel.channel} in “${short(campaign.name)}”` : `“${short(ref.name)}”`;
  const filled: Readonly<Record<string, string>> = {
    entity: name,
    from: words(current, inDollars),
    to: words(value, inDollars),
  };
  return says.replace(/\{(entity|from|to)\}/g, (_, key: string) => filled[key] ?? "");
}

const short = (name: string): string =>
  name.length <= LONGEST_NAME ? name : `${name.slice(0, LONGEST_NAME)}…`;

function words(value: LeverValue, inDollars: boolean): string {
  if (value === null) return "nothing set";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number") return inDollars ? figureText(value, "USD") : plain(value, 2);
  if (typeof value === "string") return short(value);
  return Array.isArray(value) ? value.join(", ") : "other weights";
}

const round4 = (value: number): number => Math.round(value * 1e4) / 1e4;
