import { IconCircleCheck, IconCircleDashed, IconCircleX } from "@tabler/icons-react";
import type { Outcome } from "@/components/ui/failure-alert";
import { formatDate } from "@/components/ui/format";
import { TextLink } from "@/components/ui/link-button";
import { ToneBadge } from "@/components/ui/tone-badge";
import type { ReviewActionRow, ReviewActions } from "@/lib/queries/review-actions";
import { ActionForm } from "./action-form";
import { ActionUpdate } from "./action-update";
import classes from "./review.module.css";

const STATES = {
  OPEN: { tone: "watch", words: "Open", icon: <IconCircleDashed stroke={2} /> },
  DONE: { tone: "good", words: "Done", icon: <IconCircleCheck stroke={2} /> },
  DROPPED: { tone: "neutral", words: "Dropped", icon: <IconCircleX stroke={2} /> },
} as const;

export function ActionState({ status }: { status: ReviewActionRow["status"] }) {
  const { tone, words, icon } = STATES[status];
  return (
    <ToneBadge tone={tone} icon={icon} size="sm">
      {words}
    </ToneBadge>
  );
}

type Person = { userId: string; name: string; role: string };
type Send = (given: unknown) => Promise<Outcome>;

/** What was taken on, by whom and until when, and what else falls due. */
export function ActionBoard({
  actions: { taken, mandated, revenue },
  company,
  people,
  today,
  me,
  update,
  add,
}: {
  actions: ReviewActions;
  company: string;
  people: readonly Person[];
  today: string;
  me: { userId: string; mayWrite: boolean; mayReport: boolean };
  update: Send;
  add: { reviewId: string; add: Send } | null;
}) {
  return (
    <section aria-label="Actions" className={classes.part}>
      <h3 className={classes.heading}>Taken on in reviews</h3>
      {taken.length === 0 ? (
        <p className={classes.note}>Nothing is open, and nothing ended since the review before.</p>
      ) : (
        <ul className={classes.rows}>
          {taken.map((action) => (
            <li key={action.id} className={classes.row}>
              <div className={classes.rowText}>
                <p className={classes.strong}>{action.body}</p>
                <p className={classes.note}>
                  {action.ownerName} · <Due action={action} today={today} /> · from {action.raisedIn}
                </p>
                {action.note && <p className={classes.note}>{action.note}</p>}
                {action.status === "OPEN" &&
                  (me.mayWrite || (me.mayReport && action.ownerId === me.userId)) && (
                    <ActionUpdate
                      key={action.revision}
                      action={action}
                      people={people}
                      mayRewrite={me.mayWrite}
                      update={update}
                    />
                  )}
              </div>
              <ActionState status={action.status} />
            </li>
          ))}
        </ul>
      )}
      {add && <ActionForm people={people} today={today} reviewId={add.reviewId} add={add.add} />}
      <Mandated mandated={mandated} today={today} />
      <Revenue revenue={revenue} company={company} />
    </section>
  );
}

function Due({ action: { status, dueOn, endedAt }, today }: { action: ReviewActionRow; today: string }) {
  if (status !== "OPEN") return <>ended {formatDate(endedAt)}</>;
  if (dueOn >= today) return <>due {formatDate(dueOn)}</>;
  return <strong className={classes.late}>overdue since {formatDate(dueOn)}</strong>;
}

function Mandated({ mandated, today }: { mandated: ReviewActions["mandated"]; today: string }) {
  if (mandated.length === 0) return null;
  return (
    <>
      <h3 className={classes.heading}>Mandated in DEFENSIVE mode, not done</h3>
      <ul className={classes.list}>
        {mandated.map(({ action, ownerName, dueOn }) => (
          <li key={action}>
            {action}: {ownerName ?? "no owner yet"},{" "}
            {dueOn === null ? (
              "no due date yet"
            ) : dueOn < today ? (
              <strong className={classes.late}>overdue since {formatDate(dueOn)}</strong>
            ) : (
              `due ${formatDate(dueOn)}`
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

function Revenue({ revenue, company }: { revenue: ReviewActions["revenue"]; company: string }) {
  if (revenue.length === 0) return null;
  return (
    <>
      <h3 className={classes.heading}>Revenue actions that wait, or end within a week</h3>
      <ul className={classes.list}>
        {revenue.map(({ id, words, status, windowEndsOn }) => (
          <li key={id}>
            <TextLink href={`${company}/revenue/actions/${id}`} inherit underline="always">
              {words}
            </TextLink>{" "}
            {status === "awaiting_signoff"
              ? "waits for a signature"
              : `is at work; its window ends on ${formatDate(windowEndsOn)}`}
          </li>
        ))}
      </ul>
    </>
  );
}
