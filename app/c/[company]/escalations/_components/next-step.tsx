import { formatDate, formatDateTime } from "@/components/ui/format";
import { Section } from "@/components/ui/section";
import { can, rolesThatCan } from "@/lib/auth/permissions";
import type { Viewer } from "@/lib/auth/viewer";
import type { EscalationDetail } from "@/lib/queries/escalations";
import { AcknowledgeForm } from "./acknowledge-form";
import classes from "./escalations.module.css";
import { ResolveForm } from "./resolve-form";

/** The plan as it stands, and the step that comes next for whoever may take it. */
export function NextStep({
  escalation,
  viewer,
  present,
}: {
  escalation: EscalationDetail;
  viewer: Viewer;
  present: Date;
}) {
  const may = can(viewer.role, "escalation.acknowledge");
  const today = present.toISOString().slice(0, 10);
  if (escalation.status === "OPEN") {
    return (
      <Section
        title="Acknowledge with a plan"
        description="An escalation cannot be dismissed. It stays open until somebody says what will be done, and by when."
      >
        {may ? (
          <AcknowledgeForm company={viewer.companySlug} escalationId={escalation.id} today={today} />
        ) : (
          <Waits />
        )}
      </Section>
    );
  }
  return (
    <>
      <Section title="Plan">
        <p className={classes.text}>{escalation.plan}</p>
        <p className={classes.note}>
          {escalation.acknowledgedBy} on {formatDateTime(escalation.acknowledgedAt)}
          {escalation.planDueOn && ` · due ${formatDate(escalation.planDueOn)}`}
          {isLate(escalation, today) && <strong className={classes.late}> · overdue</strong>}
        </p>
      </Section>
      {escalation.status === "RESOLVED" ? (
        <Section title="Resolution">
          <p className={classes.text}>{escalation.resolution}</p>
          <p className={classes.note}>
            {escalation.resolvedBy} on {formatDateTime(escalation.resolvedAt)}
          </p>
        </Section>
      ) : (
        <Section title="Resolve" description="Once the plan has been carried out: what came of it.">
          {may ? <ResolveForm company={viewer.companySlug} escalationId={escalation.id} /> : <Waits />}
        </Section>
      )}
    </>
  );
}

function Waits() {
  return <p className={classes.note}>Waits for the {rolesThatCan("escalation.acknowledge")}.</p>;
}

function isLate({ status, planDueOn }: EscalationDetail, today: string): boolean {
  return status === "ACKNOWLEDGED" && planDueOn !== null && planDueOn < today;
}
