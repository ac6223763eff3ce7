import Link from "next/link";
import type { ReactNode } from "react";
import { StateBadge } from "@/components/governance/state-badge";
import { formatCount } from "@/components/ui/format";
import { StatCard } from "@/components/ui/stat-card";
import { CFO_GATE_WORDS } from "@/lib/queries/cfo-gate-words";
import type { CfoWeek } from "@/lib/queries/cfo-week";
import classes from "./digest.module.css";
import { figureText } from "./figure-card";

/** What happened beside the figures: mode, escalations, actions, gates; each leads to where it can be read in full. */
export function WeekEvents({
  week,
  isRunning,
  company,
}: {
  week: CfoWeek;
  isRunning: boolean;
  company: string;
}) {
  const when = isRunning ? "As it is now" : "As Sunday ended";
  return (
    <section aria-labelledby="events">
      <h2 id="events" className={classes.heading}>
        What happened
      </h2>
      <div className={classes.events}>
        <StatCard
          label={<To href={`${company}/revenue/actions?week=${week.weekStart}`}>Actions</To>}
          value={formatCount(week.actions.total, "action")}
        >
          <Actions actions={week.actions} />
        </StatCard>
        <StatCard
          label={<To href={`${company}/revenue/cycles?week=${week.weekStart}`}>CFO gates triggered</To>}
          value={week.cyclesRun === 0 ? "Not known" : formatCount(week.gates.length, "gate")}
        >
          <Gates week={week} company={company} />
        </StatCard>
        <StatCard
          label={<To href={`${company}/defensive`}>Mode</To>}
          value={<StateBadge state={week.mode} size="lg" />}
        >
          <p className={classes.note}>
            {when}.{week.mode === "UNKNOWN" && " No cycle had been evaluated by then."}
          </p>
        </StatCard>
        <StatCard
          label={<To href={`${company}/escalations`}>Open escalations</To>}
          value={String(week.openEscalations)}
        >
          <p className={classes.note}>{when}, with a plan or without one.</p>
        </StatCard>
      </div>
    </section>
  );
}

function To({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link href={href} className={classes.link}>
      {children}
    </Link>
  );
}

function Actions({
  actions: { total, improved, hurt, measured, askedFor, atWork },
}: Pick<CfoWeek, "actions">) {
  if (total === 0) {
    return <p className={classes.note}>None was asked for, at work or measured in this week.</p>;
  }
  return (
    <>
      <ul className={classes.list}>
        <li>
          <strong>{improved}</strong> improved the metric aimed at
        </li>
        <li>
          <strong>{hurt}</strong> hurt it
        </li>
      </ul>
      <p className={classes.note}>
        {measured} measured in the week, {askedFor} asked for by its cycles, {atWork} at work in it; one
        action can be several of these.
      </p>
    </>
  );
}

function Gates({ week: { gates, cyclesRun }, company }: { week: CfoWeek; company: string }) {
  if (cyclesRun === 0) return <p className={classes.note}>No optimisation cycle ran in this week.</p>;
  const cycles = formatCount(cyclesRun, "cycle");
  if (gates.length === 0) return <p className={classes.note}>None in {cycles}.</p>;
  return (
    <>
      <ul className={classes.list}>
        {gates.map(({ gate, observed, threshold, cycleId }) => {
          const { name, watches, unit } = CFO_GATE_WORDS[gate];
          return (
            <li key={gate}>
              <To href={`${company}/revenue/cycles/${cycleId}`}>{name}</To>: {watches}{" "}
              {figureText(observed, unit)}, limit {figureText(threshold, unit)}
            </li>
          );
        })}
      </ul>
      <p className={classes.note}>In {cycles}; each as the last of them saw it.</p>
    </>
  );
}
