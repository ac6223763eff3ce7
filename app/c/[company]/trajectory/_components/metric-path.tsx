import { TrajectoryChartOnDemand } from "@/components/governance/trajectory-chart-on-demand";
import { DataTable } from "@/components/ui/data-table";
import { formatMoney, formatMoneyCompact } from "@/components/ui/format";
import { TextLink } from "@/components/ui/link-button";
import { Section } from "@/components/ui/section";
import { SCENARIO_WORDS } from "@/lib/queries/forecast-words";
import {
  SCENARIOS,
  type Trajectory,
  type TrajectoryMetric,
  type TrajectoryMonth,
} from "@/lib/queries/trajectory-shape";
import {
  breakevenInWords,
  METRIC_WORDS,
  monthName,
  monthOfPlan,
  reachedInWords,
} from "@/lib/queries/trajectory-words";
import classes from "./trajectory.module.css";

type Props = { metric: TrajectoryMetric; trajectory: Trajectory; company: string };

/** One figure on its way to breakeven: in words, as a chart, by scenario, and month by month. */
export function MetricPath({ metric, trajectory, company }: Props) {
  const { name, trigger } = METRIC_WORDS[metric.id];
  const hasBand = metric.months.some(({ band }) => band !== null);
  return (
    <Section
      title={name}
      description={
        <>
          Three-month average as{" "}
          <TextLink href={`${company}/triggers/${trigger}`} underline="always" inherit>
            {trigger}
          </TextLink>{" "}
          reads it, USD a month.
        </>
      }
    >
      <p className={classes.words}>{standingInWords(metric, trajectory)}</p>
      {!hasBand && (
        <p className={classes.note}>
          {withoutBand(metric)}{" "}
          <TextLink href={`${company}/imports?kind=targets`} underline="always" inherit prefetch={false}>
            Upload a band by month
          </TextLink>
        </p>
      )}
      {metric.months.some(hasFigure) && (
        <TrajectoryChartOnDemand
          months={metric.months}
          dueIndex={trajectory.dueIndex}
          label={`${name} by month of the plan: band, target, actual and forecast ranges`}
        />
      )}
      {metric.breakeven && <BreakevenTable metric={metric} trajectory={trajectory} />}
      {metric.months.some(hasFigure) && <MonthTable metric={metric} />}
    </Section>
  );
}

/** Where neither plan nor close says anything, there is nothing to draw. */
const hasFigure = ({ band, target, average, single, forecast }: TrajectoryMonth): boolean =>
  [band, target, average, single, forecast].some((each) => each !== null);

/** An average of three months has thirds of a cent; the dollar is what is read. */
const dollars = (value: number | null): string => formatMoney(value === null ? null : Math.round(value));

/** "−$41,282 in month 11 (Oct 2026), below the plan's band of … In the base range breakeven comes …". */
function standingInWords(metric: TrajectoryMetric, trajectory: Trajectory): string {
  const newest = metric.months.findLast(({ average }) => average !== null);
  const standing = newest
    ? `${dollars(newest.average)} in ${monthOfPlan(trajectory, newest.index)}${againstPlan(newest)}.`
    : "No close has given an average yet.";
  const due = metric.dueRange
    ? ` Due in ${monthOfPlan(trajectory, trajectory.dueIndex)}: ${dollars(metric.dueRange[0])} to ${dollars(metric.dueRange[1])}.`
    : "";
  const ahead = metric.breakeven
    ? ` Breakeven in the base range: ${breakevenInWords(trajectory, metric.breakeven.base)}.`
    : "";
  return `${standing}${due}${ahead}`;
}

function againstPlan({ average, band, target }: TrajectoryMonth): string {
  if (average === null) return "";
  if (band) {
    const [low, high] = band;
    const place = average < low ? "below" : average > high ? "above" : "inside";
    return `, ${place} the plan's band of ${dollars(low)} to ${dollars(high)}`;
  }
  if (target === null) return ", for which the plan has no figure";
  return `, against a target of ${dollars(target)}`;
}

function withoutBand({ months }: TrajectoryMetric): string {
  return months.some(({ target }) => target !== null)
    ? "The plan gives no band for this figure, only points; the chart draws these."
    : "The plan gives neither a band nor a point for this figure.";
}

function BreakevenTable({ metric, trajectory }: { metric: TrajectoryMetric; trajectory: Trajectory }) {
  const { breakeven } = metric;
  if (breakeven === null) return null;
  return (
    <DataTable
      caption={`${METRIC_WORDS[metric.id].name}: month in which breakeven is reached, by scenario`}
      minWidth={300}
      rows={[...SCENARIOS].reverse()}
      rowKey={(scenario) => scenario}
      columns={[
        { key: "scenario", header: "Range", names: true, cell: (scenario) => SCENARIO_WORDS[scenario] },
        {
          key: "better",
          header: "Breakeven at the better end",
          cell: (scenario) => reachedInWords(trajectory, breakeven[scenario].better),
        },
        {
          key: "worse",
          header: "At the worse end",
          cell: (scenario) => reachedInWords(trajectory, breakeven[scenario].worse),
        },
      ]}
    />
  );
}

const rangeOf = (range: readonly [number, number] | null | undefined): string =>
  range ? `${formatMoneyCompact(range[0])} to ${formatMoneyCompact(range[1])}` : "—";

function MonthTable({ metric }: { metric: TrajectoryMetric }) {
  const { name } = METRIC_WORDS[metric.id];
  return (
    <details className={classes.details}>
      <summary>Month by month as a table</summary>
      <DataTable
        caption={`${name} by month of the plan: band, target, actual and forecast`}
        minWidth={900}
        stacked={false}
        rows={metric.months}
        rowKey={({ month }) => month}
        columns={[
          {
            key: "month",
            header: "Month",
            names: true,
            cell: ({ index, month }) => `${index} · ${monthName(month)}`,
          },
          { key: "band", header: "Band", align: "right", cell: ({ band }) => rangeOf(band) },
          { key: "target", header: "Target", align: "right", cell: ({ target }) => dollars(target) },
          { key: "average", header: "Average", align: "right", cell: ({ average }) => dollars(average) },
          { key: "single", header: "Month alone", align: "right", cell: ({ single }) => dollars(single) },
          ...[...SCENARIOS].reverse().map((scenario) => ({
            key: scenario,
            header: `${SCENARIO_WORDS[scenario]} (average)`,
            align: "right" as const,
            cell: ({ forecast }: TrajectoryMonth) => rangeOf(forecast?.[scenario]),
          })),
        ]}
      />
    </details>
  );
}
