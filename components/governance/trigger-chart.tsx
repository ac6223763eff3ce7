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
import type { Cadence, SignalState, TriggerState, Unit } from "@/kernel/enforcement";
import { wordOf } from "./state-badge";
import type { ThresholdRegion } from "./threshold-distance";
import { axisOf, isShown, isThin, monthsNamed } from "./trigger-axis";
import classes from "./trigger-chart.module.css";
import { figureInWords } from "./trigger-words";

export type ChartPoint = {
  periodEnd: string;
  cadence: Cadence;
  value: number | null;
  state: TriggerState;
};

export type TriggerChartProps = {
  points: readonly ChartPoint[];
  regions: readonly ThresholdRegion[];
  unit: Unit;
  /** Says in words what the line shows. */
  label: string;
};

/** A week stands on the line, a close beside it as a ring where the trigger is evaluated weekly. */
type Drawn = ChartPoint & { at: number; line: number | null; close: number | null };

const GROUNDS: Record<SignalState, string> = {
  PASS: "var(--tone-good-ground)",
  WATCH: "var(--tone-watch-ground)",
  FAIL: "var(--tone-bad-ground)",
};
const TEXTS: Record<SignalState, string> = {
  PASS: "var(--tone-good-text)",
  WATCH: "var(--tone-watch-text)",
  FAIL: "var(--tone-bad-text)",
};

/** The trigger's figure over time. The bands carry their words, so that they can be told apart without colour. */
export default function TriggerChart({ points, regions, unit, label }: TriggerChartProps) {
  const byWeek = points.some(({ cadence }) => cadence === "weekly");
  const drawn = points.map((point) => drawnPoint(point, byWeek));
  const { low, high, ticks } = axisOf(
    points.flatMap(({ value }) => (value === null ? [] : [value])),
    regions,
  );
  const shown = regions.filter((band) => isShown(band, { low, high }));
  return (
    <figure className={classes.figure} aria-label={label}>
      <LineChart
        data={drawn}
        responsive
        className={classes.chart}
        margin={{ top: 8, right: 12, bottom: 0, left: 0 }}
        title={label}
      >
        {shown.map(({ state, low: from, high: to }) => (
          <ReferenceArea
            key={state}
            y1={Math.max(from ?? low, low)}
            y2={Math.min(to ?? high, high)}
            fill={GROUNDS[state]}
            fillOpacity={1}
            ifOverflow="hidden"
            label={{
              value: wordOf(state),
              // A word that would run into the next one stands at the other end of its band.
              position: isThin({ state, low: from, high: to }, { low, high })
                ? "insideTopRight"
                : "insideTopLeft",
              fill: TEXTS[state],
              fontSize: 12,
              fontWeight: 600,
            }}
          />
        ))}
        <CartesianGrid stroke="var(--mantine-color-default-border)" strokeOpacity={0.5} vertical={false} />
        {regions.flatMap(({ state, low: line }) =>
          line === null
            ? []
            : [
                <ReferenceLine
                  key={state}
                  y={line}
                  stroke="var(--mantine-color-dimmed)"
                  strokeDasharray="4 4"
                />,
              ],
        )}
        <XAxis
          dataKey="at"
          type="number"
          scale="time"
          domain={["dataMin", "dataMax"]}
          ticks={monthsNamed(points)}
          tickFormatter={(at: number) => formatMonth(new Date(at))}
          tick={{ fill: "var(--mantine-color-dimmed)", fontSize: 12 }}
          stroke="var(--mantine-color-default-border)"
          minTickGap={24}
        />
        <YAxis
          domain={[low, high]}
          ticks={ticks}
          allowDataOverflow
          tickFormatter={(value: number) =>
            unit === "months" ? formatNumber(value) : formatValue(value, unit, true)
          }
          tick={{ fill: "var(--mantine-color-dimmed)", fontSize: 12 }}
          stroke="var(--mantine-color-default-border)"
          width={unit === "USD" ? 64 : 48}
        />
        <Tooltip
          content={({ active, payload }) => {
            const point: unknown = payload?.[0]?.payload;
            return active && isDrawn(point) ? <PointInWords point={point} unit={unit} /> : null;
          }}
        />
        <Line
          dataKey="line"
          type="linear"
          stroke="var(--mantine-color-text)"
          strokeWidth={2}
          dot={drawn.length <= 40 ? { r: 2.5, fill: "var(--mantine-color-text)", strokeWidth: 0 } : false}
          activeDot={{ r: 5, fill: "var(--mantine-color-text)" }}
          isAnimationActive={false}
          connectNulls={byWeek}
        />
        {byWeek && (
          <Line
            dataKey="close"
            stroke="none"
            dot={{
              r: 4,
              fill: "var(--mantine-color-body)",
              stroke: "var(--mantine-color-text)",
              strokeWidth: 1.5,
            }}
            activeDot={{ r: 5, fill: "var(--mantine-color-text)" }}
            isAnimationActive={false}
          />
        )}
      </LineChart>
      <figcaption className={classes.caption}>
        {unit === "months" && "In months. "}
        {byWeek
          ? "Line: weekly evaluations. Rings: monthly closes, which speak of the last day of their month."
          : "Each point is a monthly close."}
      </figcaption>
    </figure>
  );
}

function drawnPoint(point: ChartPoint, byWeek: boolean): Drawn {
  const isClose = byWeek && point.cadence === "monthly_close";
  return {
    ...point,
    at: new Date(point.periodEnd).getTime(),
    line: isClose ? null : point.value,
    close: isClose ? point.value : null,
  };
}

function isDrawn(point: unknown): point is Drawn {
  return typeof point === "object" && point !== null && "periodEnd" in point && "state" in point;
}

function PointInWords({ point, unit }: { point: Drawn; unit: Unit }) {
  return (
    <div className={classes.tooltip}>
      <strong>{figureInWords(point.value, unit)}</strong> {wordOf(point.state)}
      <div>
        {formatDate(point.periodEnd)}, {point.cadence === "weekly" ? "week" : "monthly close"}
      </div>
    </div>
  );
}
