import { IconCircleCheck, IconCircleDashed } from "@tabler/icons-react";
import { EmptyState } from "@/components/ui/empty-state";
import { formatDate } from "@/components/ui/format";
import { ToneBadge } from "@/components/ui/tone-badge";
import type { DefensiveActionRow, DefensiveScreen } from "@/lib/queries/defensive";
import { ActionForm } from "./action-form";
import classes from "./defensive.module.css";

/** The actions of the present stretch: who, by when, and what shows that it is done. */
export function ActionList({
  actions,
  people,
  company,
  mayUpdate,
  today,
}: {
  actions: readonly DefensiveActionRow[];
  people: DefensiveScreen["people"];
  company: string;
  mayUpdate: boolean;
  today: string;
}) {
  if (actions.length === 0) return <EmptyState title="The policy mandates no actions" />;
  return (
    <ol className={classes.actions}>
      {actions.map((action) => (
        <li key={action.id} className={classes.action}>
          <div className={classes.actionHead}>
            <h3 className={classes.actionName}>{action.action}</h3>
            {action.doneAt ? (
              <ToneBadge tone="good" icon={<IconCircleCheck stroke={2} />} size="sm">
                Done
              </ToneBadge>
            ) : (
              <ToneBadge tone="watch" icon={<IconCircleDashed stroke={2} />} size="sm">
                To do
              </ToneBadge>
            )}
          </div>
          <p className={classes.actionFacts}>
            {action.ownerName ?? "No owner yet"} · <DueWords action={action} today={today} />
          </p>
          {action.evidence && <p className={classes.actionFacts}>Evidence: {action.evidence}</p>}
          {mayUpdate && action.doneAt === null && (
            <ActionForm action={action} people={people} company={company} />
          )}
        </li>
      ))}
    </ol>
  );
}

function DueWords({ action: { dueOn, doneAt }, today }: { action: DefensiveActionRow; today: string }) {
  if (doneAt) return <>done {formatDate(doneAt)}</>;
  if (dueOn === null) return <>no due date yet</>;
  if (dueOn >= today) return <>due {formatDate(dueOn)}</>;
  return <strong className={classes.late}>overdue since {formatDate(dueOn)}</strong>;
}
