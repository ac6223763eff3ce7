import { Skeleton } from "@mantine/core";
import { StateBadge } from "@/components/governance/state-badge";
import type { ProjectedMonth } from "@/kernel/enforcement";
import { monthInWords } from "./figures";
import classes from "./what-if.module.css";

type Props = {
  months: readonly { key: string; projected: ProjectedMonth | undefined }[];
  chosen: number;
  onChoose: (month: number) => void;
};

/** The mode of each month at a glance; the chosen one is what a narrow screen shows and what is compared. */
export function MonthStrip({ months, chosen, onChoose }: Props) {
  return (
    <fieldset className={classes.strip}>
      <legend className="visually-hidden">Month to look at</legend>
      {months.map(({ key, projected }, at) => (
        <button
          key={key}
          type="button"
          className={classes.month}
          aria-pressed={at === chosen}
          onClick={() => onChoose(at)}
        >
          <span className={classes.monthName}>{monthInWords(key)}</span>
          {projected ? (
            <>
              <StateBadge state={projected.mode.after} />
              <span className={classes.quiet}>{countsInWords(projected)}</span>
            </>
          ) : (
            <Skeleton height="2.25rem" width="5.5rem" />
          )}
        </button>
      ))}
    </fieldset>
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
