import Link from "next/link";
import type { ReactNode } from "react";
import { impactInWords } from "@/components/governance/action-words";
import { LeverChange } from "@/components/governance/lever-change";
import { leverValueInWords } from "@/components/governance/lever-words";
import { LENS_WORDS, metricFigure } from "@/components/governance/metric-words";
import { ScoreParts } from "@/components/governance/score-parts";
import { StateBadge } from "@/components/governance/state-badge";
import { Facts } from "@/components/ui/facts";
import { formatCount, formatDateTime, formatNumber, formatPercent } from "@/components/ui/format";
import { Section } from "@/components/ui/section";
import { metric } from "@/kernel/revenue/metrics";
import type { RevenueActionScreen } from "@/lib/queries/revenue-action";
import classes from "./action.module.css";

type Props = { screen: RevenueActionScreen; company: string };
type Fact = { label: string; value: ReactNode };

/** What is changed, what it is to bring, and why the cycle chose it. */
export function WhatAndWhy({ screen, company }: Props) {
  const { action, cycle } = screen;
  return (
    <Section title="What and why">
      <Facts
        items={[
          ...changeFacts(screen),
          { label: "Aimed at", value: <Target screen={screen} company={company} /> },
          ...action.expected_economic_impact.map((impact) => ({
            label: `Expected of ${metric(impact.metric).name}`,
            value: impactInWords(impact),
          })),
          { label: "Whose question", value: LENS_WORDS[action.lens].long },
          {
            label: "Asked for by",
            value: (
              <Link href={`${company}/revenue/cycles/${cycle.id}`} className={classes.link}>
                Cycle of {formatDateTime(cycle.executedAt)}, priority {action.priority}
              </Link>
            ),
          },
          ...requestFacts(screen, company),
        ]}
      />
      <h3 className={classes.heading}>Why it was chosen</h3>
      <ScoreParts score={action.cfo_score} />
      <Experiment screen={screen} />
    </Section>
  );
}

/** As the executor found and wrote it, once it has; and what the cycle went by, where that was something else. */
function changeFacts({ action, written }: RevenueActionScreen): Fact[] {
  const { owner_subsystem: subsystem, proposed_change: change } = action;
  const { field } = change;
  const [from, to] = written ? [written.found, written.value] : [change.current_value, change.new_value];
  const say = (value: typeof from) => leverValueInWords(subsystem, field, value);
  const facts: Fact[] = [
    {
      label: written ? "Old and new value" : "Change asked for",
      value: <LeverChange subsystem={subsystem} field={field} from={from} to={to} />,
    },
  ];
  if (say(from) !== say(change.current_value))
    facts.push({ label: "The cycle had found", value: say(change.current_value) });
  return facts;
}

function Target({ screen: { action }, company }: Props) {
  const { target_metric: id, expected_impact: impact, observation_window_days: days } = action;
  return (
    <>
      <Link href={`${company}/revenue/metrics/${id}`} className={classes.link}>
        {metric(id).name}
      </Link>
      , {impactInWords(impact)} within {formatCount(days, "day")}
    </>
  );
}

function requestFacts({ action, request }: RevenueActionScreen, company: string): Fact[] {
  if (request === null) return [];
  return [
    {
      label: "Signature",
      value: (
        <>
          <Link href={`${company}/requests/${request.reference}`} className={classes.link}>
            {request.reference}
          </Link>{" "}
          <StateBadge state={request.status} />
        </>
      ),
    },
    ...(action.requires_human ? [{ label: "Why a person has to agree", value: action.requires_human }] : []),
  ];
}

function Experiment({ screen: { action } }: { screen: RevenueActionScreen }) {
  if (action.experiment === null) return null;
  const { hypothesis, arms, minimum_sample, success_metric, success_threshold } = action.experiment;
  const { name, unit } = metric(success_metric);
  return (
    <>
      <h3 className={classes.heading}>The experiment</h3>
      <p className={classes.text}>{hypothesis}</p>
      <Facts
        items={[
          {
            label: "Arms",
            value: arms.map(({ name: arm, share_pct }) => `${arm} ${formatPercent(share_pct)}`).join(", "),
          },
          { label: "Smallest sample", value: formatNumber(minimum_sample, 0) },
          { label: "Success", value: `${name} at ${metricFigure(success_threshold, unit)}` },
        ]}
      />
    </>
  );
}
