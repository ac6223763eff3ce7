import Link from "next/link";
import { ActionStatusBadge, OutcomeBadge } from "@/components/governance/action-badges";
import { ACTION_TYPE_WORDS } from "@/components/governance/action-words";
import { LeverChange } from "@/components/governance/lever-change";
import { leverName, SUBSYSTEM_WORDS } from "@/components/governance/lever-words";
import { LENS_WORDS, metricFigure } from "@/components/governance/metric-words";
import { DataTable } from "@/components/ui/data-table";
import { formatDate } from "@/components/ui/format";
import { metric } from "@/kernel/revenue/metrics";
import type { ListedAction } from "@/lib/queries/revenue-actions";
import classes from "./actions.module.css";

/** An action in a line: what it changes, where it has got to, and what it did to the metric it aims at. */
export function ActionsTable({ actions, company }: { actions: readonly ListedAction[]; company: string }) {
  const revenue = `${company}/revenue`;
  return (
    <DataTable
      caption="Actions, the newest cycle's first"
      minWidth={1020}
      rows={actions}
      rowKey={({ id }) => id}
      columns={[
        {
          key: "what",
          header: "What",
          names: true,
          width: "30%",
          cell: ({ id, subsystem, field, entity, lens, type }) => (
            <>
              <Link href={`${revenue}/actions/${id}`} className={classes.link}>
                {leverName(subsystem, field)}, {entity}
              </Link>
              <p className={classes.note}>
                {SUBSYSTEM_WORDS[subsystem]} · {LENS_WORDS[lens].short} · {ACTION_TYPE_WORDS[type]}
              </p>
            </>
          ),
        },
        {
          key: "change",
          header: "From and to",
          width: "18%",
          cell: ({ subsystem, field, from, to }) => (
            <LeverChange subsystem={subsystem} field={field} from={from} to={to} />
          ),
        },
        { key: "state", header: "State", cell: (action) => <State action={action} company={company} /> },
        {
          key: "target",
          header: "Metric aimed at",
          cell: (action) => <Target action={action} revenue={revenue} />,
        },
        {
          key: "cycle",
          header: "Cycle",
          cell: ({ cycleId, cycleAt, priority }) => (
            <>
              <Link href={`${revenue}/cycles/${cycleId}`} className={classes.link}>
                {formatDate(cycleAt)}
              </Link>
              <p className={classes.note}>priority {priority}</p>
            </>
          ),
        },
      ]}
    />
  );
}

function State({
  action: { status, request, windowEndsOn },
  company,
}: {
  action: ListedAction;
  company: string;
}) {
  return (
    <>
      <ActionStatusBadge status={status} />
      {status === "executing" && windowEndsOn && (
        <p className={classes.note}>until {formatDate(windowEndsOn)}</p>
      )}
      {request && (
        <p className={classes.note}>
          <Link href={`${company}/requests/${request.reference}`} className={classes.link}>
            {request.reference}
          </Link>
        </p>
      )}
    </>
  );
}

function Target({ action: { target }, revenue }: { action: ListedAction; revenue: string }) {
  const { name, unit } = metric(target.metric);
  return (
    <div className={classes.badges}>
      <Link href={`${revenue}/metrics/${target.metric}`} className={classes.link}>
        {name}
      </Link>
      {target.outcome && (
        <>
          <span className={classes.note}>
            {metricFigure(target.baseline, unit)} before, {metricFigure(target.observed, unit)} after
          </span>
          <OutcomeBadge outcome={target.outcome} />
        </>
      )}
      {!target.outcome && target.baseline !== null && (
        <span className={classes.note}>{metricFigure(target.baseline, unit)} before</span>
      )}
    </div>
  );
}
