import { MetricChange } from "@/components/governance/metric-change";
import { changeOf, metricFigure } from "@/components/governance/metric-words";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { formatDate } from "@/components/ui/format";
import { Section } from "@/components/ui/section";
import type { Metric } from "@/kernel/revenue/metrics";
import type { MetricScreen } from "@/lib/queries/revenue-metric";

/** The metric by channel, campaign or segment, where it is broken down at all. */
export function Parts({ metric, screen: { parts, partsDay } }: { metric: Metric; screen: MetricScreen }) {
  if (metric.dimension === null) return null;
  const kind = metric.dimension;
  return (
    <Section title={`By ${kind}`} description={partsDay ? `On ${formatDate(partsDay)}` : undefined}>
      <DataTable
        caption={`${metric.name} by ${kind}`}
        minWidth={420}
        rows={parts}
        rowKey={({ dimension }) => dimension}
        empty={<EmptyState title={`No ${kind} has a value on the newest day`} />}
        columns={[
          {
            key: "name",
            header: kind.charAt(0).toUpperCase() + kind.slice(1),
            names: true,
            cell: ({ name }) => name,
          },
          {
            key: "value",
            header: "Value",
            align: "right",
            cell: ({ value }) => metricFigure(value, metric.unit),
          },
          {
            key: "change",
            header: "Against 28 days before",
            cell: ({ value, before }) => <MetricChange change={changeOf(value, before, metric)} />,
          },
        ]}
      />
    </Section>
  );
}
