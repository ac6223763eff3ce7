import { formatCount, formatDate } from "@/components/ui/format";
import type { Backtest } from "@/kernel/enforcement";
import type { AskedFor as Asked } from "@/lib/queries/policy-backtest-record";
import { AskedFor } from "../../_components/asked-for";
import classes from "./backtest.module.css";
import { factInWords, notReplayedInWords } from "./backtest-words";

type NotReplayed = Backtest["notReplayed"];

/** What the record does not hold, so that nobody can say how it would have come out. */
export function BacktestGaps({
  notReplayed,
  asked,
  company,
}: {
  notReplayed: NotReplayed;
  asked: Readonly<Record<string, Asked>>;
  company: string;
}) {
  const facts = notReplayedInWords(notReplayed);
  const groups = groupsOf(notReplayed.decisions);
  if (facts.length + groups.length === 0) return null;
  return (
    <section className={classes.part}>
      <h3 className={classes.heading}>What cannot be replayed</h3>
      {facts.length > 0 && (
        <ul className={classes.lines}>
          {facts.map((fact) => (
            <li key={fact}>{fact}</li>
          ))}
        </ul>
      )}
      {groups.map(({ fact, decisions }) => (
        <details key={fact} className={classes.folded}>
          <summary>
            {formatCount(decisions.length, "decision")}: {fact}
          </summary>
          <ul className={classes.lines}>
            {decisions.map(({ id, reference, decidedAt }) => (
              <li key={id}>
                <AskedFor reference={reference} asked={asked[reference]} company={company} />,{" "}
                {formatDate(decidedAt)}
              </li>
            ))}
          </ul>
        </details>
      ))}
    </section>
  );
}

function groupsOf(decisions: NotReplayed["decisions"]) {
  const groups = new Map<string, NotReplayed["decisions"][number][]>();
  for (const decision of decisions) {
    const fact = factInWords(decision.fact);
    groups.set(fact, [...(groups.get(fact) ?? []), decision]);
  }
  return [...groups].map(([fact, of]) => ({ fact, decisions: of }));
}
