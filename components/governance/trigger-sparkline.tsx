import type { CompiledTrigger, TriggerState } from "@/kernel/enforcement";
import { type ThresholdRegion, thresholdRegions } from "./threshold-distance";
import classes from "./trigger-sparkline.module.css";

export type SparkPoint = { periodEnd: string; value: number | null; state: TriggerState };

const WIDTH = 240;
const HEIGHT = 56;
const INSET = 4;

/**
 * A year of figures over the threshold bands, drawn on the server. `label` says the same in words; the bands
 * stand between lines, so that they can be told apart without colour.
 */
export function TriggerSparkline({
  points,
  current,
  thresholds,
  label,
}: {
  points: readonly SparkPoint[];
  /** The figure on the card, marked with a dot; it may be of a close between two weeks. */
  current: { periodEnd: string; value: number } | null;
  thresholds: CompiledTrigger["thresholds"];
  label: string;
}) {
  const drawn = points.flatMap(({ periodEnd, value }) =>
    value === null ? [] : [{ at: new Date(periodEnd).getTime(), value }],
  );
  const marked = current && { at: new Date(current.periodEnd).getTime(), value: current.value };
  const known = marked ? [...drawn, marked] : drawn;
  if (known.length === 0) return <div className={classes.empty}>No figures in the last 12 months</div>;
  const regions = thresholds ? thresholdRegions(thresholds) : [];
  const scale = scaleOf(known, regions);
  const line = drawn.map(({ at, value }) => `${scale.x(at)},${scale.y(value)}`).join(" ");
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      className={classes.spark}
      role="img"
      aria-label={label}
    >
      {regions.map((region) => (
        <Region key={region.state} region={region} y={scale.y} />
      ))}
      {drawn.length > 1 && <polyline points={line} className={classes.line} />}
      {marked && (
        <line
          x1={scale.x(marked.at)}
          x2={scale.x(marked.at)}
          y1={scale.y(marked.value)}
          y2={scale.y(marked.value)}
          className={classes.dot}
        />
      )}
    </svg>
  );
}

function Region({ region, y }: { region: ThresholdRegion; y: (value: number) => number }) {
  const top = region.high === null ? 0 : clamp(y(region.high));
  const bottom = region.low === null ? HEIGHT : clamp(y(region.low));
  return (
    <>
      <rect
        x={0}
        width={WIDTH}
        y={top}
        height={Math.max(0, bottom - top)}
        className={classes.region}
        data-state={region.state}
      />
      {region.low !== null && bottom > 0 && bottom < HEIGHT && (
        <line x1={0} x2={WIDTH} y1={bottom} y2={bottom} className={classes.threshold} />
      )}
    </>
  );
}

const clamp = (y: number) => Math.min(HEIGHT, Math.max(0, y));

/** Fits the figures, and both lines where they are not too far away to leave the figures their shape. */
function scaleOf(drawn: readonly { at: number; value: number }[], regions: readonly ThresholdRegion[]) {
  const values = drawn.map(({ value }) => value);
  const lines = regions.flatMap(({ low, high }) => [low, high].filter((line) => line !== null));
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const reach = Math.max(most - least, Math.abs(most) * 0.1, ...spreads(lines)) * 1.2;
  const near = lines.filter((line) => line > least - reach && line < most + reach);
  const [bottom, top] = [Math.min(least, ...near), Math.max(most, ...near)];
  const margin = (top - bottom) * 0.12 || 1;
  const [low, high] = [bottom - margin, top + margin];
  const times = drawn.map(({ at }) => at);
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const span = last - first || 1;
  return {
    x: (at: number) => round(INSET + ((at - first) / span) * (WIDTH - 2 * INSET)),
    y: (value: number) => round(HEIGHT - ((value - low) / (high - low)) * HEIGHT),
  };
}

/** The widths of the bounded bands: how far apart figures may reasonably lie. */
function spreads(lines: readonly number[]): number[] {
  return lines.length > 1 ? [Math.max(...lines) - Math.min(...lines)] : [];
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
