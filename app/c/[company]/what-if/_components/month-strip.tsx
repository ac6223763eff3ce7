import { Skeleton } from "@mantine/core";
import { memo } from "react";
import { StateBadge } from "@/components/governance/state-badge";
import type { ProjectedMonth } from "@/kernel/enforcement";
import { monthInWords } from "./figures";
import type { Projection } from "./projection";
import classes from "./what-if.module.css";

type Props = {
  months: readonly { key: string }[];
  projection: Projection | null;
  chosen: number;
  onChoose: (month: number) => void;
};

/** The mode of each month at a glance; the chosen one is what a narrow screen shows and what is compared. */
export const MonthStrip = memo(function MonthStrip({ months, projection, chosen, onChoose }: Props) {
  return (
    <fieldset className={classes.strip}>
      <legend className="visually-hidden">Month to look at</legend>
      {months.map(({ key }, at) => (
        <button
          key={key}
          type="button"
          className={classes.month}
          aria-pressed={at === chosen}
          onClick={() => onChoose(at)}
        >
          <span className={classes.monthName}>{monthInWords(key)}</span>
          <ModeOf month={projection?.months[at]} />
        </button>
      ))}
    </fieldset>
  );
});

function ModeOf({ month }: { month: ProjectedMonth | undefined }) {
  if (month === undefined) return <Skeleton height="2.25rem" width="5.5rem" />;
  return (
    <>
      <StateBadge state={month.mode.after} />
      <span className={classes.quiet}>{countsInWords(month)}</span>
    </>
  );
}

function countsInWords({ triggers }: ProjectedMonth): string {
  const words = [
    ["FAIL", "fail"],
    ["UNKNOWN", "unknown"],
    ["WATCH", "watch"],
  ].flatMap(([state, word]) => {
    const count = triggers.filter((trigger) => trigger.state === state).length;
    return count > 0 ? [`${count} ${word}`] : [];
  });
  return words.length > 0 ? words.join(", ") : "all pass";
}
