import Link from "next/link";
import { OutcomeBadge } from "@/components/governance/action-badges";
import { MetricChange } from "@/components/governance/metric-change";
import { MetricChartOnDemand } from "@/components/governance/metric-chart-on-demand";
import { changeOf, metricFigure } from "@/components/governance/metric-words";
import { type Column, DataTable } from "@/components/ui/data-table";
import { formatDate, formatPercent } from "@/components/ui/format";
import { AsOf } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { BASELINE_DAYS } from "@/kernel/revenue/measure";
import { metric } from "@/kernel/revenue/metrics";
import type { ActionResult, RevenueActionScreen } from "@/lib/queries/revenue-action";
import classes from "./action.module.css";

type Props = { screen: RevenueActionScreen; company: string };

/** What the metric did before and after, and every economic metric beside it. */
export function Measured({ screen, company }: Props) {
  const { action, series, results, windowEndsOn, startedAt, statusReason, status } = screen;
  const { name } = metric(action.target_metric);
  return (
    <Section title="What came of it" description={stateInWords(screen)}>
      {status !== "executing" && statusReason && <p className={classes.text}>{statusReason}</p>}
      {series.length === 0 ? (
        <p className={classes.note}>No day of {name} has been computed around this action.</p>
      ) : (
        <>
          <MetricChartOnDemand
            points={series}
            unit={metric(action.target_metric).unit}
            target={null}
            label={`${name} by day around the action`}
            {...(startedAt && windowEndsOn && { course: courseOf(screen, startedAt, windowEndsOn) })}
          />
          <Days screen={screen} />
        </>
      )}
      {results.length > 0 && <Results screen={screen} company={company} />}
    </Section>
  );
}

function stateInWords({ status, startedAt, windowEndsOn }: RevenueActionScreen): string {
  if (startedAt === null || windowEndsOn === null)
    return status === "failed"
      ? "It never took effect, so there is nothing to measure."
      : "It has not begun; what it does is measured from its first day on.";
  const window = `Observed from ${formatDate(startedAt)} to ${formatDate(windowEndsOn)}`;
  return `${window}; a baseline is the mean of the ${BASELINE_DAYS} days before.`;
}

function courseOf({ action, results }: RevenueActionScreen, startedAt: Date, endsOn: string) {
  const baseline = results.find(({ role }) => role === "target")?.baseline ?? null;
  const { low_pct, high_pct, direction } = action.expected_impact;
  const at = (pct: number) => (baseline ?? 0) + (Math.abs(baseline ?? 0) * pct) / 100;
  const [low, high] = [at(low_pct), at(high_pct)].sort((one, other) => one - other);
  const expected =
    baseline === null || direction === "hold" || low === undefined || high === undefined
      ? null
      : { low, high };
  return { startedOn: startedAt.toISOString().slice(0, 10), endsOn, baseline, expected };
}

/** What the chart draws, to read. */
function Days({ screen: { action, series } }: { screen: RevenueActionScreen }) {
  const { name, unit } = metric(action.target_metric);
  return (
    <details className={classes.details}>
      <summary>The chart as a table</summary>
      <DataTable
        caption={`${name} by day, newest first`}
        minWidth={260}
        rows={series.toReversed()}
        rowKey={({ day }) => day}
        columns={[
          { key: "day", header: "Day", names: true, cell: ({ day }) => formatDate(day) },
          { key: "value", header: "Value", align: "right", cell: ({ value }) => metricFigure(value, unit) },
        ]}
      />
    </details>
  );
}

function Results({ screen: { results, present, status }, company }: Props) {
  const isObserved = results.some(({ outcome }) => outcome !== null);
  return (
    <>
      <h3 className={classes.heading}>{isObserved ? "Baseline against observed" : "Baselines"}</h3>
      {!isObserved && (
        <p className={classes.note}>
          {status === "executing"
            ? "What was before. What is observed is held against it once the window has ended."
            : "What was before. The action ended before its window did, so nothing was held against it."}
        </p>
      )}
      <DataTable
        caption="Each metric before the action and in its window"
        minWidth={isObserved ? 640 : 320}
        rows={results}
        rowKey={({ metric: id }) => id}
        columns={[...before(company), ...(isObserved ? OBSERVED : [])]}
      />
      <AsOf at={present} source={<code>optimization_action_results</code>} />
    </>
  );
}

const before = (company: string): Column<ActionResult>[] => [
  {
    key: "metric",
    header: "Metric",
    names: true,
    cell: ({ metric: id, role }) => (
      <>
        <Link href={`${company}/revenue/metrics/${id}`} className={classes.link}>
          {metric(id).name}
        </Link>
        {role === "target" && <span className={classes.note}> (aimed at)</span>}
      </>
    ),
  },
  { key: "baseline", header: "Baseline", align: "right", cell: (row) => figure(row, row.baseline) },
];

const OBSERVED: Column<ActionResult>[] = [
  { key: "observed", header: "Observed", align: "right", cell: (row) => figure(row, row.observed) },
  { key: "change", header: "Change", cell: (row) => <MetricChange change={changed(row)} /> },
  { key: "outcome", header: "Outcome", cell: ({ outcome }) => outcome && <OutcomeBadge outcome={outcome} /> },
  {
    key: "confidence",
    header: "Confidence",
    align: "right",
    cell: ({ confidence }) => confidence !== null && formatPercent(confidence * 100, 0),
  },
];

const figure = ({ metric: id }: ActionResult, value: number | null) => (
  <span className={classes.nowrap}>{metricFigure(value, metric(id).unit)}</span>
);

const changed = ({ metric: id, baseline, observed }: ActionResult) =>
  changeOf(observed, baseline, metric(id));
