import { MetricChange } from "@/components/governance/metric-change";
import { MetricChartOnDemand } from "@/components/governance/metric-chart-on-demand";
import { changeOf, gapInWords, metricFigure, targetInWords } from "@/components/governance/metric-words";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { formatDate, formatMonth } from "@/components/ui/format";
import { TextLink } from "@/components/ui/link-button";
import { AsOf } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import type { Metric } from "@/kernel/revenue/metrics";
import type { MetricScreen } from "@/lib/queries/revenue-metric";
import classes from "./metric.module.css";

type Props = { metric: Metric; screen: MetricScreen };

/** The newest value, how it moved, what it should be, and eighteen months of it. */
export function Standing({ metric, screen, targets }: Props & { targets: string }) {
  const { unit } = metric;
  if (screen.newestDay === null || screen.day === null) return <Nothing screen={screen} />;
  const target = screen.target && {
    words: targetInWords(screen.target, unit),
    value: screen.target.value,
  };
  return (
    <Section title="Where it stands">
      <div>
        <p className={`${classes.figure} figure`}>{metricFigure(screen.value, unit)}</p>
        <p className={classes.words}>
          <MetricChange change={changeOf(screen.value, screen.before, metric)} />
          {screen.before !== null && <> against {metricFigure(screen.before, unit)} 28 days before</>}
        </p>
        <Gap metric={metric} screen={screen} targets={targets} />
        <Age screen={screen} />
      </div>
      <MetricChartOnDemand
        points={screen.series}
        unit={unit}
        target={target}
        label={courseInWords({ metric, screen })}
      />
      <Months metric={metric} screen={screen} />
    </Section>
  );
}

function Nothing({ screen: { newestDay } }: { screen: MetricScreen }) {
  return (
    <Section title="Where it stands">
      <EmptyState title="This metric has no value yet">
        {newestDay === null
          ? "The analytics job has not computed it for any day."
          : `The analytics job has computed it up to ${formatDate(newestDay)}, but no day holds all that it is counted from.`}
      </EmptyState>
    </Section>
  );
}

function Gap({ metric: { unit }, screen: { target }, targets }: Props & { targets: string }) {
  if (target === null) return null;
  const gap = gapInWords(target, unit);
  return (
    <p className={classes.words}>
      {target.kind === "target" ? "Target" : "CFO guardrail"}: {targetInWords(target, unit).toLowerCase()}.{" "}
      <strong className={classes.gap} data-tone={gap.tone}>
        {gap.words}.
      </strong>{" "}
      <TextLink href={targets} inherit underline="always">
        Targets and guardrails
      </TextLink>
    </p>
  );
}

function Age({ screen: { day, newestDay, isStale, history } }: { screen: MetricScreen }) {
  const computedAt = history.find((each) => each.day === day)?.computedAt;
  return (
    <>
      <p className={classes.note}>
        Of {formatDate(day)}
        {day !== newestDay && `; it could not be computed for ${formatDate(newestDay)}`}
        {isStale && <strong className={classes.old}> · older than 48 hours</strong>}
      </p>
      {computedAt && <AsOf at={computedAt} source={<code>metric_snapshots_daily</code>} />}
    </>
  );
}

function courseInWords({ metric: { name, unit }, screen: { series } }: Props): string {
  const known = series.filter(({ value }) => value !== null);
  const [first, last] = [known[0], known.at(-1)];
  if (!first || !last) return name;
  return (
    `${name} by day, from ${metricFigure(first.value, unit)} on ${formatDate(first.day)} ` +
    `to ${metricFigure(last.value, unit)} on ${formatDate(last.day)}`
  );
}

/** What the chart draws, to read: the last day of each month; every single day stands in the history. */
function Months({ metric: { name, unit }, screen: { series } }: Props) {
  const months = series.filter(
    (point, index) => point.day.slice(0, 7) !== series[index + 1]?.day.slice(0, 7),
  );
  return (
    <details className={classes.details}>
      <summary>The chart as a table</summary>
      <DataTable
        caption={`${name} by month, newest first`}
        minWidth={280}
        rows={months.toReversed()}
        rowKey={({ day }) => day}
        columns={[
          { key: "month", header: "Month", names: true, cell: ({ day }) => formatMonth(day) },
          { key: "day", header: "Day", cell: ({ day }) => formatDate(day) },
          { key: "value", header: "Value", align: "right", cell: ({ value }) => metricFigure(value, unit) },
        ]}
      />
    </details>
  );
}
