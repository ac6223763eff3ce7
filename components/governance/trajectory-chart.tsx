"use client";

import { useId } from "react";
import { Area, CartesianGrid, ComposedChart, Line, ReferenceLine, Tooltip, XAxis, YAxis } from "recharts";
import { formatMoneyCompact, formatMonth } from "@/components/ui/format";
import classes from "./trajectory-chart.module.css";
import { SwatchPatterns, TrajectoryLegend } from "./trajectory-legend";
import { axisOf } from "./trigger-axis";

type Range = readonly [low: number, high: number];
type Scenarios = { downside: Range; base: Range; upside: Range };

export type TrajectoryChartMonth = {
  /** Month of the plan. */
  index: number;
  /** `2026-03` */
  month: string;
  band: Range | null;
  target: number | null;
  average: number | null;
  single: number | null;
  forecast: Scenarios | null;
};

export type TrajectoryChartProps = {
  months: readonly TrajectoryChartMonth[];
  dueIndex: number;
  /** Says in words what is drawn. */
  label: string;
};

type Drawn = TrajectoryChartMonth & Partial<Record<"downside" | "base" | "upside", Range>>;

const AXIS = { fill: "var(--mantine-color-dimmed)", fontSize: 12 };
const TEXT = "var(--mantine-color-text)";

/** Band, target, actual and forecast of one figure over the plan. What is told apart by colour has a pattern or form too. */
export default function TrajectoryChart({ months, dueIndex, label }: TrajectoryChartProps) {
  const id = useId().replaceAll(":", "");
  const drawn = drawnMonths(months);
  const { low, high, ticks } = axisOf([...valuesOf(drawn), 0], []);
  const shows = {
    band: months.some(({ band }) => band !== null),
    target: months.some(({ target }) => target !== null),
    forecast: months.some(({ forecast }) => forecast !== null),
  };
  const area = { type: "linear", isAnimationActive: false, connectNulls: false, activeDot: false } as const;
  return (
    <figure className={classes.figure} aria-label={label}>
      <ComposedChart
        data={drawn}
        responsive
        className={classes.chart}
        margin={{ top: 18, right: 12, bottom: 0, left: 0 }}
        title={label}
      >
        <SwatchPatterns id={id} />
        <CartesianGrid stroke="var(--mantine-color-default-border)" strokeOpacity={0.5} vertical={false} />
        <XAxis
          dataKey="index"
          type="number"
          domain={["dataMin", "dataMax"]}
          ticks={months.map(({ index }) => index).filter((index) => index % 3 === 0)}
          tickFormatter={(index: number) => `M${index}`}
          tick={AXIS}
          stroke="var(--mantine-color-default-border)"
          minTickGap={4}
        />
        <YAxis
          domain={[low, high]}
          ticks={ticks}
          tickFormatter={(value: number) => formatMoneyCompact(value)}
          tick={AXIS}
          stroke="var(--mantine-color-default-border)"
          width={64}
        />
        {shows.band && (
          <Area
            {...area}
            dataKey="band"
            fill="var(--tone-info-ground)"
            fillOpacity={1}
            stroke="var(--tone-info-line)"
          />
        )}
        {shows.forecast &&
          (["downside", "upside", "base"] as const).map((scenario) => (
            <Area
              {...area}
              key={scenario}
              dataKey={scenario}
              fill={`url(#${id}-${scenario})`}
              fillOpacity={1}
              stroke={STROKES[scenario]}
              strokeWidth={1}
            />
          ))}
        <ReferenceLine y={0} stroke={TEXT} strokeWidth={1} />
        <ReferenceLine
          x={dueIndex}
          stroke="var(--mantine-color-dimmed)"
          strokeDasharray="4 4"
          label={{
            value: "Breakeven due",
            position: "top",
            fill: "var(--mantine-color-dimmed)",
            fontSize: 12,
          }}
        />
        {shows.target && (
          <Line
            dataKey="target"
            stroke="none"
            dot={{ r: 3, fill: "none", stroke: "var(--tone-info-text)", strokeWidth: 1.5 }}
            activeDot={false}
            isAnimationActive={false}
          />
        )}
        <Line
          dataKey="single"
          stroke="var(--mantine-color-dimmed)"
          strokeWidth={1}
          strokeDasharray="2 3"
          dot={{ r: 2, fill: "var(--mantine-color-dimmed)", strokeWidth: 0 }}
          activeDot={false}
          isAnimationActive={false}
        />
        <Line
          dataKey="average"
          stroke={TEXT}
          strokeWidth={2.5}
          dot={{ r: 3, fill: TEXT, strokeWidth: 0 }}
          isAnimationActive={false}
        />
        <Tooltip
          content={({ active, payload }) => {
            const month: unknown = payload?.[0]?.payload;
            return active && isDrawn(month) ? <MonthInWords month={month} /> : null;
          }}
        />
      </ComposedChart>
      <TrajectoryLegend shows={shows} />
    </figure>
  );
}

const STROKES = {
  downside: "var(--tone-bad-line)",
  base: "var(--tone-neutral-line)",
  upside: "var(--tone-good-line)",
};

/** The forecast opens like a fan from the newest actual average. */
function drawnMonths(months: readonly TrajectoryChartMonth[]): Drawn[] {
  const newest = months.findLast(({ average }) => average !== null);
  const forks = months.some(({ forecast }) => forecast !== null);
  return months.map((month): Drawn => {
    if (month.forecast) return { ...month, ...month.forecast };
    if (!forks || month !== newest || month.average === null) return month;
    const point: Range = [month.average, month.average];
    return { ...month, downside: point, base: point, upside: point };
  });
}

const valuesOf = (months: readonly Drawn[]): number[] =>
  months.flatMap(({ band, target, average, single, downside, upside }) =>
    [...(band ?? []), target, average, single, ...(downside ?? []), ...(upside ?? [])].filter(
      (value) => value !== null,
    ),
  );

function isDrawn(month: unknown): month is Drawn {
  return typeof month === "object" && month !== null && "index" in month && "average" in month;
}

const rangeInWords = ([low, high]: Range): string =>
  `${formatMoneyCompact(low)} to ${formatMoneyCompact(high)}`;

function MonthInWords({ month }: { month: Drawn }) {
  const lines: [string, string | null][] = [
    ["Average of three months", month.average === null ? null : formatMoneyCompact(month.average)],
    ["The month alone", month.single === null ? null : formatMoneyCompact(month.single)],
    ["Band of the plan", month.band && rangeInWords(month.band)],
    ["Target", month.target === null ? null : formatMoneyCompact(month.target)],
    ["Upside", month.forecast && rangeInWords(month.forecast.upside)],
    ["Base", month.forecast && rangeInWords(month.forecast.base)],
    ["Downside", month.forecast && rangeInWords(month.forecast.downside)],
  ];
  return (
    <div className={classes.tooltip}>
      <strong>
        Month {month.index}, {formatMonth(`${month.month}-01`)}
      </strong>
      {lines.map(([name, words]) => words !== null && <div key={name}>{`${name}: ${words}`}</div>)}
    </div>
  );
}
