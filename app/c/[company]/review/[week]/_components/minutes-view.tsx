import { Facts } from "@/components/ui/facts";
import {
  formatComparable,
  formatCount,
  formatDate,
  formatDateTime,
  formatMoney,
  formatMonth,
} from "@/components/ui/format";
import { TextLink } from "@/components/ui/link-button";
import { Section } from "@/components/ui/section";
import type { HeldReview } from "@/lib/queries/review";
import type { ReviewMinutes } from "@/lib/queries/review-minutes";
import { kindWords } from "../../../log/_components/log-words";
import classes from "./review.module.css";
import { PrintButton } from "./review-steps";
import { minutedInput, movement } from "./review-words";

/** The minutes of a review that was held, to read and to print. */
export function MinutesView({ held, company }: { held: HeldReview; company: string }) {
  const { minutes } = held;
  return (
    <div className={classes.screen}>
      <Section
        title={`Minutes: ${minutes.forum}, ${minutes.weekKey}`}
        description={minutes.company}
        actions={<PrintButton />}
      >
        <Facts
          items={[
            { label: "Opened", value: `${formatDateTime(minutes.openedAt)} by ${minutes.openedBy}` },
            {
              label: "Closed",
              value: `${formatDateTime(minutes.closedAt)} by ${minutes.closedBy.name}, ${minutes.closedBy.role}`,
            },
            { label: "Present", value: names(minutes.attendance.present) },
            { label: "Expected and absent", value: names(minutes.attendance.expectedAndAbsent) },
            { label: "Policy", value: minutes.policy.version },
          ]}
        />
      </Section>
      <Section title="Where things stood" description={cycleWords(minutes)}>
        <ul className={classes.list}>
          {minutes.triggers.map((trigger) => (
            <li key={trigger.shortId}>
              {trigger.shortId} {trigger.name}: {trigger.state}
              {trigger.value !== null && `, ${formatComparable(trigger.value, trigger.unit)}`}
              {trigger.value !== null &&
                trigger.valueBefore !== null &&
                `, ${movement(trigger.value - trigger.valueBefore, trigger.unit)} from ${formatComparable(trigger.valueBefore, trigger.unit)}`}
              {trigger.steps.length > 0 &&
                ` (${trigger.steps
                  .map(
                    ({ input, effect }) =>
                      `${minutedInput(input)}: ${effect === null ? "unknown" : movement(effect, trigger.unit)}`,
                  )
                  .join("; ")})`}
            </li>
          ))}
          {minutes.spend.month !== null && (
            <li>
              Operating expense of {formatMonth(`${minutes.spend.month}-01`)}:{" "}
              {minutes.spend.functions.map(spendWords).join(", ")}
            </li>
          )}
        </ul>
      </Section>
      <Section title="Agenda and notes">
        <ol className={classes.agenda}>
          {minutes.agenda.map(({ title, minutes: length, note }) => (
            <li key={title}>
              <p className={classes.strong}>
                {title} ({length} minutes)
              </p>
              <p className={classes.noteText}>{note ? note.body : "Nothing was noted."}</p>
            </li>
          ))}
        </ol>
      </Section>
      <Decisions minutes={minutes} company={company} />
      <Actions minutes={minutes} />
      <Section title="What proves it">
        <Facts
          items={[
            { label: "sha256 of these minutes", value: held.sha256 },
            {
              label: "Checked now",
              value: held.isIntact
                ? "The minutes hash to it, as the decision log has it."
                : "The minutes do not hash to it: do not rely on them.",
            },
            {
              label: "Decision log",
              value: (
                <TextLink href={`${company}/log/${held.logSeq}`} inherit underline="always">
                  Entry {held.logSeq}
                </TextLink>
              ),
            },
          ]}
        />
      </Section>
    </div>
  );
}

const spendWords = ({ function: name, totalUsd, budgetUsd }: ReviewMinutes["spend"]["functions"][number]) =>
  `${name} ${formatMoney(Math.round(totalUsd))}${budgetUsd == null ? "" : ` (budget ${formatMoney(Math.round(budgetUsd))})`}`;

const names = (people: readonly { name: string; role: string }[]) =>
  people.length === 0 ? "Nobody" : people.map(({ name, role }) => `${name} (${role})`).join(", ");

function cycleWords({ cycle, cycleBefore, mode }: ReviewMinutes): string {
  if (cycle === null) return "No week had been closed.";
  return `Cycle ${cycle}${cycleBefore ? ` against ${cycleBefore}` : ""}${mode ? `, ${mode} mode` : ""}.`;
}

function Decisions({ minutes, company }: { minutes: ReviewMinutes; company: string }) {
  const { decisions, decisionsLeftOut, exceptionsWaiting } = minutes;
  return (
    <Section
      title="Decided during the review"
      description={formatCount(decisions.length + decisionsLeftOut, "entry", "entries")}
    >
      {decisions.length === 0 ? (
        <p className={classes.note}>Nothing was decided in the application while the review was open.</p>
      ) : (
        <ul className={classes.list}>
          {decisions.map(({ seq, kind, title, actor, outcome }) => (
            <li key={seq}>
              <TextLink href={`${company}/log/${seq}`} inherit underline="always">
                {title}
              </TextLink>{" "}
              ({kindWords(kind)}
              {outcome && `, ${outcome.toLowerCase()}`}, {actor})
            </li>
          ))}
        </ul>
      )}
      {decisionsLeftOut > 0 && (
        <p className={classes.note}>{decisionsLeftOut} more stand in the decision log.</p>
      )}
      {exceptionsWaiting.length > 0 && (
        <p className={classes.note}>
          Left undecided:{" "}
          {exceptionsWaiting.map(({ reference, title }) => `${reference} ${title}`).join("; ")}.
        </p>
      )}
    </Section>
  );
}

function Actions({ minutes: { actions } }: { minutes: ReviewMinutes }) {
  return (
    <Section title="Actions">
      <h3 className={classes.heading}>Changed during the review</h3>
      {actions.changed.length === 0 ? (
        <p className={classes.note}>None.</p>
      ) : (
        <ul className={classes.list}>
          {actions.changed.map(({ id, what, body, owner, dueOn, note }) => (
            <li key={id}>
              {what}: {body} ({owner}, due {formatDate(dueOn)}){note && `. ${note}`}
            </li>
          ))}
        </ul>
      )}
      <h3 className={classes.heading}>Open when it ended</h3>
      {actions.open.length === 0 ? (
        <p className={classes.note}>None.</p>
      ) : (
        <ul className={classes.list}>
          {actions.open.map(({ id, body, owner, dueOn }) => (
            <li key={id}>
              {body} ({owner}, due {formatDate(dueOn)})
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
