import Link from "next/link";
import { MetricChange } from "@/components/governance/metric-change";
import type { Change } from "@/components/governance/metric-words";
import { formatDate, formatNumber, formatValue } from "@/components/ui/format";
import { StatCard } from "@/components/ui/stat-card";
import type { CfoFigure } from "@/lib/queries/cfo-week";
import { changeOf, digitsOf } from "@/lib/queries/figure-change";
import classes from "./digest.module.css";

type Unit = CfoFigure["unit"];

/** One figure: value with its unit, its day, and how it moved against the week before. */
export function FigureCard({ figure, company }: { figure: CfoFigure; company: string }) {
  const { id, name, value, asOf, valueBefore, asOfBefore, unit } = figure;
  return (
    <StatCard
      label={
        <Link href={`${company}/revenue/metrics/${id}`} className={classes.link}>
          {name}
        </Link>
      }
      value={value === null ? "No value" : figureText(value, unit)}
    >
      <MetricChange change={changeInWords(figure)} />
      <p className={classes.note}>
        {valueBefore === null || asOfBefore === null
          ? "The week before has no value."
          : `Week before: ${figureText(valueBefore, unit)} on ${formatDate(asOfBefore)}.`}
      </p>
      <p className={classes.note}>{asOfInWords(value, asOf)}</p>
    </StatCard>
  );
}

/** In the digits with which the unit is judged, so that what reads the same is the same. */
export function figureText(value: number | null, unit: Unit): string {
  return formatValue(value === null ? null : rounded(value, unit), unit);
}

function rounded(value: number, unit: Unit): number {
  const scale = 10 ** digitsOf(unit);
  return Math.round(value * scale) / scale;
}

function asOfInWords(value: number | null, asOf: string | null): string {
  if (asOf === null) return "No day of this week has been computed.";
  return value === null ? `Could not be calculated for ${formatDate(asOf)}.` : `As of ${formatDate(asOf)}.`;
}

const TONES = {
  better: "good",
  worse: "bad",
  unchanged: "neutral",
  changed: "neutral",
  unknown: "unknown",
} as const;

export function changeInWords(figure: CfoFigure): Change {
  const { word, by } = changeOf(figure);
  const tone = TONES[word];
  if (by === null) return { way: "unknown", words: "No comparison", judged: null, tone };
  if (by === 0) return { way: "level", words: "Unchanged", judged: null, tone };
  const way = by > 0 ? "up" : "down";
  return {
    way,
    words: `${by > 0 ? "Up" : "Down"} ${sizeText(Math.abs(by), figure.unit)}`,
    judged: word === "better" || word === "worse" ? word : null,
    tone,
  };
}

function sizeText(size: number, unit: Unit): string {
  if (unit !== "percent") return figureText(size, unit);
  const text = formatNumber(size, digitsOf(unit));
  return `${text} ${text === "1" ? "point" : "points"}`;
}
