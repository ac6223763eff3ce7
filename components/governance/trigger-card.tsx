import { Text } from "@mantine/core";
import Link from "next/link";
import type { Cadence, CompiledTrigger, TriggerState, Unit } from "@/kernel/enforcement";
import { sourceInWords } from "./input-words";
import { StateBadge } from "./state-badge";
import classes from "./trigger-card.module.css";
import { type SparkPoint, TriggerSparkline } from "./trigger-sparkline";
import { ageInWords, cycleInWords, figureInWords, judgedAs, standingInWords } from "./trigger-words";

export type TriggerCardProps = {
  shortId: string;
  name: string;
  critical: boolean;
  state: TriggerState;
  value: number | null;
  unit: Unit | null;
  thresholds: CompiledTrigger["thresholds"];
  inputsMissing: readonly string[];
  asOf: { periodEnd: string; cadence: Cadence; cycleKey: string } | null;
  carriedFrom: string | null;
  sources: readonly string[];
  overridden: boolean;
  series: readonly SparkPoint[];
};

/** One trigger at a glance. The whole card leads to its page; the link is its name. */
export function TriggerCard({
  trigger,
  href,
  present,
  outOfDate,
}: {
  trigger: TriggerCardProps;
  href: string;
  present: Date;
  /** Newer figures should have been there by now. */
  outOfDate: boolean;
}) {
  const { shortId, name, state, value, unit } = trigger;
  const standing = standingInWords(trigger);
  const figure = value === null ? "No figure" : figureInWords(value, unit ?? "");
  const of = judgedAs(shortId, value);
  return (
    <article className={classes.card} data-state={state}>
      <header className={classes.head}>
        <h3 className={classes.name}>
          <Link href={href} className={classes.link}>
            <span className={classes.id}>{shortId}</span> {name}
          </Link>
        </h3>
        <StateBadge state={state} />
      </header>
      <p className={`${classes.figure} figure`}>
        {figure} {of && <span className={classes.of}>{of}</span>}
      </p>
      <p className={classes.standing}>{standing}</p>
      <div className={classes.spark}>
        <TriggerSparkline
          points={trigger.series}
          current={trigger.asOf && value !== null ? { periodEnd: trigger.asOf.periodEnd, value } : null}
          thresholds={trigger.thresholds}
          label={`${name} over the last 12 months: now ${figure}, ${standing}`}
        />
      </div>
      <Provenance trigger={trigger} present={present} outOfDate={outOfDate} />
    </article>
  );
}

function Provenance({
  trigger: { asOf, carriedFrom, sources, overridden, critical },
  present,
  outOfDate,
}: {
  trigger: TriggerCardProps;
  present: Date;
  outOfDate: boolean;
}) {
  const facts = [
    critical ? "Critical" : null,
    carriedFrom
      ? `carried from the ${cycleInWords({ cadence: "monthly_close", cycleKey: carriedFrom })}`
      : null,
    sources.length > 0 ? sources.map(sourceInWords).join(", ") : null,
    overridden ? "with an override by FP&A" : null,
  ].filter((fact) => fact !== null);
  return (
    <footer className={classes.foot}>
      <Text size="xs" c="dimmed" span>
        {asOf ? ageInWords(asOf.periodEnd, present) : "Never evaluated"}
        {outOfDate && <strong className={classes.old}> · out of date</strong>}
      </Text>
      <Text size="xs" c="dimmed" span>
        {facts.join(" · ")}
      </Text>
    </footer>
  );
}
