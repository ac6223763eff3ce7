import { Table, TableCaption, TableTbody, TableTd, TableTh, TableThead, TableTr } from "@mantine/core";
import Link from "next/link";
import { MetricChange } from "@/components/governance/metric-change";
import { MetricSparkline } from "@/components/governance/metric-sparkline";
import {
  changeOf,
  gapInWords,
  LENS_WORDS,
  metricFigure,
  targetInWords,
} from "@/components/governance/metric-words";
import { formatDate } from "@/components/ui/format";
import { ToneBadge } from "@/components/ui/tone-badge";
import type { MetricLine } from "@/lib/queries/revenue-spine";
import classes from "./spine.module.css";
import type { SpineRow } from "./spine-view";

/** The metrics of one domain. On a phone what stands in the columns to the right stands under the value. */
export function SpineTable({
  caption,
  rows,
  home,
  newestDay,
}: {
  caption: string;
  rows: readonly SpineRow[];
  /** `/c/acme/revenue`. */
  home: string;
  newestDay: string | null;
}) {
  return (
    <Table layout="fixed" highlightOnHover captionSide="top" className={`${classes.table} figure`}>
      <TableCaption className="visually-hidden">{caption}</TableCaption>
      <TableThead>
        <TableTr>
          <TableTh scope="col">Metric</TableTh>
          <TableTh scope="col">Value</TableTh>
          <TableTh scope="col" visibleFrom="sm">
            Against 28 days before
          </TableTh>
          <TableTh scope="col" visibleFrom="sm">
            Half a year
          </TableTh>
          <TableTh scope="col" visibleFrom="sm">
            Target
          </TableTh>
          <TableTh scope="col" visibleFrom="lg">
            Counted from
          </TableTh>
        </TableTr>
      </TableThead>
      <TableTbody>
        {rows.map((row) => (
          <Row key={row.metric.id} row={row} home={home} newestDay={newestDay} />
        ))}
      </TableTbody>
    </Table>
  );
}

function Row({ row, home, newestDay }: { row: SpineRow; home: string; newestDay: string | null }) {
  const { metric, line } = row;
  const change = changeOf(line.value, line.before, metric);
  return (
    <TableTr>
      <TableTh scope="row" fw={550} className={classes.name}>
        <Link href={`${home}/metrics/${metric.id}`} className={classes.link}>
          {metric.name}
        </Link>{" "}
        <span className={classes.tags}>
          <ToneBadge tone="neutral" size="sm">
            {LENS_WORDS[metric.lens].short}
          </ToneBadge>
        </span>
      </TableTh>
      <TableTd>
        <Value row={row} newestDay={newestDay} />
        <div className={classes.narrowOnly}>
          {line.value !== null && <MetricChange change={change} />}
          <Target row={row} />
        </div>
      </TableTd>
      <TableTd visibleFrom="sm">
        {line.value !== null && (
          <>
            <MetricChange change={change} />
            {line.before !== null && (
              <div className={classes.note}>from {metricFigure(line.before, metric.unit)}</div>
            )}
          </>
        )}
      </TableTd>
      <TableTd visibleFrom="sm">
        {line.value !== null && <MetricSparkline points={line.series} label={courseInWords(row)} />}
      </TableTd>
      <TableTd visibleFrom="sm">
        <Target row={row} />
      </TableTd>
      <TableTd visibleFrom="lg">
        <ul className={classes.sources}>
          {metric.sources.map((source) => (
            <li key={source}>{source}</li>
          ))}
        </ul>
      </TableTd>
    </TableTr>
  );
}

function Value({ row: { metric, line }, newestDay }: { row: SpineRow; newestDay: string | null }) {
  return (
    <>
      <div className={classes.value}>{metricFigure(line.value, metric.unit)}</div>
      {line.standing === "current" ? (
        <div className={classes.note}>{formatDate(line.day)}</div>
      ) : (
        <div className={classes.warning}>{standingInWords(line, newestDay)}</div>
      )}
    </>
  );
}

/** Why there is no value of the newest day, and which day the shown one is of. */
function standingInWords({ standing, day }: MetricLine, newestDay: string | null): string {
  if (standing === "missing") return "Never computed";
  if (day === null) return "Nothing to count it from yet";
  const why = standing === "uncomputable" ? "Cannot be computed for" : "Not computed for";
  return `${formatDate(day)}. ${why} ${formatDate(newestDay)}`;
}

function Target({ row: { metric, line } }: { row: SpineRow }) {
  if (line.target === null) return null;
  const gap = gapInWords(line.target, metric.unit);
  return (
    <div className={classes.target}>
      {targetInWords(line.target, metric.unit)}
      <div className={classes.gap} data-tone={gap.tone}>
        {gap.words}
      </div>
      {line.target.kind === "CFO guardrail" && <div className={classes.note}>CFO guardrail</div>}
    </div>
  );
}

/** What the small line shows, for whoever cannot see it. */
function courseInWords({ metric, line: { series } }: SpineRow): string {
  const known = series.flatMap(({ day, value }) => (value === null ? [] : [{ day, value }]));
  const [first, last] = [known[0], known.at(-1)];
  if (!first || !last) return `${metric.name}: no values`;
  const values = known.map(({ value }) => value);
  const say = (value: number) => metricFigure(value, metric.unit);
  return (
    `${metric.name} by week from ${formatDate(first.day)} to ${formatDate(last.day)}: ` +
    `from ${say(first.value)} to ${say(last.value)}, lowest ${say(Math.min(...values))}, ` +
    `highest ${say(Math.max(...values))}`
  );
}
