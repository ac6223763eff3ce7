import { StateBadge } from "@/components/governance/state-badge";
import { DataTable } from "@/components/ui/data-table";
import { formatDate, formatMonth } from "@/components/ui/format";
import { TextLink } from "@/components/ui/link-button";
import { Moment } from "@/components/ui/moment";
import { triggerShortId } from "@/kernel/enforcement";
import type { CloseLine } from "@/lib/queries/closes";
import classes from "./close.module.css";
import { StageBadge } from "./stage-badge";

export function MonthsTable({ months, company }: { months: readonly CloseLine[]; company: string }) {
  return (
    <DataTable
      caption="Months of the plan, newest first"
      minWidth={900}
      rows={months}
      rowKey={({ cycleKey }) => cycleKey}
      columns={[
        {
          key: "month",
          header: "Month",
          names: true,
          cell: ({ cycleKey }) => (
            <span className={classes.line}>
              <TextLink href={`${company}/close/${cycleKey}`} size="sm">
                {formatMonth(`${cycleKey}-01`)}
              </TextLink>
            </span>
          ),
        },
        {
          key: "stage",
          header: "Close",
          cell: ({ stage, outstanding }) => (
            <>
              <StageBadge stage={stage} />
              {outstanding.length > 0 && (
                <div className={classes.note}>Why: {outstanding.map(triggerShortId).join(", ")}</div>
              )}
            </>
          ),
        },
        {
          key: "deadline",
          header: "Last day",
          cell: ({ clock }) => <span className={classes.line}>{formatDate(clock.deadline)}</span>,
        },
        { key: "delivered", header: "Delivered", cell: ({ closed }) => <Delivered closed={closed} /> },
        {
          key: "mode",
          header: "Mode after",
          cell: ({ closed }) => (closed ? <StateBadge state={closed.mode} /> : "—"),
        },
        {
          key: "by",
          header: "By",
          cell: ({ closed }) =>
            closed ? (
              <div className={classes.line}>
                {closed.by ?? "the system"}
                <div className={classes.note}>
                  <Moment at={closed.at} />
                </div>
              </div>
            ) : (
              "—"
            ),
        },
        {
          key: "version",
          header: "Version",
          align: "right",
          cell: ({ closed, reopenings }) => (
            <div className={classes.line}>
              {closed?.version ?? "—"}
              {reopenings > 0 && <div className={classes.note}>reopened {reopenings}×</div>}
            </div>
          ),
        },
      ]}
    />
  );
}

function Delivered({ closed }: Pick<CloseLine, "closed">) {
  if (!closed?.deliveredAt) return "—";
  return (
    <div className={classes.line}>
      {formatDate(closed.deliveredAt)}
      <div className={classes.note}>business day {closed.deliveredOn}</div>
    </div>
  );
}
