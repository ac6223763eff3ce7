import { formatCount, formatDate } from "@/components/ui/format";
import { TextLink } from "@/components/ui/link-button";
import type { Backtest } from "@/kernel/enforcement";
import classes from "./backtest.module.css";
import { factInWords, notReplayedInWords } from "./backtest-words";

type NotReplayed = Backtest["notReplayed"];

/** What the record does not hold, so that nobody can say how it would have come out. */
export function BacktestGaps({
  notReplayed,
  titles,
  company,
}: {
  notReplayed: NotReplayed;
  titles: Readonly<Record<string, string>>;
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
              <li key={id} className={classes.broken}>
                {reference in titles ? (
                  <TextLink href={`${company}/requests/${reference}`} inherit underline="always">
                    {reference}
                  </TextLink>
                ) : (
                  reference
                )}
                {titles[reference] ? ` ${titles[reference]}` : ""}, {formatDate(decidedAt)}
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
