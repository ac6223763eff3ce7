import { wordOf } from "@/components/governance/state-badge";
import { figureInWords } from "@/components/governance/trigger-words";
import { DataTable } from "@/components/ui/data-table";
import { formatDate } from "@/components/ui/format";
import type { Unit } from "@/kernel/enforcement";
import type { TriggerPoint } from "@/lib/queries/trigger-series";
import classes from "./trigger.module.css";

/** What the chart draws, to read. */
export function ChartTable({
  points,
  unit,
  caption,
}: {
  points: readonly TriggerPoint[];
  unit: Unit;
  caption: string;
}) {
  return (
    <details className={classes.details}>
      <summary>The chart as a table</summary>
      <DataTable
        caption={`${caption}: figures of the chart, newest first`}
        minWidth={320}
        rows={points.toReversed()}
        rowKey={({ cadence, cycleKey }) => `${cadence} ${cycleKey}`}
        columns={[
          { key: "day", header: "As of", names: true, cell: ({ periodEnd }) => formatDate(periodEnd) },
          { key: "value", header: "Value", align: "right", cell: ({ value }) => figureInWords(value, unit) },
          { key: "state", header: "State", cell: ({ state }) => wordOf(state) },
        ]}
      />
    </details>
  );
}
