"use client";

import {
  CartesianGrid,
  Line,
  LineChart,
  ReferenceArea,
  ReferenceLine,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { formatDate, formatMonth, formatNumber, formatValue } from "@/components/ui/format";
import { type Tone, toneColor } from "@/components/ui/theme";
import { BASELINE_DAYS } from "@/kernel/revenue/measure";
import type { MetricUnit } from "@/kernel/revenue/metrics";
import type { MetricPoint } from "./metric-sparkline";
import { metricFigure } from "./metric-words";
import { axisOf } from "./trigger-axis";
import classes from "./trigger-chart.module.css";

export type MetricChartProps = {
  points: readonly MetricPoint[];
  unit: MetricUnit;
  target: { words: string; value: number } | null;
  /** Says in words what the line shows. */
  label: string;
  /** An action that is to move the metric: its days, what was before, and where it should come to lie. */
  course?: ActionCourse;
};

/** Days are YYYY-MM-DD. */
export type ActionCourse = {
  startedOn: string;
  endsOn: string;
  baseline: number | null;
  expected: { low: number; high: number } | null;
};

type Drawn = MetricPoint & { at: number };

/** Spelled out once under the chart instead of at every tick. */
const UNIT_OF_AXIS: Partial<Record<MetricUnit, string>> = {
  months: "In months. ",
  days: "In days. ",
  hours: "In hours. ",
  "USD per day": "In US dollars a day. ",
};

/** A metric's days, with a gap where a day has no value, and the target as a line with its words. */
export default function MetricChart({ points, unit, target, label, course }: MetricChartProps) {
  const drawn: Drawn[] = points.map((point) => ({ ...point, at: Date.parse(point.day) }));
  const { low, high, ticks } = axisOf(
    [...points.flatMap(({ value }) => (value === null ? [] : [value])), ...figuresOf(course)],
    target ? [{ state: "PASS", low: target.value, high: null }] : [],
  );
  const isTargetShown = target !== null && target.value >= low && target.value <= high;
  return (
    <figure className={classes.figure} aria-label={label}>
      <LineChart
        data={drawn}
        responsive
        className={classes.chart}
        margin={{ top: 12, right: 12, bottom: 0, left: 0 }}
        title={label}
      >
        {course && courseAreas(course)}
        <CartesianGrid stroke="var(--mantine-color-default-border)" strokeOpacity={0.5} vertical={false} />
        {isTargetShown && (
          <ReferenceLine
            y={target.value}
            stroke="var(--tone-info-line)"
            strokeDasharray="6 4"
            strokeWidth={1.5}
            label={{
              value: target.words,
              position: "insideBottomLeft",
              fill: "var(--tone-info-text)",
              fontSize: 12,
              fontWeight: 600,
            }}
          />
        )}
        <XAxis
          dataKey="at"
          type="number"
          scale="time"
          domain={["dataMin", (last: number) => Math.max(last, course ? Date.parse(course.endsOn) : last)]}
          tickFormatter={course ? dayOf : monthOf}
          tick={{ fill: "var(--mantine-color-dimmed)", fontSize: 12 }}
          stroke="var(--mantine-color-default-border)"
          minTickGap={24}
        />
        <YAxis
          domain={[low, high]}
          ticks={ticks}
          allowDataOverflow
          tickFormatter={(value: number) => tickText(value, unit)}
          tick={{ fill: "var(--mantine-color-dimmed)", fontSize: 12 }}
          stroke="var(--mantine-color-default-border)"
          width={unit.startsWith("USD") ? 64 : 48}
        />
        <Tooltip
          content={({ active, payload }) => {
            const point: unknown = payload?.[0]?.payload;
            return active && isDrawn(point) ? (
              <div className={classes.tooltip}>
                <strong>{metricFigure(point.value, unit)}</strong>
                <div>{formatDate(point.day)}</div>
              </div>
            ) : null;
          }}
        />
        <Line
          dataKey="value"
          type="linear"
          stroke="var(--mantine-color-text)"
          strokeWidth={1.75}
          dot={drawn.length <= 40 ? { r: 2.5, fill: "var(--mantine-color-text)", strokeWidth: 0 } : false}
          activeDot={{ r: 5, fill: "var(--mantine-color-text)" }}
          isAnimationActive={false}
        />
      </LineChart>
      <figcaption className={classes.caption}>
        {UNIT_OF_AXIS[unit]}A point a day; a gap is a day without a value.
        {course && courseInWords(course)}
        {target &&
          (isTargetShown ? ` Dashed: ${target.words}.` : ` ${target.words} lies outside of the chart.`)}
      </figcaption>
    </figure>
  );
}

const monthOf = (at: number) => formatMonth(new Date(at));
/** "2 Nov": weeks apart, the year is the same or told by the caption. */
const dayOf = (at: number) => formatDate(new Date(at)).replace(/ \d{4}$/, "");

function figuresOf(course: ActionCourse | undefined): number[] {
  return [course?.baseline, course?.expected?.low, course?.expected?.high].filter(
    (figure) => figure !== null && figure !== undefined,
  );
}

/** The window as a ground with the expected band in it, each with its word; the baseline up to the window. */
function courseAreas({ startedOn, endsOn, baseline, expected }: ActionCourse) {
  const [start, end] = [Date.parse(startedOn), Date.parse(endsOn)];
  return [
    <ReferenceArea
      key="window"
      x1={start}
      x2={end}
      fill="var(--tone-neutral-ground)"
      fillOpacity={1}
      ifOverflow="hidden"
      label={areaLabel("Window", "insideTopLeft", "neutral")}
    />,
    expected && (
      <ReferenceArea
        key="expected"
        x1={start}
        x2={end}
        y1={expected.low}
        y2={expected.high}
        fill="var(--tone-good-ground)"
        fillOpacity={1}
        stroke="var(--tone-good-line)"
        strokeDasharray="3 3"
        ifOverflow="hidden"
        label={areaLabel("Expected", "insideRight", "good")}
      />
    ),
    baseline !== null && (
      <ReferenceLine
        key="baseline"
        segment={[
          { x: start - BASELINE_DAYS * DAY_MS, y: baseline },
          { x: end, y: baseline },
        ]}
        stroke="var(--tone-info-line)"
        strokeDasharray="6 4"
        ifOverflow="hidden"
        label={areaLabel("Baseline", "insideBottomLeft", "info")}
      />
    ),
    <ReferenceLine key="start" x={start} stroke="var(--mantine-color-dimmed)" ifOverflow="hidden" />,
  ];
}

const DAY_MS = 86_400_000;

function areaLabel(
  value: string,
  position: "insideTopLeft" | "insideRight" | "insideBottomLeft",
  tone: Tone,
) {
  return { value, position, fill: toneColor(tone), fontSize: 12, fontWeight: 600 };
}

function courseInWords({ startedOn, endsOn, baseline, expected }: ActionCourse): string {
  const dashed = baseline === null ? "" : ` Dashed: the mean of the ${BASELINE_DAYS} days before.`;
  const band = expected ? " The band is where it was expected to come to lie." : "";
  return ` The window runs from ${formatDate(startedOn)} to ${formatDate(endsOn)}.${dashed}${band}`;
}

function tickText(value: number, unit: MetricUnit): string {
  if (unit.startsWith("USD")) return formatValue(value, "USD", true);
  return unit === "percent" || unit === "x" ? formatValue(value, unit) : formatNumber(value);
}

function isDrawn(point: unknown): point is Drawn {
  return typeof point === "object" && point !== null && "day" in point && "value" in point;
}
