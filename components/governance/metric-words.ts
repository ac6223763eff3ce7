import {
  formatCount,
  formatMoney,
  formatMoneyCompact,
  formatNumber,
  formatPercent,
  formatValue,
} from "@/components/ui/format";
import type { Tone } from "@/components/ui/theme";
import type { BindingConstraint } from "@/kernel/revenue/contract";
import type { Lens, MetricDirection, MetricDomain, MetricUnit } from "@/kernel/revenue/metrics";

export const DOMAIN_WORDS: Record<MetricDomain, string> = {
  demand: "Demand",
  conversion: "Conversion",
  economics: "Economics",
  quality: "Data quality",
};

/** What a cycle found to hold the company back. */
export const CONSTRAINT_WORDS: Record<BindingConstraint, string> = {
  demand: "Demand",
  conversion: "Conversion",
  economics: "Economics",
  data_quality: "Data quality",
};

export const LENS_WORDS: Record<Lens, { short: string; long: string }> = {
  cmo: { short: "CMO", long: "CMO: marketing" },
  cro: { short: "CRO", long: "CRO: sales" },
  cfo: { short: "CFO", long: "CFO: finance" },
  blended: { short: "Shared", long: "Shared by all three" },
};

export const DIRECTION_WORDS: Record<MetricDirection, string> = {
  up: "Higher is better",
  down: "Lower is better",
  hold: "Watched; neither way is better in itself",
};

export const UNIT_WORDS: Record<MetricUnit, string> = {
  USD: "US dollars",
  "USD per day": "US dollars a day",
  percent: "Percent, 0 to 100",
  x: "Times (a ratio)",
  months: "Months",
  days: "Days",
  hours: "Hours",
  count: "A count",
};

const WHOLE_DOLLARS_FROM = 100;
const COMPACT_FROM = 100_000;

/** A metric's figure as short as a table wants it: cents only of small amounts, and millions as millions. */
export function metricFigure(value: number | null, unit: MetricUnit): string {
  if (value === null) return "No value";
  if (unit !== "USD" && unit !== "USD per day") return formatValue(value, unit);
  const amount = unit === "USD per day" ? " a day" : "";
  const size = Math.abs(value);
  if (size >= COMPACT_FROM) return `${formatMoneyCompact(value)}${amount}`;
  return `${formatMoney(size >= WHOLE_DOLLARS_FROM ? Math.round(value) : Math.round(value * 100) / 100)}${amount}`;
}

/** "The 90 days up to and including the day". */
export function windowInWords(windowDays: number): string {
  if (windowDays === 0) return "What stands at the end of the day";
  if (windowDays === 1) return "The day itself";
  return `The ${formatCount(windowDays, "day")} up to and including the day`;
}

export type Change = {
  way: "up" | "down" | "level" | "unknown";
  /** "Up 4.2%". */
  words: string;
  /** Better or worse by the metric's direction; null where neither can be said. */
  judged: "better" | "worse" | null;
  tone: Tone;
};

/** How a value differs from an earlier one; between two percentages it is counted in points. */
export function changeOf(
  value: number | null,
  before: number | null,
  { unit, direction }: { unit: MetricUnit; direction: MetricDirection },
): Change {
  if (value === null || before === null) {
    return { way: "unknown", words: "Nothing to compare with", judged: null, tone: "unknown" };
  }
  const difference = value - before;
  const size = sizeOf(difference, before, unit);
  if (!/[1-9]/.test(size)) return { way: "level", words: "Unchanged", judged: null, tone: "neutral" };
  const way = difference > 0 ? "up" : "down";
  const words = `${way === "up" ? "Up" : "Down"} ${size}`;
  if (direction === "hold") return { way, words, judged: null, tone: "neutral" };
  const isBetter = way === direction;
  return { way, words, judged: isBetter ? "better" : "worse", tone: isBetter ? "good" : "bad" };
}

function sizeOf(difference: number, before: number, unit: MetricUnit): string {
  if (unit === "percent") return points(Math.abs(difference));
  // From nothing there is no percentage to speak of.
  if (before === 0) return metricFigure(Math.abs(difference), unit);
  return formatPercent(Math.abs((difference / before) * 100));
}

function points(amount: number): string {
  const text = formatNumber(amount, 1);
  return `${text} ${text === "1" ? "point" : "points"}`;
}

export type TargetProps = {
  bound: "at least" | "at most";
  value: number;
  kind: "target" | "CFO guardrail";
  shortfall: number | null;
};

/** "At most 15 months". */
export function targetInWords({ bound, value }: TargetProps, unit: MetricUnit): string {
  return `${bound === "at least" ? "At least" : "At most"} ${metricFigure(value, unit)}`;
}

/** "2.5 months over", "$1.2M short", "Met, with 2 points to spare". */
export function gapInWords(target: TargetProps, unit: MetricUnit): { words: string; tone: Tone } {
  const { shortfall, bound } = target;
  if (shortfall === null) return { words: "No value to hold against it", tone: "unknown" };
  const size = unit === "percent" ? points(Math.abs(shortfall)) : metricFigure(Math.abs(shortfall), unit);
  const says = /[1-9]/.test(size);
  if (shortfall <= 0) return { words: says ? `Met, ${size} to spare` : "Met exactly", tone: "good" };
  return { words: `${says ? size : "Just"} ${bound === "at least" ? "short" : "over"}`, tone: "bad" };
}
