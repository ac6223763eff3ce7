import Link from "next/link";
import { formatDate } from "@/components/ui/format";
import { triggerShortId } from "@/kernel/enforcement/vocabulary";
import { EscalationBadge, type EscalationStatus } from "./escalation-badge";
import classes from "./escalation-line.module.css";

export type EscalationLineProps = {
  id: string;
  rule: string;
  action: string;
  status: EscalationStatus;
  triggerIds: readonly string[];
  raisedAt: Date;
  planDueOn: string | null;
};

/** One escalation in a list: what happened, what it demands, and by when. */
export function EscalationLine({
  escalation,
  company,
  present,
  brief = false,
}: {
  escalation: EscalationLineProps;
  company: string;
  present: Date;
  /** Leaves the mandated action to the escalation's own page. */
  brief?: boolean;
}) {
  const { id, rule, action, status, triggerIds, raisedAt, planDueOn } = escalation;
  const late =
    status === "ACKNOWLEDGED" && planDueOn !== null && planDueOn < present.toISOString().slice(0, 10);
  return (
    <article className={classes.line}>
      <div className={classes.head}>
        <h3 className={classes.rule}>
          <Link href={`${company}/escalations/${id}`} className={classes.link}>
            {rule}
          </Link>
        </h3>
        <EscalationBadge status={status} />
      </div>
      {!brief && <p className={classes.action}>{action}</p>}
      <p className={classes.when}>
        {triggerIds.map(triggerShortId).join(", ")} · raised {formatDate(raisedAt)}
        {planDueOn && status === "ACKNOWLEDGED" && ` · plan due ${formatDate(planDueOn)}`}
        {late && <strong className={classes.late}> · overdue</strong>}
      </p>
    </article>
  );
}
