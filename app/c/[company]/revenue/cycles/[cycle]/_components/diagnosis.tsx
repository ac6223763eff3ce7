import Link from "next/link";
import { GapBars } from "@/components/governance/gap-bars";
import { StateBadge } from "@/components/governance/state-badge";
import { Facts } from "@/components/ui/facts";
import { formatPercent } from "@/components/ui/format";
import { Section } from "@/components/ui/section";
import { metric } from "@/kernel/revenue/metrics";
import type { RevenueCycleScreen } from "@/lib/queries/revenue-cycle";
import { inPlainWords } from "../../../_components/kernel-words";
import classes from "./cycle.module.css";

/** What holds the company back, and how far off each target was. */
export function Diagnosis({ cycle, company }: { cycle: RevenueCycleScreen; company: string }) {
  const { cycle_summary: summary } = cycle.output;
  return (
    <Section title="Diagnosis">
      <p className={classes.diagnosis}>{inPlainWords(summary.diagnosis)}</p>
      <Facts
        items={[
          {
            label: "Priority metric",
            value: (
              <Link href={`${company}/revenue/metrics/${summary.priority_metric}`} className={classes.link}>
                {metric(summary.priority_metric).name}
              </Link>
            ),
          },
          { label: "Confidence", value: formatPercent(summary.confidence * 100, 0) },
          { label: "Mode of the company", value: <StateBadge state={cycle.mode} /> },
        ]}
      />
      <h3 className={classes.heading}>How far off each target was</h3>
      {cycle.gaps.length === 0 ? (
        <p className={classes.note}>No target was set whose figure was known.</p>
      ) : (
        <>
          <GapBars gaps={cycle.gaps} />
          <p className={classes.note}>
            A bar is the share of the target that is missed, in the weight of its domain (demand 1.0,
            conversion 1.2, economics 1.5) and with the trend of the last two weeks. The longest binds
            {summary.binding_constraint === "data_quality" && ", once the data are sound again"}.
          </p>
        </>
      )}
    </Section>
  );
}
