import { metricFigure } from "@/components/governance/metric-words";
import { DataTable } from "@/components/ui/data-table";
import { Section } from "@/components/ui/section";
import { CFO_GATE_WORDS } from "@/lib/queries/cfo-gate-words";
import type { RevenueCycleScreen } from "@/lib/queries/revenue-cycle";
import classes from "./cycle.module.css";

/** The CFO's limits, looked at before any action was thought of. */
export function Gates({ cycle }: { cycle: RevenueCycleScreen }) {
  const gates = cycle.output.cycle_summary.cfo_gates_triggered;
  return (
    <Section
      title="CFO gates"
      description="The CFO's own limits, looked at before any action was thought of."
    >
      <DataTable
        caption="CFO gates that were triggered"
        minWidth={560}
        rows={gates}
        rowKey={({ gate }) => gate}
        empty={<p className={classes.note}>None was triggered.</p>}
        columns={[
          { key: "gate", header: "Gate", names: true, cell: ({ gate }) => CFO_GATE_WORDS[gate].name },
          {
            key: "observed",
            header: "Observed",
            cell: ({ gate, observed }) => {
              const { watches, unit } = CFO_GATE_WORDS[gate];
              return `${watches.charAt(0).toUpperCase()}${watches.slice(1)} ${metricFigure(observed, unit)}`;
            },
          },
          {
            key: "threshold",
            header: "Limit",
            cell: ({ gate, threshold }) => metricFigure(threshold, CFO_GATE_WORDS[gate].unit),
          },
          { key: "effect", header: "Effect", cell: ({ effect }) => effect },
        ]}
      />
    </Section>
  );
}
