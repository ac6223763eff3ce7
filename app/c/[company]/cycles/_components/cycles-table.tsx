import { IconLockCheck, IconLockOpen } from "@tabler/icons-react";
import { StateBadge } from "@/components/governance/state-badge";
import { cycleInWords } from "@/components/governance/trigger-words";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { formatDate } from "@/components/ui/format";
import { TextLink } from "@/components/ui/link-button";
import { Moment } from "@/components/ui/moment";
import { ToneBadge } from "@/components/ui/tone-badge";
import type { CycleLine } from "@/lib/queries/cycles";
import { CycleStates } from "./cycle-states";
import classes from "./cycles.module.css";

export function CyclesTable({ cycles, company }: { cycles: readonly CycleLine[]; company: string }) {
  return (
    <DataTable
      caption="Cycles, newest first"
      minWidth={1000}
      rows={cycles}
      rowKey={({ id }) => id}
      empty={
        <EmptyState title="No cycle has been evaluated yet">
          Cycles appear here once FP&A or the CFO has evaluated the first week or close.
        </EmptyState>
      }
      columns={[
        {
          key: "cycle",
          header: "Cycle",
          names: true,
          cell: (cycle) => (
            <div className={classes.line}>
              <TextLink href={`${company}/cycles/${cycle.cadence}/${cycle.cycleKey}`} size="sm">
                {cycleInWords(cycle)}
              </TextLink>
              <div className={classes.note}>until {formatDate(cycle.periodEnd)}</div>
            </div>
          ),
        },
        { key: "status", header: "Status", cell: (cycle) => <CycleStatus {...cycle} /> },
        { key: "states", header: "Triggers", cell: ({ states }) => <CycleStates states={states} /> },
        { key: "mode", header: "Mode after", cell: ({ mode }) => <StateBadge state={mode} /> },
        {
          key: "evaluated",
          header: "Evaluated",
          cell: ({ evaluatedAt, evaluatedBy }) => (
            <div className={classes.line}>
              <Moment at={evaluatedAt} />
              <div className={classes.note}>{evaluatedBy ?? "by the system"}</div>
            </div>
          ),
        },
        { key: "version", header: "Version", align: "right", cell: ({ version }) => version },
      ]}
    />
  );
}

/** Closed or open, with the codes that keep it open. */
export function CycleStatus({
  status,
  certifiedFinal,
  reasonCodes,
}: Pick<CycleLine, "status" | "certifiedFinal" | "reasonCodes">) {
  return status === "CLOSED" ? (
    <ToneBadge tone="neutral" icon={<IconLockCheck stroke={2} />} size="sm">
      {certifiedFinal ? "Closed, final" : "Closed"}
    </ToneBadge>
  ) : (
    <ToneBadge tone="watch" icon={<IconLockOpen stroke={2} />} size="sm">
      {reasonCodes.length > 0 ? `Open: ${reasonCodes.join(", ")}` : "Open"}
    </ToneBadge>
  );
}
