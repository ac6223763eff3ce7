import { IconAlarm } from "@tabler/icons-react";
import { cycleInWords } from "@/components/governance/trigger-words";
import { formatCount, formatDate } from "@/components/ui/format";
import { TextLink } from "@/components/ui/link-button";
import { Section } from "@/components/ui/section";
import { ToneBadge } from "@/components/ui/tone-badge";
import type { CyclesPage } from "@/lib/queries/cycles";
import classes from "./cycles.module.css";

/** What is over and waits for its evaluation, and until when the next close is inside the SLA. */
export function DueCycles({ due, close, company }: Pick<CyclesPage, "due" | "close"> & { company: string }) {
  return (
    <Section title="Due">
      <ul className={classes.due}>
        {due.map(({ cadence, cycleKey, period }) => (
          <li key={cycleKey} className={classes.dueItem}>
            <TextLink href={`${company}/cycles/${cadence}/${cycleKey}`}>
              {cycleInWords({ cadence, cycleKey })}
            </TextLink>
            <span className={classes.note}>
              {formatDate(period.start)} to {formatDate(period.end)}
            </span>
            {cadence === "monthly_close" && <Deadline close={close} />}
          </li>
        ))}
      </ul>
      {due.length === 0 && (
        <p className={classes.note}>Every week and month that is over has been evaluated.</p>
      )}
      {close.state === "PERIOD_RUNNING" && (
        <p className={classes.note}>
          The next close is {cycleInWords({ cadence: "monthly_close", cycleKey: close.cycleKey })}; it is due
          by {formatDate(close.deadline)}, {close.slaDays[1]} business days after{" "}
          {formatDate(close.periodEnd)}.
        </p>
      )}
    </Section>
  );
}

function Deadline({ close }: Pick<CyclesPage, "close">) {
  const days = formatCount(close.businessDays, "business day");
  const overdue = close.state === "OVERDUE";
  return (
    <>
      <ToneBadge tone={overdue ? "bad" : "info"} icon={<IconAlarm stroke={2} />} size="sm">
        {overdue ? `Overdue by ${days}` : `${days} left`}
      </ToneBadge>
      <span className={classes.note}>
        {overdue ? "was due" : "due"} by {formatDate(close.deadline)}
      </span>
    </>
  );
}
