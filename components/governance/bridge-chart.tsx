"use client";

import { Box } from "@mantine/core";
import { useId } from "react";
import { Bar, BarChart, CartesianGrid, ReferenceLine, Tooltip, XAxis, YAxis } from "recharts";
import { formatMoneyCompact, formatNumber } from "@/components/ui/format";
import { bridgeAxis, nameLines } from "./bridge-axis";
import classes from "./bridge-chart.module.css";
import type { BridgeBar } from "./bridge-words";

export type BridgeChartProps = {
  bars: readonly BridgeBar[];
  unit: string;
  /** Says in words what is drawn. */
  label: string;
};

const AXIS = { fill: "var(--mantine-color-dimmed)", fontSize: 12 };
/** A step that moves nothing is a line still. */
const LEAST_HEIGHT = 2;
const LINE_HEIGHT = 15;

/** A waterfall: both closes as full bars, each input as what it moved. Up and down differ in pattern as well as colour. */
export default function BridgeChart({ bars, unit, label }: BridgeChartProps) {
  const id = useId().replaceAll(":", "");
  const { low, high, ticks } = bridgeAxis(bars);
  const lines = Math.max(1, ...bars.map(({ name }) => nameLines(name).length));
  const isCut = low > 0 || high < 0;
  return (
    <figure className={classes.figure} aria-label={label}>
      <Box className={classes.scroll} tabIndex={0} role="region" aria-label={`Chart: ${label}`}>
        <BarChart
          data={[...bars]}
          responsive
          className={classes.chart}
          style={{ minWidth: `${Math.max(20, bars.length * 7.5)}rem` }}
          margin={{ top: 24, right: 12, bottom: 8, left: 0 }}
          title={label}
        >
          <defs>
            <pattern
              id={`${id}-down`}
              width="6"
              height="6"
              patternUnits="userSpaceOnUse"
              patternTransform="rotate(45)"
            >
              <rect width="6" height="6" fill="var(--tone-watch-ground)" />
              <line x1="0" y1="0" x2="0" y2="6" stroke="var(--tone-watch-line)" strokeWidth="3" />
            </pattern>
          </defs>
          <CartesianGrid stroke="var(--mantine-color-default-border)" strokeOpacity={0.5} vertical={false} />
          <XAxis
            dataKey="name"
            interval={0}
            tick={(props: unknown) => <Name {...namePlaceOf(props)} />}
            height={12 + lines * LINE_HEIGHT}
            stroke="var(--mantine-color-default-border)"
          />
          <YAxis
            domain={[low, high]}
            ticks={ticks}
            allowDataOverflow
            tickFormatter={(value: number) => tickText(value, unit)}
            tick={AXIS}
            stroke="var(--mantine-color-default-border)"
            width={unit === "USD" ? 64 : 48}
          />
          <ReferenceLine y={0} stroke="var(--mantine-color-text)" />
          <Tooltip
            cursor={{ fill: "var(--mantine-color-default-border)", fillOpacity: 0.3 }}
            content={({ active, payload }) => {
              const bar: unknown = payload?.[0]?.payload;
              return active && isBar(bar) ? (
                <div className={classes.tooltip}>
                  <strong>{bar.name}</strong>
                  <div>{bar.label}</div>
                </div>
              ) : null;
            }}
          />
          <Bar
            dataKey="span"
            isAnimationActive={false}
            shape={(props: unknown) => <DrawnBar {...placeOf(props)} downFill={`url(#${id}-down)`} />}
          />
        </BarChart>
      </Box>
      <figcaption className={classes.caption}>
        Full bars are the two closes; each step is what replacing one input moves, solid up and hatched down.
        {isCut && " The axis does not begin at zero."}
      </figcaption>
    </figure>
  );
}

type Place = { x: number; y: number; width: number; height: number; bar: BridgeBar | null };

function DrawnBar({ x, y, width, height, bar, downFill }: Place & { downFill: string }) {
  if (bar === null) return null;
  const top = height < 0 ? y + height : y;
  const tall = Math.max(Math.abs(height), LEAST_HEIGHT);
  // A close below zero hangs down from it, and says its figure where it ends.
  const hangs = bar.kind === "END" && bar.span[0] < 0;
  const look =
    bar.kind === "END"
      ? { fill: "var(--mantine-color-dimmed)", stroke: "var(--mantine-color-text)" }
      : bar.kind === "UP"
        ? { fill: "var(--tone-info-line)", stroke: "var(--tone-info-text)" }
        : { fill: downFill, stroke: "var(--tone-watch-text)" };
  return (
    <g>
      <rect x={x} y={top} width={width} height={tall} strokeWidth={1} {...look} />
      <text
        x={x + width / 2}
        y={hangs ? top + tall + 16 : top - 6}
        textAnchor="middle"
        fontSize={12}
        fontWeight={600}
        fill="var(--mantine-color-text)"
      >
        {bar.label}
      </text>
    </g>
  );
}

/** What recharts hands to a shape, as far as it is used. */
function placeOf(props: unknown): Place {
  const given = typeof props === "object" && props !== null ? (props as Record<string, unknown>) : {};
  const number = (key: string): number => (typeof given[key] === "number" ? (given[key] as number) : 0);
  return {
    x: number("x"),
    y: number("y"),
    width: number("width"),
    height: number("height"),
    bar: isBar(given.payload) ? given.payload : null,
  };
}

function isBar(value: unknown): value is BridgeBar {
  return typeof value === "object" && value !== null && "span" in value && "kind" in value;
}

type NamePlace = { x: number; y: number; name: string };

/** A bar's name under it, in full. */
function Name({ x, y, name }: NamePlace) {
  return (
    <text x={x} y={y} textAnchor="middle" {...AXIS}>
      {nameLines(name).map((line, index) => (
        <tspan key={line} x={x} y={y + (index + 0.8) * LINE_HEIGHT}>
          {line}
        </tspan>
      ))}
    </text>
  );
}

function namePlaceOf(props: unknown): NamePlace {
  const given = typeof props === "object" && props !== null ? (props as Record<string, unknown>) : {};
  const payload = given.payload;
  const value = typeof payload === "object" && payload !== null && "value" in payload ? payload.value : "";
  return { x: Number(given.x), y: Number(given.y), name: String(value) };
}

const tickText = (value: number, unit: string): string =>
  unit === "USD" ? formatMoneyCompact(value) : formatNumber(value, 1);
