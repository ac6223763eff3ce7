import Link from "next/link";
import { DataTable } from "@/components/ui/data-table";
import { Section } from "@/components/ui/section";
import type { KernelOutput } from "@/kernel/revenue/contract";
import { metric } from "@/kernel/revenue/metrics";
import { inPlainWords } from "../../../_components/kernel-words";
import classes from "./cycle.module.css";

type Fault = KernelOutput["data_quality_actions"][number];

const PROBLEMS: Record<Fault["problem"], string> = {
  missing: "Missing",
  stale: "Too old",
  short_history: "History too short",
  unattributed: "Without a channel",
  duplicates: "Duplicates",
};

/** What is wrong with the data, and what would mend it. */
export function DataQuality({ actions, company }: { actions: readonly Fault[]; company: string }) {
  return (
    <Section title="Data quality">
      <DataTable
        caption="Faults of the data, with their remedies"
        minWidth={640}
        rows={actions}
        rowKey={({ metric_id, problem }) => `${metric_id} ${problem}`}
        empty={
          <p className={classes.note}>
            Every figure that a cycle needs was there, fresh, and had its history.
          </p>
        }
        columns={[
          {
            key: "metric",
            header: "Metric",
            names: true,
            cell: ({ metric_id: id }) =>
              id === null ? (
                "All of them"
              ) : (
                <Link href={`${company}/revenue/metrics/${id}`} className={classes.link}>
                  {metric(id).name}
                </Link>
              ),
          },
          { key: "problem", header: "Problem", cell: ({ problem }) => PROBLEMS[problem] },
          { key: "detail", header: "What was found", cell: ({ detail }) => inPlainWords(detail) },
          { key: "remedy", header: "Remedy", cell: ({ remedy }) => remedy },
        ]}
      />
    </Section>
  );
}
