import type { Cadence } from "@/kernel/enforcement";
import type { ThresholdRegion } from "./threshold-distance";

const TICKS = 5;
// The words of the bands stand at the edges, and the line should not run through them.
const HEADROOM = 0.04;

/**
 * Room for the figures and for every threshold near them, in round steps. A threshold far away is left out, so
 * that it does not flatten the curve.
 */
export function axisOf(
  values: readonly number[],
  regions: readonly ThresholdRegion[],
): { low: number; high: number; ticks: number[] } {
  const lines = regions.flatMap(({ low }) => (low === null ? [] : [low]));
  const figures = values.length > 0 ? values : [...lines, 0];
  const [least, most] = [Math.min(...figures), Math.max(...figures)];
  const spread = lines.length > 1 ? Math.max(...lines) - Math.min(...lines) : 0;
  const reach = Math.max(most - least, Math.abs(most) * 0.2, spread) * 1.5;
  const shown = [...figures, ...lines.filter((line) => line > least - reach && line < most + reach)];
  const room = (Math.max(...shown) - Math.min(...shown)) * HEADROOM;
  const [bottom, top] = [Math.min(...shown) - room, Math.max(...shown) + room];
  const step = roundStep((top - bottom || Math.abs(top) || 1) / (TICKS - 1));
  const low = Math.floor(bottom / step) * step;
  const high = Math.ceil(top / step) * step;
  const count = Math.round((high - low) / step);
  return { low, high, ticks: Array.from({ length: count + 1 }, (_, index) => low + index * step) };
}

/** 1, 2 or 5 times a power of ten, the first that is not smaller. */
export function roundStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  return ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10) * power;
}

// Of the height of the picture: under this, two words one above the other would run into each other.
const A_LINE_OF_WORDS = 0.08;

type Axis = { low: number; high: number };

/** How much of the axis a band takes up; nothing, or less than that, where it lies outside. */
const heightOn = ({ low, high }: ThresholdRegion, axis: Axis): number =>
  Math.min(high ?? axis.high, axis.high) - Math.max(low ?? axis.low, axis.low);

/** Whether a band lies within the picture. */
export const isShown = (band: ThresholdRegion, axis: Axis): boolean => heightOn(band, axis) > 0;

/** Whether a band has no room for a word of its own under that of the band above it. */
export const isThin = (band: ThresholdRegion, axis: Axis): boolean =>
  heightOn(band, axis) < (axis.high - axis.low) * A_LINE_OF_WORDS;

/** Where the axis names a month: at its close, so that no month is named twice. Undefined leaves it to the axis. */
export function monthsNamed(
  points: readonly { periodEnd: string; cadence: Cadence }[],
): number[] | undefined {
  const closes = points.filter(({ cadence }) => cadence === "monthly_close");
  return closes.length > 0 ? closes.map(({ periodEnd }) => new Date(periodEnd).getTime()) : undefined;
}
