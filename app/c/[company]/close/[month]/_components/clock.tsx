import { IconCheck, IconHourglassLow, IconPointFilled } from "@tabler/icons-react";
import { formatCount, formatDate } from "@/components/ui/format";
import { Section } from "@/components/ui/section";
import { ToneBadge } from "@/components/ui/tone-badge";
import type { CloseClock, CloseMilestone } from "@/lib/queries/close-clock";
import type { ClosingMonth } from "@/lib/queries/close-month";
import classes from "../../_components/close.module.css";

const STATES = {
  PAST: { tone: "neutral", word: "Past", icon: <IconCheck stroke={2} /> },
  TODAY: { tone: "watch", word: "Today", icon: <IconPointFilled /> },
  AHEAD: { tone: "info", word: "Ahead", icon: <IconHourglassLow stroke={2} /> },
} as const;

/** The days of the close in the company's business days. */
export function Clock({ clock, delivery }: { clock: CloseClock; delivery: ClosingMonth["certified"] }) {
  const holidays =
    clock.holidays.length > 0
      ? ` ${formatCount(clock.holidays.length, "holiday")} left out: ${clock.holidays.map((day) => formatDate(day)).join(", ")}.`
      : "";
  return (
    <Section title="Clock" description={`${standing(clock, delivery)}${holidays}`}>
      <ol className={classes.clock}>
        {clock.milestones.map((milestone) => (
          <Day key={milestone.day} milestone={milestone} />
        ))}
      </ol>
    </Section>
  );
}

/** A certified month's clock has stopped with its delivery; before that, today counts. */
function standing({ periodEnd, today, isOver }: CloseClock, delivery: ClosingMonth["certified"]): string {
  if (delivery)
    return `Delivered on ${formatDate(delivery.deliveredAt)}, business day ${delivery.deliveredOn} after ${formatDate(periodEnd)}.`;
  return isOver
    ? `Today is business day ${today} after ${formatDate(periodEnd)}.`
    : `The month runs until ${formatDate(periodEnd)}.`;
}

function Day({ milestone: { day, date, words, state } }: { milestone: CloseMilestone }) {
  const { tone, word, icon } = STATES[state];
  return (
    <li className={classes.day} data-state={state}>
      <div className={classes.row}>
        <strong>Day {day}</strong>
        <span className={classes.note}>{formatDate(date)}</span>
        <ToneBadge tone={tone} icon={icon} size="sm">
          {word}
        </ToneBadge>
      </div>
      <span>{words}</span>
    </li>
  );
}
