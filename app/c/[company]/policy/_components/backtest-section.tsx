import { FailureAlert } from "@/components/ui/failure-alert";
import { formatCount, formatDate, formatNumber } from "@/components/ui/format";
import { Section } from "@/components/ui/section";
import type { Backtest } from "@/kernel/enforcement";
import type { Result } from "@/lib/failures";
import { loadPolicyBacktest, type PolicyBacktestView } from "@/lib/queries/policy-backtest";
import type { Person } from "@/lib/queries/waiting";
import classes from "./backtest.module.css";
import { BacktestCycles } from "./backtest-cycles";
import { BacktestDecisions } from "./backtest-decisions";
import { BacktestFigures } from "./backtest-figures";
import { BacktestGaps } from "./backtest-gaps";
import { BacktestTimeline } from "./backtest-timeline";
import { summaryInWords } from "./backtest-words";

export const BACKTEST_TITLE = "What it would have changed in the past";

/** Loads and shows it; a history of years takes a moment: stream it. `company` is `/c/acme`. */
export async function LoadedBacktest({
  person,
  bundleId,
  company,
}: {
  person: Person;
  bundleId: string;
  company: string;
}) {
  return <BacktestSection result={await loadPolicyBacktest(person, bundleId)} company={company} />;
}

/** The company's history under one version of its policy: what would differ, in money and heads, decision by decision. */
export function BacktestSection({
  result,
  company,
}: {
  result: Result<PolicyBacktestView>;
  company: string;
}) {
  if (!result.ok)
    return (
      <Section title={BACKTEST_TITLE}>
        <FailureAlert failure={result.failure} />
      </Section>
    );
  const view = result.value;
  return (
    <Section title={BACKTEST_TITLE} description={coversInWords(view)}>
      <Replayed view={view} company={company} />
    </Section>
  );
}

function Replayed({ view, company }: { view: PolicyBacktestView; company: string }) {
  const { backtest, covers, asked } = view;
  if (backtest === null)
    return (
      <p className={classes.sentence}>
        Nothing can be decided under a version with findings, so there is no past to show under it. Mend what
        the checks found first.
      </p>
    );
  if (covers.from === null)
    return <p className={classes.sentence}>Nothing has been evaluated or decided yet.</p>;
  return (
    <div className={classes.parts}>
      <p className={classes.sentence}>{sentenceOf(backtest)}</p>
      {!backtest.same && <BacktestFigures backtest={backtest} />}
      <BacktestTimeline timeline={backtest.timeline} />
      <BacktestDecisions decisions={backtest.decisions} asked={asked} company={company} />
      <BacktestCycles cycles={backtest.cycles} company={company} />
      <BacktestGaps notReplayed={backtest.notReplayed} asked={asked} company={company} />
    </div>
  );
}

function sentenceOf(backtest: Backtest): string {
  if (!backtest.same) return summaryInWords(backtest);
  const { inputs, decisions } = backtest.notReplayed;
  return inputs.length + decisions.length === 0
    ? "This version decides the company's whole history as it was decided."
    : "This version decides all of the company's history that can be replayed as it was decided.";
}

function coversInWords({ covers, decisionsInAll }: PolicyBacktestView): string {
  const { evaluations, decisions, from } = covers;
  if (from === null) return "The company's own history, replayed under this version.";
  const newest = decisionsInAll === null ? "" : ` the newest of ${formatNumber(decisionsInAll)},`;
  return `${formatCount(evaluations, "evaluation")} and ${formatCount(decisions, "decision")},${newest} since ${formatDate(from)}, replayed under this version: each cycle in its order, each decision in the situation that would then have stood.`;
}
