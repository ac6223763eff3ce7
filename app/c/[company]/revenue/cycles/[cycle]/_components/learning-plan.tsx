import Link from "next/link";
import { impactInWords } from "@/components/governance/action-words";
import { Facts } from "@/components/ui/facts";
import { formatCount } from "@/components/ui/format";
import { Section } from "@/components/ui/section";
import type { MetricId } from "@/kernel/revenue/metric-ids";
import { metric } from "@/kernel/revenue/metrics";
import type { RevenueCycleScreen } from "@/lib/queries/revenue-cycle";
import classes from "./cycle.module.css";

/** What to look at until the next cycle, and what should be seen there. */
export function LearningPlan({ cycle, company }: { cycle: RevenueCycleScreen; company: string }) {
  const plan = cycle.output.learning_plan;
  return (
    <Section
      title="Learning plan"
      description="What to look at until the results are in, and what should be seen there."
    >
      <Facts
        items={[
          {
            label: "Observed for",
            value:
              plan.observation_window_days === 0
                ? "Nothing is under observation"
                : `${formatCount(plan.observation_window_days, "day")} at most`,
          },
          { label: "Metrics to watch", value: <Metrics ids={plan.metrics_to_monitor} company={company} /> },
          {
            label: "Economic metrics",
            value: <Metrics ids={plan.economic_metrics_to_monitor} company={company} />,
          },
        ]}
      />
      {plan.expected_outcomes.length > 0 && (
        <>
          <h3 className={classes.heading}>Expected</h3>
          <ul className={classes.list}>
            {plan.expected_outcomes.map((impact) => (
              <li key={impact.metric}>
                {metric(impact.metric).name} {impactInWords(impact)}
              </li>
            ))}
          </ul>
        </>
      )}
    </Section>
  );
}

function Metrics({ ids, company }: { ids: readonly MetricId[]; company: string }) {
  if (ids.length === 0) return <>None</>;
  return ids.map((id, index) => (
    <span key={id}>
      {index > 0 && ", "}
      <Link href={`${company}/revenue/metrics/${id}`} className={classes.link}>
        {metric(id).name}
      </Link>
    </span>
  ));
}
