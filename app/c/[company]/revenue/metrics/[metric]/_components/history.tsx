import { metricFigure } from "@/components/governance/metric-words";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { formatDate } from "@/components/ui/format";
import { TextLink } from "@/components/ui/link-button";
import { Moment } from "@/components/ui/moment";
import { Section } from "@/components/ui/section";
import type { Metric } from "@/kernel/revenue/metrics";
import type { MetricScreen } from "@/lib/queries/revenue-metric";
import classes from "./metric.module.css";

/** Day by day, with the moment at which each was computed: a late event makes an old day new again. */
export function History({ metric, screen, here }: { metric: Metric; screen: MetricScreen; here: string }) {
  return (
    <Section
      title="History"
      description="Each day as it stands now. Whatever arrives late corrects the day it belongs to, which is then computed again."
      actions={
        screen.olderThan && <TextLink href={`${here}?before=${screen.olderThan}`}>Older days</TextLink>
      }
    >
      <DataTable
        caption={`${metric.name}: values by day, newest first`}
        minWidth={400}
        stacked={false}
        rows={screen.history}
        rowKey={({ day }) => day}
        empty={<EmptyState title="No older days" action={<TextLink href={here}>To the newest</TextLink>} />}
        columns={[
          {
            key: "day",
            header: "Day",
            names: true,
            cell: ({ day }) => <span className={classes.nowrap}>{formatDate(day)}</span>,
          },
          {
            key: "value",
            header: "Value",
            align: "right",
            cell: ({ value }) => metricFigure(value, metric.unit),
          },
          {
            key: "computed",
            header: "Computed",
            cell: ({ computedAt }) => (
              <span className={classes.nowrap}>
                <Moment at={computedAt} />
              </span>
            ),
          },
        ]}
      />
    </Section>
  );
}
