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
import { formatDate, formatMonth, formatValue } from "@/components/ui/format";
import type { Cadence, SignalState, TriggerState, Unit } from "@/kernel/enforcement";
import { wordOf } from "./state-badge";
import type { ThresholdRegion } from "./threshold-distance";
import classes from "./trigger-chart.module.css";

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

type Drawn = ChartPoint & { at: number };

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
  const drawn: Drawn[] = points.map((point) => ({ ...point, at: new Date(point.periodEnd).getTime() }));
  const [low, high] = domainOf(drawn, regions);
  return (
    <figure className={classes.figure} aria-label={label}>
      <LineChart
        data={drawn}
        responsive
        className={classes.chart}
        margin={{ top: 8, right: 12, bottom: 0, left: 0 }}
        title={label}
      >
        {regions.map(({ state, low: from, high: to }) => (
          <ReferenceArea
            key={state}
            y1={Math.max(from ?? low, low)}
            y2={Math.min(to ?? high, high)}
            fill={GROUNDS[state]}
            fillOpacity={1}
            ifOverflow="hidden"
            label={{
              value: wordOf(state),
              position: "insideTopLeft",
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
          tickFormatter={(at: number) => formatMonth(new Date(at))}
          tick={{ fill: "var(--mantine-color-dimmed)", fontSize: 12 }}
          stroke="var(--mantine-color-default-border)"
          minTickGap={24}
        />
        <YAxis
          domain={[low, high]}
          allowDataOverflow
          tickFormatter={(value: number) => formatValue(value, unit, true)}
          tick={{ fill: "var(--mantine-color-dimmed)", fontSize: 12 }}
          stroke="var(--mantine-color-default-border)"
          width={74}
        />
        <Tooltip
          content={({ active, payload }) => {
            const point: unknown = payload?.[0]?.payload;
            return active && isDrawn(point) ? <PointInWords point={point} unit={unit} /> : null;
          }}
        />
        <Line
          dataKey="value"
          type="linear"
          stroke="var(--mantine-color-text)"
          strokeWidth={2}
          dot={drawn.length <= 40 ? { r: 2.5, fill: "var(--mantine-color-text)", strokeWidth: 0 } : false}
          activeDot={{ r: 5, fill: "var(--mantine-color-text)" }}
          isAnimationActive={false}
          connectNulls={false}
        />
      </LineChart>
    </figure>
  );
}

function isDrawn(point: unknown): point is Drawn {
  return typeof point === "object" && point !== null && "periodEnd" in point && "state" in point;
}

function PointInWords({ point, unit }: { point: Drawn; unit: Unit }) {
  return (
    <div className={classes.tooltip}>
      <strong>{formatValue(point.value, unit)}</strong> {wordOf(point.state)}
      <div>
        {formatDate(point.periodEnd)}, {point.cadence === "weekly" ? "week" : "monthly close"}
      </div>
    </div>
  );
}

/** Room for the figures and for every line near them, so that a far line does not flatten the curve. */
function domainOf(drawn: readonly Drawn[], regions: readonly ThresholdRegion[]): [number, number] {
  const values = drawn.flatMap(({ value }) => (value === null ? [] : [value]));
  const lines = regions.flatMap(({ low }) => (low === null ? [] : [low]));
  if (values.length === 0) values.push(...lines, 0);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const spread = lines.length > 1 ? Math.max(...lines) - Math.min(...lines) : 0;
  const reach = Math.max(most - least, Math.abs(most) * 0.2, spread) * 1.5;
  const shown = [...values, ...lines.filter((line) => line > least - reach && line < most + reach)];
  const [bottom, top] = [Math.min(...shown), Math.max(...shown)];
  const margin = (top - bottom) * 0.12 || 1;
  return [bottom - margin, top + margin];
}
