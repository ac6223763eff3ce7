import { DIRECTION_WORDS, LENS_WORDS, UNIT_WORDS, windowInWords } from "@/components/governance/metric-words";
import { Facts } from "@/components/ui/facts";
import { Section } from "@/components/ui/section";
import type { Metric } from "@/kernel/revenue/metrics";
import classes from "./metric.module.css";

const OWNERS: Record<Metric["owner"], string> = {
  "analytics job": "The analytics job, every night",
  kernel: "The Revenue OS kernel",
};

/** How the figure comes about, and who answers for it. */
export function Meaning({ metric }: { metric: Metric }) {
  return (
    <Section title="How it is counted">
      <Facts
        items={[
          { label: "Formula", value: <code className={classes.code}>{metric.formula}</code> },
          { label: "Window", value: windowInWords(metric.windowDays) },
          { label: "Unit", value: UNIT_WORDS[metric.unit] },
          { label: "Direction", value: DIRECTION_WORDS[metric.direction] },
          { label: "Lens", value: LENS_WORDS[metric.lens].long },
          { label: "Owner", value: OWNERS[metric.owner] },
          { label: "Counted from", value: <Sources sources={metric.sources} /> },
          { label: "Name in the data", value: <code className={classes.code}>{metric.id}</code> },
          {
            label: "For a cycle",
            value: metric.required
              ? "Required: without it, or with it stale, a cycle looks after the data first"
              : "Used where it is there",
          },
        ]}
      />
    </Section>
  );
}

function Sources({ sources }: { sources: readonly string[] }) {
  return sources.map((source, index) => (
    <span key={source}>
      {index > 0 && ", "}
      <code className={classes.code}>{source}</code>
    </span>
  ));
}
