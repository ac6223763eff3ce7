import classes from "./metric-sparkline.module.css";

export type MetricPoint = { day: string; value: number | null };

const WIDTH = 120;
const HEIGHT = 28;
const INSET = 3;

/** A metric's course, drawn on the server; a day without a value is a gap. `label` says the same in words. */
export function MetricSparkline({ points, label }: { points: readonly MetricPoint[]; label: string }) {
  const known = points.filter(({ value }) => value !== null);
  if (known.length < 2) return <span className={classes.none}>Too few values</span>;
  const place = placing(points);
  const last = stretches(points).at(-1)?.at(-1);
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      className={classes.spark}
      role="img"
      aria-label={label}
    >
      {stretches(points).map((stretch) => (
        <polyline
          key={stretch[0]?.day}
          points={stretch.map((point) => place(point).join(",")).join(" ")}
          className={classes.line}
        />
      ))}
      {last && <Dot at={place(last)} />}
    </svg>
  );
}

/** A line of no length with a round cap stays a round dot however the drawing is stretched. */
function Dot({ at: [x, y] }: { at: [number, number] }) {
  return <line x1={x} x2={x} y1={y} y2={y} className={classes.dot} />;
}

type Known = { day: string; value: number };

/** Runs of days that have values. */
function stretches(points: readonly MetricPoint[]): Known[][] {
  const runs: Known[][] = [[]];
  for (const { day, value } of points) {
    if (value !== null) runs.at(-1)?.push({ day, value });
    else if (runs.at(-1)?.length) runs.push([]);
  }
  return runs.filter((run) => run.length > 0);
}

function placing(points: readonly MetricPoint[]): (point: Known) => [number, number] {
  const values = points.flatMap(({ value }) => (value === null ? [] : [value]));
  const [least, most] = [Math.min(...values), Math.max(...values)];
  // What does not move is drawn through the middle.
  const range = most - least || 1;
  const low = most === least ? least - 0.5 : least;
  const days = points.map(({ day }) => Date.parse(day));
  const [first, last] = [Math.min(...days), Math.max(...days)];
  return ({ day, value }) => [
    rounded(INSET + ((Date.parse(day) - first) / (last - first || 1)) * (WIDTH - 2 * INSET)),
    rounded(HEIGHT - INSET - ((value - low) / range) * (HEIGHT - 2 * INSET)),
  ];
}

const rounded = (value: number) => Math.round(value * 10) / 10;
