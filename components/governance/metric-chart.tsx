"use client";

import { CartesianGrid, Line, LineChart, ReferenceLine, Tooltip, XAxis, YAxis } from "recharts";
import { formatDate, formatMonth, formatNumber, formatValue } from "@/components/ui/format";
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
export default function MetricChart({ points, unit, target, label }: MetricChartProps) {
  const drawn: Drawn[] = points.map((point) => ({ ...point, at: Date.parse(point.day) }));
  const { low, high, ticks } = axisOf(
    points.flatMap(({ value }) => (value === null ? [] : [value])),
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
          domain={["dataMin", "dataMax"]}
          tickFormatter={(at: number) => formatMonth(new Date(at))}
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
        {target &&
          (isTargetShown ? ` Dashed: ${target.words}.` : ` ${target.words} lies outside of the chart.`)}
      </figcaption>
    </figure>
  );
}

function tickText(value: number, unit: MetricUnit): string {
  if (unit.startsWith("USD")) return formatValue(value, "USD", true);
  return unit === "percent" || unit === "x" ? formatValue(value, unit) : formatNumber(value);
}

function isDrawn(point: unknown): point is Drawn {
  return typeof point === "object" && point !== null && "day" in point && "value" in point;
}
