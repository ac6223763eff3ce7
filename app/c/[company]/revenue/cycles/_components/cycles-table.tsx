import Link from "next/link";
import { ConstraintBadge } from "@/components/governance/action-badges";
import { cycleTriggerInWords } from "@/components/governance/action-words";
import { StateBadge } from "@/components/governance/state-badge";
import { DataTable } from "@/components/ui/data-table";
import { formatCount, formatDateTime, formatPercent } from "@/components/ui/format";
import { metric } from "@/kernel/revenue/metrics";
import { CFO_GATE_WORDS } from "@/lib/queries/cfo-gate-words";
import type { ListedCycle } from "@/lib/queries/revenue-cycles";
import classes from "./cycles.module.css";

/** A cycle in a line: when and why it ran, what it found, and what came out of it. */
export function CyclesTable({ cycles, company }: { cycles: readonly ListedCycle[]; company: string }) {
  return (
    <DataTable
      caption="Optimisation cycles, newest first"
      minWidth={1020}
      rows={cycles}
      rowKey={({ id }) => id}
      columns={[
        {
          key: "when",
          header: "Cycle",
          names: true,
          width: "20%",
          cell: ({ id, executedAt, trigger }) => (
            <>
              <Link href={`${company}/revenue/cycles/${id}`} className={classes.link}>
                {formatDateTime(executedAt)}
              </Link>
              <p className={classes.note}>{cycleTriggerInWords(trigger)}</p>
            </>
          ),
        },
        {
          key: "constraint",
          header: "Held back by",
          cell: ({ constraint, confidence }) => (
            <>
              <ConstraintBadge constraint={constraint} />
              <p className={classes.note}>{formatPercent(confidence * 100, 0)} confidence</p>
            </>
          ),
        },
        {
          key: "priority",
          header: "Priority metric",
          cell: ({ priorityMetric: id }) => (
            <Link href={`${company}/revenue/metrics/${id}`} className={classes.link}>
              {metric(id).name}
            </Link>
          ),
        },
        { key: "gates", header: "CFO gates", cell: ({ gates }) => <Gates gates={gates} /> },
        { key: "mode", header: "Mode", cell: ({ mode }) => <StateBadge state={mode} /> },
        {
          key: "actions",
          header: "Actions",
          cell: ({ actions, suppressed, dataQualityActions }) => (
            <>
              {formatCount(actions, "action")}
              <p className={classes.note}>{suppressed} held back</p>
              {dataQualityActions > 0 && (
                <p className={classes.note}>{formatCount(dataQualityActions, "fault")} of the data</p>
              )}
            </>
          ),
        },
        {
          key: "proposer",
          header: "Proposed by",
          cell: ({ proposer }) => (proposer === "model" ? "Catalogue and model" : "Catalogue"),
        },
      ]}
    />
  );
}

function Gates({ gates }: Pick<ListedCycle, "gates">) {
  if (gates.length === 0) return <span className={classes.note}>None</span>;
  return (
    <ul className={classes.list}>
      {gates.map((gate) => (
        <li key={gate}>{CFO_GATE_WORDS[gate].name}</li>
      ))}
    </ul>
  );
}
