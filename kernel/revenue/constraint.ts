import type { BindingConstraint, KernelInput } from "./contract";
import { shortestHistory } from "./data-quality";
import { type FigureKind, figureText, plain } from "./figure-text";
import type { Figures } from "./figures";
import type { MetricId } from "./metric-ids";

type Steered = Exclude<BindingConstraint, "data_quality">;

export const CONSTRAINT_WEIGHTS: Readonly<Record<Steered, number>> = {
  demand: 1.0,
  conversion: 1.2,
  economics: 1.5,
};
/** A week that went wrong by so much counts in full. */
const FULL_TREND_PCT = 20;
const MOST_OF_TREND = 0.1;
const FULL_HISTORY_DAYS = 28;
const MOST_GAP = 2;

/** What the company steers to. */
type Steering = Pick<KernelInput, "targets" | "cfo_guardrails">;

interface TargetRule {
  readonly domain: Steered;
  readonly metric: MetricId;
  readonly name: string;
  readonly kind: FigureKind;
  readonly wanted: "at least" | "at most";
  readonly target: (input: Steering) => number | undefined;
}

/**
 * Which figure is held against which target, and what a gap there says: too little pipeline is a want of demand; too few
 * bookings or too little ARR is pipeline that does not convert; the rest is what the growth costs. Payback and margin
 * are always steered to: where no target is set, the CFO's own limit stands in.
 */
const TARGET_RULES: readonly TargetRule[] = [
  {
    domain: "demand",
    metric: "pipeline_total",
    name: "Open pipeline",
    kind: "USD",
    wanted: "at least",
    target: ({ targets }) => targets.pipeline,
  },
  {
    domain: "conversion",
    metric: "bookings_new",
    name: "New bookings",
    kind: "USD",
    wanted: "at least",
    target: ({ targets }) => targets.bookings,
  },
  {
    domain: "conversion",
    metric: "arr_total",
    name: "ARR",
    kind: "USD",
    wanted: "at least",
    target: ({ targets }) => targets.arr,
  },
  {
    domain: "economics",
    metric: "cac_blended",
    name: "Blended CAC",
    kind: "USD",
    wanted: "at most",
    target: ({ targets }) => targets.cac_max,
  },
  {
    domain: "economics",
    metric: "payback_months",
    name: "CAC payback",
    kind: "months",
    wanted: "at most",
    target: ({ targets, cfo_guardrails }) =>
      targets.payback_max_months ?? cfo_guardrails.payback_target_months,
  },
  {
    domain: "economics",
    metric: "gross_margin_pct",
    name: "Gross margin",
    kind: "percent",
    wanted: "at least",
    target: ({ targets, cfo_guardrails }) => targets.gross_margin_min_pct ?? cfo_guardrails.margin_floor_pct,
  },
];

export interface Gap {
  readonly domain: Steered;
  readonly metric: MetricId;
  readonly name: string;
  readonly kind: FigureKind;
  readonly wanted: "at least" | "at most";
  readonly observed: number;
  readonly target: number;
  /** Share of the target by which it is missed; below zero where it is met with room to spare. */
  readonly gap: number;
  /** Newest seven-day mean against the one before, percent. */
  readonly trendPct: number | null;
  /** The gap in the weight of its domain, with the trend. The largest binds. */
  readonly weighted: number;
}

export interface Constraint {
  readonly binding: Gap;
  readonly gaps: readonly Gap[];
  readonly confidence: number;
  /** How far each domain is off target, 0 to 1: what an action that helps there is worth. */
  readonly need: Readonly<Record<Steered, number>>;
}

/** Null only where no target's figure is known; required metrics make that impossible once data quality passes. */
export function constraintOf(input: KernelInput, figures: Figures): Constraint | null {
  const gaps = gapsOf(input, figures);
  const ranked = [...gaps].sort((a, b) => b.weighted - a.weighted);
  const binding = ranked[0];
  if (binding === undefined) return null;
  const rival = ranked.find(({ domain }) => domain !== binding.domain);
  return { binding, gaps, confidence: confidenceOf(binding, rival, figures), need: needOf(gaps) };
}

/** Every target that is set and whose figure is known, with how far off it is. */
export function gapsOf(input: Steering, figures: Figures): Gap[] {
  return TARGET_RULES.flatMap((rule) => gapOf(rule, input, figures) ?? []);
}

function gapOf(rule: TargetRule, input: Steering, figures: Figures): Gap | null {
  const { domain, metric, name, kind, wanted } = rule;
  const target = rule.target(input);
  const observed = figures.latest(metric);
  if (target === undefined || target <= 0 || observed === null) return null;
  const missed = (wanted === "at least" ? target - observed : observed - target) / target;
  const gap = Math.min(Math.max(missed, -1), MOST_GAP);
  const trendPct = figures.trendPct(metric);
  const worsening = trendPct === null ? 0 : (wanted === "at least" ? -trendPct : trendPct) / FULL_TREND_PCT;
  const weight = CONSTRAINT_WEIGHTS[domain];
  // Where all targets are met, the domain that weighs most is the nearest to binding.
  const weighted = (gap > 0 ? gap * weight : gap / weight) + MOST_OF_TREND * clamp(worsening, -1, 1);
  return { domain, metric, name, kind, wanted, observed, target, gap, trendPct, weighted };
}

function needOf(gaps: readonly Gap[]): Constraint["need"] {
  const need = { demand: 0, conversion: 0, economics: 0 };
  for (const { domain, gap } of gaps) need[domain] = Math.max(need[domain], clamp(gap * 2, 0, 1));
  return need;
}

/** Long history, and a constraint that stands out from the next domain's, make it sure. */
function confidenceOf(binding: Gap, rival: Gap | undefined, figures: Figures): number {
  const history = Math.min(1, shortestHistory(figures) / FULL_HISTORY_DAYS);
  const lead = rival === undefined ? 1 : clamp((binding.weighted - rival.weighted) / 0.25, 0, 1);
  const trend = binding.trendPct === null ? 0 : 1;
  return Math.round((0.5 * history + 0.4 * lead + 0.1 * trend) * 1e4) / 1e4;
}

const DOMAIN_NAMES: Readonly<Record<Steered, string>> = {
  demand: "Demand",
  conversion: "Conversion",
  economics: "Economics",
};

/** The constraint in a sentence or three, from the tenant's own figures. */
export function diagnosisOf({ binding, gaps }: Constraint): string {
  const { domain, name, kind, wanted, observed, target, gap } = binding;
  const figure = `${name} at ${figureText(observed, kind)} against a target of ${wanted} ${figureText(target, kind)}`;
  const head =
    gap > 0
      ? `${DOMAIN_NAMES[domain]} binds: ${figure}, ${plain(gap * 100, 1)}% off.`
      : `Every target is met; ${domain} is nearest to binding: ${figure}.`;
  const others = gaps.filter((each) => each !== binding && each.gap > 0).sort((a, b) => b.gap - a.gap);
  const also = others.length === 0 ? "" : ` Also off target: ${others.map(shortfallText).join("; ")}.`;
  return `${head} ${trendText(binding)}${also}`;
}

function shortfallText({ name, observed, target, kind }: Gap): string {
  return `${name} ${figureText(observed, kind)} against ${figureText(target, kind)}`;
}

function trendText({ trendPct, wanted }: Gap): string {
  if (trendPct === null) return "A week before is not known, so no trend can be told.";
  if (Math.abs(trendPct) < 0.05) return "Its seven-day mean stands where it stood the week before.";
  const better = trendPct > 0 === (wanted === "at least");
  return `Its seven-day mean ${trendPct > 0 ? "rose" : "fell"} ${plain(Math.abs(trendPct), 1)}% in a week, for the ${better ? "better" : "worse"}.`;
}

export function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
