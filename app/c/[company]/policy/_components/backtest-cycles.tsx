import { formatCount } from "@/components/ui/format";
import { TextLink } from "@/components/ui/link-button";
import type { CycleDifference } from "@/kernel/enforcement";
import classes from "./backtest.module.css";
import { cycleDifferenceInWords, differingCycleInWords } from "./backtest-words";

const FEW = 5;

/** Each cycle whose states, mode or escalations would have been others, the newest first. */
export function BacktestCycles({ cycles, company }: { cycles: readonly CycleDifference[]; company: string }) {
  if (cycles.length === 0) return null;
  const list = (
    <ul className={classes.lines}>
      {cycles.toReversed().map((cycle) => (
        <li key={cycle.id}>
          <TextLink href={`${company}/cycles/${cycle.cadence}/${cycle.cycleKey}`} inherit underline="always">
            {differingCycleInWords(cycle)}
          </TextLink>
          : {cycleDifferenceInWords(cycle).join("; ")}
        </li>
      ))}
    </ul>
  );
  return (
    <section className={classes.part}>
      <h3 className={classes.heading}>Cycles that would have come out otherwise</h3>
      {cycles.length <= FEW ? (
        list
      ) : (
        <details className={classes.folded}>
          <summary>{formatCount(cycles.length, "cycle")}</summary>
          {list}
        </details>
      )}
    </section>
  );
}
