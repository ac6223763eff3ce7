import { formatDate, formatMonth } from "@/components/ui/format";
import { TextLink } from "@/components/ui/link-button";
import { Section } from "@/components/ui/section";
import { triggerShortId } from "@/kernel/enforcement";
import type { CloseStage } from "@/lib/queries/close-stage";
import type { CloseLine } from "@/lib/queries/closes";
import classes from "./close.module.css";
import { StageBadge } from "./stage-badge";

const URGENCY: Readonly<Record<CloseStage, number>> = {
  OVERDUE: 0,
  COMMENTARY_OUTSTANDING: 1,
  REOPENED: 2,
  DUE: 3,
  CLOSED: 4,
  RUNNING: 5,
  CERTIFIED: 5,
};

/** The months that somebody has to do something about, the most urgent first. */
export function Waiting({ months, company }: { months: readonly CloseLine[]; company: string }) {
  const open = months
    .filter(({ stage }) => stage !== "RUNNING" && stage !== "CERTIFIED")
    .sort((one, other) => URGENCY[one.stage] - URGENCY[other.stage]);
  return (
    <Section title="What waits">
      {open.length === 0 ? (
        <p className={classes.note}>
          Every month that is over is certified, and every change of state has its commentary.
        </p>
      ) : (
        <ul className={classes.list}>
          {open.map((month) => (
            <li key={month.cycleKey} className={classes.row}>
              <TextLink href={`${company}/close/${month.cycleKey}`}>
                {formatMonth(`${month.cycleKey}-01`)}
              </TextLink>
              <StageBadge stage={month.stage} />
              <span className={classes.note}>{whatWaits(month)}</span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function whatWaits({ stage, clock, heldUpBy, outstanding, closed }: CloseLine): string {
  const held = heldUpBy.length > 0 ? ` The last attempt stayed open: ${heldUpBy.join(", ")}.` : "";
  if (stage === "COMMENTARY_OUTSTANDING")
    return `${outstanding.map(triggerShortId).join(", ")} changed state and nobody has said why.`;
  if (stage === "DUE") return `To be delivered by ${formatDate(clock.deadline)}.${held}`;
  if (stage === "OVERDUE")
    return `Was due by ${formatDate(clock.deadline)}; today is business day ${clock.today}.${held}`;
  if (stage === "REOPENED") return "The CFO has reopened it; it waits to be certified again.";
  const delivered = closed?.deliveredOn ? `Delivered on business day ${closed.deliveredOn}; it` : "It";
  return `${delivered} governs, and is not final.`;
}
