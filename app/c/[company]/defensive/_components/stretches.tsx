import { cycleKeyInWords } from "@/components/governance/trigger-words";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { formatDate } from "@/components/ui/format";
import { TextLink } from "@/components/ui/link-button";
import type { Stretch } from "@/lib/queries/defensive";

/** Stretches of DEFENSIVE mode that have ended. */
export function Stretches({ stretches, company }: { stretches: readonly Stretch[]; company: string }) {
  return (
    <DataTable
      caption="Earlier stretches of DEFENSIVE mode"
      minWidth={560}
      rows={stretches}
      rowKey={({ startedAt }) => startedAt.toISOString()}
      empty={
        <EmptyState title="None">
          Every change of mode also stands in the{" "}
          <TextLink href={`${company}/log`} inherit underline="always">
            decision log
          </TextLink>
          .
        </EmptyState>
      }
      columns={[
        {
          key: "from",
          header: "From",
          names: true,
          cell: ({ startedAt, startedBy }) => `${formatDate(startedAt)}, ${cycleKeyInWords(startedBy)}`,
        },
        {
          key: "to",
          header: "To",
          cell: ({ endedAt, endedBy }) =>
            `${formatDate(endedAt)}${endedBy ? `, ${cycleKeyInWords(endedBy)}` : ""}`,
        },
        { key: "cause", header: "Why", cell: ({ cause }) => cause },
        {
          key: "actions",
          header: "Actions done",
          align: "right",
          cell: ({ actions, actionsDone }) => `${actionsDone} of ${actions}`,
        },
      ]}
    />
  );
}
